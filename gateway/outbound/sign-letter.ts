import { crc32 } from 'node:zlib';
import type { BlobReceipt } from '../../store/contracts/blobs.ts';
import type { RowChange } from '../../store/contracts/ledger.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import type { LetterMark, LetterReport } from '../contracts/letters.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { type LetterOrder, renderLetterOf, sealMarkOf } from '../legal/letter-of-message.ts';
import { nameSeals } from '../package/letter-report.ts';
import type { OutboundParticulars, SubmittedFile } from '../package/particulars.ts';
import type { StoreScope } from '../package/seal-package.ts';
import { stampWithPatience } from './stamp-with-patience.ts';
import { letterOrderOf, writtenLetter } from './write-letter.ts';

/** The files of a message with the letter as it will be packed. */
export interface PackedLetter {
  particulars: OutboundParticulars;
  /** The signed letter, whose row the commit of the step adds; the letter it replaces goes by the same commit. */
  receipts: readonly BlobReceipt[];
  replaced: readonly RowChange[];
}

/**
 * Puts our seal on the letter where that was asked for, and on every letter that we write ourselves (PAdES B-T, or B-B when no time-stamp can be had
 * in time). The octets submitted are the first octets of the signed letter. Nothing of it is visible before the commit of the step: an attempt
 * that fails leaves a file without a row, and the next one signs the letter as it was submitted, or writes it anew.
 */
export async function signLetter(
  dependencies: GatewayDependencies,
  scope: StoreScope,
  message: MessageRecord,
  particulars: OutboundParticulars,
): Promise<PackedLetter> {
  const order = letterOrderOf(message, particulars);
  if (order !== undefined) return sealWritten(dependencies, scope, message, { particulars, order });
  const letter = particulars.files.find(({ role }) => role === 'letter');
  if (particulars.signLetter !== true || letter === undefined) return { particulars, receipts: [], replaced: [] };
  return dependencies.letters.hold(letter.size, async () => {
    const submitted = await readLetter(dependencies, scope, letter);
    const sealed = await putSeal(dependencies, scope, message, { letter: submitted });
    const { wrappedKey: _keyOfUpload, ...described } = letter;
    const signed = { ...described, ...sealed.file };
    const files = particulars.files.map((file) => (file === letter ? signed : file));
    return {
      particulars: withReport({ ...particulars, files }, sealed.report),
      receipts: [sealed.receipt],
      replaced: [{ table: 'blobs', key: letter.blobId, expect: 1, value: null }],
    };
  });
}

/** The same order gives the same letter: a step that is repeated seals the same octets. */
async function sealWritten(
  dependencies: GatewayDependencies,
  scope: StoreScope,
  message: MessageRecord,
  { particulars, order }: { particulars: OutboundParticulars; order: LetterOrder },
): Promise<PackedLetter> {
  const letter = await renderLetterOf(dependencies, order);
  const mark = sealMarkOf(dependencies, order);
  const sealed = await putSeal(dependencies, scope, message, { letter, ...(mark === undefined ? {} : { mark }) });
  const files = [{ ...writtenLetter(letter), language: order.language, ...sealed.file }, ...particulars.files];
  return { particulars: withReport({ ...particulars, files }, sealed.report), receipts: [sealed.receipt], replaced: [] };
}

function withReport(particulars: OutboundParticulars, signed: LetterReport): OutboundParticulars {
  return { ...particulars, letter: { submitted: { signatures: [] }, ...particulars.letter, signed } };
}

async function putSeal(
  dependencies: GatewayDependencies,
  scope: StoreScope,
  message: MessageRecord,
  { letter, mark }: { letter: Buffer; mark?: LetterMark },
): Promise<{ receipt: BlobReceipt; file: Pick<SubmittedFile, 'size' | 'crc32' | 'sha256' | 'blobId'>; report: LetterReport }> {
  const { letters, clock } = dependencies;
  const { update, level } = await letters.sign({
    letter,
    signer: dependencies.keys.signer('seal'),
    signingTime: scope.now,
    stamp: (imprint) => stampWithPatience(dependencies, message, imprint),
    ...(mark === undefined ? {} : { mark }),
  });
  const report = await letters.examine(Buffer.concat([letter, update]), { at: clock.now() });
  const receipt = await storeLetter(dependencies, scope, [letter, update]);
  dependencies.observe({ name: 'letter-signed', messageId: message.messageId, code: level });
  const { size, blobId } = receipt;
  const file = { size, crc32: crc32(update, crc32(letter)), sha256: receipt.sha256.toString('hex'), blobId };
  return { receipt, file, report: nameSeals(dependencies, report, dependencies.authority) };
}

async function readLetter(dependencies: GatewayDependencies, scope: StoreScope, letter: SubmittedFile): Promise<Buffer> {
  const { blobId, wrappedKey = scope.wrappedKey } = letter;
  const reader = await dependencies.blobs.open({ wrappedKey, blobId });
  try {
    return await reader.read(0, reader.size);
  } finally {
    await reader.close();
  }
}

async function storeLetter(dependencies: GatewayDependencies, scope: StoreScope, parts: readonly Buffer[]): Promise<BlobReceipt> {
  const writer = dependencies.blobs.create(scope);
  try {
    for (const part of parts) await writer.write(part);
    return await writer.finish();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

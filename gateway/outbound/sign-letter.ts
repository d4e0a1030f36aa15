import { crc32 } from 'node:zlib';
import type { BlobReceipt } from '../../store/contracts/blobs.ts';
import type { RowChange } from '../../store/contracts/ledger.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import type { LetterReport } from '../contracts/letters.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { nameSeals } from '../package/letter-report.ts';
import type { OutboundParticulars, SubmittedFile } from '../package/particulars.ts';
import type { StoreScope } from '../package/seal-package.ts';
import { stampWithPatience } from './stamp-with-patience.ts';

/** The files of a message with the letter as it will be packed. */
export interface PackedLetter {
  particulars: OutboundParticulars;
  /** The signed letter, whose row the commit of the step adds; the letter it replaces goes by the same commit. */
  receipts: readonly BlobReceipt[];
  replaced: readonly RowChange[];
}

/**
 * Puts our seal on the letter where that was asked for (PAdES B-T, or B-B when no time-stamp can be had in time). The octets submitted
 * are the first octets of the signed letter. Nothing of it is visible before the commit of the step: an attempt that fails leaves a file
 * without a row, and the next one signs the letter as it was submitted.
 */
export async function signLetter(
  dependencies: GatewayDependencies,
  scope: StoreScope,
  message: MessageRecord,
  particulars: OutboundParticulars,
): Promise<PackedLetter> {
  const letter = particulars.files.find(({ role }) => role === 'letter');
  if (particulars.signLetter !== true || letter === undefined) return { particulars, receipts: [], replaced: [] };
  const { receipt, update, report } = await dependencies.letters.hold(letter.size, () => putSeal(dependencies, scope, message, letter));
  const { wrappedKey: _keyOfUpload, ...described } = letter;
  const signed: SubmittedFile = {
    ...described,
    size: receipt.size,
    crc32: crc32(update, letter.crc32),
    sha256: receipt.sha256.toString('hex'),
    blobId: receipt.blobId,
  };
  return {
    particulars: {
      ...particulars,
      files: particulars.files.map((file) => (file === letter ? signed : file)),
      letter: { submitted: { signatures: [] }, ...particulars.letter, signed: nameSeals(dependencies, report, dependencies.authority) },
    },
    receipts: [receipt],
    replaced: [{ table: 'blobs', key: letter.blobId, expect: 1, value: null }],
  };
}

async function putSeal(
  dependencies: GatewayDependencies,
  scope: StoreScope,
  message: MessageRecord,
  letter: SubmittedFile,
): Promise<{ receipt: BlobReceipt; update: Buffer; report: LetterReport }> {
  const { letters, clock } = dependencies;
  const submitted = await readLetter(dependencies, scope, letter);
  const { update, level } = await letters.sign({
    letter: submitted,
    signer: dependencies.keys.signer('seal'),
    signingTime: scope.now,
    stamp: (imprint) => stampWithPatience(dependencies, message, imprint),
  });
  const report = await letters.examine(Buffer.concat([submitted, update]), { at: clock.now() });
  const receipt = await storeLetter(dependencies, scope, [submitted, update]);
  dependencies.observe({ name: 'letter-signed', messageId: message.messageId, code: level });
  return { receipt, update, report };
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

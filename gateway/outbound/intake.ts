import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { requireSafeEntryName, UniqueNames } from '../../crypto/asic/entry-name.ts';
import type { BlobReceipt, BlobWriter } from '../../store/contracts/blobs.ts';
import type { Row } from '../../store/contracts/ledger.ts';
import type { LetterReport } from '../contracts/letters.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf, type Fault } from '../error.ts';
import { TYPED_DOCUMENT_NAMES } from '../legal/typed-documents.ts';
import { discardBlobs } from '../package/discard-blobs.ts';
import { nameSeals } from '../package/letter-report.ts';
import type { SubmittedFile } from '../package/particulars.ts';
import { fileName, mediaType, REQUEST_DOCUMENT_NAME, submittedFileRole } from '../package/request-document.ts';

/** What a package holds beside the files submitted. */
const RESERVED_NAMES: ReadonlySet<string> = new Set([
  'mimetype',
  REQUEST_DOCUMENT_NAME,
  'meta-inf',
  ...Object.values(TYPED_DOCUMENT_NAMES),
]);

/** A part of a submission as the interface hands it over, in the order in which it arrives. */
export interface SubmissionPart {
  /** Field name: `request`, or the role of a file. */
  field: string;
  fileName?: string;
  mediaType: string;
  content: AsyncIterable<Buffer>;
}

/** What one pass over the file parts leaves behind. */
export interface Intake {
  files: SubmittedFile[];
  receipts: BlobReceipt[];
  faults: Fault[];
  /** False when the rest was not read any more: what is missing then may have been there. */
  complete: boolean;
  /** One line per part for the idempotency digest: field, name, media type, SHA-256. */
  fingerprints: string[];
  /** How many letters there were. */
  letters: number;
  /** Names of all files so far, and their octets together. */
  names: UniqueNames;
  total: number;
  /** Finished uploads that the message takes over, beside the parts. */
  uploads: Row<'uploads'>[];
  /** On the signatures of the letter. */
  letter?: LetterReport;
}

export interface IntakeOptions {
  store: boolean;
  /** Octets of all files together. */
  maximumLength: number;
  /** The letter is going to be signed: whether that can be done is checked now. */
  signLetter: boolean;
}

interface Scope {
  wrappedKey: string;
  messageKey: string;
  now: Date;
}

/**
 * Takes the file parts one after the other: checks name and role, encrypts the content into the store as it streams by, inspects the
 * letter. After the first fault nothing more is stored, but every part is still read and checked, so that all faults are told at once.
 */
export async function takeFiles(
  dependencies: GatewayDependencies,
  scope: Scope,
  parts: AsyncIterable<SubmissionPart>,
  options: IntakeOptions,
): Promise<Intake> {
  const intake: Intake = {
    files: [],
    receipts: [],
    faults: [],
    complete: true,
    fingerprints: [],
    letters: 0,
    names: new UniqueNames(),
    total: 0,
    uploads: [],
  };
  try {
    await takeParts(dependencies, scope, parts, intake, options);
    return intake;
  } catch (error) {
    // The connection broke, or our disk failed: nobody will ever hear of the parts that came before.
    await discardBlobs(dependencies, intake.receipts);
    throw error;
  }
}

async function takeParts(
  dependencies: GatewayDependencies,
  scope: Scope,
  parts: AsyncIterable<SubmissionPart>,
  intake: Intake,
  options: IntakeOptions,
): Promise<void> {
  for await (const part of parts) {
    if (intake.fingerprints.length >= dependencies.settings.maximumFiles) {
      intake.faults.push({ code: 'file-count-exceeded', detail: `at most ${dependencies.settings.maximumFiles}` });
      intake.complete = false;
      return;
    }
    const file = { role: part.field, mediaType: part.mediaType, name: part.fileName ?? '' };
    intake.faults.push(...fileFaults(file, intake.names, `part:${part.field.slice(0, 40)}`));
    const taken = await takeContent(dependencies, scope, part, {
      store: options.store && intake.faults.length === 0,
      signLetter: options.signLetter,
      remaining: options.maximumLength - intake.total,
    });
    intake.total += taken.size;
    if (file.role === 'letter') intake.letters += 1;
    intake.fingerprints.push(fingerprintOf(file, taken.sha256));
    intake.faults.push(...taken.faults);
    if (taken.letter !== undefined) intake.letter = taken.letter;
    if (taken.receipt !== undefined) keep(intake, part, { ...taken, receipt: taken.receipt });
    if (taken.cut === true) {
      intake.complete = false;
      return;
    }
  }
}

function keep(intake: Intake, part: SubmissionPart, taken: { size: number; crc32: number; sha256: string; receipt: BlobReceipt }): void {
  intake.receipts.push(taken.receipt);
  intake.files.push({
    name: part.fileName ?? '',
    role: submittedFileRole.parse(part.field),
    mediaType: part.mediaType,
    size: taken.size,
    crc32: taken.crc32,
    sha256: taken.sha256,
    blobId: taken.receipt.blobId,
  });
}

interface DescribedFile {
  role: string;
  mediaType: string;
  name: string;
}

/** A file as the idempotency digest sees it, whichever way its octets came. */
export function fingerprintOf({ role, name, mediaType: type }: DescribedFile, sha256: string): string {
  return JSON.stringify([role, name, type, sha256]);
}

/** What is wrong with a file before its octets are looked at. */
export function fileFaults(file: DescribedFile, names: UniqueNames, pointer: string): Fault[] {
  const faults: Fault[] = [];
  if (!submittedFileRole.safeParse(file.role).success)
    faults.push({ code: 'submission-invalid', pointer, detail: 'letter, translation or annex' });
  if (!mediaType.safeParse(file.mediaType).success) faults.push({ code: 'submission-invalid', pointer, detail: 'media type' });
  const { name } = file;
  const code = fileName.safeParse(name).success && !isReservedName(name) ? nameFault(name, names) : 'file-name-invalid';
  if (code !== undefined) faults.push({ code, pointer });
  return faults;
}

/** The rules of the package itself, so that nothing is accepted here that can never be packed. */
function nameFault(name: string, names: UniqueNames): 'file-name-invalid' | 'file-name-repeated' | undefined {
  try {
    requireSafeEntryName(name);
    names.add(name);
    return undefined;
  } catch (error) {
    if (codeOf(error) === 'container-name-duplicate') return 'file-name-repeated';
    if (codeOf(error) === 'container-name-unsafe') return 'file-name-invalid';
    throw error;
  }
}

function isReservedName(name: string): boolean {
  const folded = name.normalize('NFC').toUpperCase().toLowerCase();
  return RESERVED_NAMES.has(folded) || folded.startsWith('meta-inf/');
}

interface TakenContent {
  size: number;
  crc32: number;
  /** Empty when there are faults: a submission with faults is never compared with another. */
  sha256: string;
  faults: Fault[];
  receipt?: BlobReceipt;
  letter?: LetterReport;
  /** Set when the content was longer than allowed, and its rest was not read. */
  cut?: boolean;
}

async function takeContent(
  dependencies: GatewayDependencies,
  scope: Scope,
  part: SubmissionPart,
  options: Omit<IntakeOptions, 'maximumLength'> & { remaining: number },
): Promise<TakenContent> {
  const isLetter = part.field === 'letter';
  const limit = isLetter ? Math.min(options.remaining, dependencies.settings.maximumLetterLength) : options.remaining;
  const writer = options.store ? dependencies.blobs.create(scope) : undefined;
  const letter: Buffer[] = [];
  // What is stored is hashed by the store.
  const hash = writer === undefined ? createHash('sha256') : undefined;
  let checksum = 0;
  let size = 0;
  try {
    for await (const chunk of part.content) {
      size += chunk.length;
      if (size > limit) return await refuseLength(writer, part, limit, isLetter, size);
      hash?.update(chunk);
      checksum = crc32(chunk, checksum);
      if (isLetter) letter.push(chunk);
      await writer?.write(chunk);
    }
    const { faults, ...report } = isLetter ? await judgeLetter(dependencies, scope, Buffer.concat(letter), options) : { faults: [] };
    if (writer === undefined) return { size, crc32: checksum, sha256: hash?.digest('hex') ?? '', faults, ...report };
    if (faults.length > 0) {
      await writer.abort();
      return { size, crc32: checksum, sha256: '', faults };
    }
    const receipt = await writer.finish();
    return { size, crc32: checksum, sha256: receipt.sha256.toString('hex'), faults, receipt, ...report };
  } catch (error) {
    await writer?.abort();
    throw error;
  }
}

async function refuseLength(
  writer: BlobWriter | undefined,
  part: SubmissionPart,
  limit: number,
  isLetter: boolean,
  size: number,
): Promise<TakenContent> {
  await writer?.abort();
  const code = isLetter ? 'letter-too-large' : 'submission-too-large';
  const faults: Fault[] = [{ code, pointer: `part:${part.field.slice(0, 40)}`, detail: `at most ${limit} octets` }];
  // Leaving the loop destroys the stream of this part; the interface answers without reading the rest of the request.
  return { size, crc32: 0, sha256: '', faults, cut: true };
}

/** The letter opens, and can be signed where that is asked for. What its signatures are worth is reported and refuses nothing (design rule 4). */
export async function judgeLetter(
  dependencies: GatewayDependencies,
  { now }: Pick<Scope, 'now'>,
  letter: Buffer,
  { signLetter }: Pick<IntakeOptions, 'signLetter'>,
): Promise<{ faults: Fault[]; letter?: LetterReport }> {
  const signer = signLetter ? { toBeSignedBy: dependencies.keys.signer('seal') } : {};
  const finding = await dependencies.letters.inspect(letter, { at: now, ...signer });
  if (!finding.acceptable) return { faults: [{ code: finding.code, pointer: 'part:letter' }] };
  return { faults: unsignableFaults(finding.unsignable), letter: nameSeals(dependencies, finding.report, dependencies.authority) };
}

function unsignableFaults(code: string | undefined): Fault[] {
  if (code === undefined) return [];
  if (code === 'pades-changes-forbidden') return [{ code: 'letter-signing-forbidden', pointer: 'part:letter' }];
  return [{ code: 'letter-not-signable', pointer: 'part:letter', detail: code }];
}

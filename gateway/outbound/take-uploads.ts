import type { BlobReceipt } from '../../store/contracts/blobs.ts';
import type { Row, RowChange } from '../../store/contracts/ledger.ts';
import type { BlobRecord, UploadRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import type { Fault } from '../error.ts';
import type { Actor } from '../operations/actor.ts';
import type { FileRole } from '../package/request-document.ts';
import { fileFaults, fingerprintOf, type Intake, judgeLetter } from './intake.ts';
import type { SubmissionDocument } from './submission-document.ts';

interface Scope {
  messageKey: string;
  now: Date;
}

/** A file of the document that was uploaded before. */
interface Reference {
  upload: string;
  role: FileRole;
  mediaType: string;
  name: string;
  pointer: string;
}

type Finished = Row<'uploads'> & { value: { finished: NonNullable<UploadRecord['finished']> } };

/**
 * Takes the uploads that a document names into the intake, after the parts: the same checks, without reading anything but the letter.
 * Returns their fingerprints, or undefined when one is not here: a message may have taken it over, this one or another.
 */
export async function takeUploads(
  dependencies: GatewayDependencies,
  scope: Scope,
  { actor, document, intake }: { actor: Actor; document: SubmissionDocument; intake: Intake },
  options: { signLetter: boolean; maximumLength: number },
): Promise<string[] | undefined> {
  const { references, faults } = referencesIn(document);
  intake.faults.push(...faults);
  const fingerprints: string[] = [];
  let isMissing = false;
  for (const [index, reference] of references.entries()) {
    if (intake.fingerprints.length + index >= dependencies.settings.maximumFiles) {
      intake.faults.push({ code: 'file-count-exceeded', detail: `at most ${dependencies.settings.maximumFiles}` });
      break;
    }
    intake.faults.push(...fileFaults(reference, intake.names, reference.pointer));
    if (reference.role === 'letter') intake.letters += 1;
    const found = await findFinished(dependencies, actor, reference);
    if ('fault' in found) {
      intake.faults.push(found.fault);
      isMissing = true;
      continue;
    }
    fingerprints.push(fingerprintOf(reference, found.row.value.finished.sha256));
    await take(dependencies, scope, { intake, reference, row: found.row }, options);
  }
  return isMissing ? undefined : fingerprints;
}

/** Rows that make the uploads the message's own: their blobs get rows, and they are uploads no longer. */
export function takenUploadRows(uploads: readonly Row<'uploads'>[], { messageKey, now }: Scope): RowChange[] {
  return uploads.flatMap(({ key, version, value }): RowChange[] => [
    { table: 'uploads', key, expect: version, value: null },
    { table: 'blobs', key: value.blobId, expect: 0, value: blobRecordOf(value, messageKey, now) },
  ]);
}

function referencesIn({ files = [] }: SubmissionDocument): { references: Reference[]; faults: Fault[] } {
  const references: Reference[] = [];
  const faults: Fault[] = [];
  for (const [index, { name, upload, role, mediaType }] of files.entries()) {
    const pointer = `/files/${index}`;
    const refuse = (member: string, detail: string) => faults.push({ code: 'submission-invalid', pointer: `${pointer}/${member}`, detail });
    if (upload === undefined) {
      if (role !== undefined) refuse('role', 'only with an upload');
      if (mediaType !== undefined) refuse('mediaType', 'only with an upload');
    } else if (role === undefined) refuse('role', 'letter, translation or annex');
    else references.push({ upload, role, mediaType: mediaType ?? 'application/octet-stream', name, pointer });
  }
  return { references, faults };
}

async function findFinished(
  { ledger }: GatewayDependencies,
  actor: Actor,
  { upload, pointer }: Reference,
): Promise<{ row: Finished } | { fault: Fault }> {
  const row = await ledger.get('uploads', upload);
  if (row === undefined || row.value.actor !== actor.id) return { fault: { code: 'upload-unknown', pointer: `${pointer}/upload` } };
  if (row.value.finished === undefined) return { fault: { code: 'upload-incomplete', pointer: `${pointer}/upload` } };
  return { row: row as Finished };
}

async function take(
  dependencies: GatewayDependencies,
  scope: Scope,
  { intake, reference, row }: { intake: Intake; reference: Reference; row: Finished },
  { signLetter, maximumLength }: { signLetter: boolean; maximumLength: number },
): Promise<void> {
  const { name, role, mediaType, pointer, upload } = reference;
  const { length: size, blobId, wrappedKey, finished } = row.value;
  const refuse = (code: Fault['code'], limit: number) => intake.faults.push({ code, pointer, detail: `at most ${limit} octets` });
  if (intake.uploads.some(({ key }) => key === upload)) intake.faults.push({ code: 'submission-invalid', pointer, detail: 'named twice' });
  intake.uploads.push(row);
  intake.total += size;
  const { maximumLetterLength } = dependencies.settings;
  if (intake.total > maximumLength) refuse('submission-too-large', maximumLength);
  if (role === 'letter' && size > maximumLetterLength) refuse('letter-too-large', maximumLetterLength);
  else if (role === 'letter') {
    const { faults, letter } = await judgeLetter(dependencies, scope, await readLetter(dependencies, scope, row), { signLetter });
    intake.faults.push(...faults.map((fault) => ({ ...fault, pointer })));
    if (letter !== undefined) intake.letter = letter;
  }
  intake.files.push({ name, role, mediaType, size, crc32: finished.crc32, sha256: finished.sha256, blobId, wrappedKey });
}

async function readLetter({ blobs }: GatewayDependencies, { messageKey, now }: Scope, { value }: Finished): Promise<Buffer> {
  const { blobId, wrappedKey, length: size, finished } = value;
  const sha256 = Buffer.from(finished.sha256, 'hex');
  const receipt: BlobReceipt = {
    blobId,
    size,
    sha256,
    row: { table: 'blobs', key: blobId, expect: 0, value: blobRecordOf(value, messageKey, now) },
  };
  const reader = await blobs.openReceipt({ wrappedKey, receipt });
  try {
    return await reader.read(0, reader.size);
  } finally {
    await reader.close();
  }
}

function blobRecordOf({ length: size, finished }: UploadRecord, messageKey: string, now: Date): BlobRecord {
  const formatVersion = finished?.formatVersion ?? 1;
  return { messageKey, size, formatVersion, location: 'file', createdAt: now.toISOString() };
}

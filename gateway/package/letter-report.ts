import type { Certificate } from '../../crypto/x509/certificate.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import type { LetterReport, LetterSignature } from '../contracts/letters.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { readableCertificate } from '../trust/authorised-certificate.ts';
import { type OutboundParticulars, readParticulars } from './particulars.ts';

/** Says of each signature whose seal made it, where the directory lists the certificate as that (design rule 8: a chain proves no role). */
export function nameSeals(
  dependencies: Pick<GatewayDependencies, 'directory' | 'readCertificate'>,
  report: LetterReport,
  authority: string,
): LetterReport {
  if (report.signatures.length === 0) return report;
  const record = dependencies.directory.authority(authority);
  const seals = (record?.certificates ?? [])
    .filter(({ role }) => role === 'seal')
    .map(({ certificate }) => readableCertificate(dependencies, certificate))
    .filter((certificate): certificate is Certificate => certificate !== undefined)
    .map(({ sha256 }) => sha256.toString('hex'));
  return { ...report, signatures: report.signatures.map((signature) => withAuthority(signature, seals, authority)) };
}

function withAuthority(signature: LetterSignature, seals: readonly string[], authority: string): LetterSignature {
  const { signer } = signature;
  if (signer === undefined || !seals.includes(signer.certificate)) return signature;
  return { ...signature, signer: { ...signer, authority } };
}

/** The report as the API tells it. */
export function describeLetter(report: LetterReport | undefined): { letterSignatures: LetterSignature[]; letterProblem?: string } {
  return { letterSignatures: report?.signatures ?? [], ...(report?.code === undefined ? {} : { letterProblem: report.code }) };
}

/** The report on the letter as it goes: with our signature, once it has one. */
export function currentReport({ letter }: Pick<OutboundParticulars, 'letter'>): LetterReport | undefined {
  return letter?.signed ?? letter?.submitted;
}

/** The particulars of a message that was submitted here; undefined when the message or its particulars are gone. */
export async function submittedParticulars(dependencies: GatewayDependencies, key: string): Promise<OutboundParticulars | undefined> {
  const row = await dependencies.ledger.get('messages', key);
  return row === undefined ? undefined : readSubmitted(dependencies, key, row.value);
}

async function readSubmitted(
  dependencies: GatewayDependencies,
  key: string,
  message: MessageRecord,
): Promise<OutboundParticulars | undefined> {
  const { wrappedKey, particularsBlob: blobId } = message;
  if (blobId === undefined) return undefined;
  try {
    return await readParticulars(dependencies.blobs, { wrappedKey, blobId }, 'outbound');
  } catch (error) {
    // Preparing replaces the particulars: read between the row and its blob, they are under another name.
    const row = await dependencies.ledger.get('messages', key);
    if (row === undefined || row.value.particularsBlob === blobId) throw error;
    return readSubmitted(dependencies, key, row.value);
  }
}

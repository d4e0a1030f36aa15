import { createHash } from 'node:crypto';
import type { BundleContent } from '../../audit/bundle/content.ts';
import { readSmallPart } from '../../crypto/asic/open-part.ts';
import { readContainer } from '../../crypto/asic/read-container.ts';
import { LONG_TERM_LIMITS, parseSignedData, type SignedData } from '../../crypto/cms/signed-data.ts';
import { OID } from '../../crypto/der/object-identifiers.ts';
import type { FlattenedJws } from '../../crypto/jades/flattened-jws.ts';
import { readProtectedHeader } from '../../crypto/jades/protected-header.ts';
import { parseTimestampToken } from '../../crypto/tsp/token.ts';
import { type Certificate, parseCertificate } from '../../crypto/x509/certificate.ts';
import type { ListedRow, Row } from '../../store/contracts/ledger.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { readParticulars } from '../package/particulars.ts';
import { SIGNATURE_NAME } from '../package/seal-package.ts';
import { storedJws } from '../receipts/envelopes.ts';
import type { EvidenceSet } from '../receipts/evidence-set.ts';
import { listSubject } from '../trust/revocation-archive.ts';

const MAXIMUM_SIGNATURE_LENGTH = 16 * 1024 * 1024;

/** Certificates whose status was looked at together, what the first of them signed, and when. */
interface Judged {
  role: 'evidence' | 'envelope' | 'seal' | 'timestamp';
  /** The signer's, where the form of the signature says which that is, and those that came with it. */
  certificates: readonly Certificate[];
  at: Date;
}

/** Everything in a bundle that is signed, beside the package. */
export interface BundledSignatures {
  row: Row<'messages'>;
  set: EvidenceSet;
  envelopes: readonly ListedRow<'envelopes'>[];
  /** Time-stamps over checkpoints. */
  tokens: readonly Buffer[];
}

/**
 * Every certificate behind the signatures in the bundle, and what is known about its revocation: what was relied on when its signature was
 * judged or made, and what is known now, which tells of revocations since. Each of them once.
 */
export async function bundledRevocation(
  dependencies: GatewayDependencies,
  { row, set, envelopes, tokens }: BundledSignatures,
): Promise<Required<Pick<BundleContent, 'certificates' | 'revocationLists' | 'ocspResponses'>>> {
  const judged = [
    ...set.rows.map(({ value }) => judgedJws(dependencies, 'evidence', storedJws(value.jws), new Date(value.storedAt))),
    ...envelopes.flatMap(({ value }) =>
      (
        [
          ['envelope', value.jws],
          ['evidence', value.link],
        ] as const
      ).flatMap(([role, jws]) => (jws === undefined ? [] : judgedJws(dependencies, role, storedJws(jws), new Date(row.value.createdAt)))),
    ),
    ...(await judgedPackage(dependencies, row.value, set)),
    ...tokens.map(judgedToken),
  ];
  const kept = await Promise.all(judged.map((question) => keptAbout(dependencies, question)));
  const serials = new Set(judged.flatMap(({ certificates }) => certificates.map(({ serialHex }) => serialHex)));
  const responses = dependencies.revocation
    .responses()
    .filter(({ answers }) => answers.some(({ certificateId }) => serials.has(certificateId.serialHex)));
  const lists = kept.flat().filter(({ kind }) => kind === 'crl');
  const answers = kept.flat().filter(({ kind }) => kind === 'ocsp');
  return {
    certificates: judged.flatMap(({ role, certificates }) =>
      certificates.map(({ der, isAuthority }) => ({ role: isAuthority ? 'issuer' : role, der })),
    ),
    revocationLists: distinct([...lists, ...dependencies.revocation.current()]),
    ocspResponses: distinct([...answers, ...responses]),
  };
}

/** The time is that of our judgement, but never before the signature was made. */
function judgedJws({ readCertificate }: GatewayDependencies, role: Judged['role'], jws: FlattenedJws, at: Date): Judged {
  const { certificateEntries, issuedAt } = readProtectedHeader(jws.protected, false);
  return { role, certificates: certificateEntries.map(readCertificate), at: at < issuedAt ? issuedAt : at };
}

/** We judged the token when we got it, at its own time. */
function judgedToken(der: Buffer): Judged {
  const { certificates } = parseSignedData(der, LONG_TERM_LIMITS);
  return { role: 'timestamp', certificates: certificates.map(parseCertificate), at: parseTimestampToken(der).generationTime };
}

/** The seal of the package and its time-stamps; nothing where the package is not here any more. */
async function judgedPackage(dependencies: GatewayDependencies, message: MessageRecord, set: EvidenceSet): Promise<Judged[]> {
  const der = await sealOf(dependencies, message);
  if (der === undefined) return [];
  const seal = parseSignedData(der, LONG_TERM_LIMITS);
  const tokens = seal.signerInfo.unsignedAttributes.get(OID.aaSignatureTimeStampToken) ?? [];
  const signed: SignedData[] = [seal, ...tokens.map(({ raw }) => parseSignedData(raw, LONG_TERM_LIMITS))];
  const at = new Date(sealedOrOpenedAt(set) ?? message.changedAt);
  return signed.map(({ certificates }) => ({
    role: signed[0]?.certificates === certificates ? ('seal' as const) : ('timestamp' as const),
    certificates: certificates.map(parseCertificate),
    at,
  }));
}

/** When we made the seal, or judged it: A.1 or D.1 of our own. */
function sealedOrOpenedAt(set: EvidenceSet): string | undefined {
  return set.rows.find(
    ({ value }) => value.source === 'own' && (value.event === 'SubmissionAcceptance' || value.event === 'ContentConsignment'),
  )?.value.storedAt;
}

async function sealOf(dependencies: GatewayDependencies, message: MessageRecord): Promise<Buffer | undefined> {
  const { wrappedKey, particularsBlob, packageBlob } = message;
  if (message.direction === 'outbound') {
    if (particularsBlob === undefined) return undefined;
    const { prepared } = await readParticulars(dependencies.blobs, { wrappedKey, blobId: particularsBlob }, 'outbound');
    return prepared && Buffer.from(prepared.signature, 'base64');
  }
  if (packageBlob === undefined) return undefined;
  const reader = await dependencies.blobs.open({ wrappedKey, blobId: packageBlob });
  try {
    const container = await readContainer(reader, { maximumSize: dependencies.settings.maximumPackageLength });
    const entry = container.entries.find(({ name }) => name === SIGNATURE_NAME);
    return entry && (await readSmallPart(container, entry, MAXIMUM_SIGNATURE_LENGTH));
  } finally {
    await reader.close();
  }
}

interface Kept {
  kind: 'crl' | 'ocsp';
  fingerprint: string;
  der: Buffer;
}

/** For each certificate the list of its issuer and the response about it that were relied on then. */
async function keptAbout({ ledger }: GatewayDependencies, { certificates, at }: Judged): Promise<Kept[]> {
  const subjects = certificates.flatMap(({ issuerDer, serialHex }) => [`crl/${listSubject(issuerDer)}`, `ocsp/${serialHex}`]);
  const found = await Promise.all([...new Set(subjects)].map((subject) => nearest(ledger, subject, at)));
  return found.flatMap((row) => {
    const der = row?.bytes;
    if (row === undefined || der === undefined) return [];
    return [{ kind: row.value.kind, fingerprint: createHash('sha256').update(der).digest('hex'), der }];
  });
}

/** What was kept last up to this moment; where there was nothing yet, what was kept first after it. */
async function nearest(ledger: GatewayDependencies['ledger'], subject: string, at: Date): Promise<ListedRow<'revocationData'> | undefined> {
  const query = { index: 'bySubject', equals: subject, limit: 1 } as const;
  const after = (moment: number): { after: string } => ({ after: new Date(moment).toISOString() });
  const [before] = await ledger.list('revocationData', { ...query, ...after(at.getTime() + 1), descending: true });
  if (before !== undefined) return before;
  const [next] = await ledger.list('revocationData', { ...query, ...after(at.getTime()) });
  return next;
}

function distinct(items: readonly { fingerprint: string; der: Buffer }[]): Buffer[] {
  return [...new Map(items.map(({ fingerprint, der }) => [fingerprint, der])).values()];
}

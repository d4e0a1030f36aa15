import { createHash } from 'node:crypto';
import { cadesOverManifest } from '../../crypto/asic/manifest-signature.ts';
import { readSmallPart } from '../../crypto/asic/open-part.ts';
import { readContainer } from '../../crypto/asic/read-container.ts';
import { type ContainerVerification, verifyContainer } from '../../crypto/asic/verify-container.ts';
import type { CadesSignature } from '../../crypto/cades/verify.ts';
import { CryptoError } from '../../crypto/error.ts';
import { CURRENT_SUITE, suiteById } from '../../crypto/suites.ts';
import { verifyTimestampToken } from '../../crypto/tsp/verify.ts';
import type { BlobReader } from '../../store/contracts/blobs.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { assessReceived } from '../legal/assess-received.ts';
import { readReceivedMessage } from '../legal/received-message.ts';
import type { InboundParticulars, ReceivedFile } from '../package/particulars.ts';
import { parseRequestDocument, REQUEST_DOCUMENT_NAME, type RequestDocument } from '../package/request-document.ts';
import { authoriseCertificate } from '../trust/authorised-certificate.ts';

const MAXIMUM_REQUEST_LENGTH = 1024 * 1024;

/** What a package that may be consigned says, and how far its seal could be checked. */
export type ExaminedPackage = Omit<InboundParticulars, 'kind'>;

/**
 * Examines a decrypted package (design section 3, open): layout, manifest over exactly its files, seal, stamp, the sealer's
 * certificate at the best time known, and that the request inside agrees with the signed header. Identity, integrity and format
 * reject; nothing else does (design rule 4).
 * Throws CryptoError or GatewayError: `refuse` means D.2, `wait` means that revocation is not known yet.
 */
export async function examinePackage(
  dependencies: GatewayDependencies,
  message: MessageRecord,
  reader: BlobReader,
): Promise<ExaminedPackage> {
  const container = await readContainer(reader, { maximumSize: dependencies.settings.maximumPackageLength });
  const algorithms = suiteById(message.suite ?? CURRENT_SUITE).sealSignatures;
  const verification = await verifyContainer(container, cadesOverManifest(algorithms, dependencies.readCertificate));
  const signature = requireHolding(verification);
  const entry = container.entries.find(({ name }) => name === REQUEST_DOCUMENT_NAME);
  if (entry === undefined) throw new GatewayError('package-request-invalid', 'the package has no request.json');
  const request = parseRequestDocument(await readSmallPart(container, entry, MAXIMUM_REQUEST_LENGTH));
  requireAgreement(message, request);
  requireSameEnvironment(dependencies, request);
  const stamp = await judgeStamp(dependencies, message, signature);
  const seal = await judgeSealer(dependencies, message, signature, stamp);
  const files = filesOf(request, verification);
  const legal = await readReceivedMessage(container, files);
  return { request, files, seal, ...(legal === undefined ? {} : { legal: assessReceived(dependencies, request, legal, files) }) };
}

function requireHolding(verification: ContainerVerification<CadesSignature>): CadesSignature {
  const failure = verification.findings.find((finding) => finding.severity === 'failure');
  const signature = verification.signature?.verified;
  if (failure === undefined && signature !== undefined) return signature;
  // With a readable manifest and no signature over it that holds, the seal is what is wrong.
  const code = verification.manifest !== undefined && signature === undefined ? 'package-seal-invalid' : 'package-not-intact';
  throw new GatewayError(code, `the package does not hold: ${failure?.code ?? 'no seal'}`, { cause: failure?.cause });
}

/** What the relays could see must be what was sealed: the attack is a header put around somebody else's package. */
function requireAgreement(message: MessageRecord, request: RequestDocument): void {
  const pairs: [unknown, unknown][] = [
    [request.messageId, message.messageId],
    [request.sender, message.sender],
    [request.recipient, message.recipient],
    [request.lane, message.lane],
    [request.submissionTime, message.submissionTime],
    [request.deadlines.relay, message.deadlines.relay],
    [request.deadlines.consignment, message.deadlines.consignment],
    [request.deadlines.handover, message.deadlines.handover],
  ];
  if (pairs.some(([inside, outside]) => inside !== outside)) {
    throw new GatewayError('package-header-mismatch', 'header and sealed request disagree');
  }
}

/** What is an exercise must not reach a real authority, nor the other way round, whatever a directory says by mistake. */
function requireSameEnvironment({ settings }: GatewayDependencies, { training }: RequestDocument): void {
  if ((training === true) !== (settings.environment === 'training')) {
    throw new GatewayError('package-other-environment', 'an exercise where there are none, or the other way round');
  }
}

/** What the time-stamp proves: `undecided` when its authority's path cannot be decided here, which is no fault of the package. */
type Stamp = { kind: 'none' } | { kind: 'undecided'; code: string } | { kind: 'proven'; existedBefore: Date };

async function judgeStamp(dependencies: GatewayDependencies, message: MessageRecord, signature: CadesSignature): Promise<Stamp> {
  const [token, ...others] = signature.timestampTokens;
  // Ours carry one. Auditors judge each, so that one more, judged by nobody here, could turn a consigned package into a failed one there.
  if (others.length > 0) throw new CryptoError('attribute-duplicate', 'the seal carries several time-stamps');
  if ((token === undefined) !== (message.unstamped ?? false)) {
    throw new GatewayError('package-timestamp-missing', 'header and seal disagree about the time-stamp');
  }
  if (token === undefined) return { kind: 'none' };
  const { path, existedBefore } = await verifyTimestampToken({
    token,
    imprint: (digest) => createHash(digest).update(signature.signatureValue).digest(),
    pathValidator: dependencies.timestampPaths,
    revocationLists: dependencies.revocation.current(),
    policies: dependencies.timestampPolicies,
    readCertificate: dependencies.readCertificate,
    indeterminatePath: 'report',
  });
  return path.verdict === 'PASSED' ? { kind: 'proven', existedBefore } : { kind: 'undecided', code: path.code ?? 'path-not-found' };
}

async function judgeSealer(
  dependencies: GatewayDependencies,
  message: MessageRecord,
  signature: CadesSignature,
  stamp: Stamp,
): Promise<ExaminedPackage['seal']> {
  const at = stamp.kind === 'proven' ? stamp.existedBefore : dependencies.clock.now();
  const { certificate } = signature;
  const authorisation = await authoriseSealer(dependencies, { authority: message.sender, role: 'seal', certificate, at });
  if (authorisation.verdict === 'FAILED') {
    const code = authorisation.code === 'certificate-revoked' ? 'signer-revoked' : 'package-signer-not-authorised';
    throw new GatewayError(code, `the sealer's certificate: ${authorisation.code ?? ''}`);
  }
  if (authorisation.verdict === 'INDETERMINATE') requirePatienceOver(dependencies, message, authorisation.code);
  const code = authorisation.verdict === 'PASSED' ? undecidedCode(stamp) : authorisation.code;
  return {
    verdict: authorisation.verdict === 'PASSED' && code === undefined ? 'PASSED' : 'INDETERMINATE',
    ...(code === undefined ? {} : { code }),
    signedBy: certificate.sha256.toString('hex'),
    ...(stamp.kind === 'proven' ? { stampedAt: stamp.existedBefore.toISOString() } : {}),
  };
}

/** A key taken into use a moment ago may stand in a directory that is there already and was not read yet: D.2 would be for ever. */
async function authoriseSealer(
  dependencies: GatewayDependencies,
  query: Parameters<typeof authoriseCertificate>[1],
): ReturnType<typeof authoriseCertificate> {
  const authorisation = await authoriseCertificate(dependencies, query);
  if (authorisation.code !== 'certificate-not-listed') return authorisation;
  // A directory that cannot be read is told elsewhere; the one held then decides.
  await dependencies.directory.refresh().catch(() => {});
  return authoriseCertificate(dependencies, query);
}

function undecidedCode(stamp: Stamp): string | undefined {
  return stamp.kind === 'undecided' ? stamp.code : undefined;
}

/** Unknown revocation is asked again for the lane's patience; then the message is consigned with that status (design section 5). */
function requirePatienceOver(dependencies: GatewayDependencies, message: MessageRecord, code: string | undefined): void {
  const waited = dependencies.clock.now().getTime() - Date.parse(message.createdAt);
  if (waited < dependencies.settings.revocationPatience[message.lane]) {
    throw new GatewayError('revocation-unknown', `undecided: ${code ?? ''}`, { disposition: 'wait' });
  }
}

function filesOf(request: RequestDocument, verification: ContainerVerification<CadesSignature>): ReceivedFile[] {
  const parts = new Map(verification.parts.filter(({ name }) => name !== REQUEST_DOCUMENT_NAME).map((part) => [part.name, part]));
  const files = request.files.map((file): ReceivedFile => {
    const part = parts.get(file.name);
    if (part === undefined) throw new GatewayError('package-request-invalid', 'request.json names a file that is not there, or twice');
    parts.delete(file.name);
    return {
      name: file.name,
      role: file.role,
      mediaType: file.mediaType,
      ...(file.language === undefined ? {} : { language: file.language }),
      size: part.size,
      sha256: part.sha256.toString('hex'),
      offset: part.entry.offset,
    };
  });
  // What nobody is shown must not be handed over.
  if (parts.size > 0) throw new GatewayError('package-request-invalid', 'the package holds files that request.json does not name');
  return files;
}

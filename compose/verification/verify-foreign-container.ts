import { Findings, type Material, refusalCode } from '../../audit/verify/finding.ts';
import { reportContainer } from '../../audit/verify/verify-package.ts';
import { readSmallPart } from '../../crypto/asic/open-part.ts';
import type { Container, ContainerEntry } from '../../crypto/asic/read-container.ts';
import type { ContainerVerification } from '../../crypto/asic/verify-container.ts';
import { validateCades } from '../../crypto/validation/validate-cades.ts';
import { validateContainer } from '../../crypto/validation/validate-container.ts';
import { digestOf } from './content-digest.ts';
import { type Draft, draftOf } from './draft.ts';
import { othersContext, reportSignature, type SignatureChecks, signatureFacts } from './others.ts';
import type { VerificationReport } from './report-schema.ts';
import type { TrustInputs } from './trust-inputs.ts';

interface ContainerRequest {
  container: Container;
  subject: string;
  at: Date;
  inputs: TrustInputs;
}

const CHECKS: SignatureChecks = { signature: 'package-signature', timestamp: 'signature-time-stamp' };
const MAXIMUM_SIGNATURE_BYTES = 16 * 1024 * 1024;

/** Verifies an ASiC container that is no package of ours: of its signer only the way to an anchor is known, and no role. */
export async function verifyForeignContainer(request: ContainerRequest): Promise<Draft> {
  const { container } = request;
  const isSimple = !container.entries.some(({ role }) => role === 'manifest') && dataOf(container).length === 1;
  return isSimple ? verifySimple(request) : verifyExtended(request);
}

/** ASiC-E: the signature is over a manifest (EN 319 162-1 section 4.4). */
async function verifyExtended({ container, subject, at, inputs }: ContainerRequest): Promise<Draft> {
  const findings = new Findings();
  const context = othersContext(inputs, findings, at);
  findings.passed('package-layout', subject);
  const { container: verification, signature } = await validateContainer({ container, ...context });
  // What is wrong inside the signature file is told with the verdict on the signature, and only there.
  const told = verification.findings.filter(
    ({ entry, cause }) => cause === undefined || entry !== verification.manifest?.content.signature.name,
  );
  reportContainer(findings, subject, { ...verification, findings: told });
  const isThere = verification.signature !== undefined || told.length < verification.findings.length;
  if (isThere) reportSignature(findings, subject, CHECKS, signature, signedParts(container, verification));
  const files = verification.parts.map(({ name, size, sha256 }) => ({ name, size, sha256: sha256.toString('hex') }));
  const facts = { ...(await packageFacts(container)), files };
  return draftOf('package', findings, { package: facts, signatures: isThere ? [signatureFacts(subject, signature)] : [] });
}

/** The files of the signature and of what it is over, for other programs. */
function signedParts(container: Container, { manifest }: ContainerVerification<unknown>): Material['parts'] {
  const content = container.entries.find(({ role }) => role === 'manifest')?.name;
  return manifest === undefined || content === undefined ? undefined : { signature: manifest.content.signature.name, content };
}

/** ASiC-S: the signature is over the one file itself (EN 319 162-1 section 4.3). */
async function verifySimple({ container, subject, at, inputs }: ContainerRequest): Promise<Draft> {
  const findings = new Findings();
  const context = othersContext(inputs, findings, at);
  findings.passed('package-layout', subject);
  const [entry] = dataOf(container);
  const signatures = container.entries.filter(({ role }) => role === 'cades-signature');
  const content = entry === undefined ? undefined : await readData(findings, subject, container, entry);
  const reported: NonNullable<VerificationReport['signatures']> = [];
  if (signatures.length === 0) findings.failed('package-signature', subject, 'signature-missing');
  for (const signature of content === undefined ? [] : signatures) {
    const der = await readSmallPart(container, signature, MAXIMUM_SIGNATURE_BYTES);
    const validation = await validateCades({ der, content: content ?? Buffer.alloc(0), ...context });
    reportSignature(findings, signature.name, CHECKS, validation, { signature: signature.name, content: entry?.name ?? '' });
    reported.push(signatureFacts(signature.name, validation));
  }
  return draftOf('package', findings, { package: { ...(await packageFacts(container)), files: [] }, signatures: reported });
}

const MAXIMUM_SIMPLE_CONTENT = 512 * 1024 * 1024;

async function readData(findings: Findings, subject: string, container: Container, entry: ContainerEntry): Promise<Buffer | undefined> {
  try {
    const octets = await readSmallPart(container, entry, MAXIMUM_SIMPLE_CONTENT);
    findings.passed('package-content', subject);
    return octets;
  } catch (error) {
    findings.failed('package-content', subject, refusalCode(error));
    return undefined;
  }
}

function dataOf({ entries }: Container): ContainerEntry[] {
  return entries.filter(({ role }) => role === 'data');
}

async function packageFacts({ reader }: Container): Promise<{ sha256: string; length: number }> {
  return { sha256: (await digestOf(reader, 'sha256')).toString('hex'), length: reader.size };
}

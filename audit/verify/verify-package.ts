import { createHash } from 'node:crypto';
import { cadesOverManifest } from '../../crypto/asic/manifest-signature.ts';
import { readSmallPart } from '../../crypto/asic/open-part.ts';
import type { RandomAccessReader } from '../../crypto/asic/random-access.ts';
import { streamRange } from '../../crypto/asic/random-access.ts';
import type { Container } from '../../crypto/asic/read-container.ts';
import { readContainer } from '../../crypto/asic/read-container.ts';
import type { ContainerVerification } from '../../crypto/asic/verify-container.ts';
import { verifyContainer } from '../../crypto/asic/verify-container.ts';
import type { CadesSignature } from '../../crypto/cades/verify.ts';
import { parseStrictJsonObject } from '../../crypto/json/parse-strict-json.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { PARTY_IDENTIFIER } from '../../evidence/identifier.ts';
import { AuditError } from '../error.ts';
import type { Trust } from '../trust.ts';
import type { Finding, Verdict } from './finding.ts';
import { Findings } from './finding.ts';
import { type RevocationFile, readRevocationData } from './revocation-data.ts';
import type { TrustContext } from './trust-context.ts';
import { createTrustContext, earliest, judgeCertificate, judgeTimestamp } from './trust-context.ts';

const REQUEST_DOCUMENT = 'request.json';
const MAXIMUM_REQUEST_LENGTH = 1024 * 1024;

export interface PackageFacts {
  /** SHA-256 of the whole package, lower-case hexadecimal. */
  sha256: string;
  length: number;
  messageId?: string;
  sender?: string;
  recipient?: string;
  /** The legal conversation that the message belongs to. */
  conversation?: string;
  /** An exercise: nothing of it is real. */
  training?: true;
  /** When the sealer says that it sealed. */
  signingTime?: string;
  /** A time-stamp proves that the seal existed before. */
  existedBefore?: string;
  /** Files that the seal covers, with their SHA-256. */
  files: { name: string; size: number; sha256: string }[];
}

export interface PackageReport {
  kind: 'package';
  verdict: Verdict;
  at: string;
  findings: Finding[];
  package: PackageFacts;
}

/**
 * Verifies a package (ASiC-E with CAdES), offline; reads it in pieces. Never throws for what is in it. Packages made elsewhere are
 * read with `strict: false`.
 */
export async function verifyPackage(options: {
  reader: RandomAccessReader;
  at: Date;
  trust?: Trust;
  revocation?: readonly RevocationFile[];
  anchors?: readonly Certificate[];
  strict?: boolean;
  subject?: string;
}): Promise<PackageReport> {
  const findings = new Findings();
  const context = createTrustContext(options.trust, readRevocationData(options.revocation ?? [], findings), options.anchors);
  const facts = await judgePackage(context, findings, { subject: 'package', strict: true, ...options });
  return {
    kind: 'package',
    verdict: findings.verdict,
    at: options.at.toISOString(),
    findings: findings.all,
    package: facts,
  };
}

/** Layout, content, seal, request, certificate and time-stamp of a package. */
export async function judgePackage(
  context: TrustContext,
  findings: Findings,
  input: { reader: RandomAccessReader; subject: string; at: Date; strict: boolean },
): Promise<PackageFacts> {
  const { reader, subject } = input;
  const facts: PackageFacts = { sha256: await digestOf(reader), length: reader.size, files: [] };
  const container = await findings.attemptAsync('package-layout', subject, () => readContainer(reader, { strict: input.strict }));
  if (container === undefined) {
    return facts;
  }
  const verification = await verifyContainer(container, cadesOverManifest());
  reportContainer(findings, subject, verification);
  if (verification.signature !== undefined) {
    findings.passed('package-signature', subject);
  }
  facts.files = verification.parts.map(({ name, size, sha256 }) => ({ name, size, sha256: sha256.toString('hex') }));
  Object.assign(facts, await readRequest(findings, subject, container, verification));
  if (verification.signature !== undefined) {
    const { der, verified: signature } = verification.signature;
    facts.signingTime = signature.signingTime.toISOString();
    await judgeSeal(context, findings, { signature, der, facts, subject, at: input.at });
  }
  return facts;
}

const SIGNATURE_FAILURES: ReadonlySet<string> = new Set(['signature-missing', 'signature-not-cades', 'signature-several']);

/** What the container itself says: its files, and whether it holds a signature that can be read. */
export function reportContainer(findings: Findings, subject: string, { findings: given }: ContainerVerification<unknown>): void {
  const isAboutSignature = (code: string, entry?: string) => SIGNATURE_FAILURES.has(code) || entry?.endsWith('.p7s') === true;
  const failures = given.filter(({ severity }) => severity === 'failure');
  for (const { code, entry } of failures) {
    // File names are particulars, but the auditor holds the package anyway.
    findings.failed(
      isAboutSignature(code, entry) ? 'package-signature' : 'package-content',
      entry === undefined ? subject : `${subject}: ${entry}`,
      code,
    );
  }
  for (const { code, entry } of given.filter(({ severity }) => severity === 'warning')) {
    findings.warn('package-layout', entry === undefined ? subject : `${subject}: ${entry}`, code);
  }
  if (!failures.some(({ code, entry }) => !isAboutSignature(code, entry))) {
    findings.passed('package-content', subject);
  }
}

/** Who asks whom, from the part that the manifest covers and nothing else. */
async function readRequest(
  findings: Findings,
  subject: string,
  container: Container,
  verification: ContainerVerification<CadesSignature>,
): Promise<Pick<PackageFacts, 'messageId' | 'sender' | 'recipient' | 'conversation' | 'training'> | undefined> {
  return findings.attemptAsync('package-request', subject, async () => {
    const part = verification.parts.find(({ name, root }) => name === REQUEST_DOCUMENT && root);
    if (part === undefined) {
      throw new AuditError('bundle-incomplete', 'The package has no verified request document.');
    }
    const bytes = await readSmallPart(container, part.entry, MAXIMUM_REQUEST_LENGTH);
    const { messageId, sender, recipient, conversation, training } = parseStrictJsonObject(bytes, { maximumBytes: MAXIMUM_REQUEST_LENGTH });
    const parties = [sender, recipient].every((party) => typeof party === 'string' && PARTY_IDENTIFIER.test(party));
    if (typeof messageId !== 'string' || typeof sender !== 'string' || typeof recipient !== 'string' || !parties) {
      throw new AuditError('bundle-incomplete', 'The request document does not name message, sender and recipient.');
    }
    return {
      messageId,
      sender,
      recipient,
      ...(typeof conversation === 'string' ? { conversation } : {}),
      ...(training === true ? { training } : {}),
    };
  });
}

async function judgeSeal(
  context: TrustContext,
  findings: Findings,
  input: { signature: CadesSignature; der: Buffer; facts: PackageFacts; subject: string; at: Date },
): Promise<void> {
  const { signature, der, facts, subject, at } = input;
  const moments: (Date | undefined)[] = [];
  for (const token of signature.timestampTokens) {
    const imprint = createHash('sha256').update(signature.signatureValue).digest();
    moments.push(
      await judgeTimestamp(context, findings, { check: 'package-time-stamp', subject, token, imprint, at, offset: der.indexOf(token) }),
    );
  }
  if (signature.timestampTokens.length === 0) {
    findings.warn('package-time-stamp', subject, 'unstamped');
  }
  const best = earliest(moments);
  if (best !== undefined) {
    facts.existedBefore = best.toISOString();
  }
  if (facts.sender !== undefined) {
    const { certificate, certificates } = signature;
    const query = {
      authority: facts.sender,
      role: 'seal' as const,
      certificate,
      certificates,
      at: best ?? signature.signingTime,
      provenBefore: best,
    };
    findings.add('package-certificate', subject, await judgeCertificate(context, query));
  }
}

async function digestOf(reader: RandomAccessReader): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of streamRange(reader, 0, reader.size)) {
    hash.update(chunk);
  }
  return hash.digest('hex');
}

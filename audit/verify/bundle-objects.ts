import { jwsDigest } from '../../crypto/jades/digest.ts';
import { parseJws } from '../../crypto/jades/flattened-jws.ts';
import type { VerifiedEnvelope } from '../../evidence/envelope.ts';
import { verifyEnvelope } from '../../evidence/envelope.ts';
import type { VerifiedResealed } from '../../evidence/resealed.ts';
import { verifyResealed } from '../../evidence/resealed.ts';
import type { VerifiedEvidence } from '../../evidence/verify.ts';
import type { Bundle } from '../bundle/read-bundle.ts';
import type { BundledProofs } from './bundle-logs.ts';
import type { Findings } from './finding.ts';
import { refusalCode } from './finding.ts';
import { readListed } from './read-listed.ts';
import type { TrustContext } from './trust-context.ts';
import { judgeCertificate } from './trust-context.ts';
import { type EvidenceFacts, judgeEvidence } from './verify-evidence-file.ts';

/** A signed object of the bundle whose signature holds, and the file it came from. */
export interface Located<Verified> {
  path: string;
  verified: Verified;
}

/** Every signed object of the bundle that verified; what did not is a finding and takes no further part. */
export interface BundleObjects {
  envelopes: Located<VerifiedEnvelope>[];
  evidence: (Located<VerifiedEvidence> & { facts: EvidenceFacts })[];
  statements: Located<VerifiedResealed>[];
}

interface Scope {
  bundle: Bundle;
  context: TrustContext;
  findings: Findings;
  at: Date;
  proofs: BundledProofs;
}

/** Verifies headers, evidence and statements one by one: signature, content, certificate, time-stamps. */
export async function verifyObjects(scope: Scope): Promise<BundleObjects> {
  return { envelopes: await verifyEnvelopes(scope), evidence: await verifyAllEvidence(scope), statements: await verifyStatements(scope) };
}

async function verifyEnvelopes({ bundle, context, findings, proofs }: Scope): Promise<Located<VerifiedEnvelope>[]> {
  const found: Located<VerifiedEnvelope>[] = [];
  for (const { path, envelopeDigest } of bundle.index.envelopes) {
    const bytes = await readObject(bundle, findings, path, envelopeDigest);
    const verified = bytes && findings.attempt('envelope-signature', path, () => verifyEnvelope(bytes));
    if (verified === undefined) {
      continue;
    }
    const { header, certificate, certificates, issuedAt } = verified;
    const provenBefore = proofs.get(envelopeDigest)?.provenBefore;
    const query = { authority: header.sender, role: 'envelope' as const, certificate, certificates, at: issuedAt, provenBefore };
    findings.add('envelope-certificate', path, await judgeCertificate(context, query));
    found.push({ path, verified });
  }
  return found;
}

async function verifyAllEvidence({ bundle, context, findings, at, proofs }: Scope): Promise<BundleObjects['evidence']> {
  const found: BundleObjects['evidence'] = [];
  for (const { path, evidenceDigest } of bundle.index.evidence) {
    const bytes = await readObject(bundle, findings, path, evidenceDigest);
    const provenBefore = (digest: string) => proofs.get(digest)?.provenBefore;
    const judged = bytes && (await judgeEvidence(context, findings, { bytes, subject: path, at, provenBefore }));
    if (judged !== undefined) {
      found.push({ path, ...judged });
    }
  }
  return found;
}

async function verifyStatements({ bundle, context, findings }: Scope): Promise<Located<VerifiedResealed>[]> {
  const found: Located<VerifiedResealed>[] = [];
  for (const { path, digest } of bundle.index.statements) {
    const bytes = await readObject(bundle, findings, path, digest);
    const verified = bytes && findings.attempt('statement-signature', path, () => verifyResealed(bytes));
    if (verified === undefined) {
      continue;
    }
    const { record, certificate, certificates, issuedAt } = verified;
    const query = { authority: record.sender, role: 'evidence' as const, certificate, certificates, at: issuedAt };
    findings.add('statement-certificate', path, await judgeCertificate(context, query));
    found.push({ path, verified });
  }
  return found;
}

/** The octets of an object, when they are those that the index lists and have the digest that it gives. */
async function readObject(bundle: Bundle, findings: Findings, path: string, digest: string): Promise<Buffer | undefined> {
  const bytes = await readListed(bundle, findings, path);
  if (bytes === undefined) {
    return undefined;
  }
  if (!hasDigest(bytes, digest)) {
    findings.failed('bundle-files', path, 'index-contradicted');
  }
  return bytes;
}

/** False also for what is no JWS at all: the check of the signature says why. */
function hasDigest(bytes: Buffer, digest: string): boolean {
  try {
    return jwsDigest(parseJws(bytes)).toString('hex') === digest;
  } catch (error) {
    refusalCode(error);
    return false;
  }
}

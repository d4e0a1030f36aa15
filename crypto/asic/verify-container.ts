import { createHash } from 'node:crypto';
import { CryptoError, type CryptoErrorCode } from '../error.ts';
import type { DigestAlgorithm } from '../suites.ts';
import { openPart, readSmallPart } from './open-part.ts';
import { type Manifest, type ManifestReference, parseManifest } from './parse-manifest.ts';
import type { Container, ContainerEntry, ContainerWarningCode } from './read-container.ts';
import { type ArchiveFailureCode, type ContainerArchive, verifyArchives } from './verify-archives.ts';

/** What is wrong with a container, beyond the codes of `CryptoError` that its parts can fail with. */
export type ContainerFailureCode =
  | ArchiveFailureCode
  | 'manifest-missing'
  | 'manifest-several'
  | 'meta-file-unexpected'
  | 'part-digest-mismatch'
  | 'part-missing'
  | 'part-not-covered'
  | 'reference-not-data'
  | 'signature-missing'
  | 'signature-not-cades'
  | 'signature-several';

export type MetaWarningCode = 'archive-incomplete' | 'meta-file-not-evaluated' | 'timestamp-not-evaluated';

/** One finding. `entry` names the file it is about: for the reader of the report, never for a log. */
export interface ContainerFinding {
  readonly severity: 'failure' | 'warning';
  readonly code: ContainerFailureCode | CryptoErrorCode | ContainerWarningCode | MetaWarningCode;
  readonly entry?: string;
  readonly cause?: unknown;
}

/** A data file that is exactly what the manifest says. */
export interface VerifiedPart {
  readonly name: string;
  readonly mimeType?: string;
  readonly root: boolean;
  readonly size: number;
  readonly sha256: Buffer;
  readonly entry: ContainerEntry;
}

export interface ContainerVerification<Signature> {
  /** PASSED when there is no failure. What the signer's certificate is worth is another question. */
  readonly verdict: 'PASSED' | 'FAILED';
  readonly findings: readonly ContainerFinding[];
  /** Only the parts that hold; empty when the manifest cannot be read. */
  readonly parts: readonly VerifiedPart[];
  readonly manifest?: { readonly bytes: Buffer; readonly content: Manifest };
  /** The DER of the signature and what the verifier made of it, when it holds. */
  readonly signature?: { readonly name: string; readonly der: Buffer; readonly verified: Signature };
  /** Archive manifests whose files were compared, with time-stamps that are still to be verified; none in a package as it is sent. */
  readonly archives: readonly ContainerArchive[];
}

/** Verifies a detached CAdES signature over the manifest; throws `CryptoError` when it does not hold. */
export type ManifestSignatureVerifier<Signature> = (der: Buffer, manifest: Buffer) => Signature | Promise<Signature>;

const MAXIMUM_MANIFEST_BYTES = 8 * 1024 * 1024;
const MAXIMUM_SIGNATURE_BYTES = 16 * 1024 * 1024;

/**
 * Verifies an ASiC-E container: one manifest, the CAdES signature over it, every digest, and that the manifest covers exactly the
 * data files: one more is a failure like one fewer. In containers that are not ours to the octet, also what archive manifests cover.
 * Reads every part once, streamed.
 *
 * What is wrong is reported, not thrown; only failures of the reader are thrown.
 */
export async function verifyContainer<Signature>(
  container: Container,
  verifySignature: ManifestSignatureVerifier<Signature>,
): Promise<ContainerVerification<Signature>> {
  const report = new Report(container.warnings);
  const manifest = await readManifest(container, report);
  const signature = manifest === undefined ? undefined : await checkSignature(container, manifest, verifySignature, report);
  const parts = manifest === undefined ? [] : await checkParts(container, manifest.content, report);
  const archives = container.strict ? [] : await checkArchives(container, parts, report);
  reportMetaFiles(container, manifest?.content, archives, report);
  return {
    verdict: report.failed ? 'FAILED' : 'PASSED',
    findings: report.findings,
    parts,
    ...(manifest === undefined ? {} : { manifest }),
    ...(signature === undefined ? {} : { signature }),
    archives,
  };
}

class Report {
  readonly findings: ContainerFinding[];
  failed = false;

  constructor(warnings: readonly ContainerWarningCode[]) {
    this.findings = warnings.map((code) => ({ severity: 'warning', code }));
  }

  warn(code: MetaWarningCode, entry: string): void {
    this.findings.push({ severity: 'warning', code, entry });
  }

  fail(code: ContainerFailureCode | CryptoErrorCode, entry?: string, cause?: unknown): undefined {
    this.failed = true;
    this.findings.push({ severity: 'failure', code, ...(entry === undefined ? {} : { entry }), ...(cause === undefined ? {} : { cause }) });
  }

  /** Records a refusal of ours; anything else is not about the container and goes on up. */
  failWith(error: unknown, entry: string): undefined {
    if (!(error instanceof CryptoError)) throw error;
    return this.fail(error.code, entry, error);
  }
}

async function readManifest(container: Container, report: Report): Promise<{ bytes: Buffer; content: Manifest } | undefined> {
  const [entry, ...others] = container.entries.filter(({ role }) => role === 'manifest');
  if (entry === undefined) return report.fail('manifest-missing');
  if (others.length > 0) return report.fail('manifest-several');
  try {
    const bytes = await readSmallPart(container, entry, MAXIMUM_MANIFEST_BYTES);
    return { bytes, content: parseManifest(bytes) };
  } catch (error) {
    return report.failWith(error, entry.name);
  }
}

async function checkSignature<Signature>(
  container: Container,
  manifest: { readonly bytes: Buffer; readonly content: Manifest },
  verify: ManifestSignatureVerifier<Signature>,
  report: Report,
): Promise<{ name: string; der: Buffer; verified: Signature } | undefined> {
  const { name } = manifest.content.signature;
  const entry = container.entries.find((candidate) => candidate.name === name);
  const signatures = container.entries.filter(({ role }) => role === 'cades-signature');
  // A time-stamp alone says when, not who.
  if (entry?.role === 'timestamp') return report.fail('signature-not-cades', name);
  if (entry === undefined || entry.role !== 'cades-signature') return report.fail('signature-missing', name);
  if (signatures.length > 1) return report.fail('signature-several');
  try {
    const der = await readSmallPart(container, entry, MAXIMUM_SIGNATURE_BYTES);
    return { name, der, verified: await verify(der, manifest.bytes) };
  } catch (error) {
    return report.failWith(error, name);
  }
}

async function checkParts(container: Container, manifest: Manifest, report: Report): Promise<VerifiedPart[]> {
  const files = new Map(container.entries.map((entry) => [entry.name, entry]));
  const covered = new Set(manifest.references.map(({ name }) => name));
  for (const entry of container.entries) {
    if (entry.role === 'data' && !covered.has(entry.name)) report.fail('part-not-covered', entry.name);
  }
  const parts: VerifiedPart[] = [];
  for (const reference of manifest.references) {
    const part = await checkPart(container, reference, files.get(reference.name), report);
    if (part !== undefined) parts.push(part);
  }
  return parts;
}

async function checkPart(
  container: Container,
  reference: ManifestReference,
  entry: ContainerEntry | undefined,
  report: Report,
): Promise<VerifiedPart | undefined> {
  const { name, mimeType, root, digestAlgorithm } = reference;
  if (entry === undefined) return report.fail('part-missing', name);
  if (entry.role !== 'data') return report.fail('reference-not-data', name);
  try {
    const digests = await digestPart(container, entry, digestAlgorithm);
    if (!digests.declared.equals(reference.digest)) return report.fail('part-digest-mismatch', name);
    return { name, root, size: entry.size, sha256: digests.sha256, entry, ...(mimeType === undefined ? {} : { mimeType }) };
  } catch (error) {
    return report.failWith(error, name);
  }
}

/** The digest that the manifest declares, and SHA-256, which receipts need whatever it declares. */
async function digestPart(
  container: Container,
  entry: ContainerEntry,
  algorithm: DigestAlgorithm,
): Promise<{ declared: Buffer; sha256: Buffer }> {
  const sha256 = createHash('sha256');
  const other = algorithm === 'sha256' ? undefined : createHash(algorithm);
  for await (const chunk of openPart(container, entry)) {
    sha256.update(chunk);
    other?.update(chunk);
  }
  const digest = sha256.digest();
  return { declared: other?.digest() ?? digest, sha256: digest };
}

async function checkArchives(container: Container, parts: readonly VerifiedPart[], report: Report): Promise<ContainerArchive[]> {
  const known = new Map(parts.map(({ name, sha256 }) => [name, sha256]));
  return verifyArchives(container, known, (problem, entry) => {
    if (problem instanceof CryptoError) report.failWith(problem, entry);
    else report.fail(problem, entry);
  });
}

/** Files in META-INF that nothing above has looked at. Our packages have none. */
function reportMetaFiles(
  container: Container,
  manifest: Manifest | undefined,
  archives: readonly ContainerArchive[],
  report: Report,
): void {
  const evaluated = new Set(archives.map(({ timestampName }) => timestampName));
  for (const { name, uncovered } of archives) if (uncovered.length > 0) report.warn('archive-incomplete', name);
  for (const { name, role } of container.entries) {
    if (role === 'data' || role === 'mimetype' || role === 'manifest' || name === manifest?.signature.name) continue;
    if (container.strict) report.fail('meta-file-unexpected', name);
    else if (role === 'timestamp' && !evaluated.has(name)) report.warn('timestamp-not-evaluated', name);
    else if (role !== 'timestamp' && role !== 'archive-manifest') report.warn('meta-file-not-evaluated', name);
  }
}

import * as z from 'zod';
import { parseStrictJson } from '../../crypto/json/parse-strict-json.ts';
import { HEXADECIMAL_DIGEST, MESSAGE_IDENTIFIER, PARTY_IDENTIFIER } from '../../evidence/identifier.ts';
import { AuditError } from '../error.ts';
import { LEAF_TYPES } from '../log/leaf.ts';

/** Names with a fixed place in the bundle; docs/formats.md, section "Proof bundle". */
export const BUNDLE_INDEX = 'bundle.json';
export const BUNDLE_README = 'README.txt';
export const BUNDLE_PACKAGE = 'package/package.asice';
export const BUNDLE_TRUST = 'trust/trust.json';
export const BUNDLE_ROOTS = 'trust/roots.pem';
export const BUNDLE_TIMESTAMP_ROOTS = 'trust/timestamp-roots.pem';
export const BUNDLE_LOG_POLICY = 'trust/tlog-policy.txt';

/** Versions that are read; the last is the one that is written. */
export const BUNDLE_FORMATS = ['valija-bundle/1', 'valija-bundle/2', 'valija-bundle/3'] as const;

/** Entry bundles of 256 entries each that a proof bundle has of one log at most. */
export const MAXIMUM_ENTRY_BUNDLES = 1_024;

const MAXIMUM_INDEX_LENGTH = 4 * 1024 * 1024;

export const instant = z.iso.datetime({ offset: false });
export const digest = z.string().regex(HEXADECIMAL_DIGEST);
export const party = z.string().regex(PARTY_IDENTIFIER);
export const path = z
  .string()
  .regex(/^(?:[a-z0-9]+(?:[.-][A-Za-z0-9]+)*\/){0,7}[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*$/)
  .max(200);
export const size = z.int().min(0);

export const file = z.strictObject({ path, mediaType: z.string().max(100), size, sha256: digest });

const packageInside = z.strictObject({ included: z.literal(true), path, sha256: digest, length: size });
/** Without digest when there never was a package: the message was refused before. */
const packageRedacted = z.strictObject({ included: z.literal(false), sha256: digest.exactOptional(), length: size.exactOptional() });

/** A file of the long-term copy (EN 319 162-1 annex A.7): its name in the container, and where the bundle has it. */
const archiveFile = z.strictObject({ name: z.string().regex(/^META-INF\/[A-Za-z0-9][A-Za-z0-9.-]{0,99}$/), path });

const logProof = z.strictObject({ digest, type: z.enum(LEAF_TYPES), salt: digest, path });
const consistency = z.strictObject({ fromSize: size, toSize: size, path });

const log = z.strictObject({
  authority: party,
  verifierKey: z.string().max(256),
  /** Signed notes, by size. */
  checkpoints: z.array(z.strictObject({ size, path })).max(1_000),
  consistency: z.array(consistency).max(1_000),
  proofs: z.array(logProof).max(1_000),
  /** Signed notes that lead from a former log to this one, in their order. Since version 3. */
  successions: z.array(path).min(1).max(100).optional(),
  /** All entries of the state of that size, as C2SP tlog-tiles bundles, in their order. Since version 3. */
  entries: z.strictObject({ size: size.min(1), paths: z.array(path).min(1).max(MAXIMUM_ENTRY_BUNDLES) }).optional(),
});

/** `bundle.json`: says where everything is. It is not signed and nothing in it is believed: what it states is derived again. */
export const bundleIndex = z.strictObject({
  format: z.enum(BUNDLE_FORMATS),
  createdAt: instant,
  /** The authority whose gateway wrote the bundle. */
  createdBy: party,
  messageId: z.string().regex(MESSAGE_IDENTIFIER),
  sender: party,
  recipient: party,
  package: z.discriminatedUnion('included', [packageInside, packageRedacted]),
  /** Since version 2. */
  archive: z.array(archiveFile).min(1).max(1_000).optional(),
  envelopes: z.array(z.strictObject({ path, envelopeDigest: digest })).max(1_000),
  evidence: z.array(z.strictObject({ path, evidenceDigest: digest, event: z.string().max(64), issuer: party })).max(1_000),
  /** Signed records that are no evidence: the links between seal generations. */
  statements: z.array(z.strictObject({ path, digest })).max(1_000),
  logs: z.array(log).max(32),
  certificates: z.array(z.strictObject({ path, role: z.string().max(32), sha256: digest })).max(1_000),
  revocation: z.array(z.strictObject({ path, kind: z.enum(['crl', 'ocsp']) })).max(1_000),
  /** Tokens that stand beside what they cover. */
  timestamps: z.array(z.strictObject({ path, checkpoint: path })).max(1_000),
  /** Every other file of the bundle, in the order of the ZIP. */
  files: z.array(file).max(10_000),
});
export type BundleIndex = z.infer<typeof bundleIndex>;
export type BundleFile = z.infer<typeof file>;

export function serializeIndex(index: BundleIndex): Buffer {
  return Buffer.from(`${JSON.stringify(bundleIndex.parse(index), null, 1)}\n`, 'utf8');
}

/** Reads the index of an attacker-controlled bundle. AuditError `bundle-version`, `bundle-malformed`. */
export function parseIndex(bytes: Buffer): BundleIndex {
  let content: unknown;
  try {
    content = parseStrictJson(bytes, { maximumBytes: MAXIMUM_INDEX_LENGTH, maximumDepth: 8 });
  } catch (cause) {
    throw new AuditError('bundle-malformed', 'The index of the bundle is not strict JSON.', { cause });
  }
  // Before the schema, so that a bundle of a later version is refused for what it is.
  const format = (content as { format?: unknown } | null)?.format;
  if (typeof format === 'string' && /^valija-bundle\/[1-9][0-9]*$/.test(format) && !BUNDLE_FORMATS.some((known) => known === format)) {
    throw new AuditError('bundle-version', 'The bundle has a format of another version.');
  }
  const result = bundleIndex.safeParse(content);
  if (!result.success) {
    const where = result.error.issues.slice(0, 5).map((issue) => issue.path.join('.'));
    throw new AuditError('bundle-malformed', `The index of the bundle does not follow its schema: ${where.join(', ')}.`);
  }
  return result.data;
}

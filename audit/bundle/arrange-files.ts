import { jwsDigest } from '../../crypto/jades/digest.ts';
import type { FlattenedJws } from '../../crypto/jades/flattened-jws.ts';
import { serializeJws } from '../../crypto/jades/flattened-jws.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { readStoredEnvelope } from '../../evidence/envelope.ts';
import { EVENTS } from '../../evidence/event.ts';
import { orderEvidence } from '../../evidence/order.ts';
import { summarizeStoredEvidence } from '../../evidence/verify.ts';
import { AuditError } from '../error.ts';
import { readUnverifiedCheckpoint } from '../log/checkpoint.ts';
import { parseNote } from '../log/note.ts';
import { parseProof } from '../log/proof.ts';
import { TILE_WIDTH, tilePath } from '../log/tile-path.ts';
import { formatLogPolicy, formatPemCertificates, serializeTrust } from '../trust.ts';
import { formatConsistency } from './consistency-file.ts';
import type { BundleContent, BundledLog } from './content.ts';
import type { BundleIndex } from './index-document.ts';
import { BUNDLE_LOG_POLICY, BUNDLE_README, BUNDLE_ROOTS, BUNDLE_TIMESTAMP_ROOTS, BUNDLE_TRUST } from './index-document.ts';
import { bundleReadme } from './readme.ts';

export interface NamedOctets {
  path: string;
  mediaType: string;
  octets: Buffer;
}

interface Arrangement {
  index: Omit<BundleIndex, 'files' | 'package'>;
  files: NamedOctets[];
}

const JOSE = 'application/jose+json';
const TEXT = 'text/plain; charset=utf-8';

/** Gives every object of a bundle its name and its place in the index. The same content is always arranged in the same way. */
export function arrangeFiles(content: BundleContent): Arrangement {
  const files: NamedOctets[] = [];
  const add = (path: string, mediaType: string, octets: Buffer | string): string => {
    files.push({ path, mediaType, octets: typeof octets === 'string' ? Buffer.from(octets, 'utf8') : octets });
    return path;
  };
  add(BUNDLE_README, TEXT, bundleReadme());
  const notePaths = new Map<string, string>();
  const logs = arrangeLogs(content.logs, notePaths, add);
  const index = {
    format: 'valija-bundle/3' as const,
    createdAt: content.createdAt.toISOString(),
    createdBy: content.createdBy,
    ...content.message,
    ...arrangeArchive(content, add),
    envelopes: arrangeEnvelopes(content.envelopes, add),
    evidence: arrangeEvidence(content.evidence, add),
    statements: arrangeStatements(content.statements, add),
    logs,
    certificates: arrangeCertificates(content, add),
    revocation: arrangeRevocation(content, add),
    timestamps: arrangeTimestamps(content, notePaths, add),
  };
  add(BUNDLE_TRUST, 'application/json', serializeTrust(content.trust));
  add(BUNDLE_ROOTS, 'application/x-pem-file', formatPemCertificates(content.trust.roots));
  add(BUNDLE_TIMESTAMP_ROOTS, 'application/x-pem-file', formatPemCertificates(content.trust.timestampRoots));
  add(BUNDLE_LOG_POLICY, TEXT, formatLogPolicy(content.trust));
  return { index, files };
}

type Add = (path: string, mediaType: string, octets: Buffer | string) => string;

function arrangeArchive({ archive = [] }: BundleContent, add: Add): Pick<BundleIndex, 'archive'> {
  if (archive.length === 0) return {};
  const mediaType = 'application/octet-stream';
  return { archive: archive.map(({ name, octets }) => ({ name, path: add(archivePath(name), mediaType, octets) })) };
}

function archivePath(name: string): string {
  return `package/archive/${name.split('/').at(-1) ?? ''}`;
}

function arrangeEnvelopes(envelopes: readonly FlattenedJws[], add: Add): BundleIndex['envelopes'] {
  return distinct(envelopes)
    .map(({ jws, digest }) => ({ jws, digest, header: readStoredEnvelope(jws) }))
    .sort(
      (one, other) =>
        one.header.sealGeneration - other.header.sealGeneration || one.header.headerGeneration - other.header.headerGeneration,
    )
    .map(({ jws, digest, header }) => ({
      path: add(`envelopes/${header.sealGeneration}-${header.headerGeneration}-${short(digest)}.json`, JOSE, serializeJws(jws)),
      envelopeDigest: digest,
    }));
}

/** Numbered as they happened, so that a listing of the folder reads like the story of the message. */
function arrangeEvidence(evidence: readonly FlattenedJws[], add: Add): BundleIndex['evidence'] {
  const byDigest = new Map(distinct(evidence).map(({ jws, digest }) => [digest, jws]));
  const summaries = [...byDigest].map(([digest, jws]) => summarizeStoredEvidence(jws, digest));
  return orderEvidence(summaries).flatMap(({ evidenceDigest, event, issuer }, position) => {
    const jws = byDigest.get(evidenceDigest);
    const number = String(position + 1).padStart(2, '0');
    const code = EVENTS[event].code ?? 'X';
    return jws === undefined
      ? []
      : [{ path: add(`evidence/${number}-${code}-${event}.json`, JOSE, serializeJws(jws)), evidenceDigest, event, issuer }];
  });
}

function arrangeStatements(statements: readonly FlattenedJws[], add: Add): BundleIndex['statements'] {
  return distinct(statements).map(({ jws, digest }) => ({
    path: add(`statements/resealed-${short(digest)}.json`, JOSE, serializeJws(jws)),
    digest,
  }));
}

/** `notePaths` learns under which path each checkpoint went, by its signed text. */
function arrangeLogs(logs: readonly BundledLog[], notePaths: Map<string, string>, add: Add): BundleIndex['logs'] {
  return logs.map((log, position) => {
    const folder = `logs/${position + 1}`;
    add(`${folder}/verifier-key.txt`, TEXT, `${log.verifierKey}\n`);
    const proofs = log.proofs.map(({ digest, type, salt, proof }) => ({
      digest: digest.toString('hex'),
      type,
      salt: salt.toString('hex'),
      path: add(`${folder}/proofs/${type}-${short(digest.toString('hex'))}.tlog-proof`, TEXT, proof),
    }));
    const consistency = log.consistency.map(({ fromSize, toSize, proof }) => ({
      fromSize,
      toSize,
      path: add(`${folder}/consistency/${fromSize}-${toSize}.txt`, TEXT, formatConsistency(proof)),
    }));
    return {
      authority: log.authority,
      verifierKey: log.verifierKey,
      checkpoints: arrangeCheckpoints(log, folder, notePaths, add),
      consistency,
      proofs,
      ...arrangeSuccessions(log, folder, add),
      ...arrangeEntries(log, folder, add),
    };
  });
}

function arrangeSuccessions({ successions = [] }: BundledLog, folder: string, add: Add): Pick<BundleIndex['logs'][number], 'successions'> {
  if (successions.length === 0) return {};
  return { successions: successions.map((note, position) => add(`${folder}/successions/${position + 1}.txt`, TEXT, note)) };
}

/** Under the paths that programs for C2SP tlog-tiles look for. */
function arrangeEntries({ entries }: BundledLog, folder: string, add: Add): Pick<BundleIndex['logs'][number], 'entries'> {
  if (entries === undefined) return {};
  const paths = entries.bundles.map((bundle, index) => {
    const width = Math.min(TILE_WIDTH, entries.size - index * TILE_WIDTH);
    return add(`${folder}/${tilePath({ level: 'entries', index, width })}`, 'application/octet-stream', bundle);
  });
  return { entries: { size: entries.size, paths } };
}

/** The checkpoints inside the proofs too: a reader with other tools should not have to cut them out. */
function arrangeCheckpoints(
  log: BundledLog,
  folder: string,
  notePaths: Map<string, string>,
  add: Add,
): BundleIndex['logs'][number]['checkpoints'] {
  const notes = [...new Set([...log.checkpoints, ...log.proofs.map(({ proof }) => parseProof(Buffer.from(proof, 'utf8')).checkpoint)])];
  const sized = notes.map((note) => ({ note, size: readUnverifiedCheckpoint(note).size }));
  sized.sort((one, other) => one.size - other.size || (one.note < other.note ? -1 : 1));
  return sized.map(({ note, size }, position) => {
    // Two notes of one size happen: more cosignatures, or a fork, and that one must be kept with both its notes.
    const again = sized.slice(0, position).filter((earlier) => earlier.size === size).length;
    const path = add(`${folder}/checkpoints/${size}${again === 0 ? '' : `-${again + 1}`}.txt`, TEXT, note);
    const { text } = parseNote(note);
    notePaths.set(text, notePaths.get(text) ?? path);
    return { size, path };
  });
}

function arrangeCertificates({ certificates }: BundleContent, add: Add): BundleIndex['certificates'] {
  const unique = new Map(certificates.map(({ role, der }) => [`${role} ${der.toString('base64')}`, { role, der }]));
  return [...unique.values()]
    .map(({ role, der }) => ({ role, der, fingerprint: parseCertificate(der).fingerprint }))
    .sort((one, other) => (`${one.role} ${one.fingerprint}` < `${other.role} ${other.fingerprint}` ? -1 : 1))
    .map(({ role, der, fingerprint }) => ({
      path: add(
        `certificates/${role}-${short(fingerprint)}.pem`,
        'application/x-pem-file',
        formatPemCertificates([der.toString('base64')]),
      ),
      role,
      sha256: fingerprint,
    }));
}

function arrangeRevocation({ revocationLists, ocspResponses = [] }: BundleContent, add: Add): BundleIndex['revocation'] {
  const lists = revocationLists.map((der, position) => ({
    path: add(`revocation/${position + 1}.crl`, 'application/pkix-crl', der),
    kind: 'crl' as const,
  }));
  const responses = ocspResponses.map((der, position) => ({
    path: add(`revocation/${position + 1}.ocsp`, 'application/ocsp-response', der),
    kind: 'ocsp' as const,
  }));
  return [...lists, ...responses];
}

function arrangeTimestamps(
  { checkpointTimestamps = [] }: BundleContent,
  notePaths: ReadonlyMap<string, string>,
  add: Add,
): BundleIndex['timestamps'] {
  return checkpointTimestamps.map(({ checkpoint, token }, position) => {
    const covered = notePaths.get(parseNote(checkpoint).text);
    if (covered === undefined) {
      throw new AuditError('bundle-incomplete', 'A time-stamp covers a checkpoint that is not in the bundle.', { disposition: 'operator' });
    }
    return { path: add(`timestamps/${position + 1}.tst`, 'application/vnd.etsi.timestamp-token', token), checkpoint: covered };
  });
}

function distinct(objects: readonly FlattenedJws[]): { jws: FlattenedJws; digest: string }[] {
  const byDigest = new Map(objects.map((jws) => [jwsDigest(jws).toString('hex'), jws]));
  return [...byDigest].map(([digest, jws]) => ({ jws, digest })).sort((one, other) => (one.digest < other.digest ? -1 : 1));
}

function short(digest: string): string {
  return digest.slice(0, 16);
}

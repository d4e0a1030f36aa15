import type { BundleContent, BundledLog, OctetSource } from '../../audit/bundle/content.ts';
import type { WrittenBundle } from '../../audit/bundle/stored-zip.ts';
import { writeBundle } from '../../audit/bundle/write-bundle.ts';
import { parseNote } from '../../audit/log/note.ts';
import { parseVerifierKey } from '../../audit/log/note-key.ts';
import type { TrustDocument } from '../../audit/trust.ts';
import type { ListedRow, Row } from '../../store/contracts/ledger.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import { readArchive } from '../archive/archive-package.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import type { Operation } from '../operation-record/record-operation.ts';
import { readParticulars } from '../package/particulars.ts';
import { planPackage, streamPackage } from '../package/seal-package.ts';
import { readEnvelopes, storedJws } from '../receipts/envelopes.ts';
import { type EvidenceSet, readEvidenceSet } from '../receipts/evidence-set.ts';
import { type Actor, requireActor } from './actor.ts';
import { notesOf } from './bundled-history.ts';
import { bundledLogs } from './bundled-logs.ts';
import { bundledRevocation } from './bundled-revocation.ts';
import { logAccess } from './content.ts';
import { findMessage, type MessageReference } from './messages.ts';

/** A bundle on its way to an actor. */
export interface BundleStream {
  name: string;
  length: number;
  content: AsyncIterable<Buffer>;
}

/**
 * `content: false` leaves the package out, and with it every file name: the rest still verifies, on the digest of the package alone.
 * `entries: true` adds every entry of both logs, so that nobody has to ask for copies of them to see that nothing is missing.
 */
export interface BundleForm {
  content?: boolean;
  entries?: boolean;
}

/**
 * The proof bundle of one message: package, headers, evidence, proofs from both logs, certificates and what is known about their revocation, all that an
 * auditor needs without us (design section 4). Evidence whose leaf is not in a published checkpoint yet goes without its proof, and
 * so does that of a peer who cannot be reached now: the bundle can be asked for again. Every bundle is a log leaf.
 */
export async function writeMessageBundle(
  dependencies: GatewayDependencies,
  query: MessageReference & BundleForm & { actor: Actor },
): Promise<BundleStream> {
  const form = formFor(query.actor, query);
  const row = await findMessage(dependencies, query);
  await logAccess(dependencies, query, row.value, bundled(form));
  const bundle = await bundleOf(dependencies, row, form);
  return { name: `${row.value.messageId}.valija.zip`, length: bundle.length, content: bundle.open() };
}

/**
 * Auditors check what was stated, and get bundles without content; what a request says is for those who deal with it. GatewayError
 * `actor-not-allowed`.
 */
export function formFor(actor: Actor, { content = actor.kind !== 'auditor', entries = false }: BundleForm): Required<BundleForm> {
  requireActor(actor, content ? ['system', 'officer'] : ['system', 'officer', 'auditor']);
  return { content, entries };
}

/** The operation of writing a bundle. */
export function bundled({ content }: Required<BundleForm>): Pick<Operation, 'action' | 'facts'> {
  return { action: 'bundle', facts: { content: String(content) } };
}

/** The bundle of a message, to be read as often as wanted; whoever calls has seen to it that it is logged. */
export async function bundleOf(dependencies: GatewayDependencies, row: Row<'messages'>, form: BundleForm): Promise<WrittenBundle> {
  const [set, envelopes] = await Promise.all([readEvidenceSet(dependencies, row.key), readEnvelopes(dependencies, row.key)]);
  return writeBundle(await contentOf(dependencies, row, { set, envelopes, form }));
}

async function contentOf(
  dependencies: GatewayDependencies,
  row: Row<'messages'>,
  { set, envelopes, form }: { set: EvidenceSet; envelopes: readonly ListedRow<'envelopes'>[]; form: BundleForm },
): Promise<BundleContent> {
  const { messageId, sender, recipient } = row.value;
  const { logs, checkpointTimestamps } = await bundledLogs(dependencies, row.value, { set, envelopes, entries: form.entries === true });
  const issuers = set.summaries.map(({ issuer }) => issuer);
  const links = envelopes.flatMap(({ value }) => (value.link === undefined ? [] : [storedJws(value.link)]));
  return {
    createdAt: dependencies.clock.now(),
    createdBy: dependencies.authority,
    message: { messageId, sender, recipient },
    ...(form.content === false ? { package: digestOf(row.value) } : await contentOfPackage(dependencies, row.value)),
    envelopes: envelopes.map(({ value }) => storedJws(value.jws)),
    evidence: set.rows.map(({ value }) => storedJws(value.jws)),
    statements: links,
    logs,
    checkpointTimestamps,
    ...(await bundledRevocation(dependencies, { row, set, envelopes, tokens: checkpointTimestamps.map(({ token }) => token) })),
    trust: trustSnapshot(dependencies, [...new Set([sender, recipient, ...issuers, ...witnessesOf(dependencies, logs)])]),
  };
}

/** The package with the files of its long-term copy; its digest where it is not here, or not yet. */
async function contentOfPackage(
  dependencies: GatewayDependencies,
  message: MessageRecord,
): Promise<Pick<BundleContent, 'package' | 'archive'>> {
  const source = await packageOf(dependencies, message);
  if (source === undefined) return { package: digestOf(message) };
  if (message.archive === undefined) return { package: source };
  const { files } = await readArchive(dependencies, message);
  return { package: source, archive: files.map(({ name, octets }) => ({ name, octets: Buffer.from(octets, 'base64') })) };
}

/** Nothing for a message that was refused before it became a package. */
function digestOf({ packageCommitment, packageLength = 0 }: MessageRecord): BundleContent['package'] {
  return packageCommitment === undefined ? {} : { sha256: Buffer.from(packageCommitment, 'hex'), length: packageLength };
}

async function packageOf(dependencies: GatewayDependencies, message: MessageRecord): Promise<OctetSource | undefined> {
  if (message.direction === 'inbound') {
    return message.packageBlob === undefined ? undefined : storedBlob(dependencies, message.wrappedKey, message.packageBlob);
  }
  if (message.particularsBlob === undefined) return undefined;
  const scope = { wrappedKey: message.wrappedKey, blobId: message.particularsBlob };
  const particulars = await readParticulars(dependencies.blobs, scope, 'outbound');
  if (particulars.prepared === undefined) return undefined;
  const plan = planPackage(particulars, particulars.prepared);
  return { open: () => streamPackage(dependencies.blobs, message.wrappedKey, plan) };
}

function storedBlob(dependencies: GatewayDependencies, wrappedKey: string, blobId: string): OctetSource {
  return {
    async *open() {
      const reader = await dependencies.blobs.open({ wrappedKey, blobId });
      try {
        yield* reader.stream();
      } finally {
        await reader.close();
      }
    },
  };
}

/** Authorities whose witness signed one of the checkpoints. */
function witnessesOf({ directory }: GatewayDependencies, logs: readonly BundledLog[]): string[] {
  const signers = new Set(logs.flatMap(notesOf).flatMap((note) => parseNote(note).signatures.map(({ name }) => name)));
  const isSigner = (verifierKey: string) => signers.has(parseVerifierKey(verifierKey).name);
  const witnesses = directory
    .authorities()
    .filter(({ noteKeys }) => noteKeys.some((key) => key.role === 'witness' && isSigner(key.verifierKey)));
  return witnesses.map(({ identifier }) => identifier);
}

/** A selection of the directory: certificates and note keys of parties, relays and witnesses, and the roots they lead to. */
function trustSnapshot(dependencies: GatewayDependencies, parties: readonly string[]): TrustDocument {
  const encoded = (anchors: readonly Buffer[]) => anchors.map((der) => der.toString('base64'));
  return {
    format: 'valija-trust/1',
    roots: encoded(dependencies.anchors.roots),
    timestampRoots: encoded(dependencies.anchors.timestampRoots),
    authorities: parties.flatMap((party) => {
      const authority = dependencies.directory.authority(party);
      if (authority === undefined) return [];
      const { identifier, certificates, noteKeys } = authority;
      return [{ identifier, certificates, noteKeys }];
    }),
  };
}

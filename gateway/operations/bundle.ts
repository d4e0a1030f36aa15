import type { BundleContent, OctetSource } from '../../audit/bundle/content.ts';
import { writeBundle } from '../../audit/bundle/write-bundle.ts';
import type { TrustDocument } from '../../audit/trust.ts';
import type { ListedRow, Row } from '../../store/contracts/ledger.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { readParticulars } from '../package/particulars.ts';
import { planPackage, streamPackage } from '../package/seal-package.ts';
import { readEnvelopes, storedJws } from '../receipts/envelopes.ts';
import { type EvidenceSet, readEvidenceSet } from '../receipts/evidence-set.ts';
import { type Actor, requireActor } from './actor.ts';
import { ownLog, peerLog } from './bundled-logs.ts';
import { bundledRevocation } from './bundled-revocation.ts';
import { findMessage, type MessageReference } from './messages.ts';

/**
 * The proof bundle of one message: package, headers, evidence, proofs from both logs, certificates and what is known about their revocation, all that an
 * auditor needs without us (design section 4). Evidence whose leaf is not in a published checkpoint yet goes without its proof, and
 * so does that of a peer who cannot be reached now: the bundle can be asked for again.
 */
export async function writeMessageBundle(
  dependencies: GatewayDependencies,
  query: MessageReference & { actor: Actor },
): Promise<{ name: string; length: number; content: AsyncIterable<Buffer> }> {
  requireActor(query.actor, ['system', 'officer']);
  const row = await findMessage(dependencies, query);
  const [set, envelopes] = await Promise.all([readEvidenceSet(dependencies, row.key), readEnvelopes(dependencies, row.key)]);
  const bundle = await writeBundle(await contentOf(dependencies, row, set, envelopes));
  return { name: `${row.value.messageId}.valija.zip`, length: bundle.length, content: bundle.octets };
}

async function contentOf(
  dependencies: GatewayDependencies,
  row: Row<'messages'>,
  set: EvidenceSet,
  envelopes: readonly ListedRow<'envelopes'>[],
): Promise<BundleContent> {
  const { messageId, sender, recipient } = row.value;
  const links = envelopes.flatMap(({ value }) => (value.link === undefined ? [] : [storedJws(value.link)]));
  return {
    createdAt: dependencies.clock.now(),
    createdBy: dependencies.authority,
    message: { messageId, sender, recipient },
    package: await packageOf(dependencies, row.value),
    envelopes: envelopes.map(({ value }) => storedJws(value.jws)),
    evidence: set.rows.map(({ value }) => storedJws(value.jws)),
    statements: links,
    logs: [await ownLog(dependencies, set, envelopes), ...(await peerLog(dependencies, row.value, set.rows))],
    certificates: [],
    ...(await bundledRevocation(dependencies, row, set, envelopes)),
    trust: trustSnapshot(dependencies, [sender, recipient]),
  };
}

async function packageOf(dependencies: GatewayDependencies, message: MessageRecord): Promise<BundleContent['package']> {
  const digestOnly = { sha256: Buffer.from(message.packageCommitment ?? '', 'hex'), length: message.packageLength ?? 0 };
  if (message.direction === 'inbound') {
    return message.packageBlob === undefined ? digestOnly : storedBlob(dependencies, message.wrappedKey, message.packageBlob);
  }
  if (message.particularsBlob === undefined) return digestOnly;
  const scope = { wrappedKey: message.wrappedKey, blobId: message.particularsBlob };
  const particulars = await readParticulars(dependencies.blobs, scope, 'outbound');
  if (particulars.prepared === undefined) return digestOnly;
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

/** A selection of the directory: the parties' certificates and note keys, and the roots they lead to. */
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

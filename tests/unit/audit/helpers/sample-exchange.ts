/**
 * A whole exchange between two invented authorities, made with the product's own parts and without a gateway: package, header, four
 * receipts, two logs, time-stamps, certificates, trust snapshot. The clock is fixed.
 */
import { createHash, randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';

import type { BundleContent, BundledLog } from '../../../../audit/bundle/content.ts';
import type { LeafType } from '../../../../audit/log/leaf.ts';
import { encodeLeaf } from '../../../../audit/log/leaf.ts';
import { createNoteSigner, noteKeyOf, parseVerifierKey } from '../../../../audit/log/note-key.ts';
import { createLogReader } from '../../../../audit/log-reader.ts';
import { startSequencer } from '../../../../audit/sequencer.ts';
import type { TrustDocument } from '../../../../audit/trust.ts';
import { buildManifest } from '../../../../crypto/asic/build-manifest.ts';
import { MANIFEST_NAME, SIGNATURE_NAME } from '../../../../crypto/asic/media-types.ts';
import { planContainer, writeContainer } from '../../../../crypto/asic/write-container.ts';
import { attachSignatureTimestamp } from '../../../../crypto/cades/attach-timestamp.ts';
import { signCades } from '../../../../crypto/cades/sign.ts';
import { objectIdentifier, octetString, sequence } from '../../../../crypto/der/writer.ts';
import { jwsDigest } from '../../../../crypto/jades/digest.ts';
import type { FlattenedJws } from '../../../../crypto/jades/flattened-jws.ts';
import type { Signer } from '../../../../crypto/signer.ts';
import { createSigner } from '../../../../crypto/signer.ts';
import { createTimestampResponse } from '../../../../crypto/tsp/authority.ts';
import { buildTimestampRequest } from '../../../../crypto/tsp/request.ts';
import { parseTimestampResponse } from '../../../../crypto/tsp/response.ts';
import { buildEvidence, type EvidenceFacts, type MessageFacts } from '../../../../evidence/build.ts';
import { type EnvelopeHeader, signEnvelope } from '../../../../evidence/envelope.ts';
import type { EventName } from '../../../../evidence/event.ts';
import { headsOf } from '../../../../evidence/order.ts';
import type { EvidenceSummary } from '../../../../evidence/summary.ts';
import { DAY, extension, type Issued, issue, issueList, NOW, TIME_STAMPING } from '../../x509/support.ts';
import { testKey } from './keys.ts';
import { digestOf, MemoryLogRows, MemoryTiles } from './memory-log.ts';

export const SENDER = 'urn:valija:authority:xa-central';
export const RECIPIENT = 'urn:valija:authority:xb-central';
export const MESSAGE_ID = '5f3a1c2e-0b7d-4c55-9a61-0d7c0f2b8e11';
export const CONVERSATION = 'case:invented-2026-1';
export const SUBMITTED = NOW;
export const VERIFIED_AT = new Date(NOW.getTime() + 2 * DAY);

const at = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const sha256 = (octets: Buffer) => createHash('sha256').update(octets).digest();

type Role = 'seal' | 'envelope' | 'evidence';

export interface Party {
  identifier: string;
  signers: Record<Role, Signer>;
  issued: Record<Role, Issued>;
  verifierKey: string;
  log: MemoryLogRows;
}

export interface Pki {
  root: Issued;
  issuing: Issued;
  timestampRoot: Issued;
  timestampSigner: Signer;
  parties: readonly [Party, Party];
}

export function makePki(): Pki {
  const root = issue({ name: 'Invented root', authority: null });
  const issuing = issue({ name: 'Invented issuing authority', issuer: root, authority: 0 });
  const timestampRoot = issue({ name: 'Invented time-stamp root', authority: null });
  const purpose = extension('2.5.29.37', sequence(objectIdentifier(TIME_STAMPING)), true);
  const identifier = extension('2.5.29.14', octetString(Buffer.alloc(20, 7)));
  const timestamp = issue({ name: 'Invented time-stamp authority', issuer: timestampRoot, extensions: [identifier, purpose] });
  const party = (id: string): Party => {
    const issued = {
      seal: issue({ name: `${id} seal`, issuer: issuing }),
      envelope: issue({ name: `${id} envelope`, issuer: issuing }),
      evidence: issue({ name: `${id} evidence`, issuer: issuing }),
    };
    const signerOf = (role: Role) =>
      createSigner({ privateKey: issued[role].privateKey, certificate: issued[role].certificate, chain: [issuing.certificate] });
    const signers = { seal: signerOf('seal'), envelope: signerOf('envelope'), evidence: signerOf('evidence') };
    const { verifierKey } = logSigner(id);
    return { identifier: id, issued, signers, verifierKey, log: new MemoryLogRows() };
  };
  const timestampSigner = createSigner({ privateKey: timestamp.privateKey, certificate: timestamp.certificate });
  return { root, issuing, timestampRoot, timestampSigner, parties: [party(SENDER), party(RECIPIENT)] };
}

function logSigner(identifier: string) {
  return createNoteSigner({ name: `log.example/${identifier.split(':').at(-1)}`, key: noteKeyOf(testKey(identifier)) });
}

export async function stamp(pki: Pki, imprint: Buffer, now: Date): Promise<Buffer> {
  const request = buildTimestampRequest({ imprint, nonce: Buffer.alloc(16, 3) });
  const response = await createTimestampResponse({
    request,
    signer: pki.timestampSigner,
    policy: '1.3.6.1.4.1.99999.1',
    serialNumber: BigInt(now.getTime()),
    now,
    accuracyMilliseconds: 1000,
  });
  const { token } = parseTimestampResponse(response);
  if (token === undefined) {
    throw new Error('the test authority refused');
  }
  return token;
}

export async function makePackage(pki: Pki, options: { stamped?: boolean; sender?: string } = {}): Promise<Buffer> {
  const request = Buffer.from(
    JSON.stringify({
      format: 'valija-request/1',
      messageId: MESSAGE_ID,
      conversation: CONVERSATION,
      sender: options.sender ?? SENDER,
      recipient: RECIPIENT,
    }),
  );
  const letter = Buffer.from('an invented letter of request');
  const manifest = buildManifest(
    [
      { name: 'request.json', mimeType: 'application/json', sha256: sha256(request), root: true },
      { name: 'letter.txt', mimeType: 'text/plain', sha256: sha256(letter) },
    ],
    SIGNATURE_NAME,
  );
  const { der, signatureValue } = await signCades({ signer: pki.parties[0].signers.seal, content: manifest, signingTime: at(1) });
  const signature = options.stamped === false ? der : attachSignatureTimestamp(der, await stamp(pki, sha256(signatureValue), at(1)));
  const entries = [
    { name: 'request.json', bytes: request },
    { name: 'letter.txt', bytes: letter },
    { name: MANIFEST_NAME, bytes: manifest },
    { name: SIGNATURE_NAME, bytes: signature },
  ].map(({ name, bytes }) => ({ name, size: bytes.length, crc32: crc32(bytes), source: bytes }));
  const chunks: Buffer[] = [];
  for await (const chunk of writeContainer(planContainer({ entries }), (source) => [source])) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export interface Exchange {
  pki: Pki;
  package: Buffer;
  envelope: FlattenedJws;
  evidence: FlattenedJws[];
  summaries: EvidenceSummary[];
  content: BundleContent;
}

const EVENTS = [
  ['SubmissionAcceptance', 0, 2],
  ['RelayAcceptance', 1, 4],
  ['ContentConsignment', 1, 6],
  ['ContentHandover', 1, 30],
] as const satisfies readonly (readonly [EventName, 0 | 1, number])[];

export interface ExchangeChanges {
  stampedPackage?: boolean;
  /** Changes what one receipt says before it is signed. */
  facts?: (facts: EvidenceFacts) => EvidenceFacts;
  header?: (header: EnvelopeHeader) => EnvelopeHeader;
  content?: (content: BundleContent) => BundleContent;
  events?: readonly (readonly [EventName, 0 | 1, number])[];
}

export async function makeExchange(changes: ExchangeChanges = {}, pki: Pki = makePki()): Promise<Exchange> {
  const packageOctets = await makePackage(pki, changes.stampedPackage === undefined ? {} : { stamped: changes.stampedPackage });
  const sealed = digestOf('sealed content').toString('hex');
  const envelope = await makeEnvelope(pki, sha256(packageOctets).toString('hex'), sealed, changes);
  const { evidence, summaries } = await makeEvidence(pki, { packageOctets, sealed, envelope, changes });
  const logs = await logEverything(pki, [envelope, ...evidence]);
  const [lastOfSender] = logs[0]?.checkpoints.slice(-1) ?? [];
  const content: BundleContent = {
    createdAt: at(60),
    createdBy: SENDER,
    message: { messageId: MESSAGE_ID, sender: SENDER, recipient: RECIPIENT },
    package: { open: () => [packageOctets.subarray(0, 100), packageOctets.subarray(100)] },
    envelopes: [envelope],
    evidence,
    statements: [],
    logs,
    certificates: pki.parties.flatMap(({ issued }) =>
      Object.entries(issued).map(([role, { certificate }]) => ({ role, der: certificate.der })),
    ),
    revocationLists: [pki.root, pki.issuing, pki.timestampRoot].map((issuer) => issueList({ issuer, thisUpdate: at(-60) }).der),
    checkpointTimestamps:
      lastOfSender === undefined ? [] : [{ checkpoint: lastOfSender, token: await stamp(pki, sha256(textOf(lastOfSender)), at(50)) }],
    trust: trustOf(pki),
  };
  return { pki, package: packageOctets, envelope, evidence, summaries, content: changes.content?.(content) ?? content };
}

/** The signed text of a note: everything before the blank line. */
function textOf(note: string): Buffer {
  return Buffer.from(note.slice(0, note.lastIndexOf('\n\n') + 1));
}

async function makeEnvelope(pki: Pki, packageCommitment: string, sealed: string, changes: ExchangeChanges): Promise<FlattenedJws> {
  const header: EnvelopeHeader = {
    format: 'valija-envelope/1',
    messageId: MESSAGE_ID,
    sender: SENDER,
    recipient: RECIPIENT,
    route: [SENDER, RECIPIENT],
    lane: 'ordinary',
    submissionTime: SUBMITTED.toISOString(),
    deadlines: { relay: at(600).toISOString(), consignment: at(1200).toISOString(), handover: at(1800).toISOString() },
    consignmentMode: 'basic',
    suite: '2026a',
    recipientKeyFingerprint: digestOf('key').toString('hex'),
    sealGeneration: 0,
    headerGeneration: 0,
    sealedContent: { sha256: sealed, length: 1234 },
    packageCommitment,
    unstamped: false,
  };
  const { jws } = await signEnvelope(changes.header?.(header) ?? header, pki.parties[0].signers.envelope, at(3));
  return jws;
}

async function makeEvidence(
  pki: Pki,
  given: { packageOctets: Buffer; sealed: string; envelope: FlattenedJws; changes: ExchangeChanges },
): Promise<{ evidence: FlattenedJws[]; summaries: EvidenceSummary[] }> {
  const assurance = {
    level: 'http://eidas.europa.eu/LoA/high',
    authenticationMethod: 'urn:valija:authentication:mutual-tls',
    authenticationTime: SUBMITTED.toISOString(),
  };
  const message: MessageFacts = {
    messageId: MESSAGE_ID,
    sender: SENDER,
    senderAssurance: assurance,
    recipient: RECIPIENT,
    recipientAssurance: assurance,
    submissionTime: SUBMITTED.toISOString(),
    suite: '2026a',
    sealGeneration: 0,
    envelopeDigest: jwsDigest(given.envelope).toString('hex'),
    sealedContentDigest: given.sealed,
    packageDigest: sha256(given.packageOctets).toString('hex'),
  };
  const evidence: FlattenedJws[] = [];
  const summaries: EvidenceSummary[] = [];
  for (const [event, who, minutes] of given.changes.events ?? EVENTS) {
    const party = pki.parties[who];
    const facts: EvidenceFacts = {
      event,
      evidenceIdentifier: `urn:uuid:${randomUUID()}`,
      eventTime: at(minutes),
      message,
      issuer: party.identifier,
      issuerSequence: summaries.filter(({ issuer }) => issuer === party.identifier).length + 1,
      previous: headsOf(summaries),
    };
    const changed = given.changes.facts?.(facts) ?? facts;
    const built = await buildEvidence(changed, party.signers.evidence, changed.eventTime);
    evidence.push(built.jws);
    summaries.push(built.summary);
  }
  return { evidence, summaries };
}

/** Both authorities log everything, between other entries, and publish after each. */
async function logEverything(pki: Pki, objects: readonly FlattenedJws[]): Promise<BundledLog[]> {
  return Promise.all(
    pki.parties.map(async ({ identifier, log, verifierKey }) => {
      const tiles = new MemoryTiles();
      const notes: string[] = [];
      const signer = logSigner(identifier);
      const sequencer = startSequencer({
        log,
        tiles,
        signer,
        origin: signer.name,
        clock: { now: () => NOW },
        intervalMilliseconds: 1000,
        onCheckpoint: ({ note }) => notes.push(note),
      });
      for (const [position, jws] of objects.entries()) {
        const type: LeafType = position === 0 ? 'envelope' : 'evidence';
        const digest = jwsDigest(jws);
        const salt = digestOf(`${identifier} ${position}`);
        log.pending.push({ entry: encodeLeaf({ type, salt, digest }), salt, digest });
        log.add();
        await sequencer.runOnce();
      }
      await sequencer.stop();
      const reader = createLogReader({ log, tiles, verifier: parseVerifierKey(verifierKey) });
      const proofs = await Promise.all(
        objects.map(async (jws, position) => {
          const digest = jwsDigest(jws);
          const { salt, proof } = await reader.prove(digest);
          return { type: position === 0 ? ('envelope' as const) : ('evidence' as const), digest, salt, proof };
        }),
      );
      const sizes = notes.map((_, position) => 2 * (position + 1));
      const consistency = await Promise.all(
        sizes
          .slice(1)
          .map(async (toSize) => ({ fromSize: toSize - 2, toSize, proof: (await reader.consistency(toSize - 2, toSize)).proof })),
      );
      return { authority: identifier, verifierKey, checkpoints: notes, consistency, proofs };
    }),
  );
}

export function trustOf(pki: Pki): TrustDocument {
  const validity = { notBefore: at(-60 * 24).toISOString(), notAfter: at(60 * 24 * 300).toISOString() };
  return {
    format: 'valija-trust/1',
    roots: [pki.root.certificate.der.toString('base64')],
    timestampRoots: [pki.timestampRoot.certificate.der.toString('base64')],
    authorities: pki.parties.map(({ identifier, issued, verifierKey }) => ({
      identifier,
      certificates: (Object.keys(issued) as Role[]).map((role) => ({
        role,
        certificate: issued[role].certificate.der.toString('base64'),
        issuers: [pki.issuing.certificate.der.toString('base64')],
        ...validity,
      })),
      noteKeys: [{ role: 'log' as const, verifierKey, notBefore: validity.notBefore }],
    })),
  };
}

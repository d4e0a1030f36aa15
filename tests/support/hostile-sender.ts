import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { buildManifest } from '../../crypto/asic/build-manifest.ts';
import { planContainer, writeContainer } from '../../crypto/asic/write-container.ts';
import { attachSignatureTimestamp } from '../../crypto/cades/attach-timestamp.ts';
import { signCades } from '../../crypto/cades/sign.ts';
import { createSeal } from '../../crypto/cms/seal.ts';
import { attribute } from '../../crypto/cms/signed-data-attributes.ts';
import { addUnsignedAttribute } from '../../crypto/cms/signed-data-unsigned.ts';
import { OID } from '../../crypto/der/object-identifiers.ts';
import { serializeJws } from '../../crypto/jades/flattened-jws.ts';
import type { Signer } from '../../crypto/signer.ts';
import { type Certificate, parseCertificate } from '../../crypto/x509/certificate.ts';
import { buildEvidence, type EvidenceFacts } from '../../evidence/build.ts';
import { type EnvelopeHeader, signEnvelope } from '../../evidence/envelope.ts';
import type { CertificateRole } from '../../gateway/contracts/directory.ts';
import type { MessageDelivery, TravellingEvidence } from '../../gateway/contracts/peer-transport.ts';
import { newEvidenceIdentifier, newMessageIdentifier } from '../../gateway/identifiers.ts';
import { type ReceptionAnswer, receiveMessage } from '../../gateway/inbound/reception.ts';
import { MANIFEST_NAME, SIGNATURE_NAME } from '../../gateway/package/seal-package.ts';
import { clientCertificateAssurance } from '../../gateway/receipts/assurance.ts';
import { contentOf } from './in-process-transport.ts';
import { inventedLetter } from './submissions.ts';
import { A, B, DAY, type TestGateway, type World } from './two-gateways.ts';

/** A sender with real keys that keeps no rule: every part of a delivery can be made wrong while all others stay right. */
export interface Forgery {
  /** Who writes as sender, with that authority's keys unless a signer is given. */
  sender?: string;
  recipient?: string;
  messageId?: string;
  /** Changes of request.json before it is signed. */
  request?: Record<string, unknown>;
  /** Replaces request.json whole. */
  requestBytes?: Buffer;
  /** Files of the package; by default an invented letter. */
  files?: readonly { name: string; content: Buffer; listed?: boolean; inRequest?: boolean }[];
  /** Names that the manifest lists although no file bears them. */
  missing?: readonly string[];
  sealSigner?: Signer;
  /** Changes the manifest before it is signed. */
  manifest?: (octets: Buffer) => Buffer;
  /** Changes the CAdES signature after it was made and stamped. */
  signature?: (der: Buffer) => Buffer | Promise<Buffer>;
  stamp?: 'good' | 'none' | 'other-octets';
  /** Replaces the package after it was built; the commitment follows it. */
  packageOctets?: (octets: Buffer) => Buffer | Promise<Buffer>;
  sealTo?: Certificate;
  /** Changes the sealed content; its digest in the header follows it. */
  sealed?: (octets: Buffer) => Buffer;
  header?: Partial<EnvelopeHeader>;
  envelopeSigner?: Signer;
  envelopeIssuedAt?: Date;
  acceptanceSigner?: Signer;
  acceptance?: Partial<EvidenceFacts['message']> & { event?: EvidenceFacts['event']; evidenceIdentifier?: string };
}

export interface ForgedDelivery extends MessageDelivery {
  header: EnvelopeHeader;
  packageOctets: Buffer;
  sealedOctets: Buffer;
  parts: Forgery;
}

/** A delivery of a package that is right in everything the forgery does not change. */
export async function forge(world: World, forgery: Forgery = {}): Promise<ForgedDelivery> {
  const sender = forgery.sender ?? A;
  const recipient = forgery.recipient ?? B;
  const messageId = forgery.messageId ?? newMessageIdentifier(new Date(world.now), randomBytes);
  const facts = { sender, recipient, messageId, ...timesOf(world) };
  const packageOctets = await packageOf(world, forgery, facts);
  const sealTo = forgery.sealTo ?? certificateOf(world, recipient, 'encryption');
  const sealedOctets = (forgery.sealed ?? ((octets) => octets))(await sealOctets(packageOctets, sealTo));
  const header: EnvelopeHeader = {
    format: 'valija-envelope/1',
    messageId,
    sender,
    recipient,
    route: [sender, recipient],
    lane: 'ordinary',
    submissionTime: facts.submissionTime,
    deadlines: facts.deadlines,
    consignmentMode: 'basic',
    suite: '2026a',
    recipientKeyFingerprint: sealTo.spkiSha256.toString('hex'),
    sealGeneration: 0,
    headerGeneration: 0,
    sealedContent: { sha256: hexadecimal(sealedOctets), length: sealedOctets.length },
    packageCommitment: hexadecimal(packageOctets),
    unstamped: forgery.stamp === 'none',
    ...forgery.header,
  };
  return {
    ...(await enveloped(world, header, forgery)),
    content: contentOf(sealedOctets),
    header,
    packageOctets,
    sealedOctets,
    parts: forgery,
  };
}

/** Header and A.1 for content that exists already: what somebody does who puts his own envelope around it. */
export async function enveloped(
  world: World,
  header: EnvelopeHeader,
  forgery: Forgery = {},
): Promise<{ envelope: string; submissionAcceptance: TravellingEvidence }> {
  const issuedAt = forgery.envelopeIssuedAt ?? new Date(world.now);
  const signer = forgery.envelopeSigner ?? signerOf(world, header.sender, 'envelope');
  const { jws } = await signEnvelope(header, signer, issuedAt);
  return { envelope: serializeJws(jws).toString('utf8'), submissionAcceptance: await acceptanceFor(world, header, forgery) };
}

async function acceptanceFor(
  world: World,
  header: EnvelopeHeader,
  { acceptance = {}, acceptanceSigner }: Forgery,
): Promise<TravellingEvidence> {
  const { event = 'SubmissionAcceptance', evidenceIdentifier = newEvidenceIdentifier(randomBytes), ...message } = acceptance;
  return forgeEvidence(world, {
    event,
    evidenceIdentifier,
    issuer: header.sender,
    message: { ...messageFacts(world, header), sealedContentDigest: header.sealedContent.sha256, ...message },
    ...(acceptanceSigner === undefined ? {} : { signer: acceptanceSigner }),
  });
}

/** What evidence says about a message with this header. */
export function messageFacts(world: World, header: EnvelopeHeader): EvidenceFacts['message'] {
  return {
    messageId: header.messageId,
    sender: header.sender,
    senderAssurance: clientCertificateAssurance(new Date(world.now)),
    recipient: header.recipient,
    submissionTime: header.submissionTime,
    suite: header.suite,
    sealGeneration: header.sealGeneration,
    packageDigest: header.packageCommitment,
  };
}

export interface ForgedEvidence extends Partial<Omit<EvidenceFacts, 'message' | 'event' | 'issuer'>> {
  event: EvidenceFacts['event'];
  issuer: string;
  message: EvidenceFacts['message'];
  signer?: Signer;
  signedAt?: Date;
}

/** Evidence with the issuer's evidence key, or with whatever key is given. */
export async function forgeEvidence(world: World, evidence: ForgedEvidence): Promise<TravellingEvidence> {
  const { signer = signerOf(world, evidence.issuer, 'evidence'), signedAt, ...facts } = evidence;
  const at = signedAt ?? new Date(world.now);
  const built = await buildEvidence(
    { evidenceIdentifier: newEvidenceIdentifier(randomBytes), eventTime: at, issuerSequence: 1, previous: [], ...facts },
    signer,
    at,
  );
  return { evidence: serializeJws(built.jws).toString('utf8'), salt: randomBytes(32).toString('hex') };
}

/** Hands a delivery to a gateway over the connection of `from`. */
export async function bring(gateway: TestGateway, delivery: MessageDelivery, from = A): Promise<ReceptionAnswer> {
  const { envelope, submissionAcceptance, content } = delivery;
  return receiveMessage(
    gateway.dependencies,
    gateway.reception,
    { from, envelope: Buffer.from(envelope, 'utf8'), submissionAcceptance },
    content.open(0),
  );
}

/** The certificate the directory lists for an authority in a role. */
export function certificateOf(world: World, authority: string, role: CertificateRole): Certificate {
  const record = world.directory.records.get(authority)?.certificates.findLast((candidate) => candidate.role === role);
  if (record === undefined) throw new Error(`${authority} has no certificate for ${role}`);
  return parseCertificate(Buffer.from(record.certificate, 'base64'));
}

export function signerOf(world: World, authority: string, role: 'seal' | 'envelope' | 'evidence'): Signer {
  const gateway = world.gateways.get(authority);
  if (gateway === undefined) throw new Error(`${authority} has no gateway here`);
  return gateway.dependencies.keys.signer(role);
}

export function hexadecimal(octets: Buffer): string {
  return createHash('sha256').update(octets).digest('hex');
}

function timesOf(world: World) {
  const at = (milliseconds: number) => new Date(world.now + milliseconds).toISOString();
  return { submissionTime: at(0), deadlines: { relay: at(3 * DAY), consignment: at(5 * DAY), handover: at(30 * DAY) } };
}

type Facts = { sender: string; recipient: string; messageId: string } & ReturnType<typeof timesOf>;

async function packageOf(world: World, forgery: Forgery, facts: Facts): Promise<Buffer> {
  const files = forgery.files ?? [{ name: 'carta.pdf', content: await inventedLetter() }];
  const request = forgery.requestBytes ?? requestOf(forgery, facts, files);
  const listed = files.filter(({ listed = true }) => listed);
  const built = buildManifest(
    [
      { name: 'request.json', mimeType: 'application/json', sha256: sha256(request), root: true },
      ...listed.map(({ name, content }) => ({ name, mimeType: 'application/octet-stream', sha256: sha256(content) })),
      ...(forgery.missing ?? []).map((name) => ({ name, mimeType: 'application/octet-stream', sha256: randomBytes(32) })),
    ],
    SIGNATURE_NAME,
  );
  const manifest = forgery.manifest?.(built) ?? built;
  const signature = await signatureOf(world, forgery, facts.sender, manifest);
  const entries = [
    { name: 'request.json', content: request },
    ...files,
    { name: MANIFEST_NAME, content: manifest },
    { name: SIGNATURE_NAME, content: signature },
  ].map(({ name, content }) => ({ name, size: content.length, crc32: crc32(content), source: content }));
  const octets = await buffer(Readable.from(writeContainer(planContainer({ entries }), (source) => [source])));
  return forgery.packageOctets?.(octets) ?? octets;
}

function requestOf(forgery: Forgery, facts: Facts, files: NonNullable<Forgery['files']>): Buffer {
  const { sender, recipient, messageId, submissionTime, deadlines } = facts;
  const document = {
    format: 'valija-request/1',
    messageId,
    conversation: messageId,
    sender,
    recipient,
    actor: 'case-register',
    lane: 'ordinary',
    deadlines,
    suite: '2026a',
    submissionTime,
    nonce: randomBytes(32).toString('base64url'),
    files: files.filter(({ inRequest = true }) => inRequest).map(({ name }) => ({ name, role: 'letter', mediaType: 'application/pdf' })),
    ...forgery.request,
  };
  return Buffer.from(JSON.stringify(document), 'utf8');
}

async function signatureOf(world: World, forgery: Forgery, sender: string, manifest: Buffer): Promise<Buffer> {
  const signer = forgery.sealSigner ?? signerOf(world, sender, 'seal');
  const { der, signatureValue } = await signCades({ signer, content: manifest, signingTime: new Date(world.now) });
  const change = forgery.signature ?? ((octets: Buffer) => octets);
  if (forgery.stamp === 'none') return change(der);
  const isOther = forgery.stamp === 'other-octets';
  const { token } = await world.a.dependencies.timestamps.stamp(isOther ? randomBytes(32) : sha256(signatureValue));
  if (isOther) return change(addUnsignedAttribute(der, attribute(OID.aaSignatureTimeStampToken, token)));
  return change(attachSignatureTimestamp(der, token));
}

async function sealOctets(octets: Buffer, recipient: Certificate): Promise<Buffer> {
  const seal = createSeal({ recipient, plaintextLength: octets.length });
  return buffer(Readable.from([octets]).pipe(seal.transform));
}

function sha256(octets: Buffer): Buffer {
  return createHash('sha256').update(octets).digest();
}

import { OID } from '../der/object-identifiers.ts';
import { type DerNode, objectIdentifierOf, smallIntegerOf } from '../der/reader.ts';
import { CryptoError } from '../error.ts';
import { CONTENT_ENCRYPTION } from '../suites.ts';
import {
  forward,
  MAXIMUM_HELD_BYTES,
  type Reading,
  type StreamedHeader,
  type StreamedPosition,
  take,
  takeHeader,
  takeRest,
} from './open-sealed-input.ts';
import { MAXIMUM_PLAINTEXT_LENGTH } from './seal.ts';
import { forwardSegments, takeEndOfContents } from './streaming-ber.ts';

/** What an AuthEnvelopedData (RFC 5083 section 2.1) is made of, in the order in which a stream gives it. */
export interface SealedSink {
  header(recipientInfos: DerNode, contentEncryption: DerNode): void;
  ciphertext(octets: Buffer): void;
  tag(tag: Buffer): void;
}

export interface SealedFrameOptions {
  /** Octets the whole message must have, when known: a message of another length is refused at its first octets. */
  readonly expectedLength?: number;
  /** `streaming-ber` also takes indefinite lengths and segments. */
  readonly encoding: 'der' | 'streaming-ber';
}

const ENVELOPED_DATA = '1.2.840.113549.1.7.3';
const TAG = { sequence: 0x30, set: 0x31, integer: 0x02, octetString: 0x04, context0: 0xa0, context1: 0xa1, context2: 0xa2 } as const;
const PRIMITIVE_CONTENT = 0x80;

/** An open container: where it ends, or undefined while only end-of-contents octets will tell. */
interface Container {
  readonly end: number | undefined;
}

/**
 * Reads ContentInfo { id-ct-authEnvelopedData, AuthEnvelopedData } strictly: version 0, no originatorInfo, no authAttrs, no
 * unauthAttrs, nothing after. Throws one of the `sealed-` codes.
 */
export function* readSealedFrame(sink: SealedSink, options: SealedFrameOptions): Reading<void> {
  const position: StreamedPosition = { offset: 0, allowIndefinite: options.encoding === 'streaming-ber' };
  const message = yield* open(position, { end: undefined }, TAG.sequence);
  requireMessageLength(message, options.expectedLength);
  requireContentType(yield* takeValue(position, message));
  const explicit = yield* open(position, message, TAG.context0);
  const enveloped = yield* open(position, explicit, TAG.sequence);

  requireVersion(yield* takeValue(position, enveloped));
  const recipientInfos = yield* takeRecipientInfos(position, enveloped);
  yield* readContent(position, enveloped, recipientInfos, sink);
  sink.tag(yield* takeTag(position, enveloped));

  yield* closeEnveloped(position, enveloped);
  yield* close(position, explicit);
  yield* close(position, message);
}

// EncryptedContentInfo ::= SEQUENCE { contentType, contentEncryptionAlgorithm, encryptedContent [0] IMPLICIT OCTET STRING }
function* readContent(position: StreamedPosition, enveloped: Container, recipientInfos: DerNode, sink: SealedSink): Reading<void> {
  const content = yield* open(position, enveloped, TAG.sequence);
  const type = objectIdentifierOf(yield* takeValue(position, content));
  if (type !== OID.data) throw new CryptoError('sealed-content-type', 'the sealed content is not plain data');
  sink.header(recipientInfos, yield* takeValue(position, content));

  const ciphertext = counted(sink);
  const header = yield* takeMemberHeader(position, content);
  if (header.tag === PRIMITIVE_CONTENT && header.length !== undefined) {
    if (header.length > MAXIMUM_PLAINTEXT_LENGTH) throw tooLarge();
    yield* forward(position, header.length, ciphertext);
  } else if (header.tag === TAG.context0 && position.allowIndefinite) {
    yield* forwardSegments(position, header, content.end, ciphertext);
  } else {
    throw new CryptoError('sealed-malformed', 'the sealed content is missing or cut into segments');
  }
  yield* close(position, content);
}

function* takeRecipientInfos(position: StreamedPosition, enveloped: Container): Reading<DerNode> {
  const header = yield* takeMemberHeader(position, enveloped);
  if (header.tag === TAG.context0) throw new CryptoError('sealed-originator-info', 'the sealed content has originatorInfo');
  if (header.tag !== TAG.set) throw new CryptoError('sealed-malformed', 'the sealed content names no recipients');
  return yield* takeRest(position, header);
}

function* takeTag(position: StreamedPosition, enveloped: Container): Reading<Buffer> {
  const header = yield* takeMemberHeader(position, enveloped);
  // [1] is RFC 5083's tag for authAttrs; OpenSSL 3.0 writes [2] in this place.
  if (header.tag === TAG.context1 || header.tag === TAG.context2) {
    throw new CryptoError('sealed-authenticated-attributes', 'the sealed content has authenticated attributes');
  }
  if (header.tag !== TAG.octetString || header.length === undefined) throw new CryptoError('sealed-malformed', 'the tag is missing');
  if (header.length < CONTENT_ENCRYPTION.tagBytes) throw new CryptoError('sealed-tag-too-short', 'the tag is shorter than 16 octets');
  if (header.length > CONTENT_ENCRYPTION.tagBytes) throw new CryptoError('sealed-malformed', 'the tag is longer than 16 octets');
  return yield* take(position, header.length);
}

/** Closes AuthEnvelopedData, where unauthAttrs [2] would stand. */
function* closeEnveloped(position: StreamedPosition, enveloped: Container): Reading<void> {
  if (enveloped.end !== undefined && position.offset === enveloped.end) return;
  const header = yield* takeMemberHeader(position, enveloped);
  if (header.tag === 0 && enveloped.end === undefined) return;
  if (header.tag === TAG.context2)
    throw new CryptoError('sealed-unauthenticated-attributes', 'the sealed content has unauthenticated attributes');
  throw new CryptoError('sealed-malformed', 'something unexpected follows the tag');
}

function* open(position: StreamedPosition, parent: Container, tag: number): Reading<Container> {
  const header = yield* takeMemberHeader(position, parent);
  if (header.tag !== tag) throw new CryptoError('sealed-malformed', 'the sealed content does not have the structure of AuthEnvelopedData');
  return { end: header.length === undefined ? undefined : position.offset + header.length };
}

function* close(position: StreamedPosition, container: Container): Reading<void> {
  if (container.end === undefined) yield* takeEndOfContents(position);
  else if (position.offset !== container.end)
    throw new CryptoError('sealed-malformed', 'a container of the sealed content is longer than its members');
}

function* takeValue(position: StreamedPosition, parent: Container): Reading<DerNode> {
  return yield* takeRest(position, yield* takeMemberHeader(position, parent));
}

/** The header of the next member, which must end inside its container. */
function* takeMemberHeader(position: StreamedPosition, parent: Container): Reading<StreamedHeader> {
  if (parent.end !== undefined && parent.end - position.offset < 2) {
    throw new CryptoError('sealed-malformed', 'a member of the sealed content is missing');
  }
  const header = yield* takeHeader(position);
  if (parent.end !== undefined && position.offset + (header.length ?? 0) > parent.end) {
    throw new CryptoError('sealed-malformed', 'a member of the sealed content runs past its container');
  }
  return header;
}

function requireMessageLength(message: Container, expectedLength: number | undefined): void {
  if (message.end === undefined) return;
  if (message.end > MAXIMUM_PLAINTEXT_LENGTH + 2 * MAXIMUM_HELD_BYTES) throw tooLarge();
  if (expectedLength !== undefined && message.end !== expectedLength) {
    throw new CryptoError('sealed-length-mismatch', 'the sealed content does not have the announced length');
  }
}

function requireContentType(node: DerNode): void {
  const type = objectIdentifierOf(node);
  if (type === OID.ctAuthEnvelopedData) return;
  if (type === ENVELOPED_DATA) throw new CryptoError('sealed-not-authenticated', 'EnvelopedData has no tag: anyone could change it unseen');
  throw new CryptoError('sealed-content-type', 'the message is not AuthEnvelopedData');
}

function requireVersion(node: DerNode): void {
  if (smallIntegerOf(node) !== 0) throw new CryptoError('sealed-version', 'the version of AuthEnvelopedData is not 0');
}

/** The length is not announced when segments come, so the octets are counted as well. */
function counted(sink: SealedSink): (octets: Buffer) => void {
  let length = 0;
  return (octets) => {
    length += octets.length;
    if (length > MAXIMUM_PLAINTEXT_LENGTH) throw tooLarge();
    sink.ciphertext(octets);
  };
}

function tooLarge(): CryptoError {
  return new CryptoError('sealed-too-large', `sealed content has more than ${MAXIMUM_PLAINTEXT_LENGTH} octets`);
}

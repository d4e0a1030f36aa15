import { children, type DerNode, readDer } from '../../../crypto/der/reader.ts';
import { contextConstructed, integer, objectIdentifier, sequence, tlv } from '../../../crypto/der/writer.ts';

/** The values a sealed message is made of, each as its whole encoding; an empty buffer leaves one out. */
export interface SealedParts {
  readonly contentType: Buffer;
  readonly version: Buffer;
  readonly originatorInfo: Buffer;
  readonly recipientInfos: Buffer;
  readonly innerType: Buffer;
  readonly contentEncryption: Buffer;
  readonly ciphertext: Buffer;
  readonly authenticatedAttributes: Buffer;
  readonly tag: Buffer;
  readonly unauthenticatedAttributes: Buffer;
}

const NOTHING = Buffer.alloc(0);

export function takeApart(sealed: Buffer): SealedParts {
  const [contentType, explicit] = children(readDer(sealed));
  const [version, recipientInfos, content, tag] = children(at(children(required(explicit)), 0));
  const [innerType, contentEncryption, ciphertext] = children(required(content));
  return {
    contentType: required(contentType).raw,
    version: required(version).raw,
    originatorInfo: NOTHING,
    recipientInfos: required(recipientInfos).raw,
    innerType: required(innerType).raw,
    contentEncryption: required(contentEncryption).raw,
    ciphertext: required(ciphertext).raw,
    authenticatedAttributes: NOTHING,
    tag: required(tag).raw,
    unauthenticatedAttributes: NOTHING,
  };
}

export function putTogether(parts: SealedParts): Buffer {
  const content = sequence(parts.innerType, parts.contentEncryption, parts.ciphertext);
  const enveloped = sequence(
    parts.version,
    parts.originatorInfo,
    parts.recipientInfos,
    content,
    parts.authenticatedAttributes,
    parts.tag,
    parts.unauthenticatedAttributes,
  );
  return sequence(parts.contentType, contextConstructed(0, enveloped));
}

/** The members of a constructed encoding. */
export function membersOf(encoding: Buffer): Buffer[] {
  return children(readDer(encoding)).map((node) => node.raw);
}

/** The same constructed value with its members changed. */
export function withMembers(encoding: Buffer, change: (members: Buffer[]) => Buffer[]): Buffer {
  const node = readDer(encoding);
  return tlv(node.tag, ...change(children(node).map((member) => member.raw)));
}

/** The same with the member at that place replaced. */
export function replaceMember(encoding: Buffer, index: number, change: (member: Buffer) => Buffer): Buffer {
  return withMembers(encoding, (members) => members.map((member, at) => (at === index ? change(member) : member)));
}

/** AES-GCM parameters and their algorithm. */
export function gcmAlgorithm(cipher: string, nonce: Buffer, tagBytes: number | undefined): Buffer {
  const parameters = sequence(tlv(0x04, nonce), tagBytes === undefined ? NOTHING : integer(tagBytes));
  return sequence(objectIdentifier(cipher), parameters);
}

function at(nodes: DerNode[], index: number): DerNode {
  return required(nodes[index]);
}

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new TypeError('a part of the sealed message is missing');
  return value;
}

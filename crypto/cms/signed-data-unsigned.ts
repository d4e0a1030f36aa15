import { children, type DerNode, readDer } from '../der/reader.ts';
import { contextConstructed, sortEncodings, tlv } from '../der/writer.ts';
import { CryptoError } from '../error.ts';
import { parseSignedData, type SignedDataLimits } from './signed-data.ts';

const UNSIGNED_ATTRIBUTES = 0xa1;

/**
 * Adds one encoded attribute to the unsigned ones of a SignedData. Every other octet of the input stays, in its order; only
 * the lengths of the containers around the attribute change.
 *
 * @throws CryptoError what `parseSignedData` throws; `attribute-duplicate` when the very same attribute is there already
 */
export function addUnsignedAttribute(der: Buffer, encodedAttribute: Buffer, limits: SignedDataLimits = {}): Buffer {
  parseSignedData(der, limits);
  // The path below is what parseSignedData has just found: ContentInfo, [0], SignedData, signerInfos, SignerInfo.
  const root = readDer(der, { maximumBytes: der.length });
  return replaceLast(root, (explicit) =>
    replaceLast(explicit, (signedData) =>
      replaceLast(signedData, (signerInfos) => replaceLast(signerInfos, (signerInfo) => withAttribute(signerInfo, encodedAttribute))),
    ),
  );
}

function withAttribute(signerInfo: DerNode, encodedAttribute: Buffer): Buffer {
  const members = children(signerInfo);
  const last = members[members.length - 1];
  const existing = last?.tag === UNSIGNED_ATTRIBUTES ? children(last).map((member) => member.raw) : [];
  if (existing.some((attribute) => attribute.equals(encodedAttribute))) {
    throw new CryptoError('attribute-duplicate', 'the unsigned attribute is there already');
  }
  const kept = members.filter((member) => member.tag !== UNSIGNED_ATTRIBUTES).map((member) => member.raw);
  return tlv(signerInfo.tag, ...kept, contextConstructed(1, ...sortEncodings([...existing, encodedAttribute])));
}

/** The same value with its last member replaced. */
function replaceLast(node: DerNode, replace: (member: DerNode) => Buffer): Buffer {
  const members = children(node);
  const last = members[members.length - 1];
  if (last === undefined) throw new CryptoError('signed-data-malformed', 'an empty container');
  return tlv(node.tag, ...members.slice(0, -1).map((member) => member.raw), replace(last));
}

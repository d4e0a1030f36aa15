import { createHash } from 'node:crypto';
import { LONG_TERM_LIMITS, parseSignedData, type SignedData } from '../cms/signed-data.ts';
import { attribute } from '../cms/signed-data-attributes.ts';
import { addUnsignedAttribute } from '../cms/signed-data-unsigned.ts';
import { OID } from '../der/object-identifiers.ts';
import { children, DerCursor, readDer } from '../der/reader.ts';
import { objectIdentifier } from '../der/writer.ts';
import { CryptoError } from '../error.ts';
import { type DigestAlgorithm, digestByName } from '../suites.ts';
import { parseTimestampToken } from '../tsp/token.ts';
import { buildHashIndex, hashIndexOf } from './hash-index.ts';
import type { DetachedContent } from './sign.ts';

/**
 * What an archive-time-stamp-v3 covers (EN 319 122-1 clause 5.5.3), under its digest: type of the content, digest of the content,
 * the fields of SignerInfo that existed when it was signed, as they stand and in their order, and the hash index.
 *
 * @throws CryptoError `content-digest-length` when only a digest of another kind is known of the content
 */
export function archiveImprint(signedData: SignedData, content: DetachedContent, hashIndex: Buffer, digest: DigestAlgorithm): Buffer {
  return createHash(digest)
    .update(objectIdentifier(signedData.contentType))
    .update(contentDigest(content, digest))
    .update(Buffer.concat(signedFields(signedData.der)))
    .update(hashIndex)
    .digest();
}

function contentDigest(content: DetachedContent, digest: DigestAlgorithm): Buffer {
  if ('content' in content) return createHash(digest).update(content.content).digest();
  if (content.contentDigest.length === digestByName(digest).bytes) return content.contentDigest;
  throw new CryptoError('content-digest-length', `the archive time-stamp needs a ${digest} digest of the content`);
}

/** version, sid, digestAlgorithm, signedAttrs under their `[0]`, signatureAlgorithm and signature. */
function signedFields(der: Buffer): Buffer[] {
  const contentInfo = new DerCursor(readDer(der, { maximumBytes: der.length }), 'ContentInfo');
  contentInfo.any('contentType');
  const explicit = new DerCursor(contentInfo.any('content'), 'content');
  const signerInfos = children(explicit.any('SignedData')).at(-1);
  const signerInfo = signerInfos === undefined ? undefined : children(signerInfos)[0];
  const members = signerInfo === undefined ? [] : children(signerInfo);
  return members.filter(({ tag }) => tag !== 0xa1).map(({ raw }) => raw);
}

/**
 * Adds an archive-time-stamp-v3, which makes B-LTA of B-LT, or renews one: the new one covers all that stands in the signature, earlier
 * archive time-stamps included. Validation data for what is there must have been added before (`addValidationData`).
 *
 * `timestamp` gets the imprint to be stamped and gives a token over it; the hash index is put into that token.
 *
 * @throws CryptoError `timestamp-imprint-mismatch` for a token over something else; what the parsers and `timestamp` throw
 */
export async function addArchiveTimestamp(
  options: { der: Buffer; digest?: DigestAlgorithm; timestamp: (imprint: Buffer) => Promise<Buffer> } & DetachedContent,
): Promise<Buffer> {
  const { der, digest = 'sha256', timestamp } = options;
  const signedData = parseSignedData(der, LONG_TERM_LIMITS);
  const hashIndex = buildHashIndex(signedData, digest);
  const imprint = archiveImprint(signedData, options, hashIndex, digest);
  const token = await timestamp(imprint);
  if (!parseTimestampToken(token, LONG_TERM_LIMITS).imprint.equals(imprint)) {
    throw new CryptoError('timestamp-imprint-mismatch', 'the archive time-stamp is over something else');
  }
  const indexed = addUnsignedAttribute(token, attribute(OID.aaATSHashIndexV3, hashIndex), LONG_TERM_LIMITS);
  return addUnsignedAttribute(der, attribute(OID.aaArchiveTimeStampV3, indexed), LONG_TERM_LIMITS);
}

/**
 * The imprint that an archive time-stamp token found in a signature has to have.
 *
 * @throws CryptoError `archive-hash-index-missing`, `archive-hash-index-malformed`, `archive-hash-index-mismatch` when index and imprint
 * use different digests
 */
export function expectedArchiveImprint(
  token: SignedData,
  signedData: SignedData,
  content: DetachedContent,
  digest: DigestAlgorithm,
): Buffer {
  const index = hashIndexOf(token);
  if (index.digest !== digest) throw new CryptoError('archive-hash-index-mismatch', 'hash index and imprint use different digests');
  return archiveImprint(signedData, content, index.raw, digest);
}

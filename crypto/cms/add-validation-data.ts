import { children, DerCursor, type DerNode, readDer, smallIntegerOf } from '../der/reader.ts';
import { contextConstructed, integer, sequence, sortEncodings, tlv } from '../der/writer.ts';
import type { ValidationData } from '../validation/validation-data.ts';
import { isOtherRevocationValue, ocspRevocationValue, valuesOfKind } from './revocation-values.ts';
import { LONG_TERM_LIMITS, parseSignedData, type SignedData } from './signed-data.ts';

const TAG = { integer: 0x02, objectIdentifier: 0x06, certificates: 0xa0, revocation: 0xa1 } as const;
/** RFC 5652 section 5.1: with revocation information of another format than a list. */
const VERSION_WITH_OTHER_FORMATS = 5;

/**
 * Adds validation data to the certificates and crls of a SignedData, a signature's or a time-stamp token's, where B-LT keeps it
 * (EN 319 122-1 clause 5.4 and 6.3): lists as they are, OCSP responses as id-ri-ocsp-response. What is there already is not added
 * again. Every octet that is signed or stamped stays as it is; the version becomes 5 where the standard asks for it.
 *
 * @throws CryptoError what `parseSignedData` throws, also when there is too much to be read again
 */
export function addValidationData(der: Buffer, data: ValidationData): Buffer {
  if (holds(parseSignedData(der, LONG_TERM_LIMITS), data)) return der;
  const contentInfo = new DerCursor(readDer(der, { maximumBytes: der.length }), 'ContentInfo');
  const type = contentInfo.next(TAG.objectIdentifier, 'contentType');
  const explicit = new DerCursor(contentInfo.next(0xa0, 'content'), 'content');
  const augmented = sequence(type.raw, contextConstructed(0, augmentedSignedData(explicit.any('SignedData'), data)));
  parseSignedData(augmented, LONG_TERM_LIMITS);
  return augmented;
}

/** Whether all of it is there already; then also a version that others wrote wrongly stays as it is. */
function holds({ certificates, revocation }: SignedData, data: ValidationData): boolean {
  const includes = (there: readonly Buffer[], values: readonly Buffer[]) =>
    values.every((value) => there.some((known) => known.equals(value)));
  return (
    includes(certificates, data.certificates) &&
    includes(valuesOfKind(revocation, 'list'), data.revocationLists) &&
    includes(valuesOfKind(revocation, 'ocsp'), data.ocspResponses)
  );
}

function augmentedSignedData(node: DerNode, data: ValidationData): Buffer {
  const cursor = new DerCursor(node, 'SignedData');
  const version = smallIntegerOf(cursor.next(TAG.integer, 'version'));
  const digestAlgorithms = cursor.any('digestAlgorithms');
  const content = cursor.any('encapContentInfo');
  const certificates = joined(cursor.optional(TAG.certificates), data.certificates);
  const responses = data.ocspResponses.map(ocspRevocationValue);
  const revocation = joined(cursor.optional(TAG.revocation), [...data.revocationLists, ...responses]);
  const signerInfos = cursor.any('signerInfos');
  return sequence(
    integer(revocation.some(isOtherRevocationValue) ? VERSION_WITH_OTHER_FORMATS : version),
    digestAlgorithms.raw,
    content.raw,
    ...(certificates.length === 0 ? [] : [tlv(TAG.certificates, ...certificates)]),
    ...(revocation.length === 0 ? [] : [tlv(TAG.revocation, ...revocation)]),
    signerInfos.raw,
  );
}

/** What is there and what is new, in DER order; the order of a writer who did not sort is kept, and the new follows. */
function joined(existing: DerNode | undefined, added: readonly Buffer[]): Buffer[] {
  const there = existing === undefined ? [] : children(existing).map(({ raw }) => raw);
  const news: Buffer[] = [];
  for (const value of added) if (![...there, ...news].some((known) => known.equals(value))) news.push(value);
  const isSorted = sortEncodings(there).every((value, index) => value === there[index]);
  return isSorted ? sortEncodings([...there, ...news]) : [...there, ...sortEncodings(news)];
}

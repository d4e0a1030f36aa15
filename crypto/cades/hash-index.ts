import { createHash } from 'node:crypto';
import type { SignedData } from '../cms/signed-data.ts';
import { digestIdentifier, digestOfIdentifier, readAlgorithmIdentifier } from '../cms/signed-data-algorithms.ts';
import { singleValue } from '../cms/signed-data-attributes.ts';
import { OID } from '../der/object-identifiers.ts';
import { children, type DerNode, sequenceCursor } from '../der/reader.ts';
import { objectIdentifier, octetString, sequence } from '../der/writer.ts';
import { CryptoError } from '../error.ts';
import { type DigestAlgorithm, digestByName } from '../suites.ts';

/** ATSHashIndexV3 (EN 319 122-1 clause 5.5.2): the digests of what an archive time-stamp covers beside the signature itself. */
export interface HashIndex {
  /** The value as it stands: part of the imprint. */
  readonly raw: Buffer;
  readonly digest: DigestAlgorithm;
  readonly certificates: readonly Buffer[];
  readonly revocationValues: readonly Buffer[];
  readonly unsignedValues: readonly Buffer[];
}

/** One member of a SignedData that a hash index can name, with the octets that are digested for it. */
export interface IndexedMember {
  readonly kind: 'certificate' | 'revocation' | 'unsigned';
  /** Dotted type of the attribute, for unsigned values. */
  readonly type?: string;
  /** The certificate, the RevocationInfoChoice, or the attribute value. */
  readonly value: Buffer;
  readonly digested: Buffer;
}

const MAXIMUM_ENTRIES = 1024;

/** Everything of a SignedData that a hash index made now has to name, in the order of the encoding. */
export function indexedMembers({ certificates, revocation, signerInfo }: SignedData): IndexedMember[] {
  const unsigned = [...signerInfo.unsignedAttributes].flatMap(([type, values]) =>
    values.map(({ raw }): IndexedMember => {
      // Type and one value, both with tag and length: one entry for each value of an attribute.
      return { kind: 'unsigned', type, value: raw, digested: Buffer.concat([objectIdentifier(type), raw]) };
    }),
  );
  return [
    ...certificates.map((value): IndexedMember => ({ kind: 'certificate', value, digested: value })),
    ...revocation.map(({ raw }): IndexedMember => ({ kind: 'revocation', value: raw, digested: raw })),
    ...unsigned,
  ];
}

/** The encoded ATSHashIndexV3 over everything that stands in the SignedData now. */
export function buildHashIndex(signedData: SignedData, digest: DigestAlgorithm): Buffer {
  const members = indexedMembers(signedData);
  const digestsOf = (kind: IndexedMember['kind']): Buffer =>
    sequence(
      ...members.filter((member) => member.kind === kind).map((member) => octetString(createHash(digest).update(member.digested).digest())),
    );
  return sequence(digestIdentifier(digest), digestsOf('certificate'), digestsOf('revocation'), digestsOf('unsigned'));
}

/**
 * The hash index of an archive time-stamp token, from the unsigned attributes of the token itself.
 *
 * @throws CryptoError `archive-hash-index-missing`, `archive-hash-index-malformed`
 */
export function hashIndexOf(token: SignedData): HashIndex {
  const { unsignedAttributes } = token.signerInfo;
  if (!unsignedAttributes.has(OID.aaATSHashIndexV3)) {
    throw new CryptoError('archive-hash-index-missing', 'the archive time-stamp does not say what it covers');
  }
  try {
    const value = singleValue(unsignedAttributes, OID.aaATSHashIndexV3);
    if (value === undefined) throw new CryptoError('attribute-missing', 'no value');
    return readHashIndex(value);
  } catch (cause) {
    if (!(cause instanceof CryptoError)) throw cause;
    throw new CryptoError('archive-hash-index-malformed', 'the hash index of an archive time-stamp cannot be read', { cause });
  }
}

function readHashIndex(node: DerNode): HashIndex {
  const cursor = sequenceCursor(node, 'ATSHashIndexV3');
  const algorithm = digestOfIdentifier(readAlgorithmIdentifier(cursor.next(0x30, 'hashIndAlgorithm')));
  const [certificates, revocationValues, unsignedValues] = ['certificates', 'crls', 'unsignedAttrValues'].map((name) =>
    readDigests(cursor.next(0x30, `${name}HashIndex`), digestByName(algorithm.name).bytes),
  );
  cursor.end();
  return {
    raw: node.raw,
    digest: algorithm.name,
    certificates: certificates ?? [],
    revocationValues: revocationValues ?? [],
    unsignedValues: unsignedValues ?? [],
  };
}

function readDigests(node: DerNode, length: number): Buffer[] {
  const members = children(node);
  if (members.length > MAXIMUM_ENTRIES) throw new CryptoError('der-too-large', `${members.length} digests in a hash index`);
  return members.map(({ tag, content }) => {
    if (tag !== 0x04 || content.length !== length) throw new CryptoError('der-value-invalid', 'a digest of the wrong form or length');
    return content;
  });
}

/**
 * The members that the index names. What came later is not named and not covered; what is named and no longer there, or has changed,
 * breaks the time-stamp (EN 319 122-1 clause 5.5.2).
 *
 * @throws CryptoError `archive-hash-index-mismatch`
 */
export function coveredMembers(index: HashIndex, signedData: SignedData): IndexedMember[] {
  const members = indexedMembers(signedData);
  const named: Readonly<Record<IndexedMember['kind'], readonly Buffer[]>> = {
    certificate: index.certificates,
    revocation: index.revocationValues,
    unsigned: index.unsignedValues,
  };
  const covered = members.filter(({ kind, digested }) => {
    const digest = createHash(index.digest).update(digested).digest();
    return named[kind].some((entry) => entry.equals(digest));
  });
  const found = new Set(covered.map(({ kind, digested }) => `${kind} ${createHash(index.digest).update(digested).digest('base64')}`));
  for (const [kind, digests] of Object.entries(named)) {
    if (!digests.every((digest) => found.has(`${kind} ${digest.toString('base64')}`))) {
      throw new CryptoError('archive-hash-index-mismatch', `an archive time-stamp covers a ${kind} value that is not there any more`);
    }
  }
  return covered;
}

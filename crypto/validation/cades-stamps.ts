import { createHash } from 'node:crypto';
import { expectedArchiveImprint } from '../cades/archive-timestamp.ts';
import { coveredMembers, hashIndexOf, type IndexedMember } from '../cades/hash-index.ts';
import type { DetachedContent } from '../cades/sign.ts';
import type { CadesSignature } from '../cades/verify.ts';
import { LONG_TERM_LIMITS, type SignedData } from '../cms/signed-data.ts';
import { OID } from '../der/object-identifiers.ts';
import { CryptoError } from '../error.ts';
import { parseTimestampToken, type TimestampToken } from '../tsp/token.ts';
import { dataOfTokens, objectsOf } from './carried-data.ts';
import type { Stamp } from './judge-timestamp.ts';

/** Attribute types whose values are time-stamp tokens. */
const TOKEN_ATTRIBUTES: readonly (string | undefined)[] = [OID.aaSignatureTimeStampToken, OID.aaArchiveTimeStampV3];

/** The time-stamps inside a CAdES signature: those over its value, then the archive time-stamps from the oldest to the youngest. */
export function cadesStamps(cades: CadesSignature, content: DetachedContent): Stamp[] {
  const archives = (cades.signedData.signerInfo.unsignedAttributes.get(OID.aaArchiveTimeStampV3) ?? []).map(({ raw }) => raw);
  const dated = archives.map((token) => ({ token, time: generationTimeOf(token) })).sort((left, right) => left.time - right.time);
  return [
    ...cades.timestampTokens.map((token) => signatureStamp(token, cades)),
    ...dated.map(({ token }) => archiveStamp(token, cades, content)),
  ];
}

/** Tokens that cannot be read stand outermost, where they prove nothing. */
function generationTimeOf(token: Buffer): number {
  return readable(() => parseTimestampToken(token, LONG_TERM_LIMITS))?.generationTime.getTime() ?? Number.POSITIVE_INFINITY;
}

function signatureStamp(token: Buffer, { signatureValue, certificate }: CadesSignature): Stamp {
  return {
    kind: 'signature',
    token,
    imprint: (digest) => createHash(digest).update(signatureValue).digest(),
    // The signed reference to the certificate is under the signature, and so is its existence.
    covers: [signatureValue, certificate.der],
  };
}

function archiveStamp(token: Buffer, cades: CadesSignature, content: DetachedContent): Stamp {
  const { signedData, signatureValue, certificate } = cades;
  const parsed = readable(() => parseTimestampToken(token, LONG_TERM_LIMITS));
  const covered = parsed === undefined ? undefined : readable(() => coveredMembers(hashIndexOf(parsed.signedData), signedData));
  return {
    kind: 'archive',
    token,
    imprint: (digest) => {
      const stamp = (parsed ?? parseTimestampToken(token, LONG_TERM_LIMITS)).signedData;
      coveredMembers(hashIndexOf(stamp), signedData);
      return expectedArchiveImprint(stamp, signedData, content, digest);
    },
    covers: covered === undefined ? [] : [signatureValue, certificate.der, ...covered.flatMap((member) => objectsIn(member, signedData))],
  };
}

/** The objects that are proven with one covered member: the value itself, and what stands inside it. */
function objectsIn({ kind, type, value }: IndexedMember, { revocation }: SignedData): Buffer[] {
  if (kind === 'revocation') return revocation.filter(({ raw }) => raw.equals(value)).map(({ der }) => der);
  return TOKEN_ATTRIBUTES.includes(type) ? [value, ...objectsOf(dataOfTokens([value]))] : [value];
}

function readable<T extends TimestampToken | IndexedMember[]>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof CryptoError) return undefined;
    throw error;
  }
}

import { LONG_TERM_LIMITS, parseSignedData } from '../../../crypto/cms/signed-data.ts';
import { OID } from '../../../crypto/der/object-identifiers.ts';
import { parseTimestampToken } from '../../../crypto/tsp/token.ts';
import { parseCertificate } from '../../../crypto/x509/certificate.ts';
import { parseRevocationList } from '../../../crypto/x509/revocation-list.ts';

/** The part of a signature and the octet of it to be changed, counted from the start of the signature. */
export type Position = readonly [part: string, at: number];

/** An octet of each part of a CMS signature that matters by itself; the parts that a lower level lacks are left out. */
export function positionsInSignature(der: Buffer): Position[] {
  const { certificates, revocation, signerInfo } = parseSignedData(der, LONG_TERM_LIMITS);
  const positions: Position[] = [['signature-value', lastOctet(der, signerInfo.signature)]];
  const digest = signerInfo.signedAttributes.get(OID.messageDigest)?.[0];
  if (digest !== undefined) positions.push(['signed-attributes', lastOctet(der, digest.content)]);
  const { identifier } = signerInfo;
  const certificate = certificates.find(
    (candidate) => 'serialDer' in identifier && parseCertificate(candidate).serialDer.equals(identifier.serialDer),
  );
  if (certificate !== undefined) positions.push(['certificate', lastOctet(der, certificate)]);
  const list = revocation.find((value) => value.kind === 'list' && isOfIssuingAuthority(value.der));
  if (list !== undefined) positions.push(['revocation-list', lastOctet(der, list.der)]);
  const [token] = signerInfo.unsignedAttributes.get(OID.aaSignatureTimeStampToken) ?? [];
  if (token !== undefined)
    positions.push(...positionsInToken(token.raw, 'token').map(([part, at]): Position => [part, der.indexOf(token.raw) + at]));
  const [archive] = signerInfo.unsignedAttributes.get(OID.aaArchiveTimeStampV3) ?? [];
  if (archive !== undefined) {
    positions.push(...positionsInToken(archive.raw, 'archive').map(([part, at]): Position => [part, der.indexOf(archive.raw) + at]));
  }
  return positions;
}

/** What a time-stamp token says was stamped, and the signature over that. */
export function positionsInToken(token: Buffer, name: 'token' | 'archive'): Position[] {
  const { imprint, signedData } = parseTimestampToken(token);
  return [
    [`${name}-imprint`, lastOctet(token, imprint)],
    [`${name}-signature`, lastOctet(token, signedData.signerInfo.signature)],
  ];
}

/** The list on which the end certificates depend: which of two comes first in a signature is chance. */
export function isOfIssuingAuthority(list: Buffer): boolean {
  return parseRevocationList(list).issuerDer.includes('issuing authority', 0, 'latin1');
}

/** Where the last octet of `part` is within `bytes`. */
export function lastOctet(bytes: Buffer, part: Buffer): number {
  const at = bytes.lastIndexOf(part);
  if (at < 0) throw new Error('what was to be changed is not in the file');
  return at + part.length - 1;
}

/** The octets with the lowest bit of one of them turned over. */
export function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
  return copy;
}

import { OID } from '../der/object-identifiers.ts';
import { children, DerCursor, type DerNode, objectIdentifierOf } from '../der/reader.ts';
import { contextConstructed, objectIdentifier } from '../der/writer.ts';
import { CryptoError } from '../error.ts';
import { wrapBasicOcspResponse } from '../x509/ocsp-response.ts';

/** The `crls` field of a SignedData (RFC 5652 section 10.2.1). */
export interface RevocationValues {
  /** Every RevocationInfoChoice as it stands, in its order, also of kinds that are not used here. */
  readonly choices: readonly Buffer[];
  /** CertificateLists among them. */
  readonly revocationLists: readonly Buffer[];
  /** Whole OCSPResponses among them; a BasicOCSPResponse that stands alone is wrapped. */
  readonly ocspResponses: readonly Buffer[];
}

const TAG = { objectIdentifier: 0x06, sequence: 0x30, other: 0xa1 } as const;

/**
 * Reads the field, whose tag the caller has checked. Lists and responses themselves are not looked into.
 *
 * @throws CryptoError `signed-data-malformed`, or one of the `der-` codes
 */
export function readRevocationValues(node: DerNode | undefined, maximum: number): RevocationValues {
  const members = node === undefined ? [] : children(node);
  if (members.length > maximum) throw malformed(`${members.length} revocation values, at most ${maximum} are read`);
  const revocationLists: Buffer[] = [];
  const ocspResponses: Buffer[] = [];
  for (const member of members) {
    if (member.tag === TAG.sequence) revocationLists.push(member.raw);
    else if (member.tag === TAG.other) ocspResponses.push(...ocspResponseOf(member));
    else throw malformed('a revocation value is neither a list nor of another named format');
  }
  return { choices: members.map((member) => member.raw), revocationLists, ocspResponses };
}

/** OtherRevocationInfoFormat: id-ri-ocsp-response (RFC 5940) or, as some write, id-pkix-ocsp-basic. Other formats are passed over. */
function ocspResponseOf(node: DerNode): Buffer[] {
  const cursor = new DerCursor(node, 'OtherRevocationInfoFormat');
  const format = objectIdentifierOf(cursor.next(TAG.objectIdentifier, 'otherRevInfoFormat'));
  const value = cursor.any('otherRevInfo');
  cursor.end();
  if (format === OID.riOcspResponse) return [value.raw];
  return format === OID.pkixOcspBasic ? [wrapBasicOcspResponse(value.raw)] : [];
}

/** A RevocationInfoChoice around a whole OCSPResponse (RFC 5940 section 2). */
export function ocspRevocationValue(ocspResponse: Buffer): Buffer {
  return contextConstructed(1, objectIdentifier(OID.riOcspResponse), ocspResponse);
}

/** Whether a RevocationInfoChoice is of another format than a revocation list, which raises the version of the SignedData to 5. */
export function isOtherRevocationValue(choice: Buffer): boolean {
  return choice[0] === TAG.other;
}

function malformed(message: string): CryptoError {
  return new CryptoError('signed-data-malformed', message);
}

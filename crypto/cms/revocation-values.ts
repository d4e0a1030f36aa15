import { OID } from '../der/object-identifiers.ts';
import { children, DerCursor, type DerNode, objectIdentifierOf } from '../der/reader.ts';
import { contextConstructed, objectIdentifier } from '../der/writer.ts';
import { CryptoError } from '../error.ts';
import { wrapBasicOcspResponse } from '../x509/ocsp-response.ts';

/** One RevocationInfoChoice of the `crls` field of a SignedData (RFC 5652 section 10.2.1). */
export interface RevocationValue {
  /** The choice as it stands. */
  readonly raw: Buffer;
  /** `unknown`: another format, which is kept and not used. */
  readonly kind: 'list' | 'ocsp' | 'unknown';
  /** The CertificateList or the whole OCSPResponse; a BasicOCSPResponse that stands alone is wrapped. Empty when unknown. */
  readonly der: Buffer;
}

const TAG = { objectIdentifier: 0x06, sequence: 0x30, other: 0xa1 } as const;

/**
 * Reads the field, whose tag the caller has checked. Lists and responses themselves are not looked into.
 *
 * @throws CryptoError `signed-data-malformed`, or one of the `der-` codes
 */
export function readRevocationValues(node: DerNode | undefined, maximum: number): RevocationValue[] {
  const members = node === undefined ? [] : children(node);
  if (members.length > maximum) throw malformed(`${members.length} revocation values, at most ${maximum} are read`);
  return members.map((member) => {
    if (member.tag === TAG.sequence) return { raw: member.raw, kind: 'list', der: member.raw };
    if (member.tag === TAG.other) return { raw: member.raw, ...otherValue(member) };
    throw malformed('a revocation value is neither a list nor of another named format');
  });
}

/** OtherRevocationInfoFormat: id-ri-ocsp-response (RFC 5940) or, as some write, id-pkix-ocsp-basic. */
function otherValue(node: DerNode): Pick<RevocationValue, 'kind' | 'der'> {
  const cursor = new DerCursor(node, 'OtherRevocationInfoFormat');
  const format = objectIdentifierOf(cursor.next(TAG.objectIdentifier, 'otherRevInfoFormat'));
  const value = cursor.any('otherRevInfo');
  cursor.end();
  if (format === OID.riOcspResponse) return { kind: 'ocsp', der: value.raw };
  return format === OID.pkixOcspBasic ? { kind: 'ocsp', der: wrapBasicOcspResponse(value.raw) } : { kind: 'unknown', der: Buffer.alloc(0) };
}

/** Values of one kind. */
export function valuesOfKind(values: readonly RevocationValue[], kind: RevocationValue['kind']): Buffer[] {
  return values.filter((value) => value.kind === kind).map(({ der }) => der);
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

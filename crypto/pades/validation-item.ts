import { prefixLength } from '../der/reader.ts';
import { CryptoError } from '../error.ts';
import type { ValidationData } from '../validation/validation-data.ts';
import { MAXIMUM_REVOCATION_LIST_LENGTH } from '../x509/revocation-list.ts';

export type ValidationItemKind = keyof ValidationData;

interface ItemForm {
  /** The list of the document security store, and the one of an entry of `/VRI` (ISO 32000-2 tables 261 and 262). */
  readonly list: string;
  readonly entry: string;
  /** Octets of one item. */
  readonly maximumLength: number;
  /** Tags of the members of its outermost SEQUENCE. */
  readonly members: readonly number[];
}

const [SEQUENCE, BIT_STRING, ENUMERATED, RESPONSE_BYTES] = [0x30, 0x03, 0x0a, 0xa0];

export const ITEM_FORMS: Readonly<Record<ValidationItemKind, ItemForm>> = {
  certificates: { list: 'Certs', entry: 'Cert', maximumLength: 64 * 1024, members: [SEQUENCE, SEQUENCE, BIT_STRING] },
  ocspResponses: { list: 'OCSPs', entry: 'OCSP', maximumLength: 1024 * 1024, members: [ENUMERATED, RESPONSE_BYTES] },
  revocationLists: {
    list: 'CRLs',
    entry: 'CRL',
    maximumLength: MAXIMUM_REVOCATION_LIST_LENGTH,
    members: [SEQUENCE, SEQUENCE, BIT_STRING],
  },
};

export const ITEM_KINDS = Object.keys(ITEM_FORMS) as readonly ValidationItemKind[];

/**
 * Refuses what is not one DER value with the outermost members of its kind: the place for proof is no place to hide other things. Whether
 * a certificate or a list is any good is for whoever uses it.
 *
 * @throws CryptoError `pades-validation-data-invalid`, `pades-validation-data-too-large`
 */
export function requireItemForm(kind: ValidationItemKind, der: Buffer): void {
  const { maximumLength, members } = ITEM_FORMS[kind];
  if (der.length > maximumLength) {
    throw new CryptoError('pades-validation-data-too-large', `${der.length} octets among the ${kind}, at most ${maximumLength} are read`);
  }
  if (memberTags(der, members.length)?.join() !== members.join()) {
    throw new CryptoError('pades-validation-data-invalid', `something among the ${kind} is none`);
  }
}

/** @throws CryptoError `pades-validation-data-invalid` for anything but one DER SEQUENCE */
export function requireSequence(der: Buffer, what: string): void {
  if (sequenceContent(der) === undefined) throw new CryptoError('pades-validation-data-invalid', `${what} is none`);
}

/** Tags of the members of the one SEQUENCE that fills the input; undefined when it does not, or has more of them than `most`. */
function memberTags(der: Buffer, most: number): number[] | undefined {
  const tags: number[] = [];
  let rest = sequenceContent(der);
  while (rest !== undefined && rest.length > 0) {
    if (tags.length === most) return undefined;
    tags.push(rest[0] ?? 0);
    rest = valueAt(rest)?.after;
  }
  return rest === undefined ? undefined : tags;
}

function sequenceContent(der: Buffer): Buffer | undefined {
  const value = der[0] === SEQUENCE ? valueAt(der) : undefined;
  return value?.after.length === 0 ? value.content : undefined;
}

/** The DER value at the start and what follows it. */
function valueAt(bytes: Buffer): { content: Buffer; after: Buffer } | undefined {
  try {
    const prefix = prefixLength(bytes);
    if (prefix === undefined) return undefined;
    const end = prefix.headerLength + prefix.contentLength;
    return end > bytes.length ? undefined : { content: bytes.subarray(prefix.headerLength, end), after: bytes.subarray(end) };
  } catch (error) {
    if (error instanceof CryptoError) return undefined;
    throw error;
  }
}

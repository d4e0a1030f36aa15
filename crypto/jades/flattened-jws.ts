import { CryptoError } from '../error.ts';
import { parseStrictJsonObject } from '../json/parse-strict-json.ts';
import { decodeBase64url } from './base64url.ts';

/** A JSON web signature in the flattened JSON serialisation (RFC 7515 section 7.2.2), as JAdES uses it. */
export interface FlattenedJws {
  /** Signed content, base64url. */
  readonly payload: string;
  /** Protected header, base64url. */
  readonly protected: string;
  /** Signature value, base64url. */
  readonly signature: string;
  /** Unprotected header: nothing but the unsigned properties of JAdES (TS 119 182-1 section 5.3), each base64url. */
  readonly header?: { readonly etsiU: readonly string[] };
}

/** Longest serialised JWS read, in octets: a header with four certificates, a receipt and eight time-stamp tokens fit. */
export const MAXIMUM_JWS_LENGTH = 256 * 1024;

/** More unsigned properties than anybody has reason to add. */
export const MAXIMUM_UNSIGNED_PROPERTIES = 16;

const MEMBERS = ['payload', 'protected', 'signature'] as const;

/**
 * Reads a flattened JWS: strict JSON whose members are exactly `payload`, `protected`, `signature` and, when there are unsigned
 * properties, `header` with `etsiU` alone. Nothing is verified.
 *
 * @throws CryptoError `jws-too-large`, `jws-structure`, `jws-encoding`, or the code of the strict JSON reader
 */
export function parseJws(bytes: Buffer): FlattenedJws {
  if (bytes.length > MAXIMUM_JWS_LENGTH)
    throw new CryptoError('jws-too-large', `JWS of ${bytes.length} octets, at most ${MAXIMUM_JWS_LENGTH} are read`);
  const jws: unknown = parseStrictJsonObject(bytes, { maximumBytes: MAXIMUM_JWS_LENGTH, maximumDepth: 8 });
  checkStructure(jws);
  return jws;
}

/**
 * Checks that an object has the form `parseJws` returns: for a JWS that came by another way, such as a member of a larger message.
 *
 * @throws CryptoError `jws-structure`, `jws-too-large`
 */
export function checkStructure(value: unknown): asserts value is FlattenedJws {
  if (value === null || typeof value !== 'object') throw structure('not an object');
  const members = value as Record<string, unknown>;
  let length = 0;
  for (const name of MEMBERS) {
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    if (typeof member !== 'string') throw structure(`${name} is missing or not a string`);
    length += member.length;
  }
  if (length > MAXIMUM_JWS_LENGTH) throw new CryptoError('jws-too-large', `JWS of more than ${MAXIMUM_JWS_LENGTH} octets`);
  const names = Object.keys(members);
  const hasHeader = names.includes('header');
  if (names.length !== (hasHeader ? 4 : 3)) throw structure('members other than payload, protected, signature and header');
  if (hasHeader) checkUnprotectedHeader(members.header);
}

function checkUnprotectedHeader(header: unknown): void {
  if (header === null || typeof header !== 'object' || Object.keys(header).join() !== 'etsiU') throw structure('header is not etsiU alone');
  const { etsiU } = header as { etsiU: unknown };
  if (!Array.isArray(etsiU) || etsiU.length === 0) throw structure('etsiU is not a list with entries');
  if (etsiU.length > MAXIMUM_UNSIGNED_PROPERTIES) throw structure(`more than ${MAXIMUM_UNSIGNED_PROPERTIES} unsigned properties`);
  if (!etsiU.every((entry) => typeof entry === 'string')) throw structure('an entry of etsiU is not a string');
}

/** The one way we write a JWS: members in fixed order, no white space. `parseJws` reads it back unchanged. */
export function serializeJws(jws: FlattenedJws): Buffer {
  const members = { payload: jws.payload, protected: jws.protected, signature: jws.signature };
  return Buffer.from(JSON.stringify(jws.header === undefined ? members : { ...members, header: { etsiU: jws.header.etsiU } }), 'utf8');
}

/** The octets that are signed: ASCII(protected "." payload) (RFC 7515 section 5.1). */
export function signingInput(jws: Pick<FlattenedJws, 'protected' | 'payload'>): Buffer {
  // latin1 takes one octet of each character; both parts were checked to be base64url, so it equals ASCII and is the faster copy.
  return Buffer.from(`${jws.protected}.${jws.payload}`, 'latin1');
}

/** The signed content, decoded but not verified. */
export function payloadOf(jws: FlattenedJws): Buffer {
  return decodeBase64url(jws.payload, 'payload');
}

function structure(message: string): CryptoError {
  return new CryptoError('jws-structure', `flattened JWS: ${message}`);
}

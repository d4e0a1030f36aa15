import { createHash } from 'node:crypto';
import { CryptoError } from '../error.ts';
import { type JsonObject, type JsonValue, parseStrictJsonObject } from '../json/parse-strict-json.ts';
import { decodeBase64, decodeBase64url } from './base64url.ts';
import { type FlattenedJws, MAXIMUM_UNSIGNED_PROPERTIES } from './flattened-jws.ts';

const MAXIMUM_PROPERTY_LENGTH = 64 * 1024;

/**
 * What a signature time-stamp covers: SHA-256 of the ASCII characters of the base64url signature, not of the signature's octets
 * (TS 119 182-1 section 5.3.4).
 */
export function signatureTimestampImprint(jws: FlattenedJws): Buffer {
  return createHash('sha256').update(jws.signature, 'utf8').digest();
}

/**
 * The time-stamp tokens (DER) in the unsigned header, in order. Nothing else may stand there: unsigned properties that nobody checks
 * would be room for anybody's text.
 *
 * @throws CryptoError `jades-unsigned-property`, `jws-encoding`, or the code of the strict JSON reader
 */
export function readSignatureTimestamps(jws: FlattenedJws): Buffer[] {
  if (jws.header === undefined) return [];
  return jws.header.etsiU.map((entry) => {
    const bytes = decodeBase64url(entry, 'an unsigned property');
    const property = parseStrictJsonObject(bytes, { maximumBytes: MAXIMUM_PROPERTY_LENGTH, maximumDepth: 5 });
    // Exact members: "canonAlg" is forbidden in sigTst, and each sigTst has one token.
    const stamp = onlyMember(property, 'sigTst');
    const tokens = onlyMember(stamp, 'tstTokens');
    if (!Array.isArray(tokens) || tokens.length !== 1) throw unsigned('a sigTst does not have exactly one token');
    const value = onlyMember(tokens[0], 'val');
    if (typeof value !== 'string' || value === '') throw unsigned('a token is not a string');
    return decodeBase64(value, 'a time-stamp token');
  });
}

function onlyMember(value: JsonValue | undefined, name: string): JsonValue | undefined {
  const isObject = value !== null && typeof value === 'object' && !Array.isArray(value);
  if (!isObject || Object.keys(value).join() !== name) throw unsigned(`expected ${name} alone`);
  return (value as JsonObject)[name];
}

/** The signature with these unsigned properties, each once; throws `jades-unsigned-property` when they are too many. */
export function withUnsignedProperties(jws: FlattenedJws, properties: readonly string[]): FlattenedJws {
  const distinct = [...new Set(properties)];
  if (distinct.length > MAXIMUM_UNSIGNED_PROPERTIES) throw unsigned(`more than ${MAXIMUM_UNSIGNED_PROPERTIES} time-stamps`);
  const { payload, protected: header, signature } = jws;
  return { payload, protected: header, signature, ...(distinct.length === 0 ? {} : { header: { etsiU: distinct } }) };
}

function unsigned(message: string): CryptoError {
  return new CryptoError('jades-unsigned-property', message);
}

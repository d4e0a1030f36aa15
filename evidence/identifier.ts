import { EvidenceError } from './error.ts';

/**
 * Identifiers of authorities and relays are URNs in ASCII, such as `urn:valija:authority:xa-central`: a scheme, a colon, and a value
 * without colon. EN 319 522 writes the two apart.
 */
export const PARTY_IDENTIFIER = /^urn:[a-z0-9][a-z0-9-]{0,31}(?::[A-Za-z0-9._-]{1,64}){1,6}$/;
export const IDENTIFIER_SCHEME = /^urn:[a-z0-9][a-z0-9-]{0,31}(?::[A-Za-z0-9._-]{1,64}){0,5}$/;
export const IDENTIFIER_VALUE = /^[A-Za-z0-9._-]{1,64}$/;

/** UUID in lower-case letters (RFC 9562 section 4). */
export const MESSAGE_IDENTIFIER = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
export const EVIDENCE_IDENTIFIER = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** SHA-256 in lower-case hexadecimal, the form of every digest in our own members. */
export const HEXADECIMAL_DIGEST = /^[0-9a-f]{64}$/;

export interface SchemedIdentifier {
  readonly value: string;
  readonly identifierSchemeName: string;
}

/** Takes an identifier apart at its last colon; throws EvidenceError `identifier-malformed`. */
export function splitIdentifier(identifier: string): SchemedIdentifier {
  if (!PARTY_IDENTIFIER.test(identifier)) throw new EvidenceError('identifier-malformed', 'not the identifier of an authority or relay');
  const colon = identifier.lastIndexOf(':');
  return { value: identifier.slice(colon + 1), identifierSchemeName: identifier.slice(0, colon) };
}

/** The opposite of `splitIdentifier`. */
export function joinIdentifier(identifier: SchemedIdentifier): string {
  return `${identifier.identifierSchemeName}:${identifier.value}`;
}

import { valuesOfKind } from '../cms/revocation-values.ts';
import { LONG_TERM_LIMITS, parseSignedData, type SignedData } from '../cms/signed-data.ts';
import { CryptoError } from '../error.ts';
import { mergeData, NO_DATA } from './known-data.ts';
import type { ValidationData } from './validation-data.ts';

/** Certificates and revocation data that stand in a SignedData itself. */
export function dataOf({ certificates, revocation }: SignedData): ValidationData {
  return { certificates, revocationLists: valuesOfKind(revocation, 'list'), ocspResponses: valuesOfKind(revocation, 'ocsp') };
}

/** What time-stamp tokens carry; a token that cannot be read carries nothing, and its own verdict says why. */
export function dataOfTokens(tokens: readonly Buffer[]): ValidationData {
  return mergeData(...tokens.map(dataOfToken));
}

function dataOfToken(token: Buffer): ValidationData {
  try {
    return dataOf(parseSignedData(token, LONG_TERM_LIMITS));
  } catch (error) {
    if (error instanceof CryptoError) return NO_DATA;
    throw error;
  }
}

/** Every value of validation data, as objects that a time-stamp can cover. */
export function objectsOf({ certificates, revocationLists, ocspResponses }: ValidationData): Buffer[] {
  return [...certificates, ...revocationLists, ...ocspResponses];
}

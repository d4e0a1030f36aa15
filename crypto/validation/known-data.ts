import { createHash } from 'node:crypto';
import { CryptoError } from '../error.ts';
import { type Certificate, parseCertificate } from '../x509/certificate.ts';
import { type OcspResponse, parseOcspResponse } from '../x509/ocsp-response.ts';
import { parseRevocationList, type RevocationList } from '../x509/revocation-list.ts';
import type { ValidationData } from './validation-data.ts';

/** Validation data, read. Nothing in it is trusted: path validators check every signature. */
export interface KnownData {
  readonly certificates: readonly Certificate[];
  readonly revocationLists: readonly RevocationList[];
  readonly ocspResponses: readonly OcspResponse[];
}

export const NO_DATA: ValidationData = { certificates: [], revocationLists: [], ocspResponses: [] };

/** The data of several sources, each value once, in the order given. */
export function mergeData(...sources: readonly ValidationData[]): ValidationData {
  return {
    certificates: distinct(sources.flatMap((source) => source.certificates)),
    revocationLists: distinct(sources.flatMap((source) => source.revocationLists)),
    ocspResponses: distinct(sources.flatMap((source) => source.ocspResponses)),
  };
}

function distinct(values: readonly Buffer[]): Buffer[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const key = createHash('sha256').update(value).digest('base64');
    return !seen.has(key) && seen.add(key);
  });
}

/** Reads what can be read. A value that cannot is as good as absent: the path then lacks it, and says so. */
export function readData(data: ValidationData): KnownData {
  return {
    certificates: data.certificates.flatMap((der) => readable(() => parseCertificate(der))),
    revocationLists: data.revocationLists.flatMap((der) => readable(() => parseRevocationList(der))),
    ocspResponses: data.ocspResponses.flatMap((der) => readable(() => parseOcspResponse(der))),
  };
}

function readable<T>(read: () => T): T[] {
  try {
    return [read()];
  } catch (error) {
    if (error instanceof CryptoError) return [];
    throw error;
  }
}

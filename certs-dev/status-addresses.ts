import type { AuthorityName } from './layout.ts';

/** Where the status of the certificates of one authority can be had. */
export interface StatusAddresses {
  /** OCSP, POST and GET. */
  readonly responder: string;
  /** The revocation list, DER. */
  readonly revocationList: string;
  /** The certificate of the authority, DER. */
  readonly issuer: string;
}

/** Paths below the base address of the service: one responder answers for both authorities. */
export const RESPONDER_PATH = '/ocsp';
export const revocationListPath = (issuer: AuthorityName): string => `/crl/${issuer}.crl`;
export const issuerPath = (issuer: AuthorityName): string => `/ca/${issuer}.crt`;

/** Addresses below `base`, an http address without a slash at its end; none without a base. */
export function statusAddresses(base: string | undefined, issuer: AuthorityName): StatusAddresses | undefined {
  if (base === undefined) return undefined;
  return {
    responder: `${base}${RESPONDER_PATH}`,
    revocationList: `${base}${revocationListPath(issuer)}`,
    issuer: `${base}${issuerPath(issuer)}`,
  };
}

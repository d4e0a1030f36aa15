import { readFile } from 'node:fs/promises';
import { DevelopmentPkiError } from './error.ts';
import { writeReplacing } from './files.ts';
import type { AuthorityName } from './layout.ts';

/** A certificate that one of the two authorities issued. */
export interface IssuedCertificate {
  serialHex: string;
  issuer: AuthorityName;
  subject: string;
  notBefore: string;
  notAfter: string;
}

/** Why a certificate was revoked, by the names of RFC 5280 section 5.3.1. */
export type RevocationReason = 'unspecified' | 'keyCompromise' | 'affiliationChanged' | 'superseded' | 'cessationOfOperation';

export interface RevokedCertificate {
  serialHex: string;
  revokedAt: string;
  reason: RevocationReason;
}

/** Everything the two authorities must remember between runs. Times are ISO 8601 in UTC. */
export interface Register {
  version: 1;
  /** Address under which the status of certificates can be had; written into every certificate. */
  statusAddress?: string;
  issued: IssuedCertificate[];
  authorities: Record<AuthorityName, { listNumber: number; revoked: RevokedCertificate[] }>;
}

export function emptyRegister(statusAddress?: string): Register {
  return {
    version: 1,
    ...(statusAddress === undefined ? {} : { statusAddress }),
    issued: [],
    authorities: { root: { listNumber: 0, revoked: [] }, issuing: { listNumber: 0, revoked: [] } },
  };
}

/** @throws DevelopmentPkiError `register-version` when the file was written by another version */
export async function readRegister(path: string): Promise<Register> {
  const register = JSON.parse(await readFile(path, 'utf8')) as Register;
  if (register.version !== 1)
    throw new DevelopmentPkiError('register-version', `${path}: version ${String(register.version)} of the register is not known`);
  return register;
}

export async function writeRegister(path: string, register: Register): Promise<void> {
  await writeReplacing(path, `${JSON.stringify(register, null, 2)}\n`, 0o600);
}

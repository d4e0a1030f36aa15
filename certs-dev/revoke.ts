import { join } from 'node:path';
import { DevelopmentPkiError } from './error.ts';
import { toPem, writeReplacing } from './files.ts';
import { issueRevocationList, readAuthority } from './issue.ts';
import { type AuthorityName, developmentPkiPaths } from './layout.ts';
import { type RevocationReason, readRegister, writeRegister } from './register.ts';

const DAY = 24 * 60 * 60 * 1000;
const REVOCATION_LIST_DAYS = 30;

interface PublishOptions {
  directory: string;
  now: Date;
  /** Days until the lists become stale; default 30. */
  revocationListDays?: number;
}

/** Signs and writes new revocation lists of both authorities, DER and PEM, with the next number. */
export async function publishRevocationLists(options: PublishOptions): Promise<void> {
  const paths = developmentPkiPaths(options.directory);
  const register = await readRegister(paths.register);
  const nextUpdate = new Date(options.now.getTime() + (options.revocationListDays ?? REVOCATION_LIST_DAYS) * DAY);
  for (const name of ['root', 'issuing'] satisfies AuthorityName[]) {
    const state = register.authorities[name];
    state.listNumber += 1;
    const list = await issueRevocationList({
      issuer: await readAuthority(paths[name]),
      revoked: state.revoked,
      number: state.listNumber,
      thisUpdate: options.now,
      nextUpdate,
    });
    await writeReplacing(join(paths.revocationLists, `${name}.crl`), list);
    await writeReplacing(join(paths.revocationLists, `${name}.crl.pem`), toPem('X509 CRL', list));
  }
  await writeRegister(paths.register, register);
}

/**
 * Revokes a certificate as of `now` and publishes new lists.
 *
 * @throws DevelopmentPkiError `serial-unknown` when no authority of this PKI issued it, `already-revoked`
 */
export async function revokeCertificate(options: PublishOptions & { serialHex: string; reason?: RevocationReason }): Promise<void> {
  const { register: path } = developmentPkiPaths(options.directory);
  const register = await readRegister(path);
  const issued = register.issued.find((certificate) => certificate.serialHex === options.serialHex);
  if (issued === undefined)
    throw new DevelopmentPkiError('serial-unknown', `no certificate with serial number ${options.serialHex} was issued`);
  const { revoked } = register.authorities[issued.issuer];
  if (revoked.some((entry) => entry.serialHex === options.serialHex))
    throw new DevelopmentPkiError('already-revoked', `${options.serialHex} is revoked already`);
  revoked.push({ serialHex: options.serialHex, revokedAt: options.now.toISOString(), reason: options.reason ?? 'unspecified' });
  await writeRegister(path, register);
  await publishRevocationLists(options);
}

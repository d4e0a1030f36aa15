import { access, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { DevelopmentPkiError } from './error.ts';
import { type DevelopmentAuthority, issueRole, validityFrom } from './generate.ts';
import { readAuthority } from './issue.ts';
import { type CertifiedRole, developmentPkiPaths, type KeyFiles } from './layout.ts';
import { readRegister, writeRegister } from './register.ts';

interface RoleOfAuthority {
  directory: string;
  /** Identifier of the authority. */
  id: string;
  role: CertifiedRole;
}

const CERTIFICATE_DAYS = 730;

/**
 * Issues the next key and certificate of a role beside the current ones, as `<role>.next`: a directory announces both, and
 * nothing signs with the next one until it is activated.
 *
 * @throws DevelopmentPkiError `next-already-waiting`
 */
export async function issueNext(options: RoleOfAuthority & { now: Date; certificateDays?: number }): Promise<KeyFiles> {
  const paths = developmentPkiPaths(options.directory);
  const files = paths.authority(options.id);
  const next = files.role(options.role, 'next');
  if (await exists(next.certificate))
    throw new DevelopmentPkiError('next-already-waiting', `${next.certificate} is waiting to be activated`);
  const authority = JSON.parse(await readFile(files.description, 'utf8')) as DevelopmentAuthority;
  const register = await readRegister(paths.register);
  const validity = validityFrom(options.now, options.certificateDays ?? CERTIFICATE_DAYS);
  await issueRole(next, authority, options.role, { issuing: await readAuthority(paths.issuing), register, validity });
  await writeRegister(paths.register, register);
  return next;
}

/** Makes the next key of a role the current one; the current one becomes `<role>.former-<n>`, n counting up from 1. @throws DevelopmentPkiError `next-missing` */
export async function activateNext(options: RoleOfAuthority): Promise<void> {
  const files = developmentPkiPaths(options.directory).authority(options.id);
  const next = files.role(options.role, 'next');
  if (!(await exists(next.certificate))) throw new DevelopmentPkiError('next-missing', `${next.certificate} does not exist`);
  const names = await readdir(files.keys);
  const former = names.filter((name) => name.startsWith(`${options.role}.former-`) && name.endsWith('.crt.pem')).length + 1;
  const current = files.role(options.role);
  await rename(current.key, join(files.keys, `${options.role}.former-${former}.key.pem`));
  await rename(current.certificate, join(files.keys, `${options.role}.former-${former}.crt.pem`));
  await rename(next.key, current.key);
  await rename(next.certificate, current.certificate);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

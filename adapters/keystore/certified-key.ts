import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isSameKey } from '../../crypto/same-key.ts';
import { KeyStoreError } from './error.ts';
import { readCertificateFile, readPkcs12File, readPrivateKeyFile } from './key-files.ts';
import type { KeyWithCertificate } from './read-pkcs12.ts';
import { type CertifiedRole, usageProblemOf } from './role-usage.ts';

/** A key in its role; `name` is that of its files: the role, or the role and the generation. */
export interface CertifiedKey extends KeyWithCertificate {
  readonly name: string;
}

/**
 * Reads the key of a role and its certificate from PEM files or from a PKCS#12 file, whichever is there; both would leave it to chance
 * which of two keys is meant.
 *
 * @throws KeyStoreError `key-file-missing`, `key-in-two-files`, `key-mismatch`, `role-not-allowed` and those of the readers
 */
export async function readCertifiedKey(directory: string, role: CertifiedRole, name: string = role): Promise<CertifiedKey> {
  const key = await readKey(directory, name);
  if (!isSameKey(key.privateKey, key.certificate.publicKey)) {
    throw new KeyStoreError('key-mismatch', `${directory}: ${name}.crt.pem belongs to another key than ${name}.key.pem`);
  }
  const problem = usageProblemOf(role, key.certificate);
  if (problem !== undefined)
    throw new KeyStoreError('role-not-allowed', `${directory}: the ${name} certificate cannot be used for ${role}: ${problem}`);
  return { name, ...key };
}

async function readKey(directory: string, name: string): Promise<KeyWithCertificate> {
  const candidates = [`${name}.key.pem`, `${name}.p12`, `${name}.pfx`];
  const present = new Set(await readdir(directory));
  const found = candidates.filter((candidate) => present.has(candidate));
  if (found.length > 1) throw new KeyStoreError('key-in-two-files', `${directory} holds both ${found.join(' and ')}`);
  const [file = `${name}.key.pem`] = found;
  if (!file.endsWith('.pem')) {
    return readPkcs12File({ pkcs12: join(directory, file), passwordFile: join(directory, `${name}.password`) });
  }
  const privateKey = await readPrivateKeyFile(join(directory, file));
  return { privateKey, ...(await readCertificateFile(join(directory, `${name}.crt.pem`))) };
}

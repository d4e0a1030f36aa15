import { createPrivateKey, type KeyObject } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { KeyFiles } from './layout.ts';

/** Mode of files that hold a private key: nobody but the owner. */
export const PRIVATE_MODE = 0o600;
const PUBLIC_MODE = 0o644;

/** Writes a file under another name and moves it into place, so that a reader sees the old content or the new, never a part. */
export async function writeReplacing(path: string, content: string | Buffer, mode: number = PUBLIC_MODE): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.new`;
  await writeFile(unfinished, content, { mode });
  await rename(unfinished, path);
}

export async function writePrivateKey(path: string, key: KeyObject): Promise<void> {
  await writeReplacing(path, key.export({ type: 'pkcs8', format: 'pem' }), PRIVATE_MODE);
}

export async function readPrivateKey(path: string): Promise<KeyObject> {
  return createPrivateKey(await readFile(path));
}

/** Writes the key before the certificate: whoever sees a certificate finds its key. */
export async function writeKeyFiles(files: KeyFiles, key: KeyObject, ...certificates: string[]): Promise<void> {
  await writePrivateKey(files.key, key);
  await writeReplacing(files.certificate, certificates.map((pem) => `${pem.trim()}\n`).join(''));
}

/** One DER value as PEM with lines of 64 characters (RFC 7468). */
export function toPem(label: 'CERTIFICATE' | 'X509 CRL', der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

import { execFile } from 'node:child_process';
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Transform } from 'node:stream';
import { promisify } from 'node:util';
import { CryptoError } from '../../../crypto/error.ts';
import { type Certificate, parseCertificate } from '../../../crypto/x509/certificate.ts';

const execute = promisify(execFile);

/** Runs openssl; rejects when it exits non-zero. */
export async function openssl(...parameters: string[]): Promise<string> {
  const { stdout } = await execute('openssl', parameters, { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

export interface Recipient {
  readonly certificate: Certificate;
  readonly privateKey: KeyObject;
  readonly certificateFile: string;
  readonly keyFile: string;
}

const KEY_OPTIONS = {
  'P-256': ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  'P-384': ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  'RSA-3072': ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:3072'],
  'RSA-2048': ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  'P-521': ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-521'],
} as const;

export type KeyKind = keyof typeof KEY_OPTIONS;

/** A folder of its own, to be removed with `remove`. */
export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'valija-seal-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A self-signed encryption certificate made by openssl for an invented authority. */
export async function makeRecipient(folder: string, kind: KeyKind, name: string, keyUsage?: string): Promise<Recipient> {
  const keyFile = join(folder, `${name}.key.pem`);
  const certificateFile = join(folder, `${name}.cert.pem`);
  await openssl('genpkey', ...KEY_OPTIONS[kind], '-out', keyFile);
  const usage = keyUsage ?? (kind.startsWith('RSA') ? 'keyEncipherment' : 'keyAgreement');
  const extension = ['-addext', 'basicConstraints=critical,CA:FALSE', '-addext', `keyUsage=critical,${usage}`];
  await openssl(
    'req',
    '-x509',
    '-new',
    '-key',
    keyFile,
    '-subj',
    `/CN=Invented ${name}`,
    '-days',
    '30',
    ...extension,
    '-out',
    certificateFile,
  );
  const der = join(folder, `${name}.cert.der`);
  await openssl('x509', '-in', certificateFile, '-outform', 'DER', '-out', der);
  return {
    certificate: parseCertificate(await readFile(der)),
    privateKey: createPrivateKey(await readFile(keyFile)),
    certificateFile,
    keyFile,
  };
}

/** Sends the chunks through a transform and joins what comes out; rejects with the error of the stream. */
export async function through(transform: Transform, chunks: Iterable<Buffer>): Promise<Buffer> {
  const output: Buffer[] = [];
  return new Promise((resolve, reject) => {
    transform.on('data', (chunk: Buffer) => output.push(chunk));
    transform.on('error', reject);
    transform.on('end', () => resolve(Buffer.concat(output)));
    for (const chunk of chunks) transform.write(chunk);
    transform.end();
  });
}

/** The input cut into pieces of that size. */
export function* pieces(bytes: Buffer, size: number): Generator<Buffer> {
  for (let offset = 0; offset < bytes.length; offset += size) yield bytes.subarray(offset, offset + size);
}

/** The code with which the act fails; undefined when it does not fail. Anything but a CryptoError is thrown on. */
export async function codeOf(act: () => unknown): Promise<string | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (error instanceof CryptoError) return error.code;
    throw error;
  }
}

/** Encrypts with openssl and gives the message. */
export async function encryptWithOpenssl(
  folder: string,
  recipients: readonly Recipient[],
  plaintext: Buffer,
  options: readonly string[],
): Promise<Buffer> {
  const input = join(folder, 'plain.bin');
  const output = join(folder, 'sealed.der');
  await writeFile(input, plaintext);
  const recipientOptions = recipients.flatMap((recipient) => ['-recip', recipient.certificateFile]);
  const fixed = ['-encrypt', '-binary', '-outform', 'DER', '-in', input, '-out', output];
  // openssl takes key options after the recipient they belong to.
  await openssl(
    'cms',
    ...fixed,
    ...options.filter((option) => option.startsWith('-aes') || option === '-stream' || option === '-keyid'),
    ...recipientOptions,
    ...options.filter((option) => !(option.startsWith('-aes') || option === '-stream' || option === '-keyid')),
  );
  return readFile(output);
}

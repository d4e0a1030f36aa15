import { execFile } from 'node:child_process';
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CryptoError } from '../../../crypto/error.ts';
import { createSigner, type SignatureAlgorithm, type Signer } from '../../../crypto/signer.ts';
import { type Certificate, parseCertificate } from '../../../crypto/x509/certificate.ts';

const execute = promisify(execFile);

/** Runs openssl; rejects when it exits non-zero. Standard output and error together, for openssl says its verdict on the latter. */
export async function openssl(...parameters: string[]): Promise<string> {
  const { stdout, stderr } = await execute('openssl', parameters, { maxBuffer: 16 * 1024 * 1024 });
  return `${stdout}${stderr}`;
}

/** What openssl says, whether it succeeds or not. */
export async function opensslVerdict(...parameters: string[]): Promise<{ accepted: boolean; output: string }> {
  try {
    return { accepted: true, output: await openssl(...parameters) };
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return { accepted: false, output: `${stdout}${stderr}` };
  }
}

const KEY_OPTIONS = {
  'P-256': ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  'P-384': ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  'RSA-3072': ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:3072'],
  'RSA-2048': ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
} as const;

export type KeyKind = keyof typeof KEY_OPTIONS;

export interface Identity {
  readonly certificate: Certificate;
  readonly privateKey: KeyObject;
  readonly certificateFile: string;
  readonly keyFile: string;
  signer(algorithm?: SignatureAlgorithm): Signer;
}

/** Extensions of an invented signer and of an invented time-stamp authority. */
export const SIGNING = [
  'basicConstraints=critical,CA:FALSE',
  'keyUsage=critical,digitalSignature,nonRepudiation',
  'subjectKeyIdentifier=hash',
];
export const STAMPING = [
  'basicConstraints=critical,CA:FALSE',
  'keyUsage=critical,digitalSignature',
  'extendedKeyUsage=critical,timeStamping',
];

/** A development PKI made by openssl in a folder of its own: one root, and what is issued under it. */
export interface TestPki {
  readonly folder: string;
  readonly root: Certificate;
  readonly rootFile: string;
  file(name: string): string;
  write(name: string, bytes: Buffer | string): Promise<string>;
  issue(kind: KeyKind, name: string, extensions?: readonly string[]): Promise<Identity>;
  remove(): Promise<void>;
}

export async function createTestPki(): Promise<TestPki> {
  const folder = await mkdtemp(join(tmpdir(), 'valija-signature-'));
  const file = (name: string) => join(folder, name);
  const write = async (name: string, bytes: Buffer | string) => {
    await writeFile(file(name), bytes);
    return file(name);
  };
  const rootFile = file('root.pem');
  const rootKey = file('root.key.pem');
  await openssl('genpkey', ...KEY_OPTIONS['P-256'], '-out', rootKey);
  const subject = ['-subj', '/CN=Invented Root', '-days', '30', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
  await openssl('req', '-x509', '-new', '-key', rootKey, ...subject, '-out', rootFile);
  return {
    folder,
    rootFile,
    root: await readCertificate(rootFile),
    file,
    write,
    issue: (kind, name, extensions = SIGNING) => issue({ file, write, rootFile, rootKey }, kind, name, extensions),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function issue(
  pki: { file(name: string): string; write: TestPki['write']; rootFile: string; rootKey: string },
  kind: KeyKind,
  name: string,
  extensions: readonly string[],
): Promise<Identity> {
  const keyFile = pki.file(`${name}.key.pem`);
  const certificateFile = pki.file(`${name}.pem`);
  const requestFile = pki.file(`${name}.csr`);
  const extensionFile = await pki.write(`${name}.ext`, `${extensions.join('\n')}\n`);
  await openssl('genpkey', ...KEY_OPTIONS[kind], '-out', keyFile);
  await openssl('req', '-new', '-key', keyFile, '-subj', `/CN=Invented ${name}`, '-out', requestFile);
  const issuer = ['-CA', pki.rootFile, '-CAkey', pki.rootKey, '-CAcreateserial', '-days', '20', '-extfile', extensionFile];
  await openssl('x509', '-req', '-in', requestFile, ...issuer, '-out', certificateFile);
  const certificate = await readCertificate(certificateFile);
  const privateKey = createPrivateKey(await readFile(keyFile));
  return {
    certificate,
    privateKey,
    certificateFile,
    keyFile,
    signer: (algorithm) => createSigner({ privateKey, certificate, ...(algorithm === undefined ? {} : { algorithm }) }),
  };
}

/** A PEM certificate file, read by our parser. */
export async function readCertificate(file: string): Promise<Certificate> {
  const pem = await readFile(file, 'latin1');
  const body = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/.exec(pem)?.[1] ?? '';
  return parseCertificate(Buffer.from(body, 'base64'));
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

/** The same bytes with one of them flipped. */
export function flipped(bytes: Buffer, offset: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[offset] = (copy[offset] ?? 0) ^ 0x01;
  return copy;
}

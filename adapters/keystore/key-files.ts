import { createPrivateKey, type KeyObject } from 'node:crypto';
import { type FileHandle, open, stat } from 'node:fs/promises';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { parsePemCertificates, readPemBlocks } from '../../crypto/x509/pem.ts';
import { KeyStoreError, type KeyStoreErrorCode } from './error.ts';
import { MAXIMUM_PKCS12_LENGTH } from './pkcs12-structure.ts';
import { type KeyWithCertificate, readPkcs12 } from './read-pkcs12.ts';

/** Octets of a key or certificate file; a chain of three RSA-4096 certificates has about 6 KiB. */
const MAXIMUM_FILE_LENGTH = 64 * 1024;
/** Octets of a file with a password. */
const MAXIMUM_PASSWORD_LENGTH = 1024;
const READABLE_BY_OTHERS = 0o077;
const WRITABLE_BY_OTHERS = 0o022;

/**
 * Refuses a folder in which somebody else could exchange a key file.
 *
 * @throws KeyStoreError `key-file-missing`, `key-folder-writable-by-others`
 */
export async function checkKeyFolder(directory: string): Promise<void> {
  const status = await stat(directory).catch((cause: unknown) => {
    throw new KeyStoreError('key-file-missing', `${directory} cannot be opened`, { cause });
  });
  if ((status.mode & WRITABLE_BY_OTHERS) !== 0) {
    throw new KeyStoreError('key-folder-writable-by-others', `${directory} can be changed by others: set its mode to 700`);
  }
}

/**
 * Reads an unencrypted PKCS#8 PEM file that only its owner can read.
 *
 * @throws KeyStoreError `key-file-missing`, `key-file-readable-by-others`, `key-file-malformed`
 */
export async function readPrivateKeyFile(path: string): Promise<KeyObject> {
  const text = (await readFileChecked(path, { malformed: 'key-file-malformed', check: requirePrivate })).toString('utf8');
  try {
    const [der, ...more] = readPemBlocks(text, 'PRIVATE KEY');
    if (der === undefined || more.length > 0) throw new KeyStoreError('key-file-malformed', `${path} holds more than one key`);
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } catch (cause) {
    if (cause instanceof KeyStoreError) throw cause;
    // The cause may quote the input of the decoder, so it is left out.
    throw new KeyStoreError('key-file-malformed', `${path} is not an unencrypted PKCS#8 private key in PEM`);
  }
}

/**
 * Reads a PEM file with the certificate of a key, followed by its issuing authorities in order. A root at the end is left out.
 *
 * @throws KeyStoreError `key-file-missing`, `certificate-file-malformed`
 */
export async function readCertificateFile(path: string): Promise<{ certificate: Certificate; chain: Certificate[] }> {
  const text = (await readFileChecked(path, { malformed: 'certificate-file-malformed' })).toString('utf8');
  try {
    const [certificate, ...issuers] = parsePemCertificates(text);
    if (certificate === undefined) throw new KeyStoreError('certificate-file-malformed', `${path} holds no certificate`);
    checkOrder(path, [certificate, ...issuers]);
    return { certificate, chain: issuers.filter((issuer) => !issuer.subjectDer.equals(issuer.issuerDer)) };
  } catch (cause) {
    if (cause instanceof KeyStoreError) throw cause;
    throw new KeyStoreError('certificate-file-malformed', `${path} cannot be read as certificates in PEM`, { cause });
  }
}

function checkOrder(path: string, certificates: readonly Certificate[]): void {
  for (const [index, issuer] of certificates.entries()) {
    const issued = certificates[index - 1];
    if (issued !== undefined && !issued.issuerDer.equals(issuer.subjectDer)) {
      throw new KeyStoreError('certificate-file-malformed', `${path}: certificate ${index + 1} did not issue the one before it`);
    }
  }
}

/**
 * Reads a PKCS#12 file with the password in another file; only their owner may read either.
 *
 * @throws KeyStoreError `key-file-missing`, `key-file-readable-by-others`, `password-file-malformed` and those of `readPkcs12`, which
 * name the file
 */
export async function readPkcs12File(paths: { pkcs12: string; passwordFile: string }): Promise<KeyWithCertificate> {
  const { pkcs12, passwordFile } = paths;
  const password = await readPasswordFile(passwordFile);
  const limits = { malformed: 'pkcs12-too-large', maximumLength: MAXIMUM_PKCS12_LENGTH, check: requirePrivate } as const;
  const bytes = await readFileChecked(pkcs12, limits);
  try {
    return await readPkcs12(bytes, password);
  } catch (cause) {
    if (cause instanceof KeyStoreError) throw new KeyStoreError(cause.code, `${pkcs12}: ${cause.message}`, { cause: cause.cause });
    throw cause;
  }
}

/** One line of UTF-8; the password is what stands before its end. */
async function readPasswordFile(path: string): Promise<string> {
  const limits = { malformed: 'password-file-malformed', maximumLength: MAXIMUM_PASSWORD_LENGTH, check: requirePrivate } as const;
  const bytes = await readFileChecked(path, limits);
  const password = bytes.toString('utf8').replace(/\r?\n$/, '');
  if (/\p{Cc}|\uFFFD/u.test(password)) throw new KeyStoreError('password-file-malformed', `${path} does not hold one line of text`);
  return password;
}

async function requirePrivate(file: FileHandle, path: string): Promise<void> {
  // The status of the opened file, not of the path: the path could lead elsewhere a moment later.
  const status = await file.stat();
  if ((status.mode & READABLE_BY_OTHERS) !== 0) {
    throw new KeyStoreError('key-file-readable-by-others', `${path} can be read by others: set its mode to 600`);
  }
}

async function readFileChecked(
  path: string,
  options: { malformed: KeyStoreErrorCode; maximumLength?: number; check?: (file: FileHandle, path: string) => Promise<void> },
): Promise<Buffer> {
  const { malformed, maximumLength = MAXIMUM_FILE_LENGTH, check } = options;
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new KeyStoreError('key-file-missing', `${path} cannot be opened`, { cause });
  });
  try {
    await check?.(file, path);
    const status = await file.stat();
    if (!status.isFile()) throw new KeyStoreError(malformed, `${path} is no file`);
    if (status.size > maximumLength) throw new KeyStoreError(malformed, `${path} has ${status.size} octets`);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

import { readCertificateFile, readPkcs12File, readPrivateKeyFile } from '../../adapters/keystore/key-files.ts';
import { createSigner, type Signer } from '../../crypto/signer.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import type { OpeningKey } from './verify-sealed.ts';

/** Files with a private key and its certificate: two in PEM, or one PKCS#12 with its password in another. */
export type KeyFiles = { key: string; certificate: string } | { pkcs12: string; passwordFile: string };

/** The key that opens sealed content. Throws KeyStoreError. */
export async function readOpeningKey(files: KeyFiles): Promise<OpeningKey> {
  const { privateKey, certificate } = await readKeyFiles(files);
  return { privateKey, certificate };
}

/** The key that signs the report. Throws KeyStoreError, and CryptoError `key-mismatch` or `algorithm-key-mismatch`. */
export async function readReportSigner(files: KeyFiles): Promise<Signer> {
  return createSigner(await readKeyFiles(files));
}

async function readKeyFiles(files: KeyFiles): Promise<OpeningKey & { chain: readonly Certificate[] }> {
  if ('pkcs12' in files) return readPkcs12File(files);
  return { privateKey: await readPrivateKeyFile(files.key), ...(await readCertificateFile(files.certificate)) };
}

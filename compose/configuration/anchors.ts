import { readFile } from 'node:fs/promises';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { parsePemCertificates } from '../../crypto/x509/pem.ts';
import { ConfigurationError } from './error.ts';

/** The certificates of PEM files, in order. Throws ConfigurationError `anchors-unreadable`. */
export async function readCertificates(paths: readonly string[]): Promise<Certificate[]> {
  const files = await Promise.all(paths.map(readOne));
  return files.flat();
}

async function readOne(path: string): Promise<Certificate[]> {
  let certificates: Certificate[];
  try {
    certificates = parsePemCertificates(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new ConfigurationError('anchors-unreadable', `${path} cannot be read as certificates in PEM`, { cause });
  }
  if (certificates.length === 0) throw new ConfigurationError('anchors-unreadable', `${path} holds no certificate`);
  return certificates;
}

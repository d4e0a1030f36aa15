import { CryptoError } from '../error.ts';
import { type Certificate, parseCertificate } from '../x509/certificate.ts';
import { decodeBase64 } from './base64url.ts';

/** Turns an `x5c` entry (standard base64 of DER) into a certificate; throws `jades-certificate-malformed` or `jws-encoding`. */
export type CertificateReader = (entry: string) => Certificate;

/** Reads each entry anew. */
export const readCertificateEntry: CertificateReader = (entry) => {
  const der = decodeBase64(entry, 'an x5c entry');
  try {
    return parseCertificate(der);
  } catch (cause) {
    throw new CryptoError('jades-certificate-malformed', 'an x5c entry is not a certificate', { cause });
  }
};

/**
 * A reader that remembers the certificates used last. A peer signs thousands of receipts with the same two certificates, and reading
 * them costs more than checking the signature. The exact text is the key, so nothing that was not read strictly is ever returned.
 */
export function createCertificateCache(maximumEntries: number): CertificateReader {
  const entries = new Map<string, Certificate>();
  return (entry) => {
    const known = entries.get(entry);
    if (known !== undefined) {
      // A Map keeps the order of insertion: taking an entry out and putting it back makes it the youngest.
      entries.delete(entry);
      entries.set(entry, known);
      return known;
    }
    const certificate = readCertificateEntry(entry);
    if (entries.size >= maximumEntries) {
      for (const oldest of entries.keys()) {
        entries.delete(oldest);
        break;
      }
    }
    entries.set(entry, certificate);
    return certificate;
  };
}

import { createPrivateKey, type KeyObject, sign as signBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { KeyFiles } from '../../certs-dev/layout.ts';
import { integer, objectIdentifier, sequence } from '../../crypto/der/writer.ts';
import { createSigner, type Signer } from '../../crypto/signer.ts';
import { type Certificate, parseCertificate } from '../../crypto/x509/certificate.ts';
import { parsePemCertificates } from '../../crypto/x509/pem.ts';
import { type ExtensionFields, extension, keyUsageValue, name, newKeys, spki, time, writeCertificate } from '../unit/x509/support.ts';

export interface Certified {
  name: string;
  notBefore: Date;
  notAfter: Date;
  extensions?: readonly ExtensionFields[];
}

let serial = 5_000_000n;

/** A new key that the authority of these files has really certified, in whatever form a test needs. */
export async function certifiedBy(issuer: KeyFiles, { name: subject, notBefore, notAfter, extensions = [] }: Certified): Promise<Signer> {
  const [certificate, ...chain] = parsePemCertificates(await readFile(issuer.certificate, 'utf8'));
  if (certificate === undefined) throw new Error(`${issuer.certificate} holds no certificate`);
  const keys = newKeys();
  const own = write(certificate, createPrivateKey(await readFile(issuer.key, 'utf8')), {
    subject: name(subject),
    publicKey: spki(keys),
    validity: [time(notBefore), time(notAfter)],
    extensions,
  });
  return createSigner({ privateKey: keys.privateKey, certificate: own, chain: [certificate, ...chain] });
}

function write(
  issuer: Certificate,
  key: KeyObject,
  fields: { subject: Buffer; publicKey: Buffer; validity: [Buffer, Buffer]; extensions: readonly ExtensionFields[] },
): Certificate {
  serial += 1n;
  const der = writeCertificate({
    serial: integer(serial),
    issuer: issuer.subjectDer,
    notBefore: fields.validity[0],
    notAfter: fields.validity[1],
    subject: fields.subject,
    publicKey: fields.publicKey,
    extensions: [extension('2.5.29.15', keyUsageValue(['digitalSignature']), true), ...fields.extensions],
    signature: (signedPart) => signBytes('sha256', signedPart, key),
  });
  return parseCertificate(der);
}

/** extKeyUsage (RFC 5280 section 4.2.1.12) of these purposes. */
export function purposes(critical: boolean, ...identifiers: string[]): ExtensionFields {
  return extension('2.5.29.37', sequence(...identifiers.map(objectIdentifier)), critical);
}

import { execFileSync } from 'node:child_process';
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSigner, type SignatureAlgorithm, type Signer } from '../../../crypto/signer.ts';
import { parseCertificate } from '../../../crypto/x509/certificate.ts';

export interface TestIdentity {
  readonly signer: Signer;
  readonly privateKey: KeyObject;
  readonly certificatePem: string;
}

const KEY_OPTIONS = {
  p256: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  p384: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  rsa3072: ['-newkey', 'rsa:3072'],
  rsa2048: ['-newkey', 'rsa:2048'],
};

/** A self-signed certificate made by openssl, with its key; the name is invented. */
export function createTestIdentity(kind: keyof typeof KEY_OPTIONS, name: string, algorithm?: SignatureAlgorithm): TestIdentity {
  const folder = mkdtempSync(join(tmpdir(), 'valija-identity-'));
  try {
    const keyFile = join(folder, 'key.pem');
    const certificateFile = join(folder, 'certificate.pem');
    const usage = ['-addext', 'keyUsage=critical,digitalSignature', '-addext', 'basicConstraints=critical,CA:FALSE'];
    const files = ['-nodes', '-keyout', keyFile, '-out', certificateFile];
    execFileSync('openssl', ['req', '-x509', ...KEY_OPTIONS[kind], ...files, '-days', '2', '-subj', `/C=XA/CN=${name}`, ...usage], {
      stdio: 'pipe',
    });
    const privateKey = createPrivateKey(readFileSync(keyFile));
    const certificatePem = readFileSync(certificateFile, 'utf8');
    const der = Buffer.from(certificatePem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
    const signer = createSigner({ privateKey, certificate: parseCertificate(der), ...(algorithm === undefined ? {} : { algorithm }) });
    return { signer, privateKey, certificatePem };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

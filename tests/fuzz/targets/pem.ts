import { deepStrictEqual } from 'node:assert';
import { CryptoError } from '../../../crypto/error.ts';
import { parsePemCertificates, readPemBlocks } from '../../../crypto/x509/pem.ts';
import { listAt, root, signerIdentity, year } from '../../unit/validation/support.ts';

function pem(label: string, der: Buffer): string {
  return `-----BEGIN ${label}-----\n${der.toString('base64').replace(/(.{64})/g, '$1\n')}\n-----END ${label}-----\n`;
}

const CERTIFICATE = 'CERTIFICATE';
const chain = [signerIdentity, root].map(({ certificate }) => pem(CERTIFICATE, certificate.der)).join('some words between\n');
const list = pem('X509 CRL', listAt(year(2026)).der);

export const target = {
  name: 'pem',
  seeds: () => [Buffer.from(chain), Buffer.from(chain.replaceAll('\n', '\r\n')), Buffer.from(list)],
  run: (input: Buffer) => {
    const text = input.toString('latin1');
    const label = text.includes('X509 CRL') ? 'X509 CRL' : CERTIFICATE;
    const blocks = readPemBlocks(text, label);
    deepStrictEqual(readPemBlocks(blocks.map((der) => pem(label, der)).join(''), label), blocks, 'is read again from its octets');
    if (label === CERTIFICATE)
      deepStrictEqual(
        parsePemCertificates(text).map(({ der }) => der),
        blocks,
        'certificates are those of the blocks',
      );
  },
  acceptable: (error: unknown) => error instanceof CryptoError && ['pem-malformed', 'certificate-malformed'].includes(error.code),
};

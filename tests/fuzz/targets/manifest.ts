import { deepStrictEqual } from 'node:assert';
import { createHash } from 'node:crypto';
import { buildManifest } from '../../../crypto/asic/build-manifest.ts';
import { parseManifest } from '../../../crypto/asic/parse-manifest.ts';
import { CryptoError } from '../../../crypto/error.ts';

const SIGNATURE = 'META-INF/signature001.p7s';
const digest = (text: string) => createHash('sha256').update(text).digest();

const ours = buildManifest(
  [
    { name: 'request.json', mimeType: 'application/json', sha256: digest('one'), root: true },
    { name: 'anexos/carta rogatória & más.pdf', mimeType: 'application/pdf', sha256: digest('two') },
  ],
  SIGNATURE,
);

const others = Buffer.from(
  `<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<ASiCManifest xmlns="http://uri.etsi.org/02918/v1.2.1#" xmlns:q='urn:x'>
  <SigReference URI="${SIGNATURE}" MimeType="a&amp;b"></SigReference>
  <DataObjectReference URI="a%20b.txt" Rootfile="1"><DigestMethod xmlns="http://www.w3.org/2000/09/xmldsig#" Algorithm="http://www.w3.org/2001/04/xmlenc#sha512"/><DigestValue xmlns="http://www.w3.org/2000/09/xmldsig#">
  ${Buffer.alloc(64, 9).toString('base64')}</DigestValue></DataObjectReference>
</ASiCManifest>`,
);

export const target = {
  name: 'manifest',
  seeds: () => [ours, others],
  run: (input: Buffer) => {
    const manifest = parseManifest(input);
    const plain = manifest.references.every(
      ({ name, digestAlgorithm, mimeType }) =>
        digestAlgorithm === 'sha256' && !name.startsWith('META-INF/') && /^[a-z]+\/[a-z]+$/.test(mimeType ?? ''),
    );
    if (!plain) return;
    const parts = manifest.references.map(({ name, mimeType, digest: sha256, root }) => ({ name, mimeType: mimeType ?? '', sha256, root }));
    const again = parseManifest(buildManifest(parts, manifest.signature.name));
    deepStrictEqual(again.references, manifest.references, 'survives a round trip');
  },
  acceptable: (error: unknown) => error instanceof CryptoError && error.code.startsWith('manifest-'),
};

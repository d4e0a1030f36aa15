import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildManifest } from '../../crypto/asic/build-manifest.ts';
import { cadesOverManifest } from '../../crypto/asic/manifest-signature.ts';
import { MANIFEST_NAME, SIGNATURE_NAME } from '../../crypto/asic/media-types.ts';
import { bufferReader } from '../../crypto/asic/random-access.ts';
import { readContainer } from '../../crypto/asic/read-container.ts';
import { verifyContainer } from '../../crypto/asic/verify-container.ts';
import { planContainer, writeContainer } from '../../crypto/asic/write-container.ts';
import { signCades } from '../../crypto/cades/sign.ts';
import { createOpener } from '../../crypto/cms/open-sealed.ts';
import { createSeal } from '../../crypto/cms/seal.ts';
import { collect } from '../unit/asic/support.ts';
import { createTestPki, flipped, type Identity, openssl, opensslVerdict, type TestPki } from '../unit/cms/support.ts';
import { through } from '../unit/cms-seal/support.ts';

const PARTS = [
  { name: 'request.json', mimeType: 'application/json', data: Buffer.from('{"invented":true}') },
  { name: 'anexos/declaración.txt', mimeType: 'text/plain', data: Buffer.from('an invented statement') },
];
const ENCRYPTING = ['basicConstraints=critical,CA:FALSE', 'keyUsage=critical,keyAgreement', 'subjectKeyIdentifier=hash'];

/** A whole package, signed, sealed, and taken apart again by tools that are not ours. */
describe('a sealed package', () => {
  let pki: TestPki;
  let recipient: Identity;
  let packageBytes: Buffer;

  beforeAll(async () => {
    pki = await createTestPki();
    recipient = await pki.issue('P-256', 'recipient', ENCRYPTING);
    const signer = (await pki.issue('P-256', 'seal')).signer();
    const digest = (data: Buffer) => createHash('sha256').update(data).digest();
    const references = PARTS.map(({ name, mimeType, data }, index) => ({ name, mimeType, sha256: digest(data), root: index === 0 }));
    const manifest = buildManifest(references, SIGNATURE_NAME);
    const { der } = await signCades({ signer, content: manifest, signingTime: new Date() });
    const files = [...PARTS, { name: MANIFEST_NAME, data: manifest }, { name: SIGNATURE_NAME, data: der }];
    const plan = planContainer({ entries: files.map(({ name, data }) => ({ name, size: data.length, crc32: crc32(data), source: data })) });
    packageBytes = await collect(writeContainer(plan, (data) => [data]));
    expect(packageBytes.length).toBe(plan.length);
  });
  afterAll(() => pki.remove());

  it('holds for us', async () => {
    const { verdict, findings, signature, parts } = await verifyContainer(
      await readContainer(bufferReader(packageBytes)),
      cadesOverManifest(),
    );
    expect(findings).toEqual([]);
    expect(verdict).toBe('PASSED');
    expect(new X509Certificate(signature?.verified.certificate.der ?? Buffer.alloc(0)).subject).toBe('CN=Invented seal');
    expect(parts.map(({ name }) => name)).toEqual(PARTS.map(({ name }) => name));
  });

  it('is opened by openssl, unpacked by it and unzip, and its signature verified by openssl', async () => {
    const { transform } = createSeal({ recipient: recipient.certificate, plaintextLength: packageBytes.length });
    const sealed = await pki.write('sealed.der', await through(transform, [packageBytes]));
    const opened = pki.file('opened.asice');
    const keys = ['-recip', recipient.certificateFile, '-inkey', recipient.keyFile];
    await openssl('cms', '-decrypt', '-binary', '-inform', 'DER', '-in', sealed, ...keys, '-out', opened);
    expect((await readFile(opened)).equals(packageBytes)).toBe(true);

    const { manifest, signature } = await verifyContainer(await readContainer(bufferReader(packageBytes)), cadesOverManifest());
    const signatureFile = await pki.write('signature.p7s', signature?.der ?? Buffer.alloc(0));
    const verify = async (bytes: Buffer) => {
      const content = await pki.write('manifest.xml', bytes);
      const input = ['-binary', '-inform', 'DER', '-in', signatureFile, '-content', content, '-CAfile', pki.rootFile];
      return opensslVerdict('cms', '-verify', '-cades', ...input, '-out', pki.file('verified'));
    };
    const bytes = manifest?.bytes ?? Buffer.alloc(0);
    expect(await verify(bytes)).toMatchObject({ accepted: true, output: expect.stringContaining('CAdES Verification successful') });
    expect(await verify(flipped(bytes, 200))).toMatchObject({ accepted: false });
  });

  it('comes back from the sealed form octet for octet', async () => {
    const { transform, length } = createSeal({ recipient: recipient.certificate, plaintextLength: packageBytes.length });
    const sealed = await through(transform, [packageBytes]);
    const opener = createOpener({ privateKey: recipient.privateKey, certificate: recipient.certificate, expectedLength: length });
    expect((await through(opener, [sealed])).equals(packageBytes)).toBe(true);
  });
});

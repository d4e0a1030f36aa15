import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOpener, openWhole } from '../../../crypto/cms/open-sealed.ts';
import { createSeal, MAXIMUM_PLAINTEXT_LENGTH, sealedLength, sealWhole } from '../../../crypto/cms/seal.ts';
import { readDer } from '../../../crypto/der/reader.ts';
import { codeOf, encryptWithOpenssl, makeRecipient, openssl, pieces, type Recipient, temporaryFolder, through } from './support.ts';

const MEBIBYTE = 1024 * 1024;

describe('sealed content', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let recipients: { p256: Recipient; p384: Recipient; rsa: Recipient; other: Recipient };

  beforeAll(async () => {
    folder = await temporaryFolder();
    const [p256, p384, rsa, other] = await Promise.all([
      makeRecipient(folder.path, 'P-256', 'p256'),
      makeRecipient(folder.path, 'P-384', 'p384'),
      makeRecipient(folder.path, 'RSA-3072', 'rsa'),
      makeRecipient(folder.path, 'P-256', 'other'),
    ]);
    recipients = { p256, p384, rsa, other };
  });
  afterAll(() => folder.remove());

  const seal = (recipient: Recipient, plaintext: Buffer, chunk = MEBIBYTE) => {
    const { length, transform } = createSeal({ recipient: recipient.certificate, plaintextLength: plaintext.length });
    return through(transform, pieces(plaintext, chunk)).then((sealed) => ({ sealed, length }));
  };
  const open = (recipient: Recipient, sealed: Buffer, chunk = MEBIBYTE) => through(createOpener(recipient), pieces(sealed, chunk));

  describe.each(['p256', 'p384', 'rsa'] as const)('for %s', (kind) => {
    it.each([0, 1, 15, 16, 65535, 65536, MEBIBYTE - 1, MEBIBYTE, MEBIBYTE + 1])(
      '%i octets come back and have the announced length',
      async (size) => {
        const recipient = recipients[kind];
        const plaintext = randomBytes(size);
        const { sealed, length } = await seal(recipient, plaintext, 300_000);
        expect(sealed.length).toBe(length);
        expect(sealedLength({ recipient: recipient.certificate, plaintextLength: size })).toBe(length);
        expect(readDer(sealed).raw.length).toBe(length);
        const opener = createOpener({ ...recipient, expectedLength: length });
        expect((await through(opener, pieces(sealed, 77_777))).equals(plaintext)).toBe(true);
        expect(openWhole(sealed, { ...recipient, expectedLength: length }).equals(plaintext)).toBe(true);
      },
    );

    it('sealed as a whole it is opened by the stream, and as a whole', async () => {
      const recipient = recipients[kind];
      for (const size of [0, 1, 12_345]) {
        const plaintext = randomBytes(size);
        const sealed = sealWhole({ recipient: recipient.certificate, plaintext });
        expect(sealed.length).toBe(sealedLength({ recipient: recipient.certificate, plaintextLength: size }));
        expect((await open(recipient, sealed)).equals(plaintext)).toBe(true);
        expect(openWhole(sealed, recipient).equals(plaintext)).toBe(true);
      }
    });

    it('is opened by openssl, and refused with one octet flipped', async () => {
      const recipient = recipients[kind];
      const plaintext = randomBytes(100_003);
      const { sealed } = await seal(recipient, plaintext);
      const file = join(folder.path, `ours-${kind}.der`);
      const out = join(folder.path, `ours-${kind}.out`);
      const decrypt = () =>
        openssl(
          'cms',
          '-decrypt',
          '-binary',
          '-inform',
          'DER',
          '-in',
          file,
          '-recip',
          recipient.certificateFile,
          '-inkey',
          recipient.keyFile,
          '-out',
          out,
        );
      await writeFile(file, sealed);
      await decrypt();
      expect((await readFile(out)).equals(plaintext)).toBe(true);

      sealed[sealed.length - 1000] = (sealed[sealed.length - 1000] ?? 0) ^ 1;
      await writeFile(file, sealed);
      await expect(decrypt()).rejects.toThrow();
      expect(await codeOf(() => open(recipient, sealed))).toBe('decryption-failed');
    });

    it.each([
      { form: 'definite', stream: [], encoding: 'der' },
      { form: 'definite', stream: [], encoding: 'streaming-ber' },
      { form: 'streamed', stream: ['-stream'], encoding: 'streaming-ber' },
    ] as const)('opens what openssl writes in $form form, read as $encoding', async ({ stream, encoding }) => {
      const recipient = recipients[kind];
      const digest = kind === 'p384' ? 'sha384' : 'sha256';
      const keyOptions = kind === 'rsa' ? ['rsa_padding_mode:oaep', 'rsa_oaep_md:sha256'] : [`ecdh_kdf_md:${digest}`];
      const plaintext = randomBytes(50_001);
      const options = ['-aes-256-gcm', ...stream, ...keyOptions.flatMap((option) => ['-keyopt', option])];
      if (kind !== 'rsa') options.push('-aes256-wrap');
      const sealed = await encryptWithOpenssl(folder.path, [recipient], plaintext, options);
      for (const size of [1, 7, 4096, MEBIBYTE]) {
        const opened = await through(createOpener({ ...recipient, encoding }), pieces(sealed, size));
        expect(opened.equals(plaintext)).toBe(true);
      }
      sealed[sealed.length - 2000] = (sealed[sealed.length - 2000] ?? 0) ^ 1;
      expect(await codeOf(() => through(createOpener({ ...recipient, encoding }), [sealed]))).toBe('decryption-failed');
      if (stream.length > 0) expect(await codeOf(() => open(recipient, sealed))).toBe('sealed-indefinite-length');
    });

    it('takes the subject key identifier for a name as well', async () => {
      const recipient = recipients[kind];
      const digest = kind === 'p384' ? 'sha384' : 'sha256';
      const keyOptions = kind === 'rsa' ? ['rsa_padding_mode:oaep', 'rsa_oaep_md:sha256'] : [`ecdh_kdf_md:${digest}`];
      const options = ['-aes-256-gcm', '-keyid', ...keyOptions.flatMap((option) => ['-keyopt', option])];
      const sealed = await encryptWithOpenssl(folder.path, [recipient], Buffer.from('by key identifier'), options);
      expect((await open(recipient, sealed)).toString()).toBe('by key identifier');
    });
  });

  it('comes back whatever the size and the cut of the chunks', async () => {
    const size = fc.oneof(fc.nat(300), fc.integer({ min: 65_500, max: 65_600 }), fc.integer({ min: MEBIBYTE - 2, max: MEBIBYTE + 2 }));
    const chunk = fc.integer({ min: 1000, max: 2 * MEBIBYTE });
    await fc.assert(
      fc.asyncProperty(size, chunk, chunk, async (length, sealChunk, openChunk) => {
        const plaintext = randomBytes(length);
        const { sealed } = await seal(recipients.p256, plaintext, sealChunk);
        expect((await open(recipients.p256, sealed, openChunk)).equals(plaintext)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it.each(['p256', 'p384', 'rsa'] as const)('never opens with any one bit flipped, for %s', async (kind) => {
    const { sealed } = await seal(recipients[kind], Buffer.from('an invented request'));
    for (let bit = 0; bit < 8 * sealed.length; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const code = await codeOf(() => open(recipients[kind], changed));
      expect(code, `bit ${bit}`).toBeDefined();
      // The trials with RSA take milliseconds each.
      if (kind !== 'rsa' || bit % 16 === 0) expect(await codeOf(() => openWhole(changed, recipients[kind])), `bit ${bit}`).toBe(code);
    }
  });

  it('never opens when cut off anywhere, or with an octet more', async () => {
    const { sealed } = await seal(recipients.p256, Buffer.from('an invented request'));
    for (let length = 0; length < sealed.length; length += 1) {
      expect(await codeOf(() => open(recipients.p256, sealed.subarray(0, length)))).toBe('sealed-truncated');
    }
    expect(await codeOf(() => open(recipients.p256, Buffer.concat([sealed, Buffer.alloc(1)])))).toBe('sealed-trailing-bytes');
  });

  it('uses a new key, nonce, ephemeral key and keying material each time', async () => {
    const first = await seal(recipients.p256, Buffer.alloc(64));
    const second = await seal(recipients.p256, Buffer.alloc(64));
    expect(first.sealed.subarray(-82).equals(second.sealed.subarray(-82))).toBe(false);
  });

  it('fails when it is given more or less than announced', async () => {
    for (const given of [9, 11]) {
      const { transform } = createSeal({ recipient: recipients.p256.certificate, plaintextLength: 10 });
      expect(await codeOf(() => through(transform, [Buffer.alloc(given)]))).toBe('plaintext-length-mismatch');
    }
  });

  it('announces lengths beyond 4 GiB and stops at 60 GiB', async () => {
    const recipient = recipients.p256.certificate;
    const overhead = sealedLength({ recipient, plaintextLength: 5 * 1024 ** 3 }) - 5 * 1024 ** 3;
    expect(overhead).toBeGreaterThan(300);
    expect(overhead).toBeLessThan(500);
    expect(sealedLength({ recipient, plaintextLength: MAXIMUM_PLAINTEXT_LENGTH })).toBe(MAXIMUM_PLAINTEXT_LENGTH + overhead);
    for (const plaintextLength of [MAXIMUM_PLAINTEXT_LENGTH + 1, -1, 1.5, Number.NaN]) {
      expect(await codeOf(() => createSeal({ recipient, plaintextLength }))).toBe('sealed-too-large');
    }
  });

  it('is not made for a certificate that is not for encryption, a short key or an unknown curve', async () => {
    const unsuitable = await Promise.all([
      makeRecipient(folder.path, 'P-256', 'signing', 'digitalSignature'),
      makeRecipient(folder.path, 'RSA-2048', 'short'),
      makeRecipient(folder.path, 'P-521', 'curve'),
    ]);
    for (const { certificate } of unsuitable) {
      expect(await codeOf(() => createSeal({ recipient: certificate, plaintextLength: 1 }))).toBe('seal-recipient-unsuitable');
      expect(await codeOf(() => sealWhole({ recipient: certificate, plaintext: Buffer.alloc(1) }))).toBe('seal-recipient-unsuitable');
    }
  });

  it('needs the private key of the certificate', async () => {
    const { p256, other } = recipients;
    expect(await codeOf(() => createOpener({ privateKey: other.privateKey, certificate: p256.certificate }))).toBe('key-mismatch');
    const sealed = sealWhole({ recipient: p256.certificate, plaintext: Buffer.alloc(1) });
    const mixed = { privateKey: other.privateKey, certificate: p256.certificate };
    expect(await codeOf(() => openWhole(sealed, mixed))).toBe('key-mismatch');
  });
});

import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildManifest } from '../../../crypto/asic/build-manifest.ts';
import { MANIFEST_NAME, SIGNATURE_NAME } from '../../../crypto/asic/media-types.ts';
import { bufferReader } from '../../../crypto/asic/random-access.ts';
import { readContainer } from '../../../crypto/asic/read-container.ts';
import { verifyContainer } from '../../../crypto/asic/verify-container.ts';
import { container, type Part, packageOf, sha256, standInVerifier } from './support.ts';

const REQUEST = { name: 'request.json', data: Buffer.from('{"invented":true}') };
const LETTER = { name: 'carta.pdf', data: randomBytes(70_000) };
const NOTE = { name: 'nota.txt', data: Buffer.from('an invented note') };

const manifestOver = (parts: readonly Part[], signatureName = SIGNATURE_NAME) =>
  buildManifest(
    parts.map(({ name, data }) => ({ name, mimeType: 'application/pdf', sha256: sha256(data) })),
    signatureName,
  );

/** Parts with a manifest over others, signed by the stand-in. */
const signed = (covered: readonly Part[], present: readonly Part[], more: readonly Part[] = []) => {
  const manifest = manifestOver(covered);
  return container([...present, { name: MANIFEST_NAME, data: manifest }, { name: SIGNATURE_NAME, data: sha256(manifest) }, ...more]);
};

async function verify(bytes: Buffer) {
  const verification = await verifyContainer(await readContainer(bufferReader(bytes)), standInVerifier);
  return {
    ...verification,
    failures: verification.findings.filter(({ severity }) => severity === 'failure').map(({ code, entry }) => [code, entry]),
  };
}

describe('the verification of a package', () => {
  it('passes when manifest, digests and signature hold, and tells each part', async () => {
    const { verdict, findings, parts, signature, manifest } = await verify(await packageOf([REQUEST, LETTER]));
    expect(verdict).toBe('PASSED');
    expect(findings).toEqual([]);
    expect(signature?.verified).toBe('holds');
    expect(manifest?.content.references).toHaveLength(2);
    expect(
      parts.map(({ name, size, root, sha256: digest }) => [
        name,
        size,
        root,
        digest.equals(sha256(name === REQUEST.name ? REQUEST.data : LETTER.data)),
      ]),
    ).toEqual([
      [REQUEST.name, REQUEST.data.length, true, true],
      [LETTER.name, LETTER.data.length, false, true],
    ]);
  });

  const manifest = manifestOver([REQUEST]);
  it.each<[string, () => Promise<Buffer>, unknown[]]>([
    ['a file that the manifest does not cover', () => signed([REQUEST], [REQUEST, NOTE]), [['part-not-covered', NOTE.name]]],
    ['a file that is missing', () => signed([REQUEST, NOTE], [REQUEST]), [['part-missing', NOTE.name]]],
    [
      'a file that is another',
      () => signed([REQUEST, NOTE], [REQUEST, { ...NOTE, data: Buffer.from('another') }]),
      [['part-digest-mismatch', NOTE.name]],
    ],
    [
      "two files with each other's names",
      () =>
        signed(
          [REQUEST, NOTE],
          [
            { ...REQUEST, data: NOTE.data },
            { ...NOTE, data: REQUEST.data },
          ],
        ),
      [
        ['part-digest-mismatch', REQUEST.name],
        ['part-digest-mismatch', NOTE.name],
      ],
    ],
    ['no manifest', () => container([REQUEST]), [['manifest-missing', undefined]]],
    [
      'two manifests',
      () => signed([REQUEST], [REQUEST], [{ name: 'META-INF/ASiCManifest002.xml', data: manifest }]),
      [
        ['manifest-several', undefined],
        ['meta-file-unexpected', SIGNATURE_NAME],
      ],
    ],
    [
      'a manifest that is none',
      () => container([REQUEST, { name: MANIFEST_NAME, data: Buffer.from('bla') }]),
      [['manifest-not-xml', MANIFEST_NAME]],
    ],
    ['no signature', () => container([REQUEST, { name: MANIFEST_NAME, data: manifest }]), [['signature-missing', SIGNATURE_NAME]]],
    [
      'a signature that does not hold',
      () => container([REQUEST, { name: MANIFEST_NAME, data: manifest }, { name: SIGNATURE_NAME, data: Buffer.from('x') }]),
      [['signature-invalid', SIGNATURE_NAME]],
    ],
    [
      'two signatures',
      () => signed([REQUEST], [REQUEST], [{ name: 'META-INF/signature002.p7s', data: Buffer.from('x') }]),
      [
        ['signature-several', undefined],
        ['meta-file-unexpected', 'META-INF/signature002.p7s'],
      ],
    ],
    [
      'a time-stamp in place of the signature',
      () =>
        container([
          REQUEST,
          { name: MANIFEST_NAME, data: manifestOver([REQUEST], 'META-INF/timestamp001.tst') },
          { name: 'META-INF/timestamp001.tst', data: Buffer.from('x') },
        ]),
      [['signature-not-cades', 'META-INF/timestamp001.tst']],
    ],
    [
      'a data file in place of the signature',
      () => container([REQUEST, { name: 'x', data: Buffer.from('x') }, { name: MANIFEST_NAME, data: manifestOver([REQUEST], 'x') }]),
      [
        ['signature-missing', 'x'],
        ['part-not-covered', 'x'],
      ],
    ],
    [
      'another file in META-INF',
      () => signed([REQUEST], [REQUEST], [{ name: 'META-INF/hidden.bin', data: Buffer.from('x') }]),
      [['meta-file-unexpected', 'META-INF/hidden.bin']],
    ],
    [
      'a file in meta-inf',
      () =>
        signed(
          [REQUEST],
          [REQUEST],
          [
            { name: 'meta-inf2/x', data: Buffer.from('x') },
            { name: 'Meta-Inf/y', data: Buffer.from('x') },
          ],
        ),
      [
        ['part-not-covered', 'meta-inf2/x'],
        ['meta-file-unexpected', 'Meta-Inf/y'],
      ],
    ],
    [
      'a reference to the mimetype',
      () => signed([REQUEST, { name: 'mimetype', data: Buffer.from('application/vnd.etsi.asic-e+zip') }], [REQUEST]),
      [['reference-not-data', 'mimetype']],
    ],
  ])('fails for %s', async (_name, build, expected) => {
    const { verdict, failures } = await verify(await build());
    expect(verdict).toBe('FAILED');
    expect(failures).toEqual(expected);
  });

  it('passes on errors that are not about the container', async () => {
    const read = await readContainer(bufferReader(await packageOf([REQUEST])));
    const failure = new RangeError('the verifier broke');
    await expect(
      verifyContainer(read, () => {
        throw failure;
      }),
    ).rejects.toBe(failure);
  });

  it('passes for any parts and gives back their digests', async () => {
    const size = fc.oneof(
      fc.nat(200),
      fc.integer({ min: 65_530, max: 65_540 }),
      fc.integer({ min: 1024 * 1024 - 1, max: 1024 * 1024 + 1 }),
    );
    const name = fc.string({ unit: fc.constantFrom(...'abcñçé-_ 0'), minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== '');
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.tuple(name, size), { minLength: 1, maxLength: 4, selector: ([text]) => text }), async (wanted) => {
        const parts = wanted.map(([text, length]) => ({ name: text, data: randomBytes(length) }));
        const { verdict, parts: verified } = await verify(await packageOf(parts));
        expect(verdict).toBe('PASSED');
        expect(verified.map((part) => part.sha256.toString('hex'))).toEqual(parts.map(({ data }) => sha256(data).toString('hex')));
      }),
      { numRuns: 60 },
    );
  });

  it('fails with any one bit of the package changed', async () => {
    const bytes = await packageOf([REQUEST, NOTE]);
    for (let bit = 0; bit < 8 * bytes.length; bit += 5) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const outcome = await verify(changed).then(
        ({ verdict }) => verdict,
        (error: { code?: string }) => error.code,
      );
      expect(outcome, `bit ${bit}`).not.toBe('PASSED');
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saidOfPdf } from '../support/pdf-clerk.ts';
import { createSigningFixture, isSpotless, replaced, type SigningFixture, smallPdf } from '../unit/pades/support.ts';

// Universal signature forgery (pdf-insecurity.org): the signature is made unreadable in a way that some viewers take for "valid".

let fixture: SigningFixture;
let signed: Buffer;
let range: string;
let contents: string;
beforeAll(async () => {
  fixture = await createSigningFixture();
  signed = await fixture.sign(smallPdf());
  range = /\/ByteRange \[[^\]]*\]/.exec(signed.toString('latin1'))?.[0] ?? '';
  contents = /\/Contents <[0-9a-f]+>/.exec(signed.toString('latin1'))?.[0] ?? '';
});
afterAll(() => fixture.pki.remove());

/** The file with one part of the signature dictionary rewritten, filled up with spaces to its old length. */
const rewritten = (search: string, replacement: string) => replaced(signed, search, replacement.padEnd(search.length, ' '));

const numbers = () => range.match(/\d+/g)?.map(Number) ?? [];

describe('a signature made unreadable is refused', () => {
  const forgeries: [string, () => Buffer, string][] = [
    ['no /ByteRange', () => rewritten('/ByteRange', '/ByteRangX'), 'pades-byte-range-invalid'],
    ['/ByteRange null', () => rewritten(range, '/ByteRange null'), 'pades-byte-range-invalid'],
    ['/ByteRange empty', () => rewritten(range, '/ByteRange []'), 'pades-byte-range-invalid'],
    ['/ByteRange of zeros', () => rewritten(range, '/ByteRange [0 0 0 0]'), 'pades-byte-range-invalid'],
    ['/ByteRange of two counts', () => rewritten(range, `/ByteRange [0 ${numbers()[1]}]`), 'pades-byte-range-invalid'],
    ['/ByteRange negative', () => rewritten(range, `/ByteRange [0 -${numbers()[1]} 10 10]`), 'pades-byte-range-invalid'],
    ['/ByteRange with signs', () => rewritten(range, `/ByteRange [+0 ${numbers().slice(1).join(' ')}]`), 'pades-byte-range-invalid'],
    ['/ByteRange with fractions', () => rewritten(range, `/ByteRange [0.0 ${numbers().slice(1).join(' ')}]`), 'pades-byte-range-invalid'],
    ['/ByteRange by reference', () => rewritten(range, '/ByteRange 5 0 R'), 'pades-byte-range-invalid'],
    ['/ByteRange that overlaps', () => rewritten(range, `/ByteRange [0 ${numbers()[1]} 0 ${signed.length}]`), 'pades-byte-range-invalid'],
    ['/ByteRange that starts later', () => rewritten(range, `/ByteRange [1 ${numbers().slice(1).join(' ')}]`), 'pades-byte-range-invalid'],
    [
      '/ByteRange beyond the file',
      () => rewritten(range, `/ByteRange [0 ${numbers()[1]} ${numbers()[2]} 99999999]`),
      'pades-byte-range-invalid',
    ],
    [
      '/ByteRange with a wider gap',
      () => rewritten(range, `/ByteRange [0 ${(numbers()[1] ?? 0) - 1} ${numbers()[2]} ${numbers()[3]}]`),
      'pades-byte-range-invalid',
    ],
    [
      '/ByteRange that leaves the end out',
      () => rewritten(range, `/ByteRange [0 ${numbers()[1]} ${numbers()[2]} 20]`),
      'pades-revision-invalid',
    ],
    ['no /Contents', () => rewritten('/Contents <', '/ContentX <'), 'pades-contents-invalid'],
    ['/Contents null', () => rewritten(contents, '/Contents null'), 'pades-contents-invalid'],
    ['/Contents empty', () => rewritten(contents, '/Contents <>'), 'pades-contents-invalid'],
    ['/Contents zero', () => rewritten(contents, `/Contents <${'0'.repeat(contents.length - 12)}>`), 'pades-contents-invalid'],
    ['/Contents in parentheses', () => rewritten(contents, '/Contents (0)'), 'pades-contents-invalid'],
    ['/Contents by reference', () => rewritten(contents, '/Contents 4 0 R'), 'pades-contents-invalid'],
    ['/Contents with room for more', () => rewritten('<3082', '<30 8'), 'pades-contents-invalid'],
    ['/Contents of random octets', () => rewritten('<3082', '<3182'), 'pades-contents-invalid'],
    ['a second /ByteRange', () => rewritten(range, '/ByteRange[]/ByteRange[0 1 2 3]'), 'pdf-duplicate-key'],
    ['no /SubFilter', () => rewritten('/SubFilter', '/SubFiltex'), 'pades-dictionary-invalid'],
    ['another /SubFilter', () => rewritten('/ETSI.CAdES.detached', '/ETSI.CAdES.detachex'), 'pades-subfilter-unsupported'],
  ];
  for (const [what, forge, code] of forgeries) {
    it(what, async () => {
      const forged = forge();
      const [signature, ...others] = await fixture.verify(forged);
      expect(others).toEqual([]);
      expect(signature?.integrity.code).toBe(code);
      expect(signature?.integrity.verdict).not.toBe('PASSED');
      expect(signature).not.toHaveProperty('certificate');
      const [verdict, finding, ...rest] = await saidOfPdf(fixture, forged);
      expect([verdict, rest]).toEqual([signature?.integrity.verdict, []]);
      expect(finding).toBe(
        `pdf-signature ${code} ${code === 'pades-subfilter-unsupported' ? 'SIG_CONSTRAINTS_FAILURE' : 'FORMAT_FAILURE'}`,
      );
    });
  }

  it('is no signature at all when the field has none any more', async () => {
    const forged = replaced(signed, '/V 6 0 R', '/V null ');
    const signatures = await fixture.verify(forged);
    expect(signatures).toEqual([]);
    expect(isSpotless(signatures)).toBe(false);
    expect(await saidOfPdf(fixture, forged)).toEqual(['INDETERMINATE', 'pdf-signature not-signed SIGNED_DATA_NOT_FOUND']);
    expect(await saidOfPdf(fixture, signed)).toEqual(['PASSED']);
  });
});

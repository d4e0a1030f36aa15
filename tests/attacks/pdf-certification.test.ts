import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LaterChangeKind } from '../../crypto/pades/later-changes.ts';
import { saidOfPdf } from '../support/pdf-clerk.ts';
import { createSigningFixture, type SigningFixture, smallPdf, updated } from '../unit/pades/support.ts';

// Evil annotation and sneaky signature (pdf-insecurity.org): what may be added to a signed file is made to cover what was signed.

let fixture: SigningFixture;
let signed: Buffer;
beforeAll(async () => {
  fixture = await createSigningFixture();
  signed = await fixture.sign(smallPdf());
});
afterAll(() => fixture.pki.remove());

const appearance = {
  number: 60,
  body: '<</Type/XObject/Subtype/Form/BBox[0 0 400 200]/Length 35>>\nstream\n1 1 1 rg 0 0 400 200 re f 0 0 0 rg \nendstream',
};
const page = (annotations: string) => ({
  number: 3,
  body: `<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>/Annots[7 0 R ${annotations}]>>`,
});
const form = { number: 8, body: '<</Fields[7 0 R 61 0 R]/SigFlags 3>>' };
const field = (more: string) => ({ number: 61, body: `<</Type/Annot/Subtype/Widget/FT/Sig/T(Later)/P 3 0 R${more}>>` });

const SAID = {
  FAILED: 'pdf-changes pades-changed-after-signing FORMAT_FAILURE',
  INDETERMINATE: 'pdf-changes pades-appearance-added SIG_CONSTRAINTS_FAILURE',
};

describe('something laid over the page is named', () => {
  const updates: [string, () => Buffer, LaterChangeKind, 'FAILED' | 'INDETERMINATE'][] = [
    [
      'a note with an appearance',
      () =>
        updated(signed, [
          appearance,
          { number: 61, body: '<</Type/Annot/Subtype/Stamp/Rect[0 0 400 200]/AP<</N 60 0 R>>>>' },
          page('61 0 R'),
        ]),
      'page',
      'FAILED',
    ],
    [
      'a signature field that covers the page',
      () => updated(signed, [appearance, field('/Rect[0 0 400 200]/AP<</N 60 0 R>>'), page('61 0 R'), form]),
      'visible-signature',
      'INDETERMINATE',
    ],
    [
      'a signature field that shows on paper only',
      () => updated(signed, [appearance, field('/F 36/Rect[0 0 400 200]/AP<</N 60 0 R>>'), page('61 0 R'), form]),
      'visible-signature',
      'INDETERMINATE',
    ],
    [
      'a signature field without a place',
      () => updated(signed, [appearance, field('/AP<</N 60 0 R>>'), page('61 0 R'), form]),
      'visible-signature',
      'INDETERMINATE',
    ],
    [
      'a signature field whose widget stands apart',
      () =>
        updated(signed, [
          appearance,
          { number: 61, body: '<</FT/Sig/T(Later)/Kids[62 0 R]>>' },
          { number: 62, body: '<</Type/Annot/Subtype/Widget/Parent 61 0 R/Rect[0 0 400 200]/AP<</N 60 0 R>>>>' },
          page('62 0 R'),
          form,
        ]),
      'visible-signature',
      'INDETERMINATE',
    ],
    [
      'a signature field put before the others',
      () => updated(signed, [field('/Rect[0 0 0 0]'), { ...form, body: '<</Fields[61 0 R 7 0 R]/SigFlags 3>>' }]),
      'object',
      'FAILED',
    ],
    [
      'a page that lists something else than the new widget',
      () => updated(signed, [field('/Rect[0 0 0 0]'), page('5 0 R'), form]),
      'page',
      'FAILED',
    ],
    [
      'a signature field that refers to its parent of before',
      () => updated(signed, [field('/Rect[0 0 0 0]/Parent 7 0 R'), form]),
      'form-field',
      'FAILED',
    ],
  ];
  for (const [what, forge, kind, verdict] of updates) {
    it(what, async () => {
      const forged = forge();
      const [signature] = await fixture.verify(forged);
      expect(signature?.integrity.verdict).toBe('PASSED');
      expect(signature?.changesAfter.filter((change) => !change.harmless).map((change) => change.kind)).toContain(kind);
      expect(signature?.laterChanges.verdict).toBe(verdict);
      expect(await saidOfPdf(fixture, forged)).toEqual([verdict, SAID[verdict]]);
    });
  }

  it('and a field that shows nothing is not', async () => {
    for (const quiet of ['/Rect[0 0 0 0]', '/Rect[5 5 5 90]/AP<</N 60 0 R>>', '/F 2/Rect[0 0 400 200]/AP<</N 60 0 R>>']) {
      const objects = [...(quiet.includes('60') ? [appearance] : []), field(quiet), page('61 0 R'), form];
      const later = updated(signed, objects);
      expect(await saidOfPdf(fixture, later)).toEqual(['PASSED']);
      const [signature] = await fixture.verify(later);
      expect(signature?.changesAfter).toEqual([{ kind: 'signature-field', harmless: true, object: 61, field: 'Later' }]);
      expect(signature?.laterChanges.verdict).toBe('PASSED');
    }
  });
});

import { ok } from 'node:assert';
import { CryptoError } from '../../../crypto/error.ts';
import { reservedPlaces } from '../../../crypto/pades/reserved-place.ts';
import { signPades } from '../../../crypto/pades/sign.ts';
import type { SignatureAppearance } from '../../../crypto/pades/signature-appearance.ts';
import { type PadesSignature, verifyPades } from '../../../crypto/pades/verify.ts';
import type { Signer } from '../../../crypto/signer.ts';
import { SIGNATURES_WITH_PKCS1 } from '../../../crypto/suites.ts';
import { contentStream, createSigningFixture, SIGNING_TIME, smallPdf, updated } from '../../unit/pades/support.ts';

const MAXIMUM_LENGTH = 1024 * 1024;

/** An empty field that shows on the page, and what a signature is to show in it. */
const RESERVED = '<</Type/Annot/Subtype/Widget/FT/Sig/T(Seal)/Rect[10 10 210 60]/F 132/P 3 0 R>>';
const MARK: SignatureAppearance = { objects: [['<</Type/XObject/Subtype/Form/BBox[0 0 200 50]', contentStream('Signed').slice(2)]] };

/** Set by `seeds`: who signs what is fuzzed, and how many octets each of the honest signatures covers. */
let signer: Signer | undefined;
const covered = new Map<string, number>();

const verify = (pdf: Buffer) => verifyPades({ pdf, maximumLength: MAXIMUM_LENGTH, algorithms: SIGNATURES_WITH_PKCS1 });

/** Nobody but the seeds could sign, so a signature that holds is one of theirs and covers what it covered there. */
function requireHonest({ integrity, signatureValue, coveredLength, coversWholeFile, changesAfter }: PadesSignature): void {
  if (integrity.verdict !== 'PASSED') return;
  ok(covered.get(signatureValue?.toString('hex') ?? '') === coveredLength, 'a signature that holds covers what was signed');
  ok(!coversWholeFile || changesAfter.length === 0, 'nothing comes after the end of the file');
}

export const target = {
  name: 'pades',
  seeds: async () => {
    const fixture = await createSigningFixture();
    try {
      signer = fixture.signer;
      const seeds: Buffer[] = [];
      for (const form of ['table', 'stream'] as const) {
        const original = smallPdf({ form, catalog: '/AcroForm<</Fields[6 0 R]>>', page: '/Annots[]', further: ['<</FT/Tx/T(a)>>'] });
        const once = await fixture.sign(original);
        const twice = await fixture.sign(once, { stamped: true });
        const extended = updated(twice, [{ number: 40, body: '<</Certs[]>>' }]);
        const reserving = smallPdf({ form, catalog: '/AcroForm<</Fields[6 0 R]>>', page: '/Annots[6 0 R]', further: [RESERVED] });
        seeds.push(original, once, twice, extended, reserving);
        for (const { signatureValue, coveredLength } of await verify(twice)) {
          covered.set(signatureValue?.toString('hex') ?? '', coveredLength ?? 0);
        }
      }
      return seeds;
    } finally {
      await fixture.pki.remove();
    }
  },
  run: async (input: Buffer) => {
    const before = await verify(input);
    for (const signature of before) requireHonest(signature);
    if (signer === undefined) throw new Error('the seeds have not been made');
    const [place] = reservedPlaces(input, MAXIMUM_LENGTH);
    const mark = place === undefined ? {} : { mark: { field: place.field, appearance: MARK } };
    const { pdf, field } = await signPades({ pdf: input, signer, signingTime: SIGNING_TIME, maximumLength: MAXIMUM_LENGTH, ...mark });
    ok(pdf.subarray(0, input.length).equals(input), 'signing only adds');
    const after = await verify(pdf);
    const ours = after.find((signature) => signature.field === field);
    ok(ours?.integrity.verdict === 'PASSED' && ours.coversWholeFile, 'what was signed verifies');
    for (const old of before.filter(({ integrity, laterChanges }) => integrity.verdict === 'PASSED' && laterChanges.verdict === 'PASSED')) {
      const now = after.find((signature) => signature.object === old.object);
      ok(now?.integrity.verdict === 'PASSED' && now.laterChanges.verdict === 'PASSED', 'an earlier signature is as good as before');
    }
  },
  acceptable: (error: unknown) => error instanceof CryptoError,
};

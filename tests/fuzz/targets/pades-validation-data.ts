import { ok } from 'node:assert';
import { CryptoError } from '../../../crypto/error.ts';
import { addValidationData } from '../../../crypto/pades/add-validation-data.ts';
import { openPdf } from '../../../crypto/pades/pdf-document.ts';
import { itemKey, readValidationStore } from '../../../crypto/pades/validation-store.ts';
import { verifyPades } from '../../../crypto/pades/verify.ts';
import { SIGNATURES_WITH_PKCS1 } from '../../../crypto/suites.ts';
import type { ValidationData } from '../../../crypto/validation/validation-data.ts';
import { createLongTermFixture } from '../../unit/pades/long-term-support.ts';
import { certificateForm, smallPdf } from '../../unit/pades/support.ts';

const MAXIMUM_LENGTH = 1024 * 1024;

const MORE: ValidationData = {
  certificates: [certificateForm(1), certificateForm(2)],
  revocationLists: [certificateForm(3)],
  ocspResponses: [Buffer.from('30060a0100a00101', 'hex')],
};

const verify = (pdf: Buffer) => verifyPades({ pdf, maximumLength: MAXIMUM_LENGTH, algorithms: SIGNATURES_WITH_PKCS1 });
const storeOf = (pdf: Buffer) => readValidationStore(openPdf(pdf, MAXIMUM_LENGTH));

export const target = {
  name: 'pades-validation-data',
  seeds: async () => {
    const fixture = await createLongTermFixture();
    try {
      const seeds: Buffer[] = [];
      for (const form of ['table', 'stream'] as const) {
        const signed = await fixture.sign(smallPdf({ form }));
        const vri = [{ field: 'Signature1', data: fixture.data }];
        const extended = fixture.extend(signed, { vri, compress: form === 'stream' });
        seeds.push(extended, fixture.extend(await fixture.stamp(extended), { data: MORE }));
        const list = '/DSS 6 0 R';
        seeds.push(smallPdf({ form, catalog: list, further: ['<</Certs 7 0 R/CRLs[]/VRI 8 0 R>>', '[]', '<<>>'] }));
      }
      return seeds;
    } finally {
      await fixture.pki.remove();
    }
  },
  run: async (input: Buffer) => {
    const before = await verify(input);
    const held = storeOf(input);
    const pdf = addValidationData({ pdf: input, maximumLength: MAXIMUM_LENGTH, data: MORE });
    ok(pdf.subarray(0, input.length).equals(input), 'adding only adds');
    ok(addValidationData({ pdf, maximumLength: MAXIMUM_LENGTH, data: MORE }) === pdf, 'what is there is not added again');
    const store = storeOf(pdf);
    for (const kind of ['certificates', 'revocationLists', 'ocspResponses'] as const) {
      for (const key of held?.items[kind].keys() ?? []) ok(store?.items[kind].has(key), 'what was there is there');
      for (const der of MORE[kind]) ok(store?.listed.has(itemKey(kind, der)), 'what was added is there');
    }
    const after = await verify(pdf);
    for (const old of before.filter(({ integrity, laterChanges }) => integrity.verdict === 'PASSED' && laterChanges.verdict === 'PASSED')) {
      const now = after.find((signature) => signature.object === old.object);
      ok(now?.integrity.verdict === 'PASSED' && now.laterChanges.verdict === 'PASSED', 'an earlier signature is as good as before');
    }
  },
  acceptable: (error: unknown) => error instanceof CryptoError,
};

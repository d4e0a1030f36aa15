import { beforeAll, describe, expect, it } from 'vitest';
import { addDocumentTimestamp } from '../../../crypto/pades/add-document-timestamp.ts';
import { addValidationData } from '../../../crypto/pades/add-validation-data.ts';
import { signPades } from '../../../crypto/pades/sign.ts';
import { validationDataOf } from '../../../crypto/validation/collect-validation-data.ts';
import type { ValidationContext } from '../../../crypto/validation/context.ts';
import { type PadesValidation, validatePades } from '../../../crypto/validation/validate-pades.ts';
import { MAXIMUM_LENGTH, replaced, SIGNED_TEXT, smallPdf } from '../pades/support.ts';
import type { Issued } from '../x509/support.ts';
import {
  contextAt,
  firstAuthority,
  listAt,
  secondAuthority,
  signerIdentity,
  signerOf,
  stampWith,
  thirdAuthority,
  year,
} from './support.ts';

const maximumLength = MAXIMUM_LENGTH;

async function validate(pdf: Buffer, context: ValidationContext): Promise<PadesValidation> {
  const [validation, ...others] = await validatePades({ pdf, maximumLength, ...context });
  expect(others).toEqual([]);
  if (validation === undefined) throw new Error('no signature was found');
  return validation;
}

function told({ indication, subIndication, level, timestamps }: PadesValidation) {
  return [indication, subIndication ?? '', level ?? '', ...timestamps.map((stamp) => `${stamp.kind} ${stamp.indication}`)].join(' | ');
}

/** The data that judging needs at that time goes in, and a document time-stamp over it. */
async function archived(pdf: Buffer, authority: Issued, time: Date): Promise<Buffer> {
  const validation = await validate(pdf, contextAt(time, [listAt(time)]));
  expect(validation.indication).toBe('PASSED');
  const complete = addValidationData({ pdf, maximumLength, data: validationDataOf(validation) });
  return addDocumentTimestamp({ pdf: complete, maximumLength, timestamp: stampWith(authority, time) });
}

describe('a signed PDF', () => {
  let basic: Buffer;
  let stamped: Buffer;
  beforeAll(async () => {
    const request = { pdf: smallPdf(), maximumLength, signer: signerOf(signerIdentity), signingTime: year(2026) };
    basic = (await signPades(request)).pdf;
    stamped = (await signPades({ ...request, requestTimestamp: stampWith(firstAuthority, year(2026)) })).pdf;
  });

  it('is judged as B-B and as B-T', async () => {
    expect(told(await validate(basic, contextAt(year(2026, 2), [listAt(year(2026, 2))])))).toBe('PASSED |  | B-B');
    expect(told(await validate(stamped, contextAt(year(2029), [listAt(year(2026, 6)), listAt(year(2029))])))).toBe(
      'PASSED |  | B-T | signature PASSED',
    );
    expect(told(await validate(basic, contextAt(year(2028), [listAt(year(2026, 6))])))).toBe(
      'INDETERMINATE | OUT_OF_BOUNDS_NOT_REVOKED | B-B',
    );
  });

  it('needs nothing from outside as B-LT', async () => {
    const first = await validate(stamped, contextAt(year(2026), [listAt(year(2026))]));
    const complete = addValidationData({ pdf: stamped, maximumLength, data: validationDataOf(first) });
    expect(told(await validate(complete, contextAt(year(2026, 6))))).toBe('PASSED |  | B-LT | signature PASSED');
  });

  it('passes decades later as a B-LTA that is renewed', async () => {
    const first = await archived(stamped, firstAuthority, year(2026));
    const early = await validate(first, contextAt(year(2028), [listAt(year(2028))]));
    expect(told(early)).toBe('PASSED |  | B-LTA | signature PASSED | archive PASSED');
    const second = await archived(first, secondAuthority, year(2029));
    const third = await archived(second, thirdAuthority, year(2035));
    const late = await validate(third, contextAt(year(2043), [listAt(year(2043))]));
    expect(told(late)).toBe('PASSED |  | B-LTA | signature PASSED | archive PASSED | archive PASSED | archive PASSED');
    expect(late.bestSignatureTime).toEqual(year(2026));
    expect((await validate(first, contextAt(year(2031), [listAt(year(2031))]))).indication).toBe('INDETERMINATE');
  });

  it('is proven by a document time-stamp alone', async () => {
    const pdf = await addDocumentTimestamp({ pdf: basic, maximumLength, timestamp: stampWith(firstAuthority, year(2026)) });
    const validation = await validate(pdf, contextAt(year(2028), [listAt(year(2026, 6)), listAt(year(2028))]));
    expect(told(validation)).toBe('PASSED |  | B-T | document PASSED');
  });

  it('fails with what it shows changed, and proves nothing with a time-stamp changed', async () => {
    const context = contextAt(year(2026, 2), [listAt(year(2026, 2))]);
    const changed = await validate(replaced(stamped, SIGNED_TEXT, SIGNED_TEXT.replace('100', '900')), context);
    expect(changed).toMatchObject({ indication: 'FAILED', subIndication: 'HASH_FAILURE', code: 'message-digest-mismatch' });
  });

  it('is empty without a signature', async () => {
    expect(await validatePades({ pdf: smallPdf(), maximumLength, ...contextAt(year(2026)) })).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { absentAt, allOf, type Locator, locate } from '../../../../treaty/completeness/locate.ts';
import { REQUEST_EXAMPLES } from '../../../../treaty/requests/examples/request-examples.ts';

const { complete } = REQUEST_EXAMPLES['mutual-legal-assistance'];
const [first, second] = complete.particulars.persons ?? [];
const request = {
  ...complete,
  references: [],
  particulars: { ...complete.particulars, procedure: '  ', persons: [first, { ...second, location: undefined }] },
};
const at = (...places: string[]) => locate(request as never, places as unknown as Locator);

describe('where a particular stands', () => {
  it.each([
    ['a value', ['/matter'], 'present', []],
    ['nothing', ['/oralRequest'], 'absent', ['/oralRequest']],
    ['below nothing', ['/oralRequest/record'], 'absent', ['/oralRequest/record']],
    ['blanks', ['/particulars/procedure'], 'absent', ['/particulars/procedure']],
    ['an empty list', ['/references'], 'absent', ['/references']],
    ['one of two members', ['/particulars/none|facts'], 'present', []],
    ['neither of two members', ['/particulars/none|neither'], 'absent', ['/particulars/none']],
    ['every element', ['/particulars/persons/each/name'], 'present', []],
    ['all but one element', ['/particulars/persons/each/location'], 'absent', ['/particulars/persons/1/location']],
    ['every element of an empty list', ['/references/each/number'], 'absent', ['/references']],
    ['elements of no list', ['/matter/each/x'], 'absent', ['/matter']],
    ['elements with a value', ['/particulars/measures/each(kind=service)/documents'], 'present', []],
    ['no element with that value', ['/particulars/persons/each(kind=ship)/name'], 'not-applicable', []],
    ['elements with two values', ['/particulars/measures/each(kind=voluntary-appearance&detained=true)/consent'], 'present', []],
    ['elements whose list holds the value', ['/particulars/persons/each(roles=suspect)/location'], 'present', []],
    ['some element', ['/chain/some(role=central-authority)/party/contact'], 'present', []],
    ['no element at all', ['/chain/some(role=court)/party/name'], 'absent', ['/chain']],
    ['a file', ['file:letter'], 'present', []],
    ['no such file', ['file:judgment'], 'absent', ['/files']],
    ['the second place suffices', ['/oralRequest', 'file:letter'], 'present', []],
    ['none of the places', ['/oralRequest', 'file:judgment'], 'absent', ['/oralRequest']],
    ['the first place decides whether it applies', ['/particulars/persons/each(kind=ship)/name', 'file:letter'], 'not-applicable', []],
    ['what every object has', ['/constructor', '/toString', '/__proto__'], 'absent', ['/constructor']],
  ])('%s', (_what, places, status, missing) => {
    expect(at(...places)).toEqual({ status, missing });
  });

  it('of many empty places twenty are named', () => {
    const measures = Array.from({ length: 60 }, () => ({ kind: 'taking-statements' }));
    const many = { ...complete, particulars: { measures } };
    expect(locate(many as never, ['/particulars/measures/each/description']).missing).toHaveLength(20);
    expect(locate(many as never, () => absentAt(...Array.from({ length: 60 }, () => '/x'))).missing).toHaveLength(20);
  });

  it('all of several: absent when one is, nothing when none applies', () => {
    const none = { status: 'not-applicable', missing: [] } as const;
    const here = { status: 'present', missing: [] } as const;
    expect(allOf([])).toEqual(none);
    expect(allOf([none, here])).toEqual(here);
    expect(allOf([here, absentAt('/a'), absentAt('/b')])).toEqual(absentAt('/a', '/b'));
  });
});

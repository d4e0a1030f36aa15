import { describe, expect, it } from 'vitest';
import { assessCompleteness, isLacking } from '../../../../treaty/completeness/assess-completeness.ts';
import { REQUEST_EXAMPLES } from '../../../../treaty/requests/examples/request-examples.ts';
import type { RequestMessage } from '../../../../treaty/requests/request-message.ts';

const { complete, deficient } = REQUEST_EXAMPLES['mutual-legal-assistance'];
const entryOf = (request: RequestMessage, instruments: string[], particular: string) =>
  assessCompleteness({ request, instruments }).entries.find((entry) => entry.particular === particular);
const without = <Type extends object>(value: Type, member: keyof Type) => {
  const { [member]: _, ...rest } = value;
  return rest as unknown as Type;
};

describe('the instruments that govern', () => {
  it('each article is named, of one convention or of both', () => {
    const article = (instruments: string[]) => entryOf(deficient, instruments, 'summary-of-facts')?.sources;
    expect(article(['untoc'])).toEqual([{ by: 'convention', instrument: 'untoc', article: 'UNTOC 18(15)(c)' }]);
    expect(article(['uncac'])).toEqual([{ by: 'convention', instrument: 'uncac', article: 'UNCAC 46(15)(c)' }]);
    expect(article(['uncac', 'untoc'])).toHaveLength(2);
  });

  it('under another treaty their lists are recommendations, and practice still asks for what it asks for (UNTOC 18(7))', () => {
    const facts = entryOf(deficient, ['xa-xb-mutual-assistance-2001'], 'summary-of-facts');
    expect(facts).toMatchObject({ status: 'absent', severity: 'recommended', sources: [{ by: 'practice' }] });
    expect(entryOf(deficient, [], 'offence')).toMatchObject({ status: 'absent', severity: 'conditional', sources: [{ by: 'practice' }] });
  });

  it('who relies on reciprocity offers it', () => {
    const reciprocity = { ...complete, instruments: [] };
    expect(entryOf(reciprocity, [], 'legal-basis')).toMatchObject({ status: 'absent', pointers: ['/instruments'] });
    expect(entryOf({ ...reciprocity, assurance: 'XA hará lo mismo.' }, [], 'legal-basis')?.status).toBe('present');
  });
});

describe('what is asked for in some cases only', () => {
  const assistance = (measures: typeof complete.particulars.measures) => ({
    ...complete,
    particulars: { ...without(without(complete.particulars, 'facts'), 'offences'), ...(measures === undefined ? {} : { measures }) },
  });

  it('no summary of facts to serve documents and nothing else (UNTOC 18(15)(c))', () => {
    const statuses = (request: RequestMessage) => entryOf(request, ['untoc'], 'summary-of-facts');
    expect(statuses(assistance([{ kind: 'service' }]))).toMatchObject({ status: 'not-applicable', condition: 'asksForMoreThanService' });
    expect(statuses(assistance([{ kind: 'service' }, { kind: 'taking-statements' }]))?.status).toBe('absent');
  });

  it('dual criminality where there is coercion, the offence where the matter is criminal', () => {
    expect(entryOf(assistance([{ kind: 'taking-statements' }]), [], 'dual-criminality')?.status).toBe('not-applicable');
    expect(entryOf(assistance([{ kind: 'search-seizure-freezing', actions: ['search'] }]), [], 'dual-criminality')?.status).toBe('absent');
    expect(entryOf({ ...assistance(undefined), matter: 'administrative' }, [], 'offence')?.status).toBe('not-applicable');
    expect(entryOf(assistance(undefined), [], 'offence')?.status).toBe('absent');
  });

  it('consent of a person who comes from custody, and of nobody else (UNTOC 18(10))', () => {
    const consent = (detained: boolean) =>
      entryOf(assistance([{ kind: 'voluntary-appearance', detained }]), ['untoc'], 'detained-person-consent');
    expect(consent(true)).toMatchObject({ status: 'absent', pointers: ['/particulars/measures/0/consent'], severity: 'conditional' });
    expect(consent(false)?.status).toBe('not-applicable');
  });

  it('each mode of confiscation has its own contents (UNTOC 13(3))', () => {
    const { deficient: bare } = REQUEST_EXAMPLES.confiscation;
    const asked = (mode: 'domestic-order' | 'foreign-order' | 'trace-freeze-seize') => {
      const request = { ...bare, particulars: { ...bare.particulars, mode } };
      const { entries } = assessCompleteness({ request, instruments: ['untoc'] });
      return entries.filter(
        (entry) => isLacking(entry) && entry.sources.some((source) => source.by === 'convention' && source.article === 'UNTOC 13(3)'),
      );
    };
    expect(asked('domestic-order').map(({ particular }) => particular)).toEqual(['property-description']);
    expect(asked('foreign-order').map(({ particular }) => particular)).toEqual(['confiscation-order-copy', 'extent-of-execution']);
    expect(asked('trace-freeze-seize').map(({ particular }) => particular)).toEqual(['confiscation-actions']);
  });

  it('extradition to serve a sentence asks for the judgment, to stand trial for the warrant', () => {
    const { complete: request } = REQUEST_EXAMPLES.extradition;
    const lacking = (soughtFor: 'prosecution' | 'enforcement') => {
      const particulars = { ...without(request.particulars, 'detentionOrder'), soughtFor };
      const report = assessCompleteness({ request: { ...request, files: [], particulars }, instruments: [] });
      return report.entries.filter(isLacking).map(({ particular }) => particular);
    };
    expect(lacking('prosecution')).toEqual(['detention-order', 'detention-order-copy']);
    expect(lacking('enforcement')).toEqual(['judgment', 'judgment-copy', 'remaining-sentence']);
  });

  it('to preserve data asks for less than to hand them over, but for the announcement that the request for them will follow', () => {
    const { complete: request } = REQUEST_EXAMPLES['electronic-evidence'];
    const preservation = {
      ...request,
      particulars: { ...without(request.particulars, 'dataKinds'), mode: 'expedited-preservation' as const },
    };
    const report = assessCompleteness({ request: preservation, instruments: ['untoc'] });
    expect(report.entries.filter(isLacking).map(({ particular }) => particular)).toEqual(['assistance-will-follow']);
  });
});

describe('use conditions', () => {
  it('H3 without words is found wherever it stands', () => {
    const use = { codes: ['H3' as const] };
    const [person] = complete.particulars.persons ?? [];
    if (person === undefined) throw new Error('the example has persons');
    const request = { ...complete, use, particulars: { ...complete.particulars, persons: [{ ...person, handling: { use } }] } };
    expect(entryOf(request, ['untoc'], 'restrictions-in-words')).toMatchObject({
      status: 'absent',
      pointers: ['/use/restrictions', '/particulars/persons/0/handling/use/restrictions'],
    });
  });

  it('without H3 there is nothing to explain', () => {
    expect(entryOf({ ...complete, particulars: {} }, ['untoc'], 'restrictions-in-words')?.status).toBe('not-applicable');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { authorityProfile } from '../../../treaty/competence/authority-profile.ts';
import { demonstrationProfileOfXA, demonstrationProfileOfXB } from '../../../treaty/competence/examples/demonstration-profiles.ts';
import { instrumentsDocument, mergeInstruments, parseInstruments } from '../../../treaty/instruments/configured-instruments.ts';
import { DEMONSTRATION_INSTRUMENTS } from '../../../treaty/instruments/examples/demonstration.ts';
import { instrument } from '../../../treaty/instruments/instrument.ts';
import { assuranceText, instrumentName } from '../../../treaty/instruments/instrument-texts.ts';
import { KNOWN_INSTRUMENTS } from '../../../treaty/instruments/known-instruments.ts';
import { isConfirmed } from '../../../treaty/instruments/provenance.ts';
import { REQUEST_TYPES } from '../../../treaty/requests/request-types.ts';
import { party, treaty } from './basis-support.ts';

const LANGUAGES = ['es', 'pt', 'fr', 'en'] as const;
const states = { requestingState: 'XA', requestedState: 'XB' };
const emptyDocument = { format: 'valija-instruments/1' as const, instruments: [], parties: [] };

describe('the instruments that come with the product', () => {
  it.each(KNOWN_INSTRUMENTS.map((each) => [each.identifier, each] as const))('%s follows the schema that is published', (_name, each) => {
    expect(instrument.parse(each)).toEqual(each);
    for (const language of LANGUAGES) expect(each.names[language]).toMatch(/\S/);
    for (const type of each.requestTypes ?? []) expect(REQUEST_TYPES).toContain(type);
  });

  it('name the source of every party', () => {
    const unsourced = KNOWN_INSTRUMENTS.flatMap(({ parties }) => parties.filter(({ provenance }) => provenance.sources.length === 0));
    expect(unsourced).toEqual([]);
  });

  it('cite no article of the Medellín Treaty after the third', () => {
    const cited = [...JSON.stringify(KNOWN_INSTRUMENTS).matchAll(/Medellín Treaty (\d+)/g)].map(([, article]) => Number(article));
    expect(cited.length).toBeGreaterThan(0);
    expect(Math.max(...cited)).toBeLessThanOrEqual(3);
  });

  it('cite an article only where it was read', () => {
    const unread = KNOWN_INSTRUMENTS.flatMap(({ deadlines }) => deadlines).filter(
      ({ article, provenance }) => article !== undefined && !isConfirmed(provenance),
    );
    expect(unread).toEqual([]);
  });

  it('put both States into the undertaking of reciprocity and comity, in each language', () => {
    for (const each of KNOWN_INSTRUMENTS.filter(({ kind }) => kind === 'reciprocity' || kind === 'comity')) {
      for (const language of LANGUAGES) {
        const text = assuranceText(each, language, states);
        expect(text).toContain('XA');
        expect(text).toContain('XB');
        expect(text).not.toMatch(/[{}]/);
      }
    }
    expect(assuranceText(treaty(), 'es', states)).toBeUndefined();
    expect(assuranceText({ assurance: { es: 'Solo {requestingState}' } }, 'fr', states)).toBeUndefined();
  });

  it('are named in another language where theirs is missing', () => {
    expect(instrumentName({ names: { pt: 'Tratado' }, identifier: 'x' }, 'fr')).toBe('Tratado');
    expect(instrumentName({ names: {}, identifier: 'x' }, 'fr')).toBe('x');
  });
});

describe('configured instruments', () => {
  it('are read as they were written', () => {
    expect(parseInstruments(DEMONSTRATION_INSTRUMENTS)).toEqual({ faults: [], document: DEMONSTRATION_INSTRUMENTS });
  });

  it('take the place of those with the same identifier, and parties that of the rows of the same State', () => {
    const replaced = treaty({ identifier: 'untoc', names: { en: 'Ours' } });
    const merged = mergeInstruments(KNOWN_INSTRUMENTS, [
      { ...emptyDocument, instruments: [replaced] },
      { ...emptyDocument, parties: [{ instrument: 'medellin-2019', parties: [party('ES')] }] },
    ]);
    expect(merged.find(({ identifier }) => identifier === 'untoc')).toEqual(replaced);
    const rows = merged.find(({ identifier }) => identifier === 'medellin-2019')?.parties ?? [];
    expect(rows.filter(({ country }) => country === 'ES')).toEqual([party('ES')]);
    expect(rows.map(({ country }) => country).sort()).toEqual(['AD', 'AR', 'BO', 'BR', 'CL', 'CO', 'CU', 'EC', 'ES', 'PT', 'PY', 'UY']);
    expect(KNOWN_INSTRUMENTS.find(({ identifier }) => identifier === 'untoc')).not.toEqual(replaced);
  });

  it('leave parties of an instrument that nobody has unused: another document may bring it', () => {
    const document = { ...emptyDocument, parties: [{ instrument: 'elsewhere', parties: [party('XA')] }] };
    expect(parseInstruments(document).faults).toEqual([]);
    expect(mergeInstruments([], [document])).toEqual([]);
    expect(mergeInstruments([], [document, { ...emptyDocument, instruments: [treaty({ identifier: 'elsewhere', parties: [] })] }])).toEqual(
      [treaty({ identifier: 'elsewhere', parties: [party('XA')] })],
    );
  });

  it('come out in the order of their identifiers', () => {
    const identifiers = mergeInstruments(KNOWN_INSTRUMENTS, [DEMONSTRATION_INSTRUMENTS]).map(({ identifier }) => identifier);
    expect(identifiers).toEqual([...identifiers].sort());
  });

  it('have a JSON Schema that keeps what the parser demands', () => {
    const schema = z.toJSONSchema(instrumentsDocument, { target: 'draft-2020-12' });
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false, required: ['format', 'instruments', 'parties'] });
  });

  it('tell every fault at once', () => {
    const inverted = { ...party('XB', { inForceFrom: '2026-01-01', inForceUntil: '2025-01-01' }) };
    const declared = party('XA', { declarations: [{ kind: 'direct-contact-accepted', from: '2026-01-02', until: '2026-01-01' }] });
    const { faults } = parseInstruments({
      ...emptyDocument,
      instruments: [
        treaty({ names: {} }),
        treaty({ inForceFrom: '2026-01-01', inForceUntil: '2025-01-01', parties: [declared, inverted] }),
      ],
      parties: [
        { instrument: 'untoc', parties: [inverted] },
        { instrument: 'untoc', parties: [party('XA')] },
      ],
    });
    expect(faults.map(({ pointer, issue }) => `${pointer} ${issue}`)).toEqual([
      '/instruments/1/identifier identifier_repeated',
      '/parties/1/instrument identifier_repeated',
      '/instruments/0/names empty',
      '/instruments/1/inForceUntil ends_before_it_begins',
      '/instruments/1/parties/0/declarations/0/until ends_before_it_begins',
      '/instruments/1/parties/1/inForceUntil ends_before_it_begins',
      '/parties/0/parties/0/inForceUntil ends_before_it_begins',
    ]);
  });

  it('never throw, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.record({ format: fc.constant('valija-instruments/1'), instruments: fc.anything(), parties: fc.anything() }),
        ),
        (value) => {
          const { faults, document } = parseInstruments(value);
          expect(faults.length === 0).toBe(document !== undefined);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the profiles of the demonstration', () => {
  it.each([
    ['XA', demonstrationProfileOfXA('2026-11-20')],
    ['XB', demonstrationProfileOfXB('2026-11-20')],
  ])('follow the schema, for %s', (_country, profile) => {
    expect(authorityProfile.parse(profile)).toEqual(profile);
    expect(profile.environment).toBe('training');
  });
});

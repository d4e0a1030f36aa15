import { describe, expect, it } from 'vitest';
import { parseInstruments } from '../../../treaty/instruments/configured-instruments.ts';
import type { Instrument } from '../../../treaty/instruments/instrument.ts';
import { party, treaty } from './basis-support.ts';

const documentOf = (...instruments: unknown[]) => ({ format: 'valija-instruments/1', instruments, parties: [] });
const but = (more: Record<string, unknown>) => documentOf({ ...treaty(), ...more });
const withParty = (more: Record<string, unknown>) => but({ parties: [{ ...party('XA'), ...more }] });
const without = (member: keyof Instrument) => {
  const { [member]: _left, ...others } = treaty();
  return documentOf(others);
};
const declaring = (declaration: unknown) => withParty({ declarations: [declaration] });
const textOf = (text: string) => declaring({ kind: 'other', text });

describe('a hostile list of instruments', () => {
  it.each<[string, unknown, string]>([
    ['nothing', undefined, ''],
    ['null', null, ''],
    ['a text', 'valija-instruments/1', ''],
    ['a list', [], ''],
    ['another format', { ...documentOf(), format: 'valija-instruments/2' }, '/format'],
    ['a member more', { ...documentOf(), comment: '' }, ''],
    ['no parties', { format: 'valija-instruments/1', instruments: [] }, '/parties'],
    ['instruments as an object', { ...documentOf(), instruments: {} }, '/instruments'],
    ['too many instruments', documentOf(...Array.from({ length: 501 }, () => treaty())), '/instruments'],
    ['too many parties', but({ parties: Array.from({ length: 401 }, () => party('XA')) }), '/instruments/0/parties'],
    ['an instrument with a member more', but({ trusted: true }), '/instruments/0'],
    ['an identifier in capitals', but({ identifier: 'UNTOC' }), '/instruments/0/identifier'],
    ['an identifier with a path', but({ identifier: '../untoc' }), '/instruments/0/identifier'],
    ['an identifier with a line feed at its end', but({ identifier: 'untoc\n' }), '/instruments/0/identifier'],
    ['a long identifier', but({ identifier: 'a'.repeat(65) }), '/instruments/0/identifier'],
    ['a kind of its own', but({ kind: 'decree' }), '/instruments/0/kind'],
    ['no kind', without('kind'), '/instruments/0/kind'],
    ['no provenance', without('provenance'), '/instruments/0/provenance'],
    ['a confidence of its own', but({ provenance: { confidence: 'certain', sources: [] } }), '/instruments/0/provenance/confidence'],
    ['no matter', but({ matters: [] }), '/instruments/0/matters'],
    ['a matter of its own', but({ matters: ['military'] }), '/instruments/0/matters/0'],
    ['a name in a language of its own', but({ names: { xx: 'x' } }), '/instruments/0/names'],
    ['a name that turns the writing around', but({ names: { en: 'a\u202Eb' } }), '/instruments/0/names/en'],
    ['names behind a prototype', but({ names: JSON.parse('{"__proto__":{"en":"x"}}') }), '/instruments/0/names'],
    ['a country in small letters', withParty({ country: 'xa' }), '/instruments/0/parties/0/country'],
    ['a country of three letters', withParty({ country: 'XAA' }), '/instruments/0/parties/0/country'],
    ['a date that no calendar has', withParty({ inForceFrom: '2026-02-30' }), '/instruments/0/parties/0/inForceFrom'],
    ['a date with a time', withParty({ inForceFrom: '2026-02-28T00:00:00Z' }), '/instruments/0/parties/0/inForceFrom'],
    ['a date that is null', withParty({ inForceFrom: null }), '/instruments/0/parties/0/inForceFrom'],
    ['a date that is undefined', withParty({ inForceFrom: undefined }), '/instruments/0/parties/0/inForceFrom'],
    ['a declaration of its own', declaring({ kind: 'waives-everything' }), '/instruments/0/parties/0/declarations/0/kind'],
    [
      'a declaration with the member of another',
      declaring({ kind: 'direct-contact-accepted', matter: 'civil' }),
      '/instruments/0/parties/0/declarations/0',
    ],
    ['another declaration without words', declaring({ kind: 'other' }), '/instruments/0/parties/0/declarations/0/text'],
    ['a control character', textOf('a\u0000b'), '/instruments/0/parties/0/declarations/0/text'],
    ['a lone surrogate', textOf('\uD800'), '/instruments/0/parties/0/declarations/0/text'],
    ['a text without end', textOf('a'.repeat(4_001)), '/instruments/0/parties/0/declarations/0/text'],
    [
      'too many declarations',
      withParty({ declarations: Array.from({ length: 65 }, () => ({ kind: 'direct-contact-accepted' })) }),
      '/instruments/0/parties/0/declarations',
    ],
    [
      'a territory with a markup',
      withParty({ territorialScope: { applies: 'only', territories: ['<b>'] } }),
      '/instruments/0/parties/0/territorialScope/territories/0',
    ],
    ['a time limit of no time', but({ deadlines: [{ length: { amount: 0, unit: 'days' } }] }), '/instruments/0/deadlines/0/length/amount'],
    [
      'a time limit without end',
      but({ deadlines: [{ length: { amount: 1e300, unit: 'days' } }] }),
      '/instruments/0/deadlines/0/length/amount',
    ],
    ['a receipt rule of its own', but({ receiptRule: { rule: 'when-it-suits' } }), '/instruments/0/receiptRule/rule'],
  ])('with %s is refused, at its place', (_name, value, pointer) => {
    const { faults, document } = parseInstruments(value);
    expect(document).toBeUndefined();
    expect(faults.map((each) => each.pointer)).toContain(pointer);
    expect(JSON.stringify(faults)).not.toMatch(/military|waives|when-it-suits/);
  });

  it('tells at most 200 faults', () => {
    expect(parseInstruments(documentOf(...Array.from({ length: 500 }, () => ({})))).faults.length).toBe(200);
    expect(parseInstruments(documentOf(...Array.from({ length: 500 }, () => treaty({ names: {} })))).faults.length).toBe(200);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BasisQuestion } from '../../../treaty/basis/question.ts';
import { BASIS_REASONS } from '../../../treaty/basis/reasons.ts';
import { resolveLegalBasis } from '../../../treaty/basis/resolve-legal-basis.ts';
import type { Instrument } from '../../../treaty/instruments/instrument.ts';
import { KNOWN_INSTRUMENTS } from '../../../treaty/instruments/known-instruments.ts';
import { central, declaring, demonstration, party, question, treaty } from './basis-support.ts';

const conventionOf = (identifier: string) => {
  const found = demonstration.find((each) => each.identifier === identifier);
  if (found === undefined) throw new Error(`${identifier} is not in the data`);
  return found;
};
const untoc = conventionOf('untoc');
const medellin = conventionOf('medellin-2019');
const carriersOf = (more: Partial<BasisQuestion>) => resolveLegalBasis(question(more)).carries.map(({ instrument }) => instrument);
const rejectionOf = (more: Partial<BasisQuestion>, instrument = 'invented') =>
  resolveLegalBasis(question(more)).rejected.find((each) => each.instrument === instrument)?.reasons;

describe('what carries a formal request', () => {
  it('is a treaty in force between the two for the matter and the type', () => {
    const { carries, rejected, direct } = resolveLegalBasis(question());
    expect(carries).toEqual([
      {
        instrument: 'invented',
        cited: false,
        confirmed: true,
        direct: { open: true, instrument: 'invented', article: 'Invented 4' },
        governing: { instrument: 'invented', why: 'own-provisions' },
        assuranceNeeded: false,
      },
    ]);
    expect(rejected).toEqual([]);
    expect(direct).toEqual({ open: true, instrument: 'invented', article: 'Invented 4' });
  });

  it.each<[string, Partial<Instrument>, Partial<BasisQuestion>, string[]]>([
    ['a State that is no party', { parties: [party('XA')] }, {}, ['requested-not-party']],
    ['two States that are no parties', { parties: [] }, {}, ['requesting-not-party', 'requested-not-party']],
    ['a State that signed only', { parties: [party('XA'), party('XB', { status: 'signatory' })] }, {}, ['requested-signed-only']],
    ['the day before it binds', { parties: [party('XA'), party('XB', { inForceFrom: '2026-11-21' })] }, {}, ['requested-not-yet-bound']],
    ['the day after the last', { parties: [party('XA', { inForceUntil: '2026-11-19' }), party('XB')] }, {}, ['requesting-no-longer-bound']],
    [
      'a deposit that is still to come',
      { parties: [party('XA'), { ...party('XB', { depositedOn: '2027-01-01' }), inForceFrom: undefined } as never] },
      {},
      ['requested-not-yet-bound'],
    ],
    ['a treaty that is not yet in force', { inForceFrom: '2027-01-01' }, {}, ['not-in-force']],
    ['a treaty that has ended', { inForceUntil: '2026-11-19' }, {}, ['not-in-force']],
    ['another matter', { matters: ['civil'] }, {}, ['matter-not-covered']],
    ['another type', { requestTypes: ['extradition'] }, {}, ['request-type-not-covered']],
    [
      'a matter that a State has excluded',
      { parties: [party('XA'), declaring('XB', { kind: 'matter-excluded', matter: 'criminal' })] },
      {},
      ['matter-not-covered'],
    ],
    [
      'a State that does not take it as a basis for the type',
      { parties: [party('XA'), declaring('XB', { kind: 'not-a-legal-basis', requestTypes: ['mutual-legal-assistance'] })] },
      {},
      ['declared-no-legal-basis'],
    ],
    [
      'a State that excludes the other',
      { parties: [declaring('XA', { kind: 'country-excluded', country: 'XB' }), party('XB')] },
      {},
      ['requesting-excludes-the-other'],
    ],
    [
      'a territory that is left out',
      { parties: [party('XA'), party('XB', { territorialScope: { applies: 'except', territories: ['Isla Inventada'] } })] },
      { requested: central('XB', { territory: 'Isla Inventada' }) },
      ['requested-territory-excluded'],
    ],
    [
      'the State itself where only a part is bound',
      { parties: [party('XA'), party('XB', { territorialScope: { applies: 'only', territories: ['Isla Inventada'] } })] },
      {},
      ['requested-territory-excluded'],
    ],
    ['a treaty on transmission alone', { kind: 'transmission-treaty' }, {}, ['carries-no-requests']],
    ['an agreement of prosecutors, for central authorities', { contact: 'competent-authorities' }, {}, ['competent-authorities-only']],
    ['one and the same State', { parties: [party('XA')] }, { requested: central('XA') }, ['same-state']],
  ])('is not, for %s', (_name, more, asked, reasons) => {
    expect(rejectionOf({ instruments: [treaty(more)], ...asked })).toEqual(reasons);
    expect(carriersOf({ instruments: [treaty(more)], ...asked })).toEqual([]);
    expect(resolveLegalBasis(question({ instruments: [treaty(more)], ...asked })).direct).toEqual({ open: false, reasons: ['no-basis'] });
  });

  it('counts a declaration only while it holds', () => {
    const withdrawn = declaring('XB', { kind: 'not-a-legal-basis', until: '2026-11-19' });
    const toCome = declaring('XB', { kind: 'not-a-legal-basis', from: '2026-11-21' });
    for (const each of [withdrawn, toCome])
      expect(carriersOf({ instruments: [treaty({ parties: [party('XA'), each] })] })).toEqual(['invented']);
  });

  it('takes the row of a State that binds it, whatever the others say', () => {
    const rows = [party('XB', { inForceUntil: '2021-01-01' }), party('XB', { inForceFrom: '2025-01-01' }), party('XA')];
    expect(carriersOf({ instruments: [treaty({ parties: rows })] })).toEqual(['invented']);
  });

  it('says so when a date is not confirmed, and prefers what is', () => {
    const { inForceFrom: _unknown, ...undated } = party('XB');
    const unconfirmed = treaty({ identifier: 'a-unconfirmed', parties: [party('XA'), undated] });
    const approved = treaty({ identifier: 'b-approved', parties: [party('XA'), party('XB', { status: 'approved' })] });
    const { carries } = resolveLegalBasis(question({ instruments: [unconfirmed, approved, treaty()] }));
    expect(carries.map(({ instrument, confirmed }) => [instrument, confirmed])).toEqual([
      ['invented', true],
      ['a-unconfirmed', false],
      ['b-approved', false],
    ]);
  });

  it('puts what the request cites first, and tells what it cites and nobody knows', () => {
    const instruments = [treaty(), treaty({ identifier: 'wider', kind: 'multilateral-convention' })];
    expect(carriersOf({ instruments })).toEqual(['invented', 'wider']);
    expect(carriersOf({ instruments, cited: ['wider'] })).toEqual(['wider', 'invented']);
    expect(rejectionOf({ instruments, cited: ['nowhere', 'nowhere'] }, 'nowhere')).toEqual(['instrument-unknown']);
  });

  it('is reciprocity where the requested State accepts it, with its undertaking', () => {
    const { carries, direct } = resolveLegalBasis(
      question({ instruments: demonstration, matter: 'civil', requestType: 'service-of-documents' }),
    );
    expect(carries.map(({ instrument, assuranceNeeded }) => [instrument, assuranceNeeded])).toEqual([['reciprocity', true]]);
    expect(direct.open).toBe(true);
    expect(
      carriersOf({
        instruments: demonstration,
        matter: 'civil',
        requesting: central('XB'),
        requested: central('XA'),
        requestType: 'service-of-documents',
      }),
    ).toEqual([]);
  });

  it('is the agreement of prosecutors between authorities that are not central', () => {
    const prosecutor = (country: string) => ({ country, kind: 'competent-authority' as const });
    const asked = { instruments: demonstration, requesting: prosecutor('XA'), requested: prosecutor('XB'), cited: ['aiamp-2018'] };
    const { carries, direct } = resolveLegalBasis(question(asked));
    expect(carries[0]).toMatchObject({ instrument: 'aiamp-2018', direct: { open: true } });
    expect(direct).toEqual({ open: true, instrument: 'aiamp-2018' });
    expect(carries.find(({ instrument }) => instrument === 'untoc')?.direct).toEqual({ open: false, reasons: ['not-central-authorities'] });
  });
});

describe('what governs', () => {
  const asked = (instruments: Instrument[], requestType = 'mutual-legal-assistance') =>
    resolveLegalBasis(question({ instruments, requestType, cited: ['untoc'] })).carries[0]?.governing;
  const agreeing = (...countries: string[]): Instrument => ({
    ...untoc,
    parties: ['XA', 'XB'].map((country) =>
      countries.includes(country) ? declaring(country, { kind: 'gap-filling-paragraphs-accepted' }) : party(country),
    ),
  });

  it('are the paragraphs on procedure where no other treaty on assistance binds the two', () => {
    expect(asked([untoc])).toEqual({ instrument: 'untoc', paragraphs: 'UNTOC 18(9)-(29)', article: 'UNTOC 18(7)', why: 'no-other-treaty' });
  });

  it('is the other treaty where there is one', () => {
    expect(asked([untoc, treaty()])).toEqual({
      instrument: 'invented',
      why: 'other-treaty-prevails',
      setAside: { instrument: 'untoc', paragraphs: 'UNTOC 18(9)-(29)' },
      article: 'UNTOC 18(7)',
    });
  });

  it('are the paragraphs beside another treaty only if both States agree', () => {
    expect(asked([agreeing('XA', 'XB'), treaty()])?.why).toBe('both-agreed');
    expect(asked([agreeing('XA'), treaty()])?.why).toBe('other-treaty-prevails');
    expect(asked([agreeing('XB'), treaty()])?.why).toBe('other-treaty-prevails');
  });

  it('are the own provisions for types that the clause does not speak of, and another convention with the same clause does not prevail', () => {
    expect(asked([untoc, treaty()], 'extradition')).toEqual({ instrument: 'untoc', why: 'own-provisions' });
    expect(asked([untoc, conventionOf('uncac')])?.why).toBe('no-other-treaty');
  });

  it('is not a treaty that does not carry this request', () => {
    expect(asked([untoc, treaty({ requestTypes: ['extradition'] })])?.why).toBe('no-other-treaty');
  });
});

describe('direct contact', () => {
  const directOf = (more: Partial<Instrument>, asked: Partial<BasisQuestion> = {}) =>
    resolveLegalBasis(question({ instruments: [treaty(more)], ...asked })).direct;

  it.each<[string, Partial<Instrument>, Partial<BasisQuestion>, string[]]>([
    [
      'the requested State has declared otherwise',
      { parties: [party('XA'), declaring('XB', { kind: 'diplomatic-channel-required' })] },
      {},
      ['requested-demands-diplomatic-channel'],
    ],
    [
      'its profile says so',
      {},
      {
        requested: central('XB', {
          urgentRoutes: { diplomaticChannelRequired: true, interpolAcceptedWhenUrgent: false, oralAcceptedWhenUrgent: false },
        }),
      },
      ['requested-demands-diplomatic-channel'],
    ],
    ['the instrument knows the diplomatic channel alone', { contact: 'diplomatic-channel' }, {}, ['instrument-demands-diplomatic-channel']],
    [
      'one of them is not a central authority',
      {},
      { requesting: { country: 'XA', kind: 'competent-authority' } },
      ['not-central-authorities'],
    ],
  ])('is closed when %s, though the request can be made', (_name, more, asked, reasons) => {
    expect(directOf(more, asked)).toEqual({ open: false, reasons });
    expect(carriersOf({ instruments: [treaty(more)], ...asked })).toEqual(['invented']);
  });

  it('is open when the requested State accepts it beside the instrument, not when the requesting one does', () => {
    const accepts = (country: string) =>
      ['XA', 'XB'].map((each) => (each === country ? declaring(each, { kind: 'direct-contact-accepted' }) : party(each)));
    expect(directOf({ contact: 'diplomatic-channel', parties: accepts('XB') }).open).toBe(true);
    expect(directOf({ contact: 'diplomatic-channel', parties: accepts('XA') }).open).toBe(false);
  });

  it('does not depend on what the requesting State demands of requests to it', () => {
    expect(directOf({ parties: [declaring('XA', { kind: 'diplomatic-channel-required' }), party('XB')] }).open).toBe(true);
  });
});

describe('the route through INTERPOL and the oral request', () => {
  const routes = (urgent: boolean, from: boolean, to: boolean) => {
    const flags = (accepted: boolean) => ({
      urgentRoutes: { interpolAcceptedWhenUrgent: accepted, oralAcceptedWhenUrgent: accepted, diplomaticChannelRequired: false },
    });
    const plain = { ...untoc, parties: [party('XA'), party('XB')] };
    return resolveLegalBasis(
      question({ instruments: [plain], urgent, requesting: central('XA', flags(from)), requested: central('XB', flags(to)) }),
    );
  };

  it('are open only if the case is urgent and both States accept', () => {
    for (const urgent of [true, false]) {
      for (const from of [true, false]) {
        for (const to of [true, false]) {
          const { interpol, oral } = routes(urgent, from, to);
          expect([interpol.open, oral.open]).toEqual([urgent && from && to, urgent && from && to]);
        }
      }
    }
  });

  it('say every reason against them', () => {
    expect(routes(false, false, false).interpol).toEqual({
      open: false,
      reasons: ['not-urgent', 'requesting-does-not-accept', 'requested-does-not-accept'],
    });
    expect(routes(true, true, true)).toMatchObject({
      interpol: { open: true, instrument: 'untoc', article: 'UNTOC 18(13)' },
      oral: { open: true, instrument: 'untoc', article: 'UNTOC 18(14)' },
    });
  });

  it('take an instrument that provides for them', () => {
    expect(resolveLegalBasis(question({ urgent: true })).interpol).toEqual({ open: false, reasons: ['no-instrument-provides'] });
  });

  it('are open by declaration too', () => {
    expect(resolveLegalBasis(question({ urgent: true, instruments: demonstration })).interpol.open).toBe(true);
  });
});

describe('a transmission treaty', () => {
  const transmissionOf = (more: Partial<BasisQuestion>) => resolveLegalBasis(question(more)).transmission[0];

  it('covers what central authorities send within a treaty that allows direct contact', () => {
    expect(transmissionOf({ instruments: [untoc, medellin] })).toEqual({ instrument: 'medellin-2019', applies: 'yes', reasons: [] });
  });

  it('does not, without such a treaty: reciprocity is none', () => {
    const reciprocity = conventionOf('reciprocity');
    expect(transmissionOf({ instruments: [reciprocity, medellin] })).toMatchObject({
      applies: 'no',
      reasons: ['no-treaty-with-direct-contact'],
    });
    expect(transmissionOf({ instruments: [treaty({ contact: 'diplomatic-channel' }), medellin] })?.applies).toBe('no');
  });

  it('does not, for others than central authorities', () => {
    const asked = { instruments: [untoc, medellin], requested: { country: 'XB', kind: 'competent-authority' } as const };
    expect(transmissionOf(asked)?.reasons).toContain('not-central-authorities');
  });

  it('is not confirmed between States whose dates are not', () => {
    const between = (requesting: string, requested: string) =>
      transmissionOf({
        requesting: central(requesting),
        requested: central(requested),
        instruments: [treaty({ parties: [party(requesting), party(requested)] }), medellin],
      });
    expect(between('CO', 'ES')).toMatchObject({ applies: 'not-confirmed' });
    expect(between('CO', 'PT')).toMatchObject({ applies: 'not-confirmed' });
    expect(between('CO', 'BR')).toMatchObject({ applies: 'no', reasons: ['requested-signed-only'] });
    expect(between('CO', 'MX')).toMatchObject({ applies: 'no', reasons: ['requested-not-party'] });
  });
});

describe('the answer', () => {
  const anyQuestion = fc.record({
    requesting: fc.record({
      country: fc.constantFrom('XA', 'XB', 'CO', 'ES'),
      kind: fc.constantFrom('central-authority' as const, 'competent-authority' as const),
    }),
    requested: fc.record({
      country: fc.constantFrom('XA', 'XB', 'CO', 'PT'),
      kind: fc.constantFrom('central-authority' as const, 'competent-authority' as const),
    }),
    on: fc.constantFrom('2019-12-31', '2022-05-08', '2024-05-15', '2026-11-20'),
    matter: fc.constantFrom('criminal' as const, 'civil' as const, 'administrative' as const),
    requestType: fc.constantFrom('mutual-legal-assistance', 'extradition', 'service-of-documents', 'of-a-later-version'),
    urgent: fc.boolean(),
    cited: fc.subarray(['untoc', 'uncac', 'medellin-2019', 'nowhere']),
  });

  it('puts every instrument on one side, with known reasons, and does not depend on the order of the data', () => {
    fc.assert(
      fc.property(anyQuestion, fc.shuffledSubarray(demonstration, { minLength: demonstration.length }), (asked, shuffled) => {
        const basis = resolveLegalBasis({ ...asked, instruments: demonstration });
        const mixed = shuffled.map((each) => ({ ...each, parties: [...each.parties].reverse() }));
        expect(resolveLegalBasis({ ...asked, instruments: mixed })).toEqual(basis);
        const named = [...basis.carries, ...basis.rejected].map(({ instrument }) => instrument);
        const unknown = asked.cited.filter((each) => each === 'nowhere');
        expect(named.sort()).toEqual([...demonstration.map(({ identifier }) => identifier), ...unknown].sort());
        for (const { reasons } of basis.rejected) for (const reason of reasons) expect(BASIS_REASONS).toContain(reason);
      }),
      { numRuns: 200 },
    );
  });

  it('never opens the route through INTERPOL without urgency, and no direct route without a basis', () => {
    fc.assert(
      fc.property(anyQuestion, (asked) => {
        const basis = resolveLegalBasis({ ...asked, instruments: demonstration });
        if (!asked.urgent) expect(basis.interpol.open || basis.oral.open).toBe(false);
        if (basis.carries.length === 0) expect([basis.direct.open, basis.interpol.open, basis.oral.open]).toEqual([false, false, false]);
        if (basis.transmission.some(({ applies }) => applies !== 'no')) expect(basis.direct.open).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('rests on shipped data in which no party has a date that was not read', () => {
    const dated = KNOWN_INSTRUMENTS.flatMap(({ identifier, parties }) =>
      parties.flatMap(({ country, inForceFrom }) => (inForceFrom === undefined ? [] : [[identifier, country, inForceFrom]])),
    );
    expect(dated).toEqual([['medellin-2019', 'CO', '2024-05-15']]);
  });
});

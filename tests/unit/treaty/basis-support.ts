import type { BasisAuthority, BasisQuestion } from '../../../treaty/basis/question.ts';
import { mergeInstruments } from '../../../treaty/instruments/configured-instruments.ts';
import type { Declaration } from '../../../treaty/instruments/declaration.ts';
import { DEMONSTRATION_INSTRUMENTS } from '../../../treaty/instruments/examples/demonstration.ts';
import type { Instrument, InstrumentParty } from '../../../treaty/instruments/instrument.ts';
import { KNOWN_INSTRUMENTS } from '../../../treaty/instruments/known-instruments.ts';

export const invented: Instrument['provenance'] = { confidence: 'own-setting', sources: [] };

/** What the demonstration knows. */
export const demonstration = mergeInstruments(KNOWN_INSTRUMENTS, [DEMONSTRATION_INSTRUMENTS]);

export const party = (country: string, more: Partial<InstrumentParty> = {}): InstrumentParty => ({
  country,
  status: 'party',
  inForceFrom: '2020-01-01',
  declarations: [],
  provenance: invented,
  ...more,
});

export const declaring = (country: string, ...declarations: Declaration[]): InstrumentParty => party(country, { declarations });

/** A bilateral treaty between the invented States with every type and matter. */
export const treaty = (more: Partial<Instrument> = {}): Instrument => ({
  identifier: 'invented',
  kind: 'bilateral-treaty',
  names: { en: 'Invented treaty' },
  matters: ['criminal', 'civil', 'administrative'],
  contact: 'central-authorities',
  routes: { direct: 'Invented 4' },
  binds: 'both-states',
  parties: [party('XA'), party('XB')],
  deadlines: [],
  provenance: invented,
  ...more,
});

export const central = (country: string, more: Partial<BasisAuthority> = {}): BasisAuthority => ({
  country,
  kind: 'central-authority',
  ...more,
});

export const question = (more: Partial<BasisQuestion> = {}): BasisQuestion => ({
  requesting: central('XA'),
  requested: central('XB'),
  on: '2026-11-20',
  matter: 'criminal',
  requestType: 'mutual-legal-assistance',
  urgent: false,
  cited: [],
  instruments: [treaty()],
  ...more,
});

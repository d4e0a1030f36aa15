import type { InstrumentsDocument } from '../configured-instruments.ts';
import type { Declaration } from '../declaration.ts';
import type { Instrument, InstrumentParty } from '../instrument.ts';

const INVENTED: Instrument['provenance'] = {
  confidence: 'own-setting',
  sources: [],
  remarks: 'Invented for demonstration and training: no such State exists.',
};

/** Dates are invented, like the States. */
const BOUND_SINCE = '2020-01-01';

const party = (country: string, declarations: Declaration[] = []): InstrumentParty => ({
  country,
  status: 'party',
  inForceFrom: BOUND_SINCE,
  declarations,
  provenance: INVENTED,
});

const URGENT_ROUTES: Declaration[] = [
  { kind: 'interpol-accepted-when-urgent', article: 'UNTOC 18(13)' },
  { kind: 'oral-accepted-when-urgent', article: 'UNTOC 18(14)' },
];

const INVENTED_TREATY: Instrument = {
  identifier: 'xa-xb-assistance-2019',
  kind: 'bilateral-treaty',
  names: {
    es: 'Tratado inventado de asistencia entre XA y XB',
    pt: 'Tratado inventado de auxílio entre XA e XB',
    fr: 'Traité inventé d’entraide entre XA et XB',
    en: 'Invented treaty on assistance between XA and XB',
  },
  matters: ['criminal'],
  requestTypes: ['mutual-legal-assistance', 'service-of-documents', 'video-hearing', 'extradition', 'provisional-arrest'],
  contact: 'central-authorities',
  routes: { direct: 'Invented treaty XA-XB 4' },
  binds: 'both-states',
  inForceFrom: BOUND_SINCE,
  parties: [party('XA'), party('XB')],
  deadlines: [
    {
      identifier: 'provisional-arrest-xa-xb',
      length: { amount: 60, unit: 'days' },
      startsFrom: 'arrest',
      requestTypes: ['provisional-arrest'],
      pausesForSupplement: false,
      endsOnWorkingDay: false,
      article: 'Invented treaty XA-XB 11',
      provenance: INVENTED,
    },
  ],
  receiptRule: { rule: 'working-day-roll-over', moment: 'madeAvailable', provenance: INVENTED },
  provenance: INVENTED,
};

/**
 * Configuration of the demonstration: the invented States XA and XB are bound by the conventions, by the transmission treaty, by the prosecutors'
 * agreement, and by a bilateral treaty of their own; XB accepts reciprocity from anybody. Nothing in it is a statement about a real State.
 */
export const DEMONSTRATION_INSTRUMENTS: InstrumentsDocument = {
  format: 'valija-instruments/1',
  instruments: [INVENTED_TREATY],
  parties: [
    { instrument: 'untoc', parties: [party('XA', URGENT_ROUTES), party('XB', URGENT_ROUTES)] },
    { instrument: 'uncac', parties: [party('XA'), party('XB')] },
    { instrument: 'medellin-2019', parties: [party('XA'), party('XB')] },
    { instrument: 'aiamp-2018', parties: [party('XA'), party('XB')] },
    { instrument: 'reciprocity', parties: [party('XB', [{ kind: 'direct-contact-accepted' }])] },
  ],
};

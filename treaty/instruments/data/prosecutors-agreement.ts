import type { Instrument } from '../instrument.ts';

/**
 * Agreement of 18 prosecutors general of Ibero-America (AIAMP, Mexico 2018): direct exchange from prosecutor to prosecutor, beside the central
 * authorities. Its members come from the directory or from configuration: no list of them was read.
 */
export const PROSECUTORS_AGREEMENT: Instrument = {
  identifier: 'aiamp-2018',
  kind: 'inter-institutional-agreement',
  names: {
    es: 'Acuerdo de cooperación interinstitucional de la AIAMP (2018)',
    pt: 'Acordo de cooperação interinstitucional da AIAMP (2018)',
    fr: 'Accord de coopération interinstitutionnelle de l’AIAMP (2018)',
    en: 'AIAMP agreement on cooperation between institutions (2018)',
  },
  matters: ['criminal'],
  requestTypes: ['mutual-legal-assistance', 'electronic-evidence', 'joint-investigation'],
  contact: 'competent-authorities',
  routes: {},
  binds: 'both-states',
  parties: [],
  deadlines: [],
  provenance: {
    confidence: 'secondary',
    sources: ['Report of the UNTOC Working Group on International Cooperation, March 2021, paragraph 35'],
    remarks: 'Types of request: general knowledge.',
  },
};

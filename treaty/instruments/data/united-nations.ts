import type { Instrument, InstrumentParty } from '../instrument.ts';

const ASSISTANCE = ['mutual-legal-assistance', 'service-of-documents', 'video-hearing', 'electronic-evidence'];
/** Types for which article 18 (46) is not the article, but others of the same convention. */
const OTHER_TYPES = [
  'extradition',
  'provisional-arrest',
  'confiscation',
  'asset-recovery',
  'joint-investigation',
  'special-investigative-techniques',
  'transfer-of-proceedings',
];

const approvedByLaw = (country: string, law: string): InstrumentParty => ({
  country,
  status: 'approved',
  declarations: [],
  provenance: {
    confidence: 'official',
    sources: [law],
    remarks: 'The approving law was read; the date of entry into force for the State was not seen.',
  },
});

const PARTIES_ELSEWHERE = 'Parties and notifications come from the directory or from configuration: no list of them was read.';

/** United Nations Convention against Transnational Organized Crime. Extradition 16, confiscation 13 and 14, assistance 18, joint investigations 19. */
export const UNTOC: Instrument = {
  identifier: 'untoc',
  kind: 'multilateral-convention',
  names: {
    es: 'Convención de las Naciones Unidas contra la Delincuencia Organizada Transnacional',
    pt: 'Convenção das Nações Unidas contra o Crime Organizado Transnacional',
    fr: 'Convention des Nations Unies contre la criminalité transnationale organisée',
    en: 'United Nations Convention against Transnational Organized Crime',
  },
  matters: ['criminal'],
  requestTypes: [...ASSISTANCE, ...OTHER_TYPES],
  contact: 'central-authorities',
  routes: { direct: 'UNTOC 18(13)', interpolWhenUrgent: 'UNTOC 18(13)', oralWhenUrgent: 'UNTOC 18(14)' },
  binds: 'both-states',
  gapFilling: { article: 'UNTOC 18(7)', paragraphs: 'UNTOC 18(9)-(29)', requestTypes: ASSISTANCE },
  parties: [approvedByLaw('CO', 'Ley 800 de 2003 (Colombia)')],
  deadlines: [],
  provenance: { confidence: 'official', sources: ['Ley 800 de 2003 (Colombia)'], remarks: PARTIES_ELSEWHERE },
};

/** United Nations Convention against Corruption. Extradition 44, assistance 46. */
export const UNCAC: Instrument = {
  identifier: 'uncac',
  kind: 'multilateral-convention',
  names: {
    es: 'Convención de las Naciones Unidas contra la Corrupción',
    pt: 'Convenção das Nações Unidas contra a Corrupção',
    fr: 'Convention des Nations Unies contre la corruption',
    en: 'United Nations Convention against Corruption',
  },
  matters: ['criminal'],
  requestTypes: [...ASSISTANCE, ...OTHER_TYPES],
  contact: 'central-authorities',
  routes: { direct: 'UNCAC 46(13)', interpolWhenUrgent: 'UNCAC 46(13)', oralWhenUrgent: 'UNCAC 46(14)' },
  binds: 'both-states',
  gapFilling: { article: 'UNCAC 46(7)', paragraphs: 'UNCAC 46(9)-(29)', requestTypes: ASSISTANCE },
  parties: [approvedByLaw('CO', 'Ley 970 de 2005 (Colombia)')],
  deadlines: [],
  provenance: { confidence: 'official', sources: ['Ley 970 de 2005 (Colombia)'], remarks: PARTIES_ELSEWHERE },
};

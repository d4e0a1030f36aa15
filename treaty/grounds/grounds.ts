import type { GroundRow, GroundUse, RequestFamily } from './ground.ts';

const ASSISTANCE = ['assistance', 'service', 'transfer', 'cooperation'] as const satisfies readonly RequestFamily[];
const refusal = ['refusal'] as const satisfies readonly GroundUse[];
const postponement = ['postponement'] as const satisfies readonly GroundUse[];
const delay = ['delay'] as const satisfies readonly GroundUse[];

/**
 * The grounds of a refusal, a postponement or a delay, as data. Articles are those of the two conventions alone (paragraphs 8, 9, 21, 22, 25 and
 * 26 of UNTOC 18 and UNCAC 46 are the same); a ground without article rests on other treaties and laws, and whoever gives it names them.
 */
export const GROUNDS = {
  'not-in-conformity': {
    uses: refusal,
    families: ASSISTANCE,
    articles: ['UNTOC 18(21)(a)', 'UNCAC 46(21)(a)'],
    counsel: 'ask-for-supplement',
  },
  'essential-interests': { uses: refusal, families: 'every', articles: ['UNTOC 18(21)(b)', 'UNCAC 46(21)(b)'] },
  'own-law-forbids': { uses: refusal, families: ASSISTANCE, articles: ['UNTOC 18(21)(c)', 'UNCAC 46(21)(c)'] },
  'contrary-to-assistance-law': { uses: refusal, families: ASSISTANCE, articles: ['UNTOC 18(21)(d)', 'UNCAC 46(21)(d)'] },
  'dual-criminality': { uses: refusal, families: 'every', articles: ['UNTOC 18(9)', 'UNCAC 46(9)'] },
  'no-legal-basis': { uses: refusal, families: 'every', articles: [] },
  'offence-not-covered': { uses: refusal, families: ['confiscation'], articles: ['UNTOC 13(7)'] },
  'political-offence': { uses: refusal, families: 'every', articles: [] },
  'military-offence': { uses: refusal, families: 'every', articles: [] },
  limitation: { uses: refusal, families: 'every', articles: [] },
  amnesty: { uses: refusal, families: 'every', articles: [] },
  immunity: { uses: refusal, families: 'every', articles: [] },
  'already-judged': { uses: refusal, families: 'every', articles: [] },
  refugee: { uses: refusal, families: ['extradition', 'transfer'], articles: [] },
  nationality: {
    uses: refusal,
    families: ['extradition'],
    articles: ['UNTOC 16(10)'],
    counsel: 'submit-to-own-prosecutors',
  },
  'discriminatory-purpose': { uses: refusal, families: 'every', articles: ['UNTOC 16(14)'] },
  'penalty-not-accepted': { uses: refusal, families: ['extradition', 'transfer'], articles: [] },
  'consent-lacking': { uses: refusal, families: ['assistance', 'transfer'], articles: ['UNTOC 18(10)', 'UNCAC 46(10)'] },
  'third-party-rights': { uses: refusal, families: ['confiscation', 'assistance'], articles: ['UNTOC 13(8)'] },
  'assets-gone': { uses: refusal, families: ['confiscation', 'assistance'], articles: [] },
  'assets-already-confiscated': { uses: refusal, families: ['confiscation'], articles: [] },
  'location-too-vague': { uses: refusal, families: 'every', articles: [], counsel: 'ask-for-supplement' },
  'person-not-found': { uses: refusal, families: 'every', articles: [] },
  'evidence-not-available': { uses: refusal, families: ASSISTANCE, articles: [] },
  formality: { uses: refusal, families: 'every', articles: [], counsel: 'ask-for-supplement' },
  translation: { uses: ['refusal', 'delay'], families: 'every', articles: [], counsel: 'ask-for-translation' },
  'supplement-not-given': { uses: refusal, families: 'every', articles: [] },
  'wrong-authority': { uses: refusal, families: 'every', articles: [], counsel: 'transfer-to-competent-authority' },
  'minor-matter': { uses: ['refusal', 'delay'], families: ASSISTANCE, articles: ['UNCAC 46(9)'], counsel: 'consult-on-priority' },
  volume: { uses: ['refusal', 'delay'], families: 'every', articles: [], counsel: 'consult-on-priority' },
  'costs-not-agreed': { uses: refusal, families: 'every', articles: [] },
  'bank-secrecy': { uses: refusal, families: 'every', articles: [], excludedBy: ['UNTOC 18(8)', 'UNCAC 46(8)'] },
  'fiscal-character': { uses: refusal, families: 'every', articles: [], excludedBy: ['UNTOC 18(22)', 'UNCAC 46(22)', 'UNTOC 16(15)'] },

  'own-proceedings': { uses: postponement, families: 'every', articles: ['UNTOC 18(25)', 'UNCAC 46(25)'] },
  'serving-sentence': { uses: postponement, families: ['extradition', 'transfer', 'assistance'], articles: [] },
  'recovery-beyond-order': { uses: postponement, families: ['confiscation'], articles: [] },
  'order-already-pending': { uses: postponement, families: ['confiscation'], articles: [] },
  'remedy-pending': { uses: ['postponement', 'delay'], families: 'every', articles: [] },
  'humanitarian-reasons': { uses: postponement, families: ['extradition', 'transfer', 'assistance'], articles: [] },
  'force-majeure': { uses: ['postponement', 'delay'], families: 'every', articles: [] },

  'awaiting-court': { uses: delay, families: 'every', articles: [] },
  'awaiting-other-authority': { uses: delay, families: 'every', articles: [] },
  'awaiting-third-party': { uses: delay, families: 'every', articles: [] },
  'locating-person-or-object': { uses: delay, families: 'every', articles: [] },
  backlog: { uses: delay, families: 'every', articles: [], counsel: 'consult-on-priority' },
  'technical-fault': { uses: delay, families: 'every', articles: [] },

  other: { uses: ['refusal', 'postponement', 'delay'], families: 'every', articles: [] },
} as const satisfies Readonly<Record<string, GroundRow>>;

export type Ground = keyof typeof GROUNDS;

/** The row of a ground under its general type, so that absent members can be asked for. */
export function groundRow(ground: Ground): GroundRow {
  return GROUNDS[ground];
}

/** The grounds that can be given for something, in the order of the table. */
export function groundsFor(use: GroundUse): Ground[] {
  return (Object.keys(GROUNDS) as Ground[]).filter((ground) => groundRow(ground).uses.includes(use));
}

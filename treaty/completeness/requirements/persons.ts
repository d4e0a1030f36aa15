import { UNTOC } from '../../common/identifiers.ts';
import type { ParticularRequirement } from '../requirement.ts';
import { byPractice, FORMAL, practice, WHO_ASKS } from './shared.ts';

const SOUGHT_PERSON = practice('required', 'sought-person', 'sought-person-description', 'sought-person-nationality');

/** Extradition. UNTOC 16 has no list; treaties between two States have, and they agree on most of this. */
export const extraditionContents: readonly ParticularRequirement[] = [
  ...byPractice(WHO_ASKS),
  ...practice('required', 'extradition-purpose'),
  ...SOUGHT_PERSON,
  ...practice('required', 'summary-of-facts', 'offence', 'text-of-law', 'penalty', 'limitation'),
  { particular: 'detention-order', severity: 'conditional', when: 'soughtForProsecution' },
  { particular: 'detention-order-copy', severity: 'conditional', when: 'soughtForProsecution' },
  { particular: 'supporting-evidence', severity: 'recommended', when: 'soughtForProsecution' },
  { particular: 'judgment', severity: 'conditional', when: 'soughtForEnforcement' },
  { particular: 'judgment-copy', severity: 'conditional', when: 'soughtForEnforcement' },
  { particular: 'remaining-sentence', severity: 'conditional', when: 'soughtForEnforcement' },
  { particular: 'retrial', severity: 'conditional', when: 'wasJudgedInAbsence' },
  { particular: 'death-penalty-assurance', severity: 'conditional', when: 'facesDeathPenalty' },
  { particular: 'provisional-arrest-end', severity: 'recommended', when: 'wasProvisionallyArrested' },
  ...practice('recommended', 'sought-person-location', 'dual-criminality'),
  ...FORMAL,
];

/** Provisional arrest: urgent, so that little is asked for at once (UNTOC 16(9)). */
export const provisionalArrestContents: readonly ParticularRequirement[] = [
  ...byPractice(WHO_ASKS.slice(0, 2)),
  { particular: 'urgency-reasons', severity: 'required', articles: { [UNTOC]: 'UNTOC 16(9)' } },
  ...SOUGHT_PERSON,
  ...practice('required', 'order-or-judgment', 'extradition-will-follow', 'summary-of-facts', 'offence'),
  ...practice('recommended', 'sought-person-location', 'penalty'),
  ...FORMAL,
];

/** Transfer of a sentenced person. */
export const transferOfSentencedPersonContents: readonly ParticularRequirement[] = [
  ...byPractice(WHO_ASKS.slice(0, 2)),
  ...practice('required', 'sentenced-person', 'transfer-initiative', 'persons-nationality', 'judgment', 'judgment-copy'),
  ...practice('required', 'sentence-calculation', 'transfer-consent', 'offence', 'text-of-law'),
  ...practice('recommended', 'summary-of-facts', 'remaining-sentence', 'ties', 'health-and-conduct', 'dual-criminality'),
  ...FORMAL,
];

/** Transfer of proceedings. */
export const transferOfProceedingsContents: readonly ParticularRequirement[] = [
  ...byPractice(WHO_ASKS),
  ...practice('required', 'transfer-reasons', 'state-of-proceedings', 'summary-of-facts', 'persons-identity', 'case-evidence'),
  ...practice('required', 'offence', 'text-of-law'),
  ...practice('recommended', 'persons-nationality', 'persons-location', 'limitation', 'dual-criminality', 'interim-measures'),
  ...FORMAL,
];

import { UNTOC } from '../../common/identifiers.ts';
import type { ParticularRequirement } from '../requirement.ts';
import { FORMAL, OFFENCE, practice, WHAT_FOR, WHO_ASKS } from './shared.ts';

const ADDITIONAL = { [UNTOC]: 'UNTOC 13(3)' };

/** Confiscation: what UNTOC 18(15) lists, and what UNTOC 13(3) adds for each of the three modes. */
export const confiscationContents: readonly ParticularRequirement[] = [
  ...WHO_ASKS,
  ...WHAT_FOR.filter(({ particular }) => particular !== 'summary-of-facts'),
  { particular: 'confiscation-mode', severity: 'required', articles: { [UNTOC]: 'UNTOC 13(1), 13(2)' } },
  { particular: 'summary-of-facts', severity: 'required', articles: ADDITIONAL },
  { particular: 'property-description', severity: 'conditional', articles: ADDITIONAL, when: 'asksForDomesticOrder' },
  { particular: 'property-location', severity: 'recommended', articles: ADDITIONAL },
  { particular: 'confiscation-order-copy', severity: 'conditional', articles: ADDITIONAL, when: 'hasForeignOrder' },
  { particular: 'extent-of-execution', severity: 'conditional', articles: ADDITIONAL, when: 'hasForeignOrder' },
  { particular: 'confiscation-actions', severity: 'conditional', articles: ADDITIONAL, when: 'asksToTraceFirst' },
  ...OFFENCE,
  ...practice('recommended', 'dual-criminality'),
  { particular: 'third-party-rights', severity: 'recommended', articles: { [UNTOC]: 'UNTOC 13(8)' } },
  { particular: 'return-to-victims', severity: 'recommended', articles: { [UNTOC]: 'UNTOC 14(2)' } },
  { particular: 'sharing', severity: 'recommended', articles: { [UNTOC]: 'UNTOC 14(3)' } },
  { particular: 'other-executing-states', severity: 'recommended', when: 'hasForeignOrder' },
  { particular: 'account-for-payment', severity: 'recommended', when: 'hasForeignOrder' },
  ...FORMAL,
];

/** Return of property. */
export const assetRecoveryContents: readonly ParticularRequirement[] = [
  ...WHO_ASKS,
  ...WHAT_FOR,
  ...practice('required', 'property-description', 'property-location', 'recovery-claim', 'recovery-title'),
  ...OFFENCE,
  ...practice('recommended', 'third-party-rights'),
  { particular: 'return-to-victims', severity: 'recommended', articles: { [UNTOC]: 'UNTOC 14(2)' } },
  ...practice('recommended', 'account-for-payment'),
  ...FORMAL,
];

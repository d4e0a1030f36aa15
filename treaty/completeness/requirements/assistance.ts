import type { ParticularRequirement } from '../requirement.ts';
import { assistanceArticle, FORMAL, OFFENCE, practice, WHAT_FOR, WHO_ASKS } from './shared.ts';

const DESCRIPTION = assistanceArticle('(15)(d)');

/** Mutual legal assistance. What a kind of measure needs is asked for where that kind is among the measures. */
export const mutualLegalAssistanceContents: readonly ParticularRequirement[] = [
  ...WHO_ASKS,
  ...WHAT_FOR,
  { particular: 'measures', severity: 'required', articles: DESCRIPTION },
  { particular: 'measure-description', severity: 'required', articles: DESCRIPTION },
  ...OFFENCE,
  { particular: 'dual-criminality', severity: 'conditional', when: 'asksForCoercion' },
  ...practice(
    'conditional',
    'statement-person',
    'statement-questions',
    'measure-service-document',
    'measure-service-addressee',
    'search-place',
    'search-sought',
    'examination-object',
    'examination-aim',
    'information-sought',
    'records-holder',
    'records-sought',
    'tracing-reasons',
    'appearance-place',
    'appearance-time',
    'chapter-five-property',
    'chapter-five-recovery',
  ),
  { particular: 'detained-person-consent', severity: 'conditional', articles: assistanceArticle('(10)') },
  { particular: 'detained-person-custody', severity: 'conditional', articles: assistanceArticle('(11)') },
  { particular: 'appearance-safe-conduct', severity: 'recommended', articles: assistanceArticle('(27)') },
  ...practice('recommended', 'records-period', 'appearance-expenses', 'other-assistance-compatibility'),
  ...FORMAL,
];

/** Service of documents alone: no summary of facts (UNTOC 18(15)(c)). */
export const serviceOfDocumentsContents: readonly ParticularRequirement[] = [
  ...WHO_ASKS,
  ...WHAT_FOR.filter(({ particular }) => particular !== 'summary-of-facts'),
  { particular: 'document-to-serve', severity: 'required', articles: DESCRIPTION },
  { particular: 'addressee', severity: 'required', articles: assistanceArticle('(15)(e)') },
  ...practice('required', 'addressee-location'),
  { particular: 'hearing-date', severity: 'recommended', when: 'summonsToHearing' },
  ...practice('recommended', 'service-method'),
  ...FORMAL,
];

/** Hearing by video. */
export const videoHearingContents: readonly ParticularRequirement[] = [
  ...WHO_ASKS,
  ...WHAT_FOR.map((row) => (row.particular === 'persons-identity' ? ({ ...row, severity: 'required' } as const) : row)),
  ...OFFENCE,
  { particular: 'appointment', severity: 'required', articles: DESCRIPTION },
  ...practice('conditional', 'appointment-times-agree'),
  ...practice('required', 'hearing-consent', 'interpretation', 'technical-contact'),
  ...practice('recommended', 'connection-test', 'hearing-questions', 'hearing-identification'),
  { particular: 'hearing-reasons', severity: 'recommended', articles: assistanceArticle('(18)') },
  ...FORMAL,
];

/** Electronic evidence in its three modes. */
export const electronicEvidenceContents: readonly ParticularRequirement[] = [
  ...WHO_ASKS,
  ...WHAT_FOR,
  ...OFFENCE,
  { particular: 'evidence-mode', severity: 'required', articles: DESCRIPTION },
  ...practice('required', 'provider', 'accounts', 'necessity'),
  ...practice('conditional', 'shared-address-time'),
  { particular: 'data-kinds', severity: 'conditional', when: 'asksForData' },
  { particular: 'period', severity: 'conditional', when: 'asksForData' },
  { particular: 'period-end', severity: 'conditional', when: 'asksForRealTimeData' },
  { particular: 'authorisation', severity: 'conditional', when: 'asksForRealTimeData' },
  { particular: 'assistance-will-follow', severity: 'conditional', when: 'asksForPreservation' },
  { particular: 'deletion-date', severity: 'recommended', when: 'asksForPreservation' },
  { particular: 'preservation-reference', severity: 'recommended', when: 'asksForStoredData' },
  { particular: 'emergency-described', severity: 'conditional', when: 'isEmergency' },
  ...FORMAL,
];

import type { ParticularRequirement } from '../requirement.ts';
import { assistanceArticle, byPractice, practice, WHO_ASKS } from './shared.ts';

const BOTH = [...byPractice(WHO_ASKS.slice(0, 1)), ...practice('recommended', 'own-reference', 'requesting-contact')];

/** A consultation. */
export const consultationContents: readonly ParticularRequirement[] = [
  ...BOTH,
  ...practice('required', 'consultation-subject', 'questions'),
  ...practice('conditional', 'restrictions-in-words'),
];

/** Information that nobody asked for (UNTOC 18(4) and (5)). */
export const spontaneousInformationContents: readonly ParticularRequirement[] = [
  ...BOTH,
  ...practice('required', 'information'),
  { particular: 'usefulness', severity: 'recommended', articles: assistanceArticle('(4)') },
  ...practice('recommended', 'information-origin'),
  { particular: 'information-restrictions', severity: 'recommended', articles: assistanceArticle('(5)') },
  ...practice('conditional', 'restrictions-in-words'),
];

/** A draft sent for review. */
export const draftForReviewContents: readonly ParticularRequirement[] = [
  ...BOTH,
  ...practice('required', 'draft'),
  ...practice('recommended', 'questions', 'answer-date'),
  ...practice('conditional', 'restrictions-in-words'),
];

import type { Ground } from '../grounds/grounds.ts';
import { GROUNDS_OF_FACT } from './grounds-of-fact.ts';
import { GROUNDS_OF_LAW } from './grounds-of-law.ts';
import { GROUNDS_TO_WAIT } from './grounds-to-wait.ts';
import type { GlossaryEntry } from './term.ts';

/**
 * Grounds of a refusal, a postponement or a delay: their names, and the wording in which a letter can give them. The reason that the message states
 * is added to it, and never replaced by it.
 */
export const GROUND_GLOSSARY: Readonly<Record<Ground, GlossaryEntry>> = { ...GROUNDS_OF_LAW, ...GROUNDS_OF_FACT, ...GROUNDS_TO_WAIT };

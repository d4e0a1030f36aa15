import { GROUND_GLOSSARY } from '../../glossary/grounds.ts';
import type { Term } from '../../glossary/term.ts';
import type { Ground } from '../../grounds/grounds.ts';
import { type Words, wordsOf } from './words.ts';

const TERMS = Object.fromEntries(Object.entries(GROUND_GLOSSARY).map(([ground, { term }]) => [ground, term])) as Record<Ground, Term>;

/** Grounds of refusals, postponements and delays: what the glossary calls them. */
export const GROUND_WORDS: Readonly<Record<Ground, Words>> = wordsOf(TERMS);

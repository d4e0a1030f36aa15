import { STAGE_GLOSSARY } from '../../glossary/stages.ts';
import type { LetterLanguage } from '../letter-document.ts';
import { CASE_MEMBERS } from './case-members.ts';
import { COMMON_MEMBERS } from './common-members.ts';
import { CONVERSATION_MEMBERS } from './conversation-members.ts';
import { GROUND_WORDS } from './ground-words.ts';
import { MEASURE_MEMBERS } from './measure-members.ts';
import { VALUE_WORDS } from './value-words.ts';
import { inLanguage, type Words, wordsOf } from './words.ts';

const MEMBERS: Readonly<Record<string, Words>> = { ...COMMON_MEMBERS, ...CASE_MEMBERS, ...MEASURE_MEMBERS, ...CONVERSATION_MEMBERS };
const GROUNDS: Readonly<Record<string, Words>> = GROUND_WORDS;
/** Stages of execution as the glossary has them; those of proceedings and of a paper original as other values. */
const STAGES: Readonly<Record<string, Words>> = { ...VALUE_WORDS, ...wordsOf(STAGE_GLOSSARY) };

/**
 * What a member is called, `parent` being the member or the kind of message that it stands under; its own name where it has no words, which
 * a test does not let happen.
 */
export function memberLabel(member: string, language: LetterLanguage, parent = ''): string {
  const key = [`${parent}.${member}`, member].find((name) => Object.hasOwn(MEMBERS, name));
  const words = key === undefined ? undefined : MEMBERS[key];
  return words === undefined ? member : inLanguage(words, language);
}

/** What a coded value of a member is called; undefined for what is no code. */
export function valueWord(member: string, value: string | boolean, language: LetterLanguage): string | undefined {
  const table = member === 'ground' ? GROUNDS : member === 'stage' ? STAGES : VALUE_WORDS;
  const key = [`${member}=${value}`, String(value)].find((name) => Object.hasOwn(table, name));
  const words = key === undefined ? undefined : table[key];
  return words === undefined ? undefined : inLanguage(words, language);
}

import { MEASURE_ARTICLES } from '../requests/measures/measure.ts';
import { type ConfidentialityToTell, confidentialityTexts, type UseToTell, useTexts } from './condition-texts.ts';
import type { LetterContext } from './letter-context.ts';
import type { LetterBlock, LetterFact, LetterText } from './letter-document.ts';
import { CODED, COUNTRIES, DAYS, FILES, INSTANTS, LANGUAGES, PERSONS, SILENT } from './member-forms.ts';
import { countryName, dayInWords, instantInWords, languageName, moneyInWords, wallClockInWords } from './plain-values.ts';
import { memberLabel, valueWord } from './words/member-words.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;
const WALL_CLOCK = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
const COUNTRY = /^[A-Z]{2}$/;
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
const DIGEST = /^[0-9a-f]{64}$/;

/** Longer texts stand in paragraphs of their own and not beside their label. */
const LONG_TEXT = 900;
/** What the objects of a list are called by, above each. */
const TITLES: Readonly<Record<string, string>> = {
  accounts: 'value',
  dispatched: 'name',
  documents: 'title',
  items: 'title',
  measures: 'kind',
  offences: 'name',
  persons: 'name',
  property: 'kind',
};

type Value = string | number | boolean | readonly Value[] | { readonly [member: string]: Value | undefined };
type Members = { readonly [member: string]: Value | undefined };

/** What a teller must know beside the value: the letter, and the names of persons by their identifiers in the message. */
export interface TellingContext {
  readonly letter: Pick<LetterContext, 'language' | 'files' | 'instrumentNames'>;
  readonly persons: ReadonlyMap<string, string>;
  /** Instruments whose articles are quoted. */
  readonly governing: readonly string[];
  /** Language of the texts of the message, where it is not that of the letter. */
  readonly textLanguage?: string;
}

/** To be spread into a teller's context. */
export function otherLanguage(of: { language: string }, letter: { language: string }): { textLanguage?: string } {
  return of.language.split('-')[0] === letter.language ? {} : { textLanguage: of.language };
}

/** What a member of a typed message says, as blocks of a letter. The value comes from a message that was read by its schema. */
export function tellMember(member: string, value: unknown, context: TellingContext): LetterBlock[] {
  return blocksOf(member, value as Value, context);
}

function blocksOf(member: string, value: Value, context: TellingContext): LetterBlock[] {
  if (isList(value)) return listBlocks(member, value, context);
  if (!isMembers(value)) return paragraphs(member, value, context);
  const lines = sentences(value, context);
  if (lines !== undefined) return lines.map(paragraph);
  return memberBlocks(member, value, context);
}

function listBlocks(member: string, values: readonly Value[], context: TellingContext): LetterBlock[] {
  if (values.every(isMembers)) {
    return values.flatMap((value, index) => {
      const title = titleOf(member, value, { index, count: values.length }, context);
      return [...(title === undefined ? [] : [title]), ...memberBlocks(member, value, context)];
    });
  }
  const texts = values.map((value) => inLine(member, value, context));
  if (isEnumeration(member)) return [paragraph(texts.join(', '))];
  return [{ kind: 'list', items: texts.map((text) => spoken(text, context)) }];
}

/** Beside their labels what is short; in paragraphs below what is long. */
function memberBlocks(member: string, members: Members, context: TellingContext): LetterBlock[] {
  const facts: LetterFact[] = [];
  const blocks: LetterBlock[] = [];
  for (const [name, value] of told(member, members)) {
    const label = memberLabel(name, context.letter.language, member);
    const text = linesOf(name, value, context).join('\n');
    if (text.length <= LONG_TEXT) facts.push({ label, value: text === value ? spoken(text, context) : text });
    else blocks.push({ kind: 'subtitle', text: label }, ...blocksOf(name, value, context));
  }
  const caption = memberLabel(member, context.letter.language);
  return facts.length === 0 ? blocks : [{ kind: 'facts', caption, facts }, ...blocks];
}

/** The members that a reader has to be told, but for the one that is the title of its object. */
function told(member: string, members: Members): [string, Value][] {
  const title = titleMember(member, members);
  return Object.entries(members).flatMap(([name, value]): [string, Value][] =>
    value === undefined || SILENT.has(name) || name === title ? [] : [[name, value]],
  );
}

function titleMember(member: string, members: Members): string | undefined {
  const name = Object.hasOwn(TITLES, member) ? TITLES[member] : undefined;
  return name !== undefined && typeof members[name] === 'string' ? name : undefined;
}

/** `2) Name`; what is alone has no number, and without a name no title. */
function titleOf(
  member: string,
  members: Members,
  { index, count }: { index: number; count: number },
  context: TellingContext,
): LetterBlock | undefined {
  const name = titleMember(member, members);
  const value = name === undefined ? undefined : members[name];
  const title = typeof value !== 'string' ? '' : name === 'kind' ? (valueWord('kind', value, context.letter.language) ?? value) : value;
  const numbered = count === 1 ? title : `${index + 1}) ${title}`.trimEnd();
  if (numbered === '') return undefined;
  const article = name === 'kind' && typeof value === 'string' ? measureArticle(value, context) : undefined;
  if (article !== undefined) return { kind: 'subtitle', text: [{ text: `${numbered} ` }, { text: `(${article})`, weight: 'quiet' }] };
  return { kind: 'subtitle', text: title === value ? spoken(numbered, context) : numbered };
}

/** The paragraphs of the conventions that name a kind of measure. */
function measureArticle(kind: string, { governing }: TellingContext): string | undefined {
  const articles = Object.hasOwn(MEASURE_ARTICLES, kind) ? MEASURE_ARTICLES[kind as keyof typeof MEASURE_ARTICLES] : undefined;
  const quoted = Object.entries(articles ?? {}).flatMap(([instrument, article]) => (governing.includes(instrument) ? [article] : []));
  return quoted.length === 0 ? undefined : quoted.join(', ');
}

/** Words and names that are told one after the other; anything else has a line for each. */
function isEnumeration(member: string): boolean {
  return [CODED, COUNTRIES, DAYS, LANGUAGES, PERSONS].some((members) => members.has(member));
}

/** What stands beside a label: each member of an object in a line of its own, what is deeper in one line. */
function linesOf(member: string, value: Value, context: TellingContext): string[] {
  if (isList(value)) {
    if (isEnumeration(member)) return [value.map((item) => inLine(member, item, context)).join(', ')];
    const isNumbered = value.length > 1 && value.every(isMembers);
    return value.flatMap((item, index) => {
      const [first = '', ...rest] = linesOf(member, item, context);
      return [isNumbered ? `${index + 1}) ${first}` : first, ...rest];
    });
  }
  if (!isMembers(value)) return [scalar(member, value, context)];
  const known = sentences(value, context);
  if (known !== undefined) return known;
  return Object.entries(value).flatMap(([name, item]) => {
    if (item === undefined || SILENT.has(name)) return [];
    const [line, ...further] = isMembers(item)
      ? (sentences(item, context) ?? [inLine(name, item, context)])
      : [inLine(name, item, context)];
    return [`${memberLabel(name, context.letter.language, member)}: ${line ?? ''}`, ...further];
  });
}

/** Objects that are told by what they mean: money, conditions of use, confidentiality. */
function sentences(value: Members, { letter: { language } }: TellingContext): string[] | undefined {
  if (typeof value.amount === 'string' && typeof value.currency === 'string') {
    return [moneyInWords({ amount: value.amount, currency: value.currency }, language)];
  }
  if (isList(value.codes ?? '')) return useTexts(value as unknown as UseToTell, language);
  if (typeof value.fact === 'boolean' && typeof value.substance === 'boolean') {
    return confidentialityTexts(value as unknown as ConfidentialityToTell, language);
  }
  return undefined;
}

function inLine(member: string, value: Value, context: TellingContext): string {
  if (isList(value)) return value.map((item) => inLine(member, item, context)).join('; ');
  if (!isMembers(value)) return scalar(member, value, context);
  const known = sentences(value, context);
  if (known !== undefined) return known.join(' ');
  return Object.entries(value)
    .filter(([name, item]) => item !== undefined && !SILENT.has(name))
    .map(([name, item]) => `${memberLabel(name, context.letter.language, member)}: ${inLine(name, item ?? '', context)}`)
    .join('; ');
}

function scalar(member: string, value: string | number | boolean, { letter, persons }: TellingContext): string {
  const { language } = letter;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return valueWord(member, value, language) ?? String(value);
  if (CODED.has(member) || value === 'true' || value === 'false') {
    const word = valueWord(member, value, language);
    if (word !== undefined) return word;
  }
  if (DAYS.has(member) && DAY.test(value)) return dayInWords(value, language);
  if (INSTANTS.has(member) && INSTANT.test(value)) return instantInWords(value, language);
  if (member === 'localTime' && WALL_CLOCK.test(value)) return wallClockInWords(value, language);
  if (COUNTRIES.has(member) && COUNTRY.test(value)) return countryName(value, language);
  if (LANGUAGES.has(member) && LANGUAGE.test(value)) return languageName(value, language);
  if (FILES.has(member) && DIGEST.test(value)) return letter.files.find(({ sha256 }) => sha256 === value)?.name ?? value;
  if (PERSONS.has(member)) return persons.get(value) ?? value;
  if (member === 'instrument') return letter.instrumentNames[value] ?? value;
  return value;
}

/** Blank lines part paragraphs. */
function paragraphs(member: string, value: string | number | boolean, context: TellingContext): LetterBlock[] {
  const text = scalar(member, value, context);
  return text
    .split(/\n{2,}/)
    .filter((part) => part.trim() !== '')
    .map((part) => paragraph(text === value ? spoken(part, context) : part));
}

/** A text of the message, marked where it is in another language than the letter. */
function spoken(text: string, { textLanguage }: TellingContext): LetterText {
  return textLanguage === undefined ? text : [{ text, language: textLanguage }];
}

function paragraph(text: LetterText): LetterBlock {
  return { kind: 'paragraph', text };
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function isMembers(value: Value): value is Members {
  return typeof value === 'object' && !Array.isArray(value);
}

import type { RequestMessage } from '../requests/request-message.ts';
import { useTexts } from './condition-texts.ts';
import type { LetterContext } from './letter-context.ts';
import type { LetterBlock, LetterDocument, LetterParticular } from './letter-document.ts';
import { dayInWords, instantInWords } from './plain-values.ts';
import { articlesFor } from './quoted-articles.ts';
import { basisBlocks, chainFacts, confidentialityNotice, fileBlocks, framed } from './sections.ts';
import { otherLanguage, type TellingContext, tellMember } from './tell-value.ts';
import { filled, letterTexts } from './texts/letter-texts.ts';
import { REQUEST_TITLES } from './words/kind-words.ts';
import { memberLabel } from './words/member-words.ts';
import { inLanguage } from './words/words.ts';

/** Members of the request that come after the particulars of its type. */
const PARTICULARS_LAST = ['priority', 'priorContacts', 'oralRequest', 'paperOriginal'] as const;

/**
 * The letter of a typed request of any type, in the order in which a reader needs it: what it is, how urgent and how confidential, on which basis,
 * what it asks for in numbered particulars, each with the article that asks for it, and the files that come with it.
 */
export function requestLetter(request: RequestMessage, context: LetterContext): LetterDocument {
  const { language } = context;
  const telling = tellingOf(request, context);
  const title = inLanguage(REQUEST_TITLES[request.requestType], language);
  const texts = letterTexts(language);
  return framed(context, request, {
    title,
    isTraining: request.training === true,
    blocks: [
      { kind: 'paragraph', text: texts.opening.request ?? '' },
      ...urgencyNotice(request, context, telling),
      ...confidentialityNotice(request, context, articlesFor(request.requestType, '/confidentiality', telling.governing)),
      ...basisBlocks(request, context),
      { kind: 'heading', level: 2, text: texts.sections.content },
      { kind: 'particulars', items: numbered(requestParticulars(request, context, telling)) },
      ...useBlocks(request, context),
      ...fileBlocks(request.files, context),
    ],
  });
}

function tellingOf(request: RequestMessage, context: LetterContext): TellingContext {
  const governing = context.governing ?? request.instruments.map(({ instrument }) => instrument);
  const persons = 'persons' in request.particulars ? (request.particulars.persons ?? []) : [];
  const named = persons.flatMap(({ id, name }): [string, string][] => (id === undefined ? [] : [[id, `${name} (${id})`]]));
  return { letter: context, persons: new Map(named), governing, ...otherLanguage(request, context) };
}

type Unnumbered = Omit<LetterParticular, 'number'>;

function requestParticulars(request: RequestMessage, context: LetterContext, telling: TellingContext): Unnumbered[] {
  const last = PARTICULARS_LAST.flatMap((member) => particular(request, member, request[member], `/${member}`, telling));
  return [chainParticular(request, context, telling), ...particularsOf(request, telling), ...last];
}

function chainParticular(request: RequestMessage, context: LetterContext, telling: TellingContext): Unnumbered {
  const label = memberLabel('chain', context.language);
  const article = articlesFor(request.requestType, '/chain', telling.governing);
  const facts = chainFacts(request.chain, context);
  return { label, ...(article === undefined ? {} : { article }), blocks: [{ kind: 'facts', caption: label, facts }] };
}

/** The particulars of the type; of a draft, those of the request that it drafts. */
function particularsOf(request: RequestMessage, telling: TellingContext): Unnumbered[] {
  return Object.entries(request.particulars).flatMap(([member, value]) => {
    if (request.requestType === 'draft-for-review' && member === 'draft') return draftParticulars(request, telling);
    return particular(request, member, value, `/particulars/${member}`, telling);
  });
}

function draftParticulars(request: Extract<RequestMessage, { requestType: 'draft-for-review' }>, telling: TellingContext): Unnumbered[] {
  const { draft } = request.particulars;
  if (draft === undefined) return [];
  const { language } = telling.letter;
  const persons = draft.particulars.persons ?? [];
  const named = persons.flatMap(({ id, name }): [string, string][] => (id === undefined ? [] : [[id, `${name} (${id})`]]));
  const within = { ...telling, persons: new Map(named) };
  const title: Unnumbered = {
    label: memberLabel('draft', language),
    blocks: [{ kind: 'paragraph', text: inLanguage(REQUEST_TITLES[draft.requestType], language) }],
  };
  return [title, ...particularsOf(draft, within)];
}

function particular(request: RequestMessage, member: string, value: unknown, place: string, telling: TellingContext): Unnumbered[] {
  const isEmpty = value === undefined || (Array.isArray(value) && value.length === 0);
  const blocks = isEmpty ? [] : tellMember(member, value, telling);
  if (blocks.length === 0) return [];
  const article = articlesFor(request.requestType, place, telling.governing);
  return [{ label: memberLabel(member, telling.letter.language), ...(article === undefined ? {} : { article }), blocks }];
}

/** `1.`, `2.` and so on. */
export function numbered(items: readonly Unnumbered[]): LetterParticular[] {
  return items.map((item, index) => ({ number: `${index + 1}.`, ...item }));
}

/** That the request is urgent, and until when an answer is wished, with the reasons for both (UNTOC 18(24)). */
function urgencyNotice(request: RequestMessage, context: LetterContext, telling: TellingContext): LetterBlock[] {
  const { language } = context;
  const { notices } = letterTexts(language);
  const { priority, wishedDeadline, oralRequest } = request;
  const urgency = priority?.urgency ?? 'ordinary';
  const texts: string[] = [];
  if (wishedDeadline !== undefined) texts.push(...deadlineTexts(wishedDeadline, context));
  if (urgency !== 'ordinary' && priority?.explanation !== undefined) texts.push(filled(notices.reasons, { reasons: priority.explanation }));
  if (oralRequest !== undefined) {
    const time = instantInWords(oralRequest.madeAt, language, context.timeZone);
    texts.push(filled(notices.oral, { time, person: oralRequest.spokenTo }));
  }
  if (texts.length === 0 && urgency === 'ordinary') return [];
  const title = urgency === 'ordinary' ? notices.deadlineTitle : notices[urgency];
  const article = wishedDeadline === undefined ? undefined : articlesFor(request.requestType, '/wishedDeadline', telling.governing);
  return [{ kind: 'notice', title: article === undefined ? title : `${title} (${article})`, texts }];
}

function deadlineTexts({ date, reasons }: { date: string; reasons?: string | undefined }, context: LetterContext): string[] {
  const { notices } = letterTexts(context.language);
  const values = { date: dayInWords(date, context.language), timeZone: context.recipientTimeZone ?? '' };
  const sentence = context.recipientTimeZone === undefined ? notices.deadline : notices.deadlineWithZone;
  return [filled(sentence, values), ...(reasons === undefined ? [] : [filled(notices.reasons, { reasons })])];
}

function useBlocks({ use }: RequestMessage, context: LetterContext): LetterBlock[] {
  if (use === undefined) return [];
  return [
    { kind: 'heading', level: 2, text: letterTexts(context.language).sections.use },
    { kind: 'list', items: useTexts(use, context.language) },
  ];
}

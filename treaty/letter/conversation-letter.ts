import type { ChainLink } from '../chain/inner-chain.ts';
import { GROUNDS } from '../grounds/grounds.ts';
import type { LegalMessage } from '../message.ts';
import type { LetterContext } from './letter-context.ts';
import type { LetterBlock, LetterDocument, LetterParticular } from './letter-document.ts';
import { numbered } from './request-letter.ts';
import { chainFacts, confidentialityNotice, fileBlocks, framed } from './sections.ts';
import { otherLanguage, type TellingContext, tellMember } from './tell-value.ts';
import { letterTexts } from './texts/letter-texts.ts';
import { MESSAGE_TITLES } from './words/kind-words.ts';
import { memberLabel, valueWord } from './words/member-words.ts';
import { inLanguage } from './words/words.ts';

/** Any message but the request. */
export type ConversationMessage = Exclude<LegalMessage, { kind: 'request' }>;

/** What every message has and its letter tells elsewhere. */
const FRAME: ReadonlySet<string> = new Set(['format', 'kind', 'about', 'language', 'references', 'files', 'confidentiality']);

/** The letter of a message that answers or follows a request: what it is, and what it says in numbered points. */
export function conversationLetter(message: ConversationMessage, context: LetterContext): LetterDocument {
  const { language } = context;
  const texts = letterTexts(language);
  const opening = Object.hasOwn(texts.opening, message.kind) ? texts.opening[message.kind] : undefined;
  const governing = context.governing ?? [];
  const telling: TellingContext = { letter: context, persons: new Map(), governing, ...otherLanguage(message, context) };
  const points = Object.entries(message).flatMap(([member, value]) =>
    FRAME.has(member) ? [] : pointsOf(message.kind, member, value, context, telling),
  );
  return framed(context, message, {
    title: inLanguage(MESSAGE_TITLES[message.kind], language),
    isTraining: false,
    blocks: [
      ...(opening === undefined ? [] : [{ kind: 'paragraph' as const, text: opening }]),
      ...confidentialityNotice(message, context),
      ...(points.length === 0 ? [] : ([{ kind: 'heading', level: 2, text: texts.sections.message }] as const)),
      ...(points.length === 0 ? [] : [{ kind: 'particulars' as const, items: numbered(points) }]),
      ...fileBlocks(message.files ?? [], context),
    ],
  });
}

type Point = Omit<LetterParticular, 'number'>;

/** Grounds are points of their own, each with its articles; anything else is told by its member. */
function pointsOf(kind: string, member: string, value: unknown, context: LetterContext, telling: TellingContext): Point[] {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return [];
  if (member === 'grounds') return (value as readonly StatedGround[]).map((ground) => groundPoint(ground, context, telling));
  const label = memberLabel(member, context.language, kind);
  if (isChain(member, value)) return [{ label, blocks: [{ kind: 'facts', caption: label, facts: chainFacts(value, context) }] }];
  const blocks = tellMember(member, value, telling);
  return blocks.length === 0 ? [] : [{ label, blocks }];
}

/** `chain` of any message, and `to` of a transfer. */
function isChain(member: string, value: unknown): value is readonly ChainLink[] {
  return (member === 'chain' || member === 'to') && Array.isArray(value);
}

interface StatedGround {
  ground: keyof typeof GROUNDS;
  provision?: string;
  instrument?: string;
  reason: string;
}

/** The ground in words with the articles of the conventions that provide for it, then the article that the message names, then the reason. */
function groundPoint(
  { ground, provision, instrument, reason }: StatedGround,
  { language, instrumentNames }: LetterContext,
  telling: TellingContext,
): Point {
  const label = valueWord('ground', ground, language) ?? ground;
  const { articles } = GROUNDS[ground];
  const named = [
    ...(instrument === undefined ? [] : [instrumentNames[instrument] ?? instrument]),
    ...(provision === undefined ? [] : [provision]),
  ];
  const quoted = named.length > 0 ? named.join(', ') : articles.join(', ');
  const blocks: LetterBlock[] = tellMember('reason', reason, telling);
  return { label, ...(quoted === '' ? {} : { article: quoted }), blocks };
}

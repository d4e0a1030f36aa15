import type { ChainLink } from '../chain/inner-chain.ts';
import type { FileDeclaration } from '../common/file-declaration.ts';
import type { OwnReference } from '../common/reference.ts';
import type { Confidentiality } from '../common/use-conditions.ts';
import type { LegalMessage } from '../message.ts';
import { confidentialityTexts } from './condition-texts.ts';
import type { LetterContext } from './letter-context.ts';
import type { LetterBlock, LetterDocument, LetterFact, LetterSpan, LetterText } from './letter-document.ts';
import { countryName, dayInWords, instantInWords, languageName } from './plain-values.ts';
import { filled, letterTexts } from './texts/letter-texts.ts';
import { valueWord } from './words/member-words.ts';

/** Name of the field in the place for the signature of the authority. */
export const SIGNATURE_FIELD = 'AuthoritySignature';

export interface LetterBody {
  title: string;
  blocks: readonly LetterBlock[];
  isTraining: boolean;
}

/** A whole letter around what a message says: head, references, title, and the place to sign. */
export function framed(context: LetterContext, message: LegalMessage, { title, blocks, isTraining }: LetterBody): LetterDocument {
  const { language, sender, registerNumber } = context;
  const texts = letterTexts(language);
  const authority = sender.names[0] ?? '';
  const reference = registerNumber ?? ownReferences(message)[0]?.number ?? context.messageId ?? '';
  return {
    language,
    title: reference === '' ? title : `${title} ${reference}`,
    letterhead: { names: sender.names, contact: sender.contact },
    runningHead: [authority, reference].filter((part) => part !== '').join(' · '),
    pageLabel: texts.pageLabel,
    footer: [title, reference].filter((part) => part !== '').join(' · '),
    ...(isTraining || context.training === true ? { watermark: texts.training } : {}),
    blocks: [
      { kind: 'facts', caption: texts.facts, facts: headFacts(context, message) },
      { kind: 'heading', level: 1, text: title },
      ...blocks,
      { kind: 'paragraph', text: [{ text: texts.sameAsData, weight: 'quiet' }] },
      {
        kind: 'signature-place',
        field: SIGNATURE_FIELD,
        lines: [authority, ...signatoryLines(context)],
        emptyText: texts.signature.place,
        description: filled(texts.signature.description, { authority }),
      },
    ],
  };
}

function signatoryLines({ signatory }: LetterContext): string[] {
  return signatory === undefined ? [] : [signatory.name, signatory.functions];
}

function ownReferences(message: LegalMessage): readonly OwnReference[] {
  return message.references ?? [];
}

function headFacts(context: LetterContext, message: LegalMessage): LetterFact[] {
  const { language, recipient, theirReferences = [], registerNumber, messageId } = context;
  const { labels } = letterTexts(language);
  const own = [...(registerNumber === undefined ? [] : [registerNumber]), ...ownReferences(message).map(referenceInLine)];
  const about = 'about' in message ? message.about : undefined;
  const facts: (LetterFact | undefined)[] = [
    { label: labels.addressee, value: [{ text: recipient.names.join('\n'), weight: 'strong' }, ...contactSpans(recipient.contact)] },
    { label: labels.date, value: instantInWords(context.writtenAt, language, context.timeZone) },
    own.length === 0 ? undefined : { label: labels.ourReferences, value: own.join('\n') },
    theirReferences.length === 0 ? undefined : { label: labels.yourReferences, value: theirReferences.join('\n') },
    about === undefined ? undefined : { label: labels.about, value: about },
    messageId === undefined ? undefined : { label: labels.message, value: messageId },
    message.kind === 'request'
      ? { label: labels.matter, value: valueWord('matter', message.matter, language) ?? message.matter }
      : undefined,
  ];
  return facts.filter((fact) => fact !== undefined);
}

function contactSpans(lines: readonly string[]): { text: string }[] {
  return lines.length === 0 ? [] : [{ text: `\n${lines.join('\n')}` }];
}

/** `Register: number (authority)`. */
function referenceInLine({ system, number, authority }: OwnReference): string {
  return `${number} (${system}, ${authority})`;
}

/**
 * The authorities through which a request passes, in order: what each is, how it is reached, its references, and when and how it passed the
 * request on.
 */
export function chainFacts(chain: readonly ChainLink[], { language, files }: LetterContext): LetterFact[] {
  const texts = letterTexts(language).chain;
  return chain.map(({ side, role, party, references = [], handOver, remarks }) => {
    const { name, country, address, contact } = party;
    const lines = [
      ...(address === undefined ? [] : [address]),
      ...(contact === undefined
        ? []
        : [`${contact.name} · ${contact.functions}`, [contact.telephone, contact.email].filter(isSaid).join(' · ')]),
      ...references.map(referenceInLine),
      ...(handOver === undefined ? [] : handOverLines(handOver, { language, files })),
      ...(remarks === undefined ? [] : [remarks]),
    ];
    const said = lines.filter((line) => line !== '');
    const value: LetterSpan[] = [{ text: `${name} (${countryName(country, language)})`, weight: 'strong' }];
    if (said.length > 0) value.push({ text: `\n${said.join('\n')}` });
    return {
      label: filled(texts.link, { role: valueWord('role', role, language) ?? role, side: valueWord('side', side, language) ?? side }),
      value,
    };
  });
}

function handOverLines(
  { on, means, receivedOn, reference, document }: NonNullable<ChainLink['handOver']>,
  { language, files }: Pick<LetterContext, 'language' | 'files'>,
): string[] {
  const texts = letterTexts(language).chain;
  const shown = files.find(({ sha256 }) => sha256 === document)?.name ?? document;
  return [
    ...(receivedOn === undefined ? [] : [filled(texts.received, { date: dayInWords(receivedOn, language) })]),
    filled(texts.passedOn, { date: dayInWords(on, language), means: valueWord('means', means, language) ?? means }),
    ...[reference, shown].filter(isSaid),
  ];
}

function isSaid(text: string | undefined): text is string {
  return text !== undefined;
}

/** The instruments, with the articles relied on, or that there is none but reciprocity or comity. */
export function basisBlocks(request: Extract<LegalMessage, { kind: 'request' }>, context: LetterContext): LetterBlock[] {
  const { basis, sections } = letterTexts(context.language);
  const instruments = request.instruments.map(({ instrument, provisions }) => {
    const name = context.instrumentNames[instrument] ?? instrument;
    return provisions === undefined ? name : `${name}: ${provisions}`;
  });
  return [
    { kind: 'heading', level: 2, text: sections.basis },
    { kind: 'paragraph', text: instruments.length === 0 ? basis.unwritten : basis.instruments },
    ...(instruments.length === 0 ? [] : [{ kind: 'list' as const, items: instruments }]),
    ...(request.assurance === undefined
      ? []
      : [{ kind: 'paragraph' as const, text: filled(basis.assurance, { assurance: request.assurance }) }]),
  ];
}

/** That the message, its substance or both are to be kept secret (UNTOC 18(20)). */
export function confidentialityNotice(
  { confidentiality }: { confidentiality?: Confidentiality | undefined },
  { language }: LetterContext,
  article?: string,
): LetterBlock[] {
  const texts = confidentiality === undefined ? [] : confidentialityTexts(confidentiality, language);
  if (texts.length === 0) return [];
  const { confidentialityTitle, confidentialImpossible } = letterTexts(language).notices;
  const title = article === undefined ? confidentialityTitle : `${confidentialityTitle} (${article})`;
  return [{ kind: 'notice', title, texts: [...texts, confidentialImpossible] }];
}

/** The files of the package: what each is, in which language, of what it is a translation, and its digest. */
export function fileBlocks(declarations: readonly FileDeclaration[], context: LetterContext): LetterBlock[] {
  if (context.files.length === 0) return [];
  const { files, sections } = letterTexts(context.language);
  const rows = context.files.map(({ name, sha256 }, index): LetterText[] => {
    const declared = declarations.find((declaration) => declaration.name === name);
    const about = declared === undefined ? [] : [{ text: `\n${declaredInLine(declared, context)}`, weight: 'quiet' as const }];
    return [String(index + 1), [{ text: name }, ...about], sha256];
  });
  return [
    { kind: 'heading', level: 2, text: sections.files },
    {
      kind: 'table',
      caption: files.caption,
      columns: [
        { heading: files.columns.number, share: 0.5 },
        { heading: files.columns.file, share: 4.2 },
        { heading: files.columns.digest, share: 3.2 },
      ],
      rows,
    },
  ];
}

function declaredInLine({ document, language: tag, version, certifiedCopy }: FileDeclaration, { language, files }: LetterContext): string {
  const texts = letterTexts(language).files;
  const parts = [valueWord('document', document, language) ?? document, languageName(tag, language)];
  if (certifiedCopy === true) parts.push(texts.certifiedCopy);
  if (version.kind === 'original') return [...parts, texts.original].join(' · ');
  const file = files.find(({ sha256 }) => sha256 === version.of)?.name ?? version.of;
  const translation = filled(texts.translation, { file, translator: version.translator.name });
  return [...parts, translation, version.translator.sworn ? texts.sworn : texts.notSworn].join(' · ');
}

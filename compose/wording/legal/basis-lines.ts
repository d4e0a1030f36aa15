import type { Language } from '../../../gateway/problems/language.ts';
import { BASIS_REASON_TEXTS } from '../../../treaty/rules/texts/basis-reasons.ts';
import { type DirectorySentence, directorySentence } from '../directory-sentences.ts';
import { printable } from '../printable.ts';

type Say = (sentence: DirectorySentence, values?: Readonly<Record<string, string | number>>) => string;

/** A legal basis as far as it is told, computed here or read from the answer of a gateway that may know more reasons. */
export interface ToldBasis {
  readonly carries: readonly {
    readonly instrument: string;
    readonly confirmed: boolean;
    readonly assuranceNeeded: boolean;
    readonly governing: { readonly instrument: string; readonly paragraphs?: string | undefined; readonly article?: string | undefined };
  }[];
  readonly rejected: readonly { readonly instrument: string; readonly reasons: readonly string[] }[];
  readonly direct: ToldRoute;
  readonly interpol: { readonly open: boolean };
  readonly oral: { readonly open: boolean };
  readonly transmission: readonly { readonly instrument: string; readonly applies: string }[];
}
type ToldRoute =
  | { readonly open: true; readonly article?: string | undefined }
  | { readonly open: false; readonly reasons: readonly string[] };

/** What names an instrument for people. */
export type NameOfInstrument = (identifier: string) => string;

/** Which instruments carry a request, what governs, and on which ways it can go. */
export function basisLines(basis: ToldBasis, name: NameOfInstrument, language: Language): string[] {
  const say: Say = (sentence, values = {}) => directorySentence(sentence, language, values);
  return [
    ...(basis.carries.length === 0 ? [say('no-basis')] : []),
    ...basis.carries.flatMap(({ instrument, confirmed, assuranceNeeded, governing }) => [
      say(confirmed ? 'carries' : 'carries-unconfirmed', { instrument: name(instrument) }),
      `  ${governingSentence(governing, say, name)}`,
      ...(assuranceNeeded ? [`  ${say('assurance-needed')}`] : []),
    ]),
    ...(basis.direct.open ? [openSentence(basis.direct.article, say)] : [say('direct-closed'), ...because(basis.direct.reasons, language)]),
    ...(basis.interpol.open ? [say('interpol-open')] : []),
    ...(basis.oral.open ? [say('oral-open')] : []),
    ...basis.transmission.flatMap(({ instrument, applies }) =>
      applies === 'no'
        ? []
        : [say(applies === 'yes' ? 'transmission-applies' : 'transmission-unconfirmed', { instrument: name(instrument) })],
    ),
  ];
}

/** Which instruments do not carry it, each with every reason. */
export function rejectionLines({ rejected }: ToldBasis, name: NameOfInstrument, language: Language): string[] {
  return rejected.flatMap(({ instrument, reasons }) => [
    directorySentence('rejected', language, { instrument: name(instrument) }),
    ...because(reasons, language),
  ]);
}

/** A reason of a later version has no sentence here: it stands for itself. */
function because(reasons: readonly string[], language: Language): string[] {
  const texts: Readonly<Record<string, Readonly<Record<Language, string>>>> = BASIS_REASON_TEXTS;
  return reasons.map((reason) => `  ${(Object.hasOwn(texts, reason) ? texts[reason]?.[language] : undefined) ?? printable(reason)}`);
}

function openSentence(article: string | undefined, say: Say): string {
  return article === undefined ? say('direct-open') : say('direct-open-article', { article });
}

function governingSentence(
  { instrument, paragraphs, article }: ToldBasis['carries'][number]['governing'],
  say: Say,
  name: NameOfInstrument,
): string {
  if (paragraphs === undefined || article === undefined) return say('governed-by', { instrument: name(instrument) });
  return say('governed-by-paragraphs', { instrument: name(instrument), paragraphs, article });
}

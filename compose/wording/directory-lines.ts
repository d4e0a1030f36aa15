import type { Language } from '../../gateway/problems/language.ts';
import { instrumentName } from '../../treaty/instruments/instrument-texts.ts';
import type { AuthorityChange, Difference } from '../directory/compare.ts';
import type { Explanation } from '../directory/explain.ts';
import type { DirectoryOverview, RoleOverview } from '../directory/overview.ts';
import type { SignedDraft } from '../directory/sign-drafts.ts';
import { type DirectorySentence, directorySentence, FIELD_NAMES } from './directory-sentences.ts';
import { localInstant } from './instant.ts';
import { basisLines, rejectionLines } from './legal/basis-lines.ts';
import { printable } from './printable.ts';

type Values = Readonly<Record<string, string | number>>;

/** How far each draft is, one line for each group of signers. */
export function draftLines(drafts: readonly SignedDraft[], language: Language): string[] {
  if (drafts.length === 0) return [directorySentence('nothing-waits', language)];
  return drafts.flatMap(({ role, version, signatures }) =>
    signatures.length === 0
      ? [directorySentence('draft-without-delegation', language, { role, version })]
      : signatures.map((group) => directorySentence('draft-waits', language, { ...group, version, role, asked: group.role })),
  );
}

/** What would change, in words. */
export function differenceLines(difference: Difference, language: Language): string[] {
  const say = (name: DirectorySentence, values: Values) => directorySentence(name, language, values);
  return [
    ...difference.keys.flatMap(({ role, added, removed, threshold }) => [
      say('keys-change', { role, added: added.length, removed: removed.length, threshold }),
      ...added.map((key) => `  ${say('key-added', { key })}`),
      ...removed.map((key) => `  ${say('key-removed', { key })}`),
    ]),
    ...difference.authorities.flatMap((change) => authorityLines(change, language)),
    ...difference.instruments.map(({ path, isNew }) => say(isNew ? 'instruments-new' : 'instruments-changed', { path })),
    ...draftLines(difference.waiting, language),
  ];
}

function authorityLines({ identifier, country, isNew, fields, newKeys, changedKeys }: AuthorityChange, language: Language): string[] {
  const say = (name: DirectorySentence, values: Values) => directorySentence(name, language, values);
  return [
    isNew ? say('authority-new', { identifier, country }) : say('authority-changed', { identifier }),
    ...fields.map((field) => `  ${FIELD_NAMES[field][language]}`),
    ...(newKeys.length === 0 ? [] : [`  ${say('certificates-new', { roles: newKeys.join(', ') })}`]),
    ...(changedKeys.length === 0 ? [] : [`  ${say('certificates-changed', { roles: changedKeys.join(', ') })}`]),
  ];
}

/** What is published, in words: who signs, until when, and the authorities by State. */
export function overviewLines(overview: DirectoryOverview, language: Language): string[] {
  const { version, expiresAt, roles, authorities, instruments } = overview;
  return [
    directorySentence('published', language, { version, end: localInstant(expiresAt) }),
    ...roles.flatMap((role) => roleLines(role, language)),
    ...authorities.map(
      ({ country, identifier, names }) => `${country}  ${identifier}  ${printable(names[language] ?? Object.values(names)[0] ?? '')}`,
    ),
    ...instruments.map((identifier) => `     ${identifier}`),
  ];
}

function roleLines({ role, version, expires, threshold, keys }: RoleOverview, language: Language): string[] {
  const counted = { role, threshold, keys: keys.length };
  const sentence =
    version === undefined || expires === undefined
      ? directorySentence('role-unpublished', language, counted)
      : directorySentence('role-published', language, { ...counted, version, end: localInstant(expires) });
  return [`  ${sentence}`, ...keys.map((key) => `    ${key}`)];
}

/** Whether and how a request can go, in words. */
export function explanationLines(explanation: Explanation, language: Language): string[] {
  const { basis, languages, competent, to } = explanation;
  const name = (identifier: string) => printable(instrumentName({ identifier, names: explanation.names[identifier] ?? {} }, language));
  const say = (sentence: DirectorySentence, values: Values = {}) => directorySentence(sentence, language, values);
  const others = competent.filter((identifier) => identifier !== to);
  return [
    ...basisLines(basis, name, language),
    languages.length === 0 ? say('languages-unknown') : say('languages', { languages: languages.join(', ') }),
    ...(others.length === 0 ? [] : [say('other-competent', { authorities: others.join(', ') })]),
    ...rejectionLines(basis, name, language),
  ];
}

import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { GROUNDS } from '../../../../treaty/grounds/grounds.ts';
import { LETTER_LANGUAGES } from '../../../../treaty/letter/letter-document.ts';
import { CODED, COUNTRIES, DAYS, FILES, INSTANTS, LANGUAGES, SILENT } from '../../../../treaty/letter/member-forms.ts';
import { letterTexts } from '../../../../treaty/letter/texts/letter-texts.ts';
import { GROUND_WORDS } from '../../../../treaty/letter/words/ground-words.ts';
import { MESSAGE_TITLES, REQUEST_TITLES } from '../../../../treaty/letter/words/kind-words.ts';
import { memberLabel, valueWord } from '../../../../treaty/letter/words/member-words.ts';
import { VALUE_WORDS } from '../../../../treaty/letter/words/value-words.ts';
import { legalMessage, MESSAGE_KINDS } from '../../../../treaty/message.ts';
import { REQUEST_TYPES } from '../../../../treaty/requests/request-types.ts';

interface Node {
  $ref?: string;
  $defs?: Record<string, Node>;
  properties?: Record<string, Node>;
  items?: Node;
  anyOf?: Node[];
  oneOf?: Node[];
  allOf?: Node[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  type?: string;
}

/** Every member of every message with what its schema says of its value. */
function membersOf(schema: z.ZodType): { member: string; node: Node }[] {
  const root = z.toJSONSchema(schema) as Node;
  const found: { member: string; node: Node }[] = [];
  const visit = (node: Node, member: string): void => {
    const target = node.$ref
      ?.split('/')
      .slice(1)
      .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], root) as Node | undefined;
    if (target !== undefined) visit(target, member);
    found.push({ member, node });
    for (const part of [
      ...(node.anyOf ?? []),
      ...(node.oneOf ?? []),
      ...(node.allOf ?? []),
      ...(node.items === undefined ? [] : [node.items]),
    ])
      visit(part, member);
    for (const [name, value] of Object.entries(node.properties ?? {})) visit(value, name);
  };
  visit(root, '');
  return found;
}

const members = membersOf(legalMessage);
const names = [...new Set(members.map(({ member }) => member))].filter(
  (name) => name !== '' && !SILENT.has(name) && name !== 'requestType',
);
const codes = members.flatMap(({ member, node }) =>
  [...(node.enum ?? []), ...(node.const === undefined ? [] : [node.const])].map((value) => ({ member, value: String(value) })),
);
const TITLED: ReadonlySet<string> = new Set<string>([...MESSAGE_KINDS, ...REQUEST_TYPES]);

describe('the words of letters', () => {
  it('are there for every member of every message', () => {
    expect(names.length).toBeGreaterThan(300);
    for (const language of LETTER_LANGUAGES) expect(names.filter((name) => memberLabel(name, language) === name)).toEqual([]);
  });

  it('are there for every coded value', () => {
    const left = codes.filter(
      ({ member, value }) => !SILENT.has(member) && !((member === 'kind' || member === 'requestType') && TITLED.has(value)),
    );
    expect(left.length).toBeGreaterThan(300);
    expect(left.filter(({ member, value }) => valueWord(member, value, 'pt') === undefined)).toEqual([]);
  });

  it('are no words for values that nothing has', () => {
    const known = new Set(codes.flatMap(({ member, value }) => [value, `${member}=${value}`]));
    expect(Object.keys(VALUE_WORDS).filter((key) => !known.has(key) && key !== 'true' && key !== 'false')).toEqual([]);
  });

  it('name every type of request, every kind of message and every ground', () => {
    expect(Object.keys(REQUEST_TITLES).sort()).toEqual([...REQUEST_TYPES].sort());
    expect(['request', ...Object.keys(MESSAGE_TITLES)].sort()).toEqual([...MESSAGE_KINDS].sort());
    expect(Object.keys(GROUND_WORDS).sort()).toEqual(Object.keys(GROUNDS).sort());
  });

  it('are never empty, and never the same placeholder twice in one language and missing in another', () => {
    const placeholders = (value: unknown): string[] => [...JSON.stringify(value).matchAll(/\{[a-zA-Z]+\}/g)].map(([name]) => name).sort();
    const expected = placeholders(letterTexts('es'));
    for (const language of LETTER_LANGUAGES) {
      expect(placeholders(letterTexts(language)), language).toEqual(expected);
      expect(JSON.stringify(letterTexts(language))).not.toContain('""');
      expect(Object.keys(letterTexts(language).opening)).toEqual(Object.keys(letterTexts('es').opening));
    }
  });

  it('open only kinds of message that there are', () => {
    expect(Object.keys(letterTexts('es').opening).filter((kind) => !MESSAGE_KINDS.some((known) => known === kind))).toEqual([]);
  });
});

describe('the forms of members', () => {
  const having = (test: (node: Node) => boolean) =>
    [...new Set(members.filter(({ node }) => test(node)).map(({ member }) => member))].sort();

  it.each([
    ['days', DAYS, (node: Node) => node.format === 'date'],
    ['instants', INSTANTS, (node: Node) => node.format === 'date-time'],
    ['countries', COUNTRIES, (node: Node) => node.pattern === '^[A-Z]{2}$'],
    ['languages', LANGUAGES, (node: Node) => node.pattern?.startsWith('^[a-z]{2,3}(-') === true],
    ['digests of files', FILES, (node: Node) => node.pattern === '^[0-9a-f]{64}$'],
  ])('are those of the schemas: %s', (_, listed, test) => {
    expect(having(test).filter((member) => !listed.has(member))).toEqual([]);
    expect([...listed].filter((member) => !having(test).includes(member))).toEqual([]);
  });

  it('are those of the schemas: codes', () => {
    const coded = having((node) => node.enum !== undefined || typeof node.const === 'string');
    const elsewhere = ['format', 'requestType', 'ground', ''];
    expect(coded.filter((member) => !CODED.has(member) && !elsewhere.includes(member))).toEqual([]);
    expect([...CODED].filter((member) => !coded.includes(member))).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EVENTS } from '../../../../evidence/event.ts';
import { TRANSPORT_STATES } from '../../../../evidence/transport-state.ts';
import { CHAIN_ROLES } from '../../../../treaty/chain/inner-chain.ts';
import { STAGE_CODES } from '../../../../treaty/conversation/kinds/stage.ts';
import { OPEN_ITEM_KINDS } from '../../../../treaty/conversation/state/open-item.ts';
import { LEGAL_STATES } from '../../../../treaty/conversation/state/phase.ts';
import { CONCEPT_GLOSSARY } from '../../../../treaty/glossary/concepts.ts';
import { EVENT_GLOSSARY } from '../../../../treaty/glossary/events.ts';
import { GROUND_GLOSSARY } from '../../../../treaty/glossary/grounds.ts';
import { LEGAL_STATE_GLOSSARY } from '../../../../treaty/glossary/legal-states.ts';
import { MESSAGE_KIND_GLOSSARY } from '../../../../treaty/glossary/message-kinds.ts';
import { OPEN_ITEM_GLOSSARY } from '../../../../treaty/glossary/open-items.ts';
import { REQUEST_TYPE_GLOSSARY } from '../../../../treaty/glossary/request-types.ts';
import { STAGE_GLOSSARY } from '../../../../treaty/glossary/stages.ts';
import { GLOSSARY_TAGS, type GlossaryEntry, type Term, termIn } from '../../../../treaty/glossary/term.ts';
import { TRANSPORT_STATE_GLOSSARY } from '../../../../treaty/glossary/transport-states.ts';
import { GROUNDS } from '../../../../treaty/grounds/grounds.ts';
import { MESSAGE_KINDS } from '../../../../treaty/message.ts';
import { REQUEST_TYPES } from '../../../../treaty/requests/request-types.ts';
import { GLOSSARY_PAGE, glossaryPage } from '../../../support/glossary-page.ts';

const termTables: Record<string, Readonly<Record<string, Term>>> = {
  concepts: CONCEPT_GLOSSARY,
  kinds: MESSAGE_KIND_GLOSSARY,
  types: REQUEST_TYPE_GLOSSARY,
  stages: STAGE_GLOSSARY,
  'open items': OPEN_ITEM_GLOSSARY,
};
const entryTables: Record<string, Readonly<Record<string, GlossaryEntry>>> = {
  events: EVENT_GLOSSARY,
  'transport states': TRANSPORT_STATE_GLOSSARY,
  'legal states': LEGAL_STATE_GLOSSARY,
  grounds: GROUND_GLOSSARY,
};
const termsOf = (table: Readonly<Record<string, GlossaryEntry>>) =>
  Object.entries(table).map(([name, { term }]): [string, Term] => [name, term]);

describe('the glossary has an entry for all that the code has, and no other', () => {
  it.each<[string, object, readonly string[]]>([
    ['events', EVENT_GLOSSARY, Object.keys(EVENTS)],
    ['transport states', TRANSPORT_STATE_GLOSSARY, TRANSPORT_STATES],
    ['legal states', LEGAL_STATE_GLOSSARY, [...LEGAL_STATES, 'closed']],
    ['kinds of message', MESSAGE_KIND_GLOSSARY, MESSAGE_KINDS],
    ['types of request', REQUEST_TYPE_GLOSSARY, REQUEST_TYPES],
    ['grounds', GROUND_GLOSSARY, Object.keys(GROUNDS)],
    ['stages', STAGE_GLOSSARY, STAGE_CODES],
    ['open items', OPEN_ITEM_GLOSSARY, OPEN_ITEM_KINDS],
  ])('%s', (_what, table, codes) => {
    expect(Object.keys(table).sort()).toEqual([...codes].sort());
  });

  it('names the role of every authority in a chain', () => {
    expect(Object.keys(CONCEPT_GLOSSARY)).toEqual(expect.arrayContaining([...CHAIN_ROLES]));
  });
});

const tables: [string, [string, Term][]][] = [
  ...Object.entries(termTables).map(([name, table]): [string, [string, Term][]] => [name, Object.entries(table)]),
  ...Object.entries(entryTables).map(([name, table]): [string, [string, Term][]] => [name, termsOf(table)]),
];

describe.each(tables)('the names of %s', (_what, terms) => {
  it('are whole in every language, without full stop, markup or stray space', () => {
    for (const [name, { words }] of terms) {
      for (const tag of GLOSSARY_TAGS) expect(words[tag], `${name} ${tag}`).toMatch(/^\p{L}(?!.*(?: {2}|[|*_<>{}"'`]))[^.]*[\p{L}\p{N}]$/u);
    }
  });

  it('tell things apart', () => {
    for (const tag of GLOSSARY_TAGS) {
      const names = terms.map(([, { words }]) => words[tag]);
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    }
  });

  it('keep to the spelling of each side of the Atlantic', () => {
    for (const [, { words }] of terms) {
      expect(words['pt-BR']).not.toMatch(/(?<!\p{L})(registo|registado|receção|contacto|eletrónica|amnistia|utilização)(?!\p{L})/iu);
      expect(words['pt-PT']).not.toMatch(/(?<!\p{L})(registro|registrado|recebimento|contato|eletrônica|anistia|oitiva|minuta)(?!\p{L})/iu);
    }
  });
});

describe.each(Object.entries(entryTables))('the sentences of %s', (_what, table) => {
  it('are whole sentences, another in each language', () => {
    for (const [name, { sentence }] of Object.entries(table)) {
      for (const text of Object.values(sentence)) expect(text, name).toMatch(/^\p{Lu}(?!.* {2})[^{}<>|"'`]*\.$/u);
      expect(new Set(Object.values(sentence)).size, name).toBe(4);
    }
  });

  it('use words that Portugal and Brazil share', () => {
    for (const { sentence } of Object.values(table)) {
      expect(sentence.pt).not.toMatch(
        /(?<!\p{L})(arquivos?|ficheiros?|usu[aá]ri[oa]s?|utilizador(es)?|regist[oa]s?|registr[oa]s?|contatos?|equip[ae]s?|recep?ção|eletr[oô]nic[oa]s?|caráter|carácter|fac?tos?|amn?istias?|controlos?|aceit[eo]s?)(?!\p{L})/iu,
      );
    }
  });
});

describe('a name in a language', () => {
  const letters = CONCEPT_GLOSSARY['letters-rogatory'];

  it.each([
    ['es', 'exhorto o carta rogatoria'],
    ['es-MX', 'carta rogatoria'],
    ['es-ES', 'comisión rogatoria'],
    ['es-UY', 'exhorto'],
    ['es-VE', 'exhorto o carta rogatoria'],
    ['pt', 'carta rogatória'],
    ['fr-CH', 'commission rogatoire'],
    ['en', 'letters rogatory'],
    ['de', 'letters rogatory'],
  ])('%s', (tag, words) => {
    expect(termIn(letters, tag)).toBe(words);
  });

  it('is that of Brazil for Brazil, and that of Portugal for other forms of Portuguese', () => {
    const term = MESSAGE_KIND_GLOSSARY['off-channel-receipt'];
    expect([termIn(term, 'pt-BR'), termIn(term, 'pt-PT'), termIn(term, 'pt-AO')]).toEqual([
      'Recebimento por outra via',
      'Receção por outra via',
      'Receção por outra via',
    ]);
  });
});

it('docs/glossary.md is current: otherwise run node bootstrap/run.mjs tests/support/glossary-page.ts', () => {
  expect(readFileSync(GLOSSARY_PAGE, 'utf8')).toBe(glossaryPage());
});

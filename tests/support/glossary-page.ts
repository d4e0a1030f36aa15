import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVENTS, type EventName } from '../../evidence/event.ts';
import { CONCEPT_GLOSSARY } from '../../treaty/glossary/concepts.ts';
import { EVENT_GLOSSARY } from '../../treaty/glossary/events.ts';
import { GROUND_GLOSSARY } from '../../treaty/glossary/grounds.ts';
import { LEGAL_STATE_GLOSSARY } from '../../treaty/glossary/legal-states.ts';
import { MESSAGE_KIND_GLOSSARY } from '../../treaty/glossary/message-kinds.ts';
import { OPEN_ITEM_GLOSSARY } from '../../treaty/glossary/open-items.ts';
import { REQUEST_TYPE_GLOSSARY } from '../../treaty/glossary/request-types.ts';
import { STAGE_GLOSSARY } from '../../treaty/glossary/stages.ts';
import { GLOSSARY_TAGS, type GlossaryEntry, type Term } from '../../treaty/glossary/term.ts';
import { TRANSPORT_STATE_GLOSSARY } from '../../treaty/glossary/transport-states.ts';

export const GLOSSARY_PAGE = join(import.meta.dirname, '..', '..', 'docs', 'glossary.md');

/** The text of docs/glossary.md, from the glossary alone. `node bootstrap/run.mjs tests/support/glossary-page.ts` writes it; a test holds the page against it. */
export function glossaryPage(): string {
  return `${[
    INTRODUCTION,
    ...termSection('Words', 'What the parties, their papers and their ways are called.', CONCEPT_GLOSSARY),
    ...variantSection(),
    ...termSection('Types of request', 'See [legal-states.md](legal-states.md) for the course of a request.', REQUEST_TYPE_GLOSSARY),
    ...termSection('Kinds of message', 'Every typed message of a conversation.', MESSAGE_KIND_GLOSSARY),
    ...entrySection('Legal states', 'Where a request stands in law ([legal-states.md](legal-states.md)).', LEGAL_STATE_GLOSSARY),
    ...termSection('What is left open', 'What somebody still has to do before a request is closed.', OPEN_ITEM_GLOSSARY),
    ...termSection('Stages', 'How far the requested State has come, as it may be told to the other side.', STAGE_GLOSSARY),
    ...entrySection(
      'Grounds',
      'Of a refusal, a postponement or a delay, with the wording in which a letter can give them.',
      GROUND_GLOSSARY,
    ),
    ...entrySection('Events', 'What a signed receipt states. Letters and numbers are those of EN 319 522.', named(EVENT_GLOSSARY)),
    ...entrySection(
      'Transport states',
      'Where a message stands on its way ([transport-states.md](transport-states.md)).',
      TRANSPORT_STATE_GLOSSARY,
    ),
  ].join('\n\n')}\n`;
}

const INTRODUCTION = `# Glossary

Generated from \`treaty/glossary/\` by \`node bootstrap/run.mjs tests/support/glossary-page.ts\`; a test fails when this page is not current, and
when the code has an event, a state, a kind, a ground or a stage without its words here.

Names are what a lawyer calls the thing; sentences are what a clerk reads about it. Sentences in Portuguese keep to words that Portugal and
Brazil share, so there is one of each; where the names differ, both stand here. A name is taken in the form of a country where the glossary has
one, else in its language, else in English.`;

function named(entries: Readonly<Record<string, GlossaryEntry>>): Record<string, GlossaryEntry> {
  const rows = Object.entries(entries).map(([name, entry]) => {
    const { code } = EVENTS[name as EventName];
    return [code === undefined ? name : `${code} ${name}`, entry];
  });
  return Object.fromEntries(rows);
}

function termSection(title: string, about: string, terms: Readonly<Record<string, Term>>): string[] {
  return [`## ${title}`, about, table(terms)];
}

function entrySection(title: string, about: string, entries: Readonly<Record<string, GlossaryEntry>>): string[] {
  const terms = Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, entry.term]));
  const sentences = Object.entries(entries).map(([name, { sentence }]) =>
    [`**${name}**`, '', ...Object.entries(sentence).map(([language, text]) => `- ${language}: ${text}`)].join('\n'),
  );
  return [`## ${title}`, about, table(terms), ...sentences];
}

function table(terms: Readonly<Record<string, Term>>): string {
  const rows = Object.entries(terms).map(([name, { words }]) => [`\`${name}\``, ...GLOSSARY_TAGS.map((tag) => words[tag])]);
  return [['code', ...GLOSSARY_TAGS], GLOSSARY_TAGS.concat('es').map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** What single countries say, with where that was read. */
function variantSection(): string[] {
  const rows = Object.entries<Term>(CONCEPT_GLOSSARY).flatMap(([name, { variants }]) =>
    variants.map(({ tag, words, source }) => `| \`${name}\` | ${tag} | ${words} | ${source ?? '?'} |`),
  );
  return [
    '### In single countries',
    'A question mark: general knowledge, not read in an official text. Whoever knows better changes the data.',
    ['| word | form | words | read in |', '|---|---|---|---|', ...rows].join('\n'),
  ];
}

if (import.meta.main) writeFileSync(GLOSSARY_PAGE, glossaryPage());

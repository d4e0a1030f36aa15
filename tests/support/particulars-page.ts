import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PARTICULARS } from '../../treaty/completeness/particulars.ts';
import type { ParticularRequirement } from '../../treaty/completeness/requirement.ts';
import { REQUIREMENTS } from '../../treaty/completeness/requirement-table.ts';
import { en } from '../../treaty/completeness/texts/en.ts';
import { MEASURE_ARTICLES } from '../../treaty/requests/measures/measure.ts';
import { isFormalRequest, REQUEST_TYPES, type RequestType } from '../../treaty/requests/request-types.ts';

export const PARTICULARS_PAGE = join(import.meta.dirname, '..', '..', 'docs', 'particulars.md');

/** The text of docs/particulars.md, from the lists of contents alone. `node bootstrap/run.mjs tests/support/particulars-page.ts` writes it; a test holds the page against it. */
export function particularsPage(): string {
  return `${[INTRODUCTION, measures(), ...REQUEST_TYPES.map(typeSection)].join('\n\n')}\n`;
}

const INTRODUCTION = `# What a request contains

Generated from \`treaty/completeness/\` by \`node bootstrap/run.mjs tests/support/particulars-page.ts\`; a test fails when this page is not
current. The schemas of the types are in [schemas/legal/](schemas/legal/), an example of each, complete and deficient, in
[treaty/requests/examples/](../treaty/requests/examples/).

A schema says what a member looks like; it asks for next to nothing. What a request should contain is in these lists, and what one of
them lacks is told by the report on its completeness, in Spanish, Portuguese, French and English, to the sender before sending and to the
addressee on receipt. The report is advice: no request is refused, and none is invalid, for what it lacks.

- *required*: always. *conditional*: in the cases that the condition names, or where the part of the request to which it belongs is there.
  *recommended*: where possible, or because its absence costs time.
- The articles are those of UNTOC and UNCAC. Where neither of the two governs, because the States have another treaty (UNTOC 18(7)), a row
  with an article is a recommendation. A row with a dash follows from practice and stands whatever the instrument.
- A State that publishes that it asks for more (\`treaty/completeness/state-requirements.ts\`, in the directory) uses the names of this
  page: particulars, documents, languages of documents, sworn translations, lead time of service, copies, and anything else in words.`;

function measures(): string {
  const rows = Object.entries(MEASURE_ARTICLES).map(([kind, { untoc = '-', uncac }]) => `| \`${kind}\` | ${untoc} | ${uncac} |`);
  return ['## Measures of mutual legal assistance', '', '| kind | UNTOC | UNCAC |', '|---|---|---|', ...rows].join('\n');
}

function typeSection(type: RequestType): string {
  const title = `## ${type.charAt(0).toUpperCase()}${type.slice(1).replaceAll('-', ' ')}`;
  const note = isFormalRequest(type) ? [] : ['', 'No formal request: it needs no legal basis and binds nobody.'];
  const head = ['', '| particular | what | weight | articles | when | where |', '|---|---|---|---|---|---|'];
  return [title, ...note, ...head, ...REQUIREMENTS[type].map(row)].join('\n');
}

function row({ particular, severity, articles, when }: ParticularRequirement): string {
  const quoted = articles === undefined ? '-' : Object.values(articles).join(', ');
  const condition = when === undefined ? '' : `\`${when}\``;
  return `| \`${particular}\` | ${en.particulars[particular].label} | ${severity} | ${quoted} | ${condition} | ${place(particular)} |`;
}

function place(particular: ParticularRequirement['particular']): string {
  const locator = PARTICULARS[particular];
  if (typeof locator === 'function') return `computed: \`${locator.name}\``;
  return locator.map((one) => `\`${one.replaceAll('|', '\\|')}\``).join(' or ');
}

if (import.meta.main) writeFileSync(PARTICULARS_PAGE, particularsPage());

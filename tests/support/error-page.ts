import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVENTS, type EventName } from '../../evidence/event.ts';
import { GatewayError } from '../../gateway/error.ts';
import { EVENT_TEXTS } from '../../gateway/problems/event-texts.ts';
import { EXIT_CODE_MEANINGS, EXIT_CODES, type ExitName } from '../../gateway/problems/exit-code.ts';
import { LANGUAGES, type Texts } from '../../gateway/problems/language.ts';
import { problemOf } from '../../gateway/problems/problem-of.ts';
import type { ProblemRow } from '../../gateway/problems/problem-row.ts';
import { REASON_TEXTS } from '../../gateway/problems/reason-texts.ts';
import { ROWS_BY_AREA } from '../../gateway/problems/rows.ts';
import { STATE_TEXTS } from '../../gateway/problems/state-texts.ts';
import { rowNameOf, SHARED_CODES } from '../../gateway/problems/table.ts';

export const ERROR_PAGE = join(import.meta.dirname, '..', '..', 'docs', 'errors.md');

/** The text of docs/errors.md, from the table alone. `node bootstrap/run.mjs tests/support/error-page.ts` writes it; a test holds the page against it. */
export function errorPage(): string {
  return `${[introduction(), exitCodes(), ...Object.entries(ROWS_BY_AREA).map(([area, rows]) => areaSection(area, rows)), ...statusTexts()].join('\n\n')}\n`;
}

function introduction(): string {
  const example = problemOf(new GatewayError('letter-encrypted', '', { faults: [{ code: 'letter-encrypted', pointer: 'part:letter' }] }), {
    language: 'es',
  });
  return `# Errors

Generated from \`gateway/problems/\` by \`node bootstrap/run.mjs tests/support/error-page.ts\`; a test fails when this page is not current.

Every error of ours carries a \`code\` and a \`disposition\`. One table says what is told about each code: the problem document of the HTTP
interfaces, the reason in evidence, the exit code of a command, and the texts in Spanish, Portuguese, French and English.

## The problem document

RFC 9457, in the language that Accept-Language asks for; Spanish when it asks for none of the four. \`type\` names the row of the table,
\`code\` the exact error, \`detail\` says what to do next. There is never any content, file name or case id in it.

\`\`\`json
${JSON.stringify(example.body, null, 2)}
\`\`\`

| disposition | means | HTTP status | Retry-After | exit code |
|---|---|---|---|---|
| \`refuse\` | the same input will be refused again | that of the row | none | that of the row |
| \`retry\` | worth trying again soon | that of the row from 500 on and for 409, 429 and 460, otherwise 503 | 5 seconds | ${EXIT_CODES.later} |
| \`wait\` | something outside has to change first | likewise | 60 seconds | ${EXIT_CODES.later} |
| \`operator\` | a person has to look | that of the row; \`internal\` where a library folder found our own output wrong | none | ${EXIT_CODES.operator} |

What is no error of ours is \`internal\`, with nothing of its message.`;
}

function exitCodes(): string {
  const rows = Object.entries(EXIT_CODES).map(([name, code]) => `| ${code} | ${EXIT_CODE_MEANINGS[name as ExitName]} |`);
  return ['## Exit codes of the commands', '', '| code | meaning |', '|---|---|', ...rows].join('\n');
}

function areaSection(area: string, rows: Readonly<Record<string, ProblemRow>>): string {
  return [`## ${area}`, ...Object.entries(rows).map(([name, row]) => rowSection(name, row))].join('\n\n');
}

function rowSection(name: string, row: ProblemRow): string {
  const codes = SHARED_CODES.filter((code) => rowNameOf(code) === name).sort();
  const facts = [
    `HTTP ${row.status}, exit code ${EXIT_CODES[row.exit]}.`,
    ...(row.reasons === undefined ? [] : [`Evidence: ${quoted(row.reasons)}.`]),
    ...(codes.length === 0 ? [] : [`Also for: ${quoted(codes)}.`]),
  ];
  return [
    `### ${name}`,
    '',
    facts.join(' '),
    '',
    ...LANGUAGES.map((language) => `- ${language}: **${row.title[language]}** ${row.advice[language]}`),
  ].join('\n');
}

function statusTexts(): string[] {
  const events = Object.entries(EVENT_TEXTS).map(([name, texts]): [string, Texts] => {
    const { code } = EVENTS[name as EventName];
    return [code === undefined ? name : `${code} ${name}`, texts];
  });
  return [
    textSection(
      'Status of a message',
      'What a clerk reads about a transport state; see [transport-states.md](transport-states.md).',
      Object.entries(STATE_TEXTS),
    ),
    textSection('Signed receipts', 'What a clerk reads about an event. A receipt states facts, not merit.', events),
    textSection('Reasons in receipts', 'What a clerk reads about the reason that a receipt gives.', Object.entries(REASON_TEXTS)),
  ];
}

function textSection(title: string, about: string, entries: readonly [string, Texts][]): string {
  const texts = entries.map(([name, sentence]) =>
    [`**${name}**`, '', ...LANGUAGES.map((language) => `- ${language}: ${sentence[language]}`)].join('\n'),
  );
  return [`## ${title}`, about, ...texts].join('\n\n');
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

if (import.meta.main) writeFileSync(ERROR_PAGE, errorPage());

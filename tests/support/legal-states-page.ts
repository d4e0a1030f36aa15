import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KIND_TABLE } from '../../treaty/conversation/state/kind-table.ts';
import { OPEN_ITEMS, type OpenItemKind, openItemRow } from '../../treaty/conversation/state/open-item.ts';
import { isOutcome, LEGAL_STATES, OUTCOMES } from '../../treaty/conversation/state/phase.ts';
import { LEGAL_STATE_GLOSSARY } from '../../treaty/glossary/legal-states.ts';
import { MESSAGE_KIND_GLOSSARY } from '../../treaty/glossary/message-kinds.ts';
import { OPEN_ITEM_GLOSSARY } from '../../treaty/glossary/open-items.ts';
import type { MessageKind } from '../../treaty/message.ts';
import { LEGAL_RULES, type LegalRule, type LegalRuleCode } from '../../treaty/rules/rule-table.ts';
import { ENGLISH } from '../../treaty/rules/texts/en.ts';
import { legalTransitions, type Transition } from './legal-course.ts';

export const LEGAL_STATES_PAGE = join(import.meta.dirname, '..', '..', 'docs', 'legal-states.md');

/** The text of docs/legal-states.md, from the code alone. `node bootstrap/run.mjs tests/support/legal-states-page.ts` writes it; a test holds the page against it. */
export function legalStatesPage(transitions: readonly Transition[] = legalTransitions()): string {
  return `${[
    INTRODUCTION,
    ...section('States', stateTable()),
    ...section('Course', COURSE, diagram(transitions)),
    ...section('Messages', MESSAGES, kindTable(transitions)),
    ...section('What is left open', OPEN, itemTable()),
    ...section('Order, copies and missing messages', ORDER),
    ...section('What is irregular', IRREGULAR, ruleTable()),
  ].join('\n\n')}\n`;
}

function section(title: string, ...parts: string[]): string[] {
  return [`## ${title}`, ...parts];
}

const INTRODUCTION = `# Legal states

Generated from \`treaty/conversation/\` by \`node bootstrap/run.mjs tests/support/legal-states-page.ts\`; a test fails when this page is not current.

Where a request stands in law is a pure function of the *set* of typed messages of its conversation (\`legalState\` in
\`treaty/conversation/state/legal-state.ts\`). It has nothing to do with where a message is on its way, which receipts decide
([transport-states.md](transport-states.md)): a refusal can be on its way while the request is refused already. What each word is called in
other languages is in [glossary.md](glossary.md).`;

const COURSE = `Drawn from the steps that the code takes when every kind that can come next is sent, in each of its examples, from every state that
can be reached. \`any open state\` is every state between the request and its end; an arrow to it leads back to where the request stood before.
Steps that leave the state as it is are not drawn. A request is *closed* when it has ended and nothing is left open.`;

const MESSAGES = `Who may say what, about which message, and while the request is in which phase. A message that comes out of place has no effect; it is
kept, and shown as irregular. What it leaves open and settles was seen in the same steps as the diagram; besides, a request that announces
its paper original leaves \`paper-original\` open, and one that names the oral request before it settles \`to-confirm\`.`;

const OPEN = `As long as something is open, the request is not closed, and whoever has the turn is told. While a supplement or a translation is awaited
the clock of the request stands still (\`supplementIntervals\`).`;

const ORDER = `- Every message is placed after the one it is about. What that leaves open is decided by the instant that each sender declares inside its seal,
  then by sender and identifier. Nobody's time of arrival counts, so both sides and an auditor compute the same.
- A copy changes nothing. Of different messages under one identifier one counts, a request before anything else, and the identifier is shown.
- A message about one that is not there waits for it, and is listed as waiting.
- A conversation can hold several requests: each has a state of its own, and lists the messages of the others as being elsewhere. An oral
  request belongs to the request that confirms it.
- Once the request is there, a message issued after all others only adds: rounds, pauses that have ended and irregularities stay, and an
  outcome gives way to nothing but an answer after a refusal.

\`tests/unit/treaty/conversation/legal-state.properties.test.ts\` holds the code to these, with sets of messages that make no sense; the model
beside it plays conversations that do.`;

const IRREGULAR = `Rules of the conversation, numbered as they are quoted. On sending, *stop* takes a supervisor's recorded reason. On receipt nothing is
ever rejected for them.`;

function stateTable(): string {
  const rows = [...LEGAL_STATES, 'closed' as const].map((state) => {
    const { term, sentence } = LEGAL_STATE_GLOSSARY[state];
    const end = state === 'closed' ? 'said beside the outcome' : isOutcome(state) ? 'outcome' : '';
    return [`\`${state}\``, term.words.en, sentence.en, end];
  });
  return table(['state', 'in words', 'meaning', 'end'], rows);
}

function diagram(transitions: readonly Transition[]): string {
  const steps = transitions.filter(({ from, to }) => from !== to);
  const names = LEGAL_STATES.map((state) => `  state "${state}" as ${node(state)}`);
  const ends = OUTCOMES.map((outcome) => `  ${node(outcome)} --> [*] : nothing left open`);
  return [
    '```mermaid',
    'stateDiagram-v2',
    `  state "any open state" as ${ANY}`,
    ...names,
    '  [*] --> preliminary',
    ...[...edges(steps)].map(([way, kinds]) => `  ${way} : ${[...kinds].sort().join(', ')}`),
    ...ends,
    '```',
  ].join('\n');
}

const ANY = 'any_open_state';
const OPEN_STATES: readonly string[] = LEGAL_STATES.filter((state) => state !== 'preliminary' && !isOutcome(state));
const node = (state: string) => state.replaceAll('-', '_');

/** Arrows with all their kinds. Steps that every open state takes are one arrow, and so are those that lead back to where it was. */
function edges(steps: readonly Transition[]): Map<string, Set<MessageKind>> {
  const found = new Map<string, Set<MessageKind>>();
  const draw = (from: string, to: string, by: MessageKind) => {
    const way = `${node(from)} --> ${node(to)}`;
    found.set(way, (found.get(way) ?? new Set()).add(by));
  };
  for (const { from, by, to } of steps) {
    const sources = new Set(steps.filter((step) => step.by === by && step.to === to).map((step) => step.from));
    const targets = new Set(steps.filter((step) => step.by === by && step.from === from).map((step) => step.to));
    if (OPEN_STATES.includes(from) && isFromAnywhere(sources, to)) draw(ANY, to, by);
    else if (OPEN_STATES.includes(from) && targets.size > 2) draw(from, ANY, by);
    else draw(from, to, by);
  }
  return found;
}

/** From all open states but itself, and those that take precedence over it in the name of the state. */
function isFromAnywhere(sources: ReadonlySet<string>, to: string): boolean {
  const others = OPEN_STATES.filter((state) => state !== to);
  return others.filter((state) => !sources.has(state)).length <= (isOutcome(to) ? 0 : 3);
}

function kindTable(transitions: readonly Transition[]): string {
  const rows = (Object.keys(KIND_TABLE) as MessageKind[]).map((kind) => {
    const { from, about, phases } = KIND_TABLE[kind];
    const own = transitions.filter(({ by }) => by === kind);
    const named = (kinds: readonly OpenItemKind[]) =>
      [...new Set(kinds)]
        .sort()
        .map((item) => `\`${item}\``)
        .join(', ');
    // What every one of its steps settles with the end of a request is said there.
    const settled = own.filter(({ to }) => !isOutcome(to)).flatMap(({ settled: items }) => items);
    return [
      `\`${kind}\``,
      MESSAGE_KIND_GLOSSARY[kind].words.en,
      from,
      kind === 'request' ? '' : about === 'any' ? 'anything' : about.map((asked) => `\`${asked}\``).join(', '),
      phases.length > 5 ? 'whenever' : phases.join(', '),
      named(own.flatMap(({ opened }) => opened)),
      named(settled),
    ];
  });
  return table(['kind', 'in words', 'from', 'about', 'while', 'leaves open', 'settles'], rows);
}

function itemTable(): string {
  const rows = (Object.keys(OPEN_ITEMS) as OpenItemKind[]).map((kind) => {
    const { pausesClock, holdsUp, endsWithRequest } = openItemRow(kind);
    const yes = (holds: boolean) => (holds ? 'yes' : '');
    return [`\`${kind}\``, OPEN_ITEM_GLOSSARY[kind].words.en, yes(pausesClock), yes(holdsUp), yes(endsWithRequest)];
  });
  return table(['item', 'in words', 'pauses the clock', 'execution waits for it', 'settled by the end of the request'], rows);
}

function ruleTable(): string {
  const rows = Object.entries<LegalRule>(LEGAL_RULES)
    .filter(([code, { rule }]) => rule >= 'R40' || CONVERSATION_RULES_BELOW.has(code))
    .map(([code, { rule, severity, article = '' }]) => [rule, `\`${code}\``, severity, article, ENGLISH[code as LegalRuleCode]]);
  return table(['rule', 'code', 'on sending', 'article', 'told as'], rows);
}

/** Rules about grounds stand among those of what is sent. */
const CONVERSATION_RULES_BELOW: ReadonlySet<string> = new Set(['bank-secrecy-as-ground', 'fiscal-character-alone-as-ground']);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

if (import.meta.main) writeFileSync(LEGAL_STATES_PAGE, legalStatesPage());

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EVENTS, type EventName } from '../../../evidence/event.ts';
import { isProvisional, isTerminal, TRANSPORT_STATES, transportState } from '../../../evidence/transport-state.ts';
import { TRANSPORT_STATE_GLOSSARY } from '../../../treaty/glossary/transport-states.ts';
import { piece } from './summaries.ts';
import { ENVELOPE } from './support.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/transport-states.md'), 'utf8');
const rows = [...page.matchAll(/^\| `([a-z-]+)` \| (.+?) \| .+ \| ?([a-z]*) ?\|$/gm)].map(([, state, establishedBy, end]) => ({
  state,
  establishedBy,
  end,
}));

test('the table of states has the rows of the code, in its order', () => {
  const ends = TRANSPORT_STATES.map((state) => (isTerminal(state) ? 'terminal' : isProvisional(state) ? 'provisional' : ''));
  expect(rows.map(({ state, end }) => [state, end])).toEqual(TRANSPORT_STATES.map((state, index) => [state, ends[index]]));
});

test.each(TRANSPORT_STATES)('%s is called there what the glossary calls it', (state) => {
  expect(page).toMatch(new RegExp(`^\\| \`${state}\` \\|.*\\| ${TRANSPORT_STATE_GLOSSARY[state].term.words.en} \\| [a-z]* ?\\|$`, 'm'));
});

test.each(Object.keys(EVENTS) as EventName[])('%s stands in the row of the state it establishes', (event) => {
  const { state } = transportState([piece(event)], new Set([ENVELOPE]));
  const { code, name } = EVENTS[event];
  const row = rows.find((candidate) => candidate.state === state);
  expect(row?.establishedBy?.split(', ')).toContain(code === undefined ? name : `${code} ${name}`);
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LEGAL_STATES } from '../../../../treaty/conversation/state/phase.ts';
import { legalTransitions } from '../../../support/legal-course.ts';
import { LEGAL_STATES_PAGE, legalStatesPage } from '../../../support/legal-states-page.ts';

const transitions = legalTransitions();

test('docs/legal-states.md is current: otherwise run node bootstrap/run.mjs tests/support/legal-states-page.ts', () => {
  expect(readFileSync(LEGAL_STATES_PAGE, 'utf8')).toBe(legalStatesPage(transitions));
});

test('every state is reached, and every one but the first is left only forwards or back to where it was', () => {
  expect(new Set(transitions.flatMap(({ from, to }) => [from, to]))).toEqual(new Set(LEGAL_STATES));
  expect(transitions.filter(({ to, from }) => to === 'preliminary' && from !== 'preliminary')).toEqual([]);
  const leftEnds = transitions.filter(({ from, to }) => ['answered', 'refused', 'withdrawn', 'transferred'].includes(from) && to !== from);
  expect(new Set(leftEnds.map(({ from, by, to }) => `${from} ${by} ${to}`))).toEqual(
    new Set(['refused reply answered', 'refused proof-of-service answered']),
  );
});

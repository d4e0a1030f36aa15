import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rowNameOf } from '../../../gateway/problems/table.ts';
import { ERROR_PAGE, errorPage } from '../../support/error-page.ts';
import { errorUnions } from './error-unions.ts';

it('docs/errors.md is current: otherwise run node bootstrap/run.mjs tests/support/error-page.ts', () => {
  expect(readFileSync(ERROR_PAGE, 'utf8')).toBe(errorPage());
});

it('names every code, each under its row', () => {
  const sections = new Map(
    errorPage()
      .split(/^### /m)
      .map((section) => [section.split('\n', 1)[0] ?? '', section]),
  );
  for (const code of errorUnions().flatMap((union) => union.codes)) {
    const section = sections.get(rowNameOf(code) ?? '') ?? '';
    expect(section === '' ? 'no section' : section, code).toMatch(new RegExp(`^${code}$|\`${code}\``, 'm'));
  }
});

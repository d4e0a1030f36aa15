import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PARTICULARS_PAGE, particularsPage } from '../../../support/particulars-page.ts';

it('docs/particulars.md is current', () => {
  expect(readFileSync(PARTICULARS_PAGE, 'utf8')).toBe(particularsPage());
});

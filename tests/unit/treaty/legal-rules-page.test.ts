import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveLegalBasis } from '../../../treaty/basis/resolve-legal-basis.ts';
import { mergeInstruments, parseInstruments } from '../../../treaty/instruments/configured-instruments.ts';
import { KNOWN_INSTRUMENTS } from '../../../treaty/instruments/known-instruments.ts';
import { LEGAL_RULES_PAGE, legalRulesPage } from '../../support/legal-rules-page.ts';
import { central, question } from './basis-support.ts';

describe('docs/legal-rules.md', () => {
  it('is current', () => {
    expect(readFileSync(LEGAL_RULES_PAGE, 'utf8')).toBe(legalRulesPage());
  });
});

describe('docs/examples/instruments.json', () => {
  it('is read, and carries an extradition directly between the two invented States', () => {
    const text = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'examples', 'instruments.json'), 'utf8');
    const { document, faults } = parseInstruments(JSON.parse(text));
    expect(faults).toEqual([]);
    if (document === undefined) throw new Error('faults are told');
    const instruments = mergeInstruments(KNOWN_INSTRUMENTS, [document]);
    const asked = question({ instruments, requested: central('XC'), requestType: 'extradition' });
    expect(resolveLegalBasis(asked)).toMatchObject({
      carries: [{ instrument: 'xa-xc-extradition-2021', confirmed: true }],
      direct: { open: true },
    });
  });
});

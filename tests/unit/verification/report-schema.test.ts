import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { reportSchema, verificationReport } from '../../../compose/verification/report-schema.ts';
import { REPORT_SCHEMA } from '../../support/report-schema.ts';

const EMPTY = {
  format: 'valija-verification/3',
  kind: 'unknown',
  verdict: 'FAILED',
  at: '2026-11-20T10:00:00.000Z',
  file: { name: 'x', length: 0, sha256: '0'.repeat(64) },
  findings: [],
  preparation: [],
};

describe('docs/schemas/verification-report.schema.json', () => {
  it('is the schema that the program uses', async () => {
    expect(JSON.parse(await readFile(REPORT_SCHEMA, 'utf8'))).toEqual(reportSchema());
  });

  it('is JSON Schema 2020-12 that knows every member and no other', () => {
    const schema = reportSchema() as unknown as {
      $schema: string;
      additionalProperties: boolean;
      required: string[];
      properties: object;
    };
    expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', additionalProperties: false });
    expect(schema.required.sort()).toEqual(Object.keys(EMPTY).sort());
    expect(Object.keys(schema.properties)).toEqual(Object.keys(verificationReport.shape));
  });

  it.each([
    ['another version', { format: 'valija-verification/1' }],
    ['a member that it does not know', { extra: true }],
    ['a time with another zone', { at: '2026-11-20T10:00:00+01:00' }],
    ['a verdict of another kind', { verdict: 'TOTAL-PASSED' }],
    ['a digest that is none', { file: { ...EMPTY.file, sha256: 'ab' } }],
    [
      'a finding of a check that there is not',
      { findings: [{ check: 'mood', verdict: 'PASSED', code: 'holds', subject: '', clause: '', words: {} }] },
    ],
  ])('refuses %s', (_what, change) => {
    expect(verificationReport.safeParse(EMPTY).success).toBe(true);
    expect(verificationReport.safeParse({ ...EMPTY, ...change }).success).toBe(false);
  });
});

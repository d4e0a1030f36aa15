import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessCompleteness, isLacking } from '../../../../treaty/completeness/assess-completeness.ts';
import { completenessReport } from '../../../../treaty/completeness/completeness-report.ts';
import { stateRequirements } from '../../../../treaty/completeness/state-requirements.ts';
import { REPORT_TEXTS, type ReportLanguage, tellCompleteness } from '../../../../treaty/completeness/tell-completeness.ts';
import { parseRequestMessage, type RequestMessage } from '../../../../treaty/requests/request-message.ts';
import { REQUEST_TYPES } from '../../../../treaty/requests/request-types.ts';
import { requestMessages, requestsOf } from '../../../support/legal-requests.ts';
import { arbitraryOf } from '../../../support/schema-arbitrary.ts';

const instruments = fc.subarray(['untoc', 'uncac', 'xa-xb-2010']);
const numRuns = 150;
/** The value at a JSON Pointer; undefined where there is none. */
const at = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (node, name) => (node === null || typeof node !== 'object' ? undefined : (node as Record<string, unknown>)[name]),
      value,
    );

describe('any request', () => {
  it.each(REQUEST_TYPES)('%s: what is written is what is read', (type) => {
    fc.assert(
      fc.property(requestsOf(type), (request) => {
        expect(parseRequestMessage(JSON.parse(JSON.stringify(request)))).toEqual({ request, faults: [] });
      }),
      { numRuns: 20 },
    );
  });

  it('with a member that nobody knows, or without one that it needs, is refused at the place', () => {
    fc.assert(
      fc.property(
        requestMessages(),
        fc.constantFrom('format', 'kind', 'matter', 'language', 'chain', 'files', 'references'),
        (request, member) => {
          const { [member]: _, ...rest } = request as Record<string, unknown>;
          expect(parseRequestMessage(rest).faults.map(({ pointer }) => pointer)).toContain(`/${member}`);
          expect(parseRequestMessage({ ...request, unknown: 1 }).faults).toEqual([{ pointer: '', issue: 'unrecognized_keys' }]);
          const particulars = { ...request.particulars, unknown: 1 };
          expect(parseRequestMessage({ ...request, particulars }).faults).toEqual([
            { pointer: '/particulars', issue: 'unrecognized_keys' },
          ]);
        },
      ),
      { numRuns },
    );
  });
});

describe('the report on any request', () => {
  const question = fc.record({ request: requestMessages(), instruments, on: fc.constant('2027-01-15') });

  it('follows its schema, is the same each time, and is complete when nothing that is asked for is absent', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const report = assessCompleteness(asked);
        expect(completenessReport.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
        expect(assessCompleteness({ ...asked, request: JSON.parse(JSON.stringify(asked.request)) })).toEqual(report);
        expect(report.complete).toBe(!report.entries.some(isLacking));
        for (const entry of report.entries) expect(entry.pointers.length > 0).toBe(entry.status === 'absent');
      }),
      { numRuns },
    );
  });

  it('points at what is empty', () => {
    fc.assert(
      fc.property(question, (asked) => {
        for (const { particular, pointers } of assessCompleteness(asked).entries) {
          // Not empty but contradicting, and a list that holds none of what is sought.
          if (particular === 'appointment-times-agree') continue;
          for (const pointer of pointers) {
            const found = at(asked.request, pointer);
            const isEmpty =
              found === undefined || (typeof found === 'string' && found.trim() === '') || (typeof found === 'object' && found !== null);
            expect([pointer, isEmpty]).toEqual([pointer, true]);
          }
        }
      }),
      { numRuns },
    );
  });

  it('another convention, or a State that asks for more, never makes anything less asked for', () => {
    const weight = { recommended: 0, conditional: 1, required: 1 };
    fc.assert(
      fc.property(requestMessages(), arbitraryOf(stateRequirements), (request, requirements) => {
        const less = assessCompleteness({ request, instruments: [] });
        for (const more of [
          assessCompleteness({ request, instruments: ['untoc', 'uncac'] }),
          assessCompleteness({ request, instruments: [], requirements, on: '2027-01-15' }),
        ]) {
          for (const [index, entry] of less.entries.entries()) {
            const stronger = more.entries[index];
            expect(stronger).toMatchObject({ particular: entry.particular, status: entry.status, pointers: entry.pointers });
            expect(weight[stronger?.severity ?? 'recommended']).toBeGreaterThanOrEqual(weight[entry.severity]);
          }
          if (!less.complete) expect(more.complete).toBe(false);
        }
      }),
      { numRuns },
    );
  });

  it('is told in every language without a placeholder left', () => {
    fc.assert(
      fc.property(requestMessages(), arbitraryOf(stateRequirements), (request: RequestMessage, requirements) => {
        const report = assessCompleteness({ request, instruments: ['untoc'], requirements, on: '2027-01-15' });
        for (const language of Object.keys(REPORT_TEXTS) as ReportLanguage[]) {
          for (const { label, missing = '' } of tellCompleteness(report, language).entries) expect(label + missing).not.toMatch(/[{}]/);
        }
      }),
      { numRuns: 50 },
    );
  });
});

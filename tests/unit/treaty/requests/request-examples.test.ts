import { describe, expect, it } from 'vitest';
import { assessCompleteness, isLacking } from '../../../../treaty/completeness/assess-completeness.ts';
import { completenessReport } from '../../../../treaty/completeness/completeness-report.ts';
import { type ReportLanguage, tellCompleteness } from '../../../../treaty/completeness/tell-completeness.ts';
import { REQUEST_EXAMPLES } from '../../../../treaty/requests/examples/request-examples.ts';
import { MEASURE_ARTICLES } from '../../../../treaty/requests/measures/measure.ts';
import { parseRequestMessage, type RequestMessage } from '../../../../treaty/requests/request-message.ts';
import { isFormalRequest, REQUEST_TYPES } from '../../../../treaty/requests/request-types.ts';

const examples = REQUEST_TYPES.map((type) => ({ type, ...REQUEST_EXAMPLES[type] }));
const assess = (request: RequestMessage) =>
  assessCompleteness({ request, instruments: request.instruments.map(({ instrument }) => instrument) });

describe.each(examples)('the examples of $type', ({ type, complete, deficient, missing, advised }) => {
  it('are of that type, and follow its schema, octet for octet', () => {
    for (const request of [complete, deficient]) {
      expect(request.requestType).toBe(type);
      const text = JSON.stringify(request);
      const parsed = parseRequestMessage(JSON.parse(text));
      expect(parsed.faults).toEqual([]);
      expect(parseRequestMessage(JSON.parse(JSON.stringify(parsed.request)))).toEqual(parsed);
    }
  });

  it('the complete one lacks nothing, not even what is recommended', () => {
    const report = assess(complete);
    expect(report.entries.filter(({ status }) => status === 'absent')).toEqual([]);
    expect(report.complete).toBe(true);
    expect(report.entries.filter(({ status }) => status === 'present').length).toBeGreaterThan(3);
  });

  it('the deficient one lacks what it is said to lack', () => {
    const report = assess(deficient);
    const absent = report.entries.filter(({ status }) => status === 'absent');
    expect(report.complete).toBe(false);
    expect(absent.filter(isLacking).map(({ particular }) => particular)).toEqual(missing);
    expect(absent.filter((entry) => !isLacking(entry)).map(({ particular }) => particular)).toEqual(advised);
    for (const { pointers } of absent) expect(pointers.length).toBeGreaterThan(0);
  });

  it('their reports follow the schema of reports, and are told in four languages', () => {
    for (const request of [complete, deficient]) {
      const report = assess(request);
      expect(completenessReport.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
      for (const language of ['es', 'pt', 'fr', 'en'] satisfies ReportLanguage[]) {
        const told = tellCompleteness(report, language);
        expect(told.entries.map(({ missing: sentence }) => sentence !== undefined)).toEqual(
          report.entries.map(({ status }) => status === 'absent'),
        );
        for (const { missing: sentence = '.' } of told.entries) expect(sentence).toMatch(/^[^{}]*\.$/);
      }
    }
  });
});

describe('the examples together', () => {
  it('show every kind of measure', () => {
    const kinds = (REQUEST_EXAMPLES['mutual-legal-assistance'].complete.particulars.measures ?? []).map(({ kind }) => kind);
    expect(kinds).toEqual(Object.keys(MEASURE_ARTICLES));
  });

  it('three types need no legal basis', () => {
    expect(REQUEST_TYPES.filter((type) => !isFormalRequest(type))).toEqual(['consultation', 'spontaneous-information', 'draft-for-review']);
  });

  it('a draft is assessed as what it is a draft of', () => {
    const { draft } = REQUEST_EXAMPLES['draft-for-review'].complete.particulars;
    expect(draft).toBeDefined();
    if (draft !== undefined) expect(assess(draft).complete).toBe(true);
  });
});

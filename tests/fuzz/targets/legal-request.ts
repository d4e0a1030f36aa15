import { deepStrictEqual, ok } from 'node:assert';
import { CryptoError } from '../../../crypto/error.ts';
import { parseStrictJson } from '../../../crypto/json/parse-strict-json.ts';
import { assessCompleteness } from '../../../treaty/completeness/assess-completeness.ts';
import { completenessReport } from '../../../treaty/completeness/completeness-report.ts';
import { tellCompleteness } from '../../../treaty/completeness/tell-completeness.ts';
import { REQUEST_EXAMPLES } from '../../../treaty/requests/examples/request-examples.ts';
import { parseRequestMessage } from '../../../treaty/requests/request-message.ts';

/** A typed request: taken, it says what it said, and a report can be made of it; refused, every fault has a place and no value. */
export const target = {
  name: 'legal-request',
  seeds: () =>
    Object.values(REQUEST_EXAMPLES).flatMap(({ complete, deficient }) =>
      [complete, deficient].map((one) => Buffer.from(JSON.stringify(one))),
    ),
  run: (input: Buffer) => {
    const { request, faults } = parseRequestMessage(parseStrictJson(input, { maximumBytes: 1_048_576 }));
    ok((request === undefined) === faults.length > 0, 'a request or its faults');
    ok(faults.length <= 200, 'not more faults than anybody reads');
    if (request === undefined) return;
    deepStrictEqual(parseRequestMessage(JSON.parse(JSON.stringify(request))).request, request, 'survives a round trip');
    const report = assessCompleteness({ request, instruments: ['untoc', 'uncac'], on: '2026-11-20' });
    deepStrictEqual(completenessReport.parse(report), report, 'the report follows its schema');
    ok(tellCompleteness(report, 'es').entries.length === report.entries.length, 'every line is told');
  },
  acceptable: (error: unknown) => error instanceof CryptoError && error.code.startsWith('json-'),
};

import { describe, expect, it } from 'vitest';
import { EVENTS, type EventName } from '../../../evidence/event.ts';
import { REASONS, type ReasonName } from '../../../evidence/reason.ts';
import { EXIT_CODES } from '../../../gateway/problems/exit-code.ts';
import type { ProblemRow } from '../../../gateway/problems/problem-row.ts';
import { PROBLEM_ROWS, ROWS_BY_AREA } from '../../../gateway/problems/rows.ts';
import { evidenceReason, rowNameOf, SHARED_CODES } from '../../../gateway/problems/table.ts';
import { alarmCodes, codesIn, errorUnions } from './error-unions.ts';

const unions = errorUnions();
const codes = new Set([...unions.flatMap((union) => union.codes), ...alarmCodes()]);
const rows = Object.entries(PROBLEM_ROWS) as [string, ProblemRow][];
const eventNames = Object.keys(EVENTS) as EventName[];

describe('the unions of codes', () => {
  it('are read from every error.ts', () => {
    expect(unions.map((union) => union.path)).toEqual(
      expect.arrayContaining(['adapters/transport/error.ts', 'audit/error.ts', 'crypto/error.ts', 'gateway/error.ts', 'store/error.ts']),
    );
    expect(unions.filter((union) => union.codes.length === 0)).toEqual([]);
    // Without a union of its own.
    expect(unions.find((union) => union.path === 'clients/typescript/error.ts')?.codes).toContain('gateway-unreachable');
    expect(codes.size).toBeGreaterThan(250);
  });

  it('are read whole, however they are written', () => {
    const source = `export type A =\n  | 'one'\n  | 'two';\nexport type B = 'three' | A;\nexport type Disposition = 'refuse' | 'wait';\nconst c = 'four';`;
    expect(codesIn(source)).toEqual(['one', 'two', 'three']);
    expect(alarmCodes()).toEqual(expect.arrayContaining(['message-id-reused', 'evidence-conflict', 'message-lost-here']));
  });

  it('give one meaning to a code that two folders use', () => {
    const owners = (code: string): string[] => unions.filter((union) => union.codes.includes(code)).map((union) => union.path);
    const shared = [...codes].filter((code) => owners(code).length > 1);
    // Held against each other by hand: a lost lease, a certificate beside another's key, and an upload that is not there.
    expect(shared.sort()).toEqual(['key-mismatch', 'lease-lost', 'not-found', 'upload-unknown']);
  });
});

describe('the table', () => {
  it.each(unions)('has a row for every code of $path', ({ codes: members }) => {
    expect(members.filter((code) => rowNameOf(code) === undefined)).toEqual([]);
  });

  it('has a row for every alarm', () => {
    expect(alarmCodes().filter((code) => rowNameOf(code) === undefined)).toEqual([]);
  });

  it('maps no code that no folder has', () => {
    expect(SHARED_CODES.filter((code) => !codes.has(code))).toEqual([]);
  });

  it('has no row that no code reaches', () => {
    const reached = new Set([...codes].map((code) => rowNameOf(code)));
    expect(rows.map(([name]) => name).filter((name) => !reached.has(name as keyof typeof PROBLEM_ROWS))).toEqual([]);
  });

  it('names each row once', () => {
    const names = Object.values(ROWS_BY_AREA).flatMap((area) => Object.keys(area));
    expect(names).toEqual([...new Set(names)]);
    expect(names.sort()).toEqual(rows.map(([name]) => name).sort());
  });

  it.each(['constructor', 'toString', '__proto__', '', 'no-such-code', 'internal '])('has no row for %j', (code) => {
    expect(rowNameOf(code)).toBeUndefined();
    expect(evidenceReason(code, 'RelayRejection')).toBeUndefined();
  });

  it.each(rows)('%s has a status of a problem, an exit code of failure, and reasons that evidence knows', (_name, row) => {
    expect(row.status).toBeGreaterThanOrEqual(400);
    expect(row.status).toBeLessThan(600);
    expect(EXIT_CODES[row.exit]).toBeGreaterThan(0);
    for (const reason of row.reasons ?? []) expect(REASONS[reason]).toBeDefined();
    for (const event of eventNames) {
      const stated = (row.reasons ?? []).filter((reason) => (REASONS[reason].events as readonly EventName[]).includes(event));
      expect(stated.length, `${event} would have two reasons`).toBeLessThanOrEqual(1);
    }
  });
});

describe('the reason that evidence states', () => {
  it.each<[string, EventName, ReasonName]>([
    // A.2, as prepare states it
    ['recipient-unknown', 'SubmissionRejection', 'recipient-not-in-directory'],
    ['recipient-without-certificate', 'SubmissionRejection', 'recipient-certificate-unusable'],
    ['own-certificate-missing', 'SubmissionRejection', 'own-certificate-unusable'],
    ['relay-deadline-passed', 'SubmissionRejection', 'message-expired'],
    // B.2, as receive states it
    ['envelope-expired', 'RelayRejection', 'message-expired'],
    ['envelope-suite-unknown', 'RelayRejection', 'suite-not-supported'],
    ['submission-too-large', 'RelayRejection', 'size-limit-exceeded'],
    ['envelope-recipient-key-unknown', 'RelayRejection', 'recipient-key-unknown'],
    ['message-id-reused', 'RelayRejection', 'duplicate-with-other-content'],
    // B.3
    ['peer-unreachable', 'RelayFailure', 'recipient-service-unreachable'],
    // D.2, as open states it
    ['decryption-failed', 'ContentConsignmentFailure', 'decryption-failed'],
    ['sealed-truncated', 'ContentConsignmentFailure', 'decryption-failed'],
    ['package-commitment-mismatch', 'ContentConsignmentFailure', 'package-commitment-mismatch'],
    ['package-header-mismatch', 'ContentConsignmentFailure', 'package-header-disagree'],
    ['package-seal-invalid', 'ContentConsignmentFailure', 'package-signature-invalid'],
    ['package-signer-not-authorised', 'ContentConsignmentFailure', 'package-certificate-invalid'],
    ['signer-revoked', 'ContentConsignmentFailure', 'package-certificate-revoked'],
    ['package-timestamp-missing', 'ContentConsignmentFailure', 'package-timestamp-invalid'],
    ['timestamp-imprint-mismatch', 'ContentConsignmentFailure', 'package-timestamp-invalid'],
    ['package-not-intact', 'ContentConsignmentFailure', 'package-malformed'],
    ['container-crc-mismatch', 'ContentConsignmentFailure', 'package-malformed'],
  ])('about %s in %s is %s', (code, event, reason) => {
    expect(evidenceReason(code, event)).toBe(reason);
  });

  it('is none where the event is another', () => {
    expect(evidenceReason('decryption-failed', 'RelayRejection')).toBeUndefined();
    expect(evidenceReason('actor-unknown', 'SubmissionRejection')).toBeUndefined();
  });
});

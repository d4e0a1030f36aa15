import { describe, expect, it } from 'vitest';
import { type VerificationReport, verificationReport } from '../../../compose/verification/report-schema.ts';
import { reportLines } from '../../../compose/wording/report-lines.ts';
import { TRAINING_TEXTS } from '../../../compose/wording/training.ts';
import { LANGUAGES } from '../../../gateway/problems/language.ts';

const sha256 = 'a'.repeat(64);

function reportOf(members: Partial<VerificationReport>): VerificationReport {
  return verificationReport.parse({
    format: 'valija-verification/3',
    kind: 'bundle',
    verdict: 'PASSED',
    at: '2026-11-20T12:00:00Z',
    file: { name: 'prueba.zip', length: 1, sha256 },
    findings: [],
    preparation: [],
    ...members,
  });
}

describe('the report of something that comes from training', () => {
  it.each(LANGUAGES)('says so beside the verdict in %s, of a package, a message and a conversation, and of nothing else', (language) => {
    const told = (report: VerificationReport) => reportLines(report, language, { commands: false })[1] === TRAINING_TEXTS[language];
    expect(told(reportOf({ package: { sha256, length: 1, files: [], training: true } }))).toBe(true);
    expect(told(reportOf({ kind: 'conversation', messages: [{ path: 'a', verdict: 'PASSED', training: true }] }))).toBe(true);
    expect(told(reportOf({ package: { sha256, length: 1, files: [] }, messages: [{ path: 'a', verdict: 'PASSED' }] }))).toBe(false);
    expect(new Set(Object.values(TRAINING_TEXTS)).size).toBe(LANGUAGES.length);
  });
});

import type { Findings, Verdict } from '../../audit/verify/finding.ts';
import type { Language } from '../../gateway/problems/language.ts';
import { publishFinding } from '../verification/publish-report.ts';
import type { ReportedFinding } from '../verification/report-schema.ts';
import { findingLines } from '../wording/report-lines.ts';
import { VERDICT_TEXTS } from '../wording/verification.ts';
import type { VerifiedState } from './log-source.ts';

/** What `valija log` prints with `--json`: `valija-log-report/1`, described in docs/formats.md. */
export interface LogInspection {
  format: 'valija-log-report/1';
  action: 'verify' | 'consistency' | 'fsck' | 'compare' | 'fork';
  verdict: Verdict;
  findings: ReportedFinding[];
  checkpoints: ReportedCheckpoint[];
  /** Entries that were read and hashed again. */
  entries?: number;
  /** Number of entries that both copies begin with; what comes then differs. */
  commonEntries?: number;
}

export interface ReportedCheckpoint {
  path: string;
  origin: string;
  size: number;
  /** Base64, as in the note. */
  root: string;
  cosignatures: { name: string; time: string }[];
}

export function inspectionOf(
  action: LogInspection['action'],
  findings: Findings,
  states: readonly (VerifiedState | undefined)[],
  facts: Pick<LogInspection, 'entries' | 'commonEntries'> = {},
): LogInspection {
  return {
    format: 'valija-log-report/1',
    action,
    verdict: findings.verdict,
    findings: findings.all.map((finding) => publishFinding(finding, undefined)),
    checkpoints: states.flatMap((state) => (state === undefined ? [] : [describe(state)])),
    ...facts,
  };
}

/** The report for people: verdict, what was signed, what does not hold, what does. */
export function inspectionLines(inspection: LogInspection, language: Language): string[] {
  const { verdict, checkpoints, findings, entries, commonEntries } = inspection;
  return [
    VERDICT_TEXTS[verdict][language],
    '',
    ...checkpoints.flatMap(({ path, origin, size, root, cosignatures }) => [
      `${path}: ${origin} ${size} ${root}`,
      ...cosignatures.map(({ name, time }) => `  ${name} ${time}`),
    ]),
    ...(entries === undefined ? [] : [`${entries} / ${checkpoints[0]?.size ?? '?'}`]),
    ...(commonEntries === undefined ? [] : [`= 0 - ${commonEntries}`]),
    ...findingLines(findings, language),
  ];
}

function describe({ source, checkpoint }: VerifiedState): ReportedCheckpoint {
  const { origin, size, root, cosignatures } = checkpoint;
  return {
    path: source.path,
    origin,
    size,
    root: root.toString('base64'),
    cosignatures: cosignatures.map(({ name, timestamp }) => ({ name, time: timestamp.toISOString() })),
  };
}

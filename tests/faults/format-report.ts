import type { RunReport } from './fault-run.ts';
import { SIDES } from './schedule.ts';

const FAULTS_SHOWN = 40;

/** The report for a person: numbers first, then what was found. */
export function formatReport(report: RunReport): string {
  const { traffic, injected, proxies, audit, durations, checkpointsSeen } = report;
  const { outside } = audit;
  const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1)} s`;
  const outages = injected.timestampOutages;
  const lines = [
    ['seed', report.seed],
    ['messages accepted (202)', `${traffic.accepted} of ${report.planned.messages}, ${outside.known} in the outboxes`],
    ['attempts of submissions without answer', traffic.submissionsRepeated],
    ['answered by replay, during the run / in the audit', `${traffic.submissionsReplayed} / ${outside.replaysOfTheSameAnswer}`],
    ['hand-overs answered, repeated', `${traffic.handOvers}, ${traffic.handOversRepeated}`],
    [
      'SIGKILL',
      `${injected.kills.xa} + ${injected.kills.xb}, ${injected.killsDuringStart} of them during start, ${injected.killsInTransfer} in transfer`,
    ],
    ['silences', `${injected.answersLost} with answers lost, ${injected.recipientDown} with the recipient down`],
    [
      'time-stamp authority',
      `${outages.suspended} times suspended, ${outages.stopped} times killed; ${outside.unstamped} packages unstamped`,
    ],
    [
      'connections',
      `${proxies.connections}: ${proxies.cuts} cut, ${proxies.halfOpen} half-open, ${proxies.delayed} delayed; ${proxies.mebibytes} MiB`,
    ],
    [
      'ends',
      Object.entries(outside.outcomes)
        .sort()
        .map(([end, count]) => `${end}: ${count}`)
        .join(', '),
    ],
    ['conflicts shown by sender / recipient', `${outside.conflicts.sender} / ${outside.conflicts.recipient}`],
    ['hand-overs shown as late', outside.lateHandovers],
    ['statements of silence, superseded', outside.provisionalStatements],
    ['evidence verified from outside', outside.evidenceVerified],
    ['octets of packages compared', `${outside.octetsCompared}, ${outside.resumable} messages by resumable transfer`],
    ...SIDES.flatMap((side): [string, string][] => {
      const { messages, evidence, evidenceWithoutMessage, blobs } = audit.inside[side];
      const { size, checkpointsConsistent, inclusionsProven } = audit.logs[side];
      return [
        [`${side}: ledger`, `${messages} messages, ${evidence} evidence (${evidenceWithoutMessage} of messages that never came)`],
        [`${side}: blobs`, `${blobs.rows} rows read, ${blobs.files} files, ${blobs.filesSwept} swept`],
        [
          `${side}: log`,
          `${size} entries, ${checkpointsConsistent} of ${checkpointsSeen[side]} checkpoints consistent, ${inclusionsProven} inclusions proven`,
        ],
      ];
    }),
    [
      'duration',
      `${seconds(durations.total)}: ${seconds(durations.injection)} of faults, ${seconds(durations.settling)} settling, ${seconds(durations.audit)} audit`,
    ],
  ];
  const width = Math.max(...lines.map(([label]) => String(label).length));
  const table = lines.map(([label, value]) => `${String(label).padEnd(width)}  ${value}`).join('\n');
  const more = report.faults.length > FAULTS_SHOWN ? [`... and ${report.faults.length - FAULTS_SHOWN} more`] : [];
  const verdict = report.passed
    ? 'nothing lost, nothing twice'
    : [`FAULTS (seed ${report.seed}, folder ${report.folder}):`, ...report.faults.slice(0, FAULTS_SHOWN), ...more].join('\n  ');
  return `${table}\n${verdict}\n`;
}

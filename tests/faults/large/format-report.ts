import type { LargeReport } from './large-run.ts';

/** The report for people. */
export function formatLargeReport(report: LargeReport): string {
  const { seed, octets, kills, durations, peaks, starts, handoverReceipts, faults } = report;
  const mebibytes = octets / 1024 ** 2;
  return [
    `seed ${seed}, ${mebibytes} MiB`,
    ...kills.map(
      ({ seconds, victim, phase, found }) =>
        `  ${String(seconds).padStart(7)} s  ${victim.padEnd(9)} killed in ${phase}${found === undefined ? '' : `, at ${Math.round(found.done * 100)} % of ${found.phase}`}`,
    ),
    `send ${durations.send} s, deliver ${durations.deliver} s, fetch ${durations.fetch} s, hand over ${durations.handOver} s, in all ${durations.total} s`,
    `the sending command was begun ${starts.send} times, the fetching one ${starts.fetch} times`,
    'highest resident memory of each life, MiB:',
    ...peaks.map(({ name, peakMiB }) => `  ${name.padEnd(16)} ${peakMiB}`),
    `receipts E.1: ${handoverReceipts.xa} at the sender, ${handoverReceipts.xb} at the recipient`,
    ...(faults.length === 0 ? ['nothing was found wrong'] : faults.map((fault) => `WRONG: ${fault}`)),
    '',
  ].join('\n');
}

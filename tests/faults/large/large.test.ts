import { expect, it } from 'vitest';
import { formatLargeReport } from './format-report.ts';
import { runLarge } from './large-run.ts';

const SEED = 20_261_120;
const OCTETS = 64 * 1024 ** 2;

/** More than a gateway holds at rest, and far less than it would with the content in memory. */
const MOST_MIB = 400;

it(`brings a large message through kills of both gateways and of its client, seed ${SEED}`, { timeout: 300_000 }, async () => {
  const report = await runLarge({ seed: SEED, octets: OCTETS, kills: 6, keep: false });
  process.stdout.write(formatLargeReport(report));
  expect(report.faults).toEqual([]);
  expect(report.kills.map(({ victim }) => victim)).toEqual(expect.arrayContaining(['client', 'sender', 'recipient']));
  expect(report.starts.send).toBeGreaterThan(1);
  expect(report.peaks.filter(({ peakMiB }) => peakMiB > MOST_MIB)).toEqual([]);
});

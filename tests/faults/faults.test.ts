import { expect, it } from 'vitest';
import { runFaults } from './fault-run.ts';
import { formatReport } from './format-report.ts';

const SEED = 20_261_120;

it(`loses nothing and does nothing twice: 40 messages, 10 kills, seed ${SEED}`, { timeout: 300_000 }, async () => {
  const report = await runFaults({ seed: SEED, messages: 40, kills: 10, keep: false });
  process.stdout.write(formatReport(report));
  expect(report.faults).toEqual([]);
  expect(report.injected.kills.xa + report.injected.kills.xb).toBeGreaterThanOrEqual(10);
  // The short run too must have seen what it is for.
  expect(report.traffic.accepted).toBeGreaterThanOrEqual(30);
  expect(report.proxies.cuts + report.proxies.halfOpen).toBeGreaterThan(0);
  expect(report.audit.outside.outcomes['E.1']).toBeGreaterThan(20);
});

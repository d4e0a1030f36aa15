// node tests/faults/large/run.ts [--mebibytes 8192] [--kills 10] [--seed N] [--json] [--keep]
import { parseArgs } from 'node:util';
import { formatLargeReport } from './format-report.ts';
import { runLarge } from './large-run.ts';

const { values } = parseArgs({
  options: {
    mebibytes: { type: 'string', default: '8192' },
    kills: { type: 'string', default: '10' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});

const [mebibytes = 0, kills = 0, seed = 0] = [values.mebibytes, values.kills, values.seed ?? String(Date.now() % 1_000_000)].map(Number);
if (![mebibytes, kills, seed].every((value) => Number.isSafeInteger(value) && value >= 0) || mebibytes === 0) {
  process.stderr.write('usage: run.ts [--mebibytes NUMBER] [--kills NUMBER] [--seed NUMBER] [--json] [--keep]\n');
  process.exit(2);
}

// Ending the script ends what it started (see the exit handler of the run).
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

process.stderr.write(`seed ${seed}\n`);
const report = await runLarge({
  seed,
  octets: mebibytes * 1024 ** 2,
  kills,
  keep: values.keep,
  onProgress: (line) => process.stderr.write(`${line}\n`),
});
process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : formatLargeReport(report));
process.exitCode = report.faults.length === 0 ? 0 : 1;

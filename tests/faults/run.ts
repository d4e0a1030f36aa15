// node tests/faults/run.ts [--messages 500] [--kills 100] [--seed N] [--json] [--keep]
import { parseArgs } from 'node:util';
import { runFaults } from './fault-run.ts';
import { formatReport } from './format-report.ts';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '500' },
    kills: { type: 'string', default: '100' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});

const [messages, kills, seed] = [values.messages, values.kills, values.seed ?? String(Date.now() % 1_000_000)].map(Number);
if (![messages, kills, seed].every(Number.isSafeInteger)) {
  process.stderr.write('usage: run.ts [--messages NUMBER] [--kills NUMBER] [--seed NUMBER] [--json] [--keep]\n');
  process.exit(2);
}

// Ending the script ends what it started (see the exit handler of the run).
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

process.stderr.write(`seed ${seed}\n`);
const report = await runFaults({
  seed: seed ?? 0,
  messages: messages ?? 0,
  kills: kills ?? 0,
  keep: values.keep,
  onProgress: (line) => process.stderr.write(`${line}\n`),
});
process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : formatReport(report));
process.exitCode = report.passed ? 0 : 1;

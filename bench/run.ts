// npm run bench: what it measures, and what was reached, is told in docs/benchmarks.md.
import { tmpdir } from 'node:os';
import { measure } from './measure.ts';
import { type BenchOptions, HELP, readOptions } from './options.ts';
import { measureMachine, physicalLimit } from './physical-limit.ts';
import { type SizeReport, sizeReport, tableDetail, tableHead, tableRow } from './report.ts';
import { defaultLoad, type MessageSize } from './sizes.ts';

/** Exit code for a command line that cannot be understood, as all commands of the project have it. */
const USAGE_EXIT_CODE = 2;

const print = (line: string) => process.stdout.write(`${line}\n`);

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const options = understood(args);
  if (typeof options === 'number') return options;
  if (!options.json) print(tableHead());
  for (const size of options.sizes) {
    const report = await reportOn(size, options);
    for (const line of options.json ? [JSON.stringify(report)] : [tableRow(report), tableDetail(report)]) print(line);
  }
  return 0;
}

function understood(args: string[]): BenchOptions | number {
  try {
    const options = readOptions(args);
    if (options !== undefined) return options;
    print(HELP);
    return 0;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    process.stderr.write(`bench: ${error.message}\n`);
    return USAGE_EXIT_CODE;
  }
}

/** The limit is measured right before the run it is held against: both depend on what else the machine does. */
async function reportOn(size: MessageSize, options: BenchOptions): Promise<SizeReport> {
  const usual = defaultLoad(size);
  const load = { ...usual, messages: options.messages ?? usual.messages, inFlight: options.inFlight ?? usual.inFlight };
  const limit = physicalLimit(size.octets, measureMachine(options.folder ?? tmpdir()));
  const { seconds, keep, folder } = options;
  const measured = await measure({ size, load, seconds, keep, ...(folder === undefined ? {} : { folder }) });
  return sizeReport(size, load, measured, limit);
}

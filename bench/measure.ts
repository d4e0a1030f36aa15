import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DriveResult } from './driver/drive.ts';
import type { DriverOptions, DriverResult } from './driver/main.ts';
import { type Exchange, startExchange } from './exchange.ts';
import { startProcess } from './processes.ts';
import type { Load, MessageSize } from './sizes.ts';

/** What one size of message reached. */
export interface Measurement extends DriveResult {
  /** Highest resident memory of each process, in MiB. */
  peakResidentMiB: Record<string, number>;
  /** Processor time of each process during the run, its start left out, in milliseconds per message (warm-up included). */
  processorMilliseconds: Record<string, number>;
  /** Load of the machine over the last minute, before and after. */
  loadAverage: { before: number; after: number };
}

export interface MeasureOptions {
  size: MessageSize;
  load: Load;
  seconds: number;
  /** Where data folders are made; by default the system's folder for temporary files. */
  folder?: string;
  /** Keeps the data folders and logs. */
  keep?: boolean;
  /** Options of Node for the gateways, for example `--cpu-prof`. */
  nodeOptions?: readonly string[];
}

/** Runs one size through fresh processes in a folder of their own. */
export async function measure(options: MeasureOptions): Promise<Measurement> {
  const folder = await mkdtemp(join(options.folder ?? tmpdir(), 'valija-bench-'));
  try {
    const exchange = await startExchange(folder, options.nodeOptions ?? []);
    try {
      return await driven(exchange, folder, options);
    } finally {
      await exchange.stop();
    }
  } finally {
    if (options.keep !== true) await rm(folder, { recursive: true, force: true });
  }
}

async function driven(exchange: Exchange, folder: string, { size, load, seconds }: MeasureOptions): Promise<Measurement> {
  const before = loadavg()[0] ?? 0;
  const { sender, recipient } = exchange;
  const started = new Map(exchange.processes.map((process) => [process.name, process.processorSeconds()]));
  const options: DriverOptions = {
    sender: sender.client('system'),
    recipient: recipient.client('system'),
    recipientAuthority: recipient.authority.id,
    octets: size.octets,
    seconds,
    ...load,
  };
  const driver = startProcess({ name: 'driver', args: ['bench/driver/main.ts', JSON.stringify(options)], folder, piped: true });
  const result = await resultOf(driver.child);
  const total = result.messages + load.warmUp;
  return {
    ...result,
    peakResidentMiB: {
      ...Object.fromEntries(exchange.processes.map((process) => [process.name, process.peakResidentMiB()])),
      driver: result.driver.peakResidentMiB,
    },
    processorMilliseconds: {
      ...Object.fromEntries(
        exchange.processes.map(({ name, processorSeconds }) => [name, ((processorSeconds() - (started.get(name) ?? 0)) * 1_000) / total]),
      ),
      driver: (result.driver.processorSeconds * 1_000) / total,
    },
    loadAverage: { before, after: loadavg()[0] ?? 0 },
  };
}

/** The one line of the driver; throws when it ends without one. */
async function resultOf(child: ChildProcess): Promise<DriverResult> {
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`the driver ended with ${code}; its log is driver.log (keep it with --keep)`);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as DriverResult;
}

import type { Measurement } from './measure.ts';
import type { PhysicalLimit } from './physical-limit.ts';
import type { Load, MessageSize } from './sizes.ts';

/** What is printed about one size. `peakResidentMiB` is that of the process that needed most. */
export interface SizeReport {
  size: string;
  messagesPerSecond: number;
  megabytesPerSecond: number;
  peakResidentMiB: number;
  limitMessagesPerSecond: number;
  ratioToLimit: number;
  messages: number;
  inFlight: number;
  seconds: number;
  latencyMilliseconds: { median: number; percentile95: number };
  /** By process; `driver` stands for the authorities' own systems and belongs to no gateway. */
  peakResidentMiBOf: Record<string, number>;
  processorMillisecondsPerMessage: Record<string, number>;
  limitedBy: PhysicalLimit['limitedBy'];
  limitSecondsPerMessage: PhysicalLimit['seconds'];
  loadAverage: { before: number; after: number };
}

export function sizeReport(size: MessageSize, load: Load, measured: Measurement, limit: PhysicalLimit): SizeReport {
  const messagesPerSecond = measured.messages / measured.seconds;
  return {
    size: size.label,
    messagesPerSecond: rounded(messagesPerSecond),
    megabytesPerSecond: rounded((messagesPerSecond * size.octets) / 1_000_000),
    peakResidentMiB: Math.round(Math.max(...Object.values(measured.peakResidentMiB))),
    limitMessagesPerSecond: rounded(limit.messagesPerSecond),
    ratioToLimit: rounded(messagesPerSecond / limit.messagesPerSecond),
    messages: measured.messages,
    inFlight: load.inFlight,
    seconds: rounded(measured.seconds),
    latencyMilliseconds: { median: Math.round(measured.latency.median), percentile95: Math.round(measured.latency.high) },
    peakResidentMiBOf: each(measured.peakResidentMiB, Math.round),
    processorMillisecondsPerMessage: each(measured.processorMilliseconds, rounded),
    limitedBy: limit.limitedBy,
    limitSecondsPerMessage: each(limit.seconds, rounded) as PhysicalLimit['seconds'],
    loadAverage: measured.loadAverage,
  };
}

const COLUMNS = ['size', 'messages/s', 'MB/s', 'peak MiB', 'limit/s', 'of limit', 'limited by', 'median ms', '95 % ms', 'load'] as const;
const WIDTHS = [8, 12, 9, 10, 10, 9, 13, 10, 9, 12] as const;

export function tableHead(): string {
  return row(COLUMNS);
}

export function tableRow(report: SizeReport): string {
  const { latencyMilliseconds, loadAverage } = report;
  return row([
    report.size,
    String(report.messagesPerSecond),
    String(report.megabytesPerSecond),
    String(report.peakResidentMiB),
    String(report.limitMessagesPerSecond),
    String(report.ratioToLimit),
    report.limitedBy,
    String(latencyMilliseconds.median),
    String(latencyMilliseconds.percentile95),
    `${loadAverage.before} ${loadAverage.after}`,
  ]);
}

/** The processes behind a row: memory, and processor time per message. */
export function tableDetail(report: SizeReport): string {
  const parts = Object.entries(report.peakResidentMiBOf).map(
    ([name, memory]) => `${name} ${memory} MiB ${report.processorMillisecondsPerMessage[name] ?? 0} ms`,
  );
  return `         ${parts.join(', ')}`;
}

function row(cells: readonly string[]): string {
  return cells.map((cell, index) => cell.padStart(WIDTHS[index] ?? 0)).join('');
}

function each(values: Record<string, number>, change: (value: number) => number): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}

/** Three digits that mean something. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

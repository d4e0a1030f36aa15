import { availableParallelism } from 'node:os';
import { designCounts, GROUP_SIZE } from './limit/counts.ts';
import { cryptographySeconds, measureOperations, type OperationCosts } from './limit/cryptography.ts';
import { type DiskRates, measureDisk } from './limit/disk.ts';

/** What this machine can do at this moment. */
export interface MachineRates {
  cores: number;
  operations: OperationCosts;
  disk: DiskRates;
}

/** The physical limit of design section 8 for one size of message. Seconds are those each resource needs per message. */
export interface PhysicalLimit {
  messagesPerSecond: number;
  limitedBy: 'cryptography' | 'fsync' | 'disk';
  seconds: { cryptography: number; fsync: number; disk: number };
}

/** Measures processor and disk; `folder` lies on the volume of the data folders. */
export function measureMachine(folder: string): MachineRates {
  return { cores: availableParallelism(), operations: measureOperations(), disk: measureDisk(folder) };
}

/** 1 / max(processor seconds of the bare cryptography / cores, fsyncs / fsync rate, octets moved / disk rate). */
export function physicalLimit(octets: number, { cores, operations, disk }: MachineRates): PhysicalLimit {
  const counts = designCounts(octets);
  const seconds = {
    cryptography: cryptographySeconds(counts, operations, octets) / cores,
    fsync: (counts.commits / GROUP_SIZE + counts.fileSyncs) / disk.syncsPerSecond,
    disk: octets * (counts.contentWrites / disk.writtenPerSecond + counts.contentReads / disk.readPerSecond),
  };
  const [[limitedBy, longest]] = Object.entries(seconds).sort(([, one], [, other]) => other - one) as [
    [PhysicalLimit['limitedBy'], number],
  ];
  return { messagesPerSecond: 1 / longest, limitedBy, seconds };
}

import { readFileSync } from 'node:fs';

const INTERVAL_MILLISECONDS = 100;

/** The most memory that each life of each process ever held. */
export interface ResidentMemory {
  /** Looks at a process from now on, until it is gone. */
  watch(name: string, pid: number): void;
  /** In MiB (VmHWM), in the order in which the lives began. */
  peaks(): { name: string; peakMiB: number }[];
  stop(): void;
}

/** Reads `/proc` again and again: what a process held cannot be asked any more when it was killed. */
export function watchResidentMemory(): ResidentMemory {
  const lives: { name: string; pid: number; peakMiB: number; isGone: boolean }[] = [];
  const look = () => {
    for (const life of lives) {
      if (life.isGone) continue;
      const peak = peakOf(life.pid);
      if (peak === undefined) life.isGone = true;
      else life.peakMiB = Math.max(life.peakMiB, peak);
    }
  };
  const timer = setInterval(look, INTERVAL_MILLISECONDS);
  timer.unref();
  return {
    watch(name, pid) {
      if (!lives.some((life) => life.pid === pid && !life.isGone)) lives.push({ name, pid, peakMiB: 0, isGone: false });
    },
    peaks: () => lives.map(({ name, peakMiB }) => ({ name, peakMiB })),
    stop() {
      look();
      clearInterval(timer);
    },
  };
}

/** Undefined when the process is gone, or has ended and waits for its parent. */
function peakOf(pid: number): number | undefined {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kibibytes === undefined ? undefined : Math.round(Number(kibibytes) / 1_024);
  } catch {
    return undefined;
  }
}

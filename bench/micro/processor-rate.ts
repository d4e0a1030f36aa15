/** How often `work` is done in one second of processor time, after a warm-up. Other work on the machine hardly changes it. */
export async function perProcessorSecond(work: () => unknown, milliseconds = 1_500): Promise<number> {
  await repeatUntil(performance.now() + milliseconds / 3, work);
  const before = process.cpuUsage();
  const count = await repeatUntil(performance.now() + milliseconds, work);
  return count / processorSeconds(before);
}

/** Processor time of this process, since then. */
export function processorSeconds(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Four digits are more than such a measurement is worth. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

async function repeatUntil(end: number, work: () => unknown): Promise<number> {
  let count = 0;
  for (; performance.now() < end; count += 1) await work();
  return count;
}

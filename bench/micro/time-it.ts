/** Runs `work` until it has taken about `milliseconds`, after a warm-up, and prints microseconds of processor time per run. */
export async function timeIt(name: string, work: () => unknown, milliseconds = 1_500): Promise<void> {
  await repeat(work, milliseconds / 3);
  const before = process.cpuUsage();
  const count = await repeat(work, milliseconds);
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(`${name.padEnd(48)} ${((user + system) / count).toFixed(1).padStart(9)} us\n`);
}

async function repeat(work: () => unknown, milliseconds: number): Promise<number> {
  const end = performance.now() + milliseconds;
  let count = 0;
  while (performance.now() < end) {
    // Looking at the clock takes as long as some of the work.
    for (let batch = 0; batch < 16; batch += 1) await work();
    count += 16;
  }
  return count;
}

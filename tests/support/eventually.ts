import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until the condition holds; fails with what was waited for. The limit only ends a test that hangs, it measures nothing. */
export async function eventually(what: string, condition: () => boolean | Promise<boolean>, limitMilliseconds = 30_000): Promise<void> {
  const end = performance.now() + limitMilliseconds;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`never came true: ${what}`);
    await sleep(5);
  }
}

/** A promise with its handles outside: something that a test lets go on when it wants. */
export function gate(): { opened: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../store/contracts/ledger.ts';
import type { LedgerPlace, MakeLedgerPlace } from './ledger-place.ts';
import { leaf } from './samples.ts';

const ROUNDS = 4;
const CHANGES_PER_ROUND = 150;

/** What survives a killed process: everything that resolved, and nothing by halves. */
export function ledgerDurability(driver: string, makePlace: MakeLedgerPlace): void {
  describe(`ledger after SIGKILL: ${driver}`, () => {
    let place: LedgerPlace;

    beforeEach(async () => {
      place = await makePlace();
    });

    afterEach(async () => {
      await place.remove();
    });

    it('holds every resolved change whole, and of the others all or nothing', { timeout: 120_000 }, async () => {
      const committed = new Set<number>();
      const done = new Set<number>();
      for (let round = 0; round < ROUNDS; round++) {
        const first = round * 1_000_000;
        // Another moment of the kill in each round.
        await killAfter([...place.writerArguments, String(first)], CHANGES_PER_ROUND + 37 * round, committed, done);
        const ledger = await place.open();
        try {
          const found = await checkEveryChange(ledger, committed, done);
          expect(found).toBeGreaterThanOrEqual(committed.size);
          await checkLog(ledger, found);
        } finally {
          await ledger.close();
        }
      }
      expect(committed.size).toBeGreaterThanOrEqual(ROUNDS * CHANGES_PER_ROUND);
    });
  });
}

/** Runs the writer until it has reported `changes` changes, kills it, and takes in all it has reported. */
async function killAfter(nodeArguments: string[], changes: number, committed: Set<number>, done: Set<number>): Promise<void> {
  const child = spawn(process.execPath, nodeArguments, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  let reported = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [what, number] = line.split(' ');
    (what === 'c' ? committed : done).add(Number(number));
    if (what === 'c' && ++reported === changes) child.kill('SIGKILL');
  }
  const [, signal] = await ended;
  expect(signal).toBe('SIGKILL');
}

/** Checks each change that left any trace; returns how many there are. */
async function checkEveryChange(ledger: Ledger, committed: ReadonlySet<number>, done: ReadonlySet<number>): Promise<number> {
  const feed = await ledger.readFeed('numbers', 0, 1_000_000);
  const found = new Set(feed.map((entry) => Number(entry.reference)));
  expect(found.size).toBe(feed.length);
  for (const number of committed) expect(found).toContain(number);
  for (const number of found) {
    const key = String(number);
    expect(await ledger.get('alarms', key)).toBeDefined();
    expect((await ledger.get('blobs', key))?.bytes).toEqual(Buffer.alloc(3000, key));
    const finished = (await ledger.get('settings', key)) !== undefined;
    expect((await ledger.outbox.get(key)) === undefined).toBe(finished);
    if (done.has(number)) expect(finished).toBe(true);
  }
  // Nothing beside the changes of the feed: listing every open alarm finds no other.
  let alarms = 0;
  for (let after: string | undefined; ; ) {
    const page = await ledger.list('alarms', { index: 'open', equals: 'open', limit: 1000, ...(after !== undefined && { after }) });
    alarms += page.length;
    after = page.at(-1)?.order;
    if (page.length < 1000) break;
  }
  expect(alarms).toBe(found.size);
  return found.size;
}

async function checkLog(ledger: Ledger, changes: number): Promise<void> {
  const acquired = await ledger.log.acquire('after the kill', Number.MAX_SAFE_INTEGER - 1, 1);
  await ledger.log.sequence(acquired?.epoch ?? 0, 1_000_000);
  expect(await ledger.log.size()).toBe(changes);
  const [feed] = await ledger.readFeed('numbers', 0, 1);
  expect((await ledger.log.findByDigest(leaf(feed?.reference ?? '').digest))?.index).toBe(0);
}

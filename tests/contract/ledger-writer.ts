/**
 * A process that commits until it is killed: `node ledger-writer.ts <database> <first number>`.
 * Writes `c <n>` once change n has resolved, and `d <n>` once the job of change n is done.
 */
import { writeSync } from 'node:fs';
import { openSqliteLedger } from '../../store/sqlite/ledger.ts';
import { alarm, blob, job, leaf } from './samples.ts';

const CONCURRENT = 16;

const [path = '', first = '0'] = process.argv.slice(2);
const ledger = await openSqliteLedger({ path });
let next = Number(first);

await Promise.all(Array.from({ length: CONCURRENT }, commitForEver));

async function commitForEver(): Promise<never> {
  for (;;) {
    const number = String(next++);
    await ledger.commit({
      rows: [
        { table: 'alarms', key: number, expect: 0, value: alarm(number) },
        { table: 'blobs', key: number, expect: 0, value: blob(number, number), bytes: Buffer.alloc(3000, number) },
      ],
      leaves: [leaf(number)],
      jobs: [{ operation: 'add', job: job(number, { dueAt: 0 }) }],
      feeds: [{ feed: 'numbers', reference: number }],
    });
    writeSync(1, `c ${number}\n`);
    const claim = await ledger.outbox.claim(number, { now: 0, milliseconds: 1000 });
    if (!claim) throw new Error('a job of this process was taken by another');
    await ledger.commit({
      rows: [{ table: 'settings', key: number, expect: 0, value: { value: 'done' } }],
      jobs: [{ operation: 'complete', id: number, lease: claim.lease }],
    });
    writeSync(1, `d ${number}\n`);
  }
}

/**
 * A sequencer on the embedded ledger as a process of its own, which kills itself at a chosen call to ledger or tiles.
 * Arguments: folder, number of the call (0: never), 'before' or 'after' it took effect. Prints every note it published.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { encodeLeaf } from '../../../audit/log/leaf.ts';
import { openTileFiles } from '../../../audit/log/tile-files.ts';
import { startSequencer } from '../../../audit/sequencer.ts';
import { openSqliteLedger } from '../../../store/sqlite/ledger.ts';
import { ORIGIN, testSigner } from '../../unit/audit/helpers/keys.ts';

const [folder = '', callText = '0', moment = 'before'] = process.argv.slice(2);
const killAt = Number(callText);
let calls = 0;

function deadly<Target extends object>(target: Target): Target {
  return new Proxy(target, {
    get(object, name) {
      const member: unknown = Reflect.get(object, name);
      if (typeof member !== 'function') {
        return member;
      }
      return async (...given: unknown[]) => {
        calls += 1;
        const isLast = calls === killAt;
        if (isLast && moment === 'before') {
          process.kill(process.pid, 'SIGKILL');
        }
        // Killed in the middle of the work, not only around it.
        const work: unknown = Reflect.apply(member, object, given);
        if (isLast && moment === 'during') {
          setImmediate(() => process.kill(process.pid, 'SIGKILL'));
        }
        const result = await work;
        if (isLast) {
          process.kill(process.pid, 'SIGKILL');
        }
        return result;
      };
    },
  });
}

const ledger = await openSqliteLedger({ path: join(folder, 'ledger.db') });
const tiles = await openTileFiles(join(folder, 'log'));
const digestOf = (label: string) => createHash('sha256').update(label).digest();

async function addLeaves(count: number) {
  const first = (await ledger.log.size()) + (await ledger.log.pendingCount());
  const leaves = Array.from({ length: count }, (_, position) => {
    const digest = digestOf(`object ${first + position}`);
    const salt = digestOf(`salt ${first + position}`);
    return { entry: encodeLeaf({ type: 'evidence', salt, digest }), salt, digest };
  });
  await ledger.commit({ leaves });
}

await addLeaves(150);
const sequencer = startSequencer({
  log: deadly(ledger.log),
  tiles: deadly(tiles),
  signer: testSigner(),
  origin: ORIGIN,
  clock: { now: () => new Date() },
  intervalMilliseconds: 5,
  holder: 'the one process',
  onCheckpoint: (checkpoint) => process.stdout.write(`${JSON.stringify(checkpoint.note)}\n`),
});
await sequencer.runOnce();
await addLeaves(150);
await sequencer.runOnce();
await sequencer.stop();
await ledger.close();

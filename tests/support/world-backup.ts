import { randomBytes } from 'node:crypto';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { restoreMarkerRow } from '../../gateway/recovery/restore-marker.ts';
import { openSqliteLedger } from '../../store/sqlite/ledger.ts';
import type { TestGateway, World } from './two-gateways.ts';

/** The state of a gateway at one moment, to which it can be put back: ledger and encrypted files. */
export interface WorldBackup {
  /** Everything the gateway has is destroyed, and what was saved is restored. */
  restore(): Promise<void>;
  /** The same by somebody who does not tell the gateway, as with the snapshot of a machine. */
  putBack(): Promise<void>;
}

let serial = 0;

export async function backUp(world: World, gateway: TestGateway): Promise<WorldBackup> {
  serial += 1;
  const name = gateway.identifier.split(':').at(-1) ?? gateway.identifier;
  const saved = join(world.folder, `saved-${serial}`);
  const ledger = join(world.folder, `${name}.db`);
  const blobs = join(world.folder, `${name}-blobs`);
  const log = join(world.folder, `${name}-log`);
  const since = new Date(world.now).toISOString();
  await gateway.dependencies.ledger.backup(`${saved}.db`);
  await cp(blobs, `${saved}-blobs`, { recursive: true });
  await cp(log, `${saved}-log`, { recursive: true }).catch(() => undefined);
  const putBack = async (): Promise<void> => {
    for (const path of [ledger, `${ledger}-wal`, blobs, log]) await rm(path, { recursive: true, force: true });
    await cp(`${saved}.db`, ledger);
    await cp(`${saved}-blobs`, blobs, { recursive: true });
    await cp(`${saved}-log`, log, { recursive: true }).catch(() => undefined);
  };
  const destroyAndRestore = async (): Promise<void> => {
    await putBack();
    const restored = await openSqliteLedger({ path: ledger, feedEpoch: randomBytes(16).toString('hex') });
    const marker = { reason: 'restored', since, at: new Date(world.now).toISOString() } as const;
    await restored.commit({ rows: [await restoreMarkerRow(restored, marker)] });
    await restored.close();
  };
  return { restore: () => gateway.restart({ between: destroyAndRestore }), putBack: () => gateway.restart({ between: putBack }) };
}

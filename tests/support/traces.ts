import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CHANGES_FEED } from '../../gateway/receipts/feeds.ts';
import type { TestGateway, World } from './two-gateways.ts';

/** Files below the blob folder of a gateway, finished or not. */
export async function blobFiles(world: World, gateway: TestGateway): Promise<string[]> {
  const folder = join(world.folder, `${gateway.identifier.split(':').at(-1)}-blobs`);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && entry.name !== 'format').map((entry) => entry.name);
}

/** Everything that a message leaves in a gateway; equal before and after whatever must leave nothing. */
export async function traces(world: World, gateway: TestGateway): Promise<Record<string, unknown>> {
  const { ledger } = gateway.dependencies;
  const keys = (rows: readonly { key: string; version: number }[]) => rows.map(({ key, version }) => `${key} ${version}`);
  return {
    files: (await blobFiles(world, gateway)).sort(),
    outbound: keys(await ledger.list('messages', { index: 'byDirection', equals: 'outbound', limit: 1_000 })),
    inbound: keys(await ledger.list('messages', { index: 'byDirection', equals: 'inbound', limit: 1_000 })),
    idempotency: keys(await ledger.list('idempotency', { index: 'byAge', equals: 'all', limit: 1_000 })),
    transfers: keys(await ledger.list('transfers', { index: 'byExpiry', equals: 'all', limit: 1_000 })),
    uploads: keys(await ledger.list('uploads', { index: 'byExpiry', equals: 'all', limit: 1_000 })),
    alarms: keys(await ledger.list('alarms', { index: 'open', equals: 'open', limit: 1_000 })),
    leaves: await ledger.log.pendingCount(),
    changes: await ledger.readFeed(CHANGES_FEED, 0, 1_000),
    jobs: await ledger.outbox.counts(0),
  };
}

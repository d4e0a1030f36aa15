import { bufferReader } from '../../crypto/asic/random-access.ts';
import { readContainer } from '../../crypto/asic/read-container.ts';
import { messageKey } from '../../store/contracts/records.ts';
import { type RawEntry, type RawZip, rawZip } from '../unit/asic/raw-zip.ts';
import { clerkOf, clerkReads, saidOf } from './clerk.ts';
import { evidenceAt, messageAt, reasonsAt } from './flow-views.ts';
import { bring, type ForgedDelivery, type Forgery, forge } from './hostile-sender.ts';
import type { World } from './two-gateways.ts';

export interface Reception {
  delivery: ForgedDelivery;
  /** State of the message at the recipient, and the reasons of D.2. */
  gateway: string[];
  /** What `valija verify` says about the package. */
  clerk: string[];
}

/**
 * A package comes sealed, under a header that is right in everything, over the connection of its sender: B receives and opens it, and a
 * clerk verifies the package itself.
 */
export async function receivePackage(world: World, forgery: Forgery = {}): Promise<Reception> {
  const delivery = await forge(world, forgery);
  const { sender, messageId } = delivery.header;
  await bring(world.b, delivery, sender);
  await world.work({ only: ['open'] });
  const key = messageKey('inbound', sender, messageId);
  const { state } = await messageAt(world.b, key);
  const consigned = (await evidenceAt(world.b, key)).some(({ event }) => event === 'ContentConsignment');
  if (consigned !== (state === 'consigned')) throw new Error('state and evidence disagree');
  const report = await clerkReads(delivery.packageOctets, await clerkOf(world));
  return { delivery, gateway: [state, ...(await reasonsAt(world.b, key, 'ContentConsignmentFailure'))], clerk: saidOf(report) };
}

/** What both say of a package with nothing wrong. */
export const ACCEPTED = { gateway: ['consigned'], clerk: ['PASSED'] };

/** The entries of a container that was written well, to be written again with something else in them. */
export async function zipEntriesOf(octets: Buffer): Promise<RawEntry[]> {
  const { entries } = await readContainer(bufferReader(octets), { strict: false });
  // The headers of our own writer: what is refused must be refused for what the attack changes.
  const headers = { version: 10, madeBy: (3 << 8) | 10, attributes: 0o100644 * 0x10000 };
  return entries.map(({ name, offset, size }) => ({ name, data: octets.subarray(offset, offset + size), ...headers }));
}

/** A change of the ZIP around files that stay as they are, for `Forgery.packageOctets`. */
export function rezipped(change: (entries: RawEntry[]) => RawZip): (octets: Buffer) => Promise<Buffer> {
  return async (octets) => rawZip(change(await zipEntriesOf(octets)));
}

/** The entries with one of them changed. */
export function withEntry(entries: readonly RawEntry[], name: string, change: (entry: RawEntry) => RawEntry): RawEntry[] {
  if (!entries.some((entry) => entry.name === name)) throw new Error(`there is no ${name}`);
  return entries.map((entry) => (entry.name === name ? change(entry) : entry));
}

/** A signature over the manifest that the test builds itself; without a time-stamp, as the header then says. */
export function signatureBuiltBy(build: (manifest: Buffer) => Promise<Buffer>): Forgery {
  let manifest: Buffer = Buffer.alloc(0);
  return {
    stamp: 'none',
    manifest: (octets) => {
      manifest = octets;
      return octets;
    },
    signature: () => build(manifest),
  };
}

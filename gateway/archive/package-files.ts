import { type PartPlace, readerOfPlan } from '../../crypto/asic/plan-reader.ts';
import { bufferReader, type RandomAccessReader } from '../../crypto/asic/random-access.ts';
import type { BlobReader } from '../../store/contracts/blobs.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { readParticulars } from '../package/particulars.ts';
import { type EntrySource, planPackage } from '../package/seal-package.ts';

/** The package of a message as it was sent, wherever its parts are. */
export interface OpenedPackage {
  readonly reader: RandomAccessReader;
  close(): Promise<void>;
}

/** Opens the package: the recipient has it as a whole, the sender its parts. Undefined while there is none, or when there never was. */
export async function openPackageFiles(dependencies: GatewayDependencies, message: MessageRecord): Promise<OpenedPackage | undefined> {
  const { wrappedKey, packageBlob } = message;
  if (message.direction === 'outbound') return openParts(dependencies, message);
  if (packageBlob === undefined) return undefined;
  const reader = await dependencies.blobs.open({ wrappedKey, blobId: packageBlob });
  return { reader, close: () => reader.close() };
}

async function openParts(
  { blobs }: GatewayDependencies,
  { wrappedKey, particularsBlob }: MessageRecord,
): Promise<OpenedPackage | undefined> {
  if (particularsBlob === undefined) return undefined;
  const particulars = await readParticulars(blobs, { wrappedKey, blobId: particularsBlob }, 'outbound');
  if (particulars.prepared === undefined) return undefined;
  const readers = new Map<string, BlobReader>();
  const close = async () => {
    for (const reader of readers.values()) await reader.close();
  };
  try {
    for (const { blobId, wrappedKey: ownKey = wrappedKey } of particulars.files) {
      if (!readers.has(blobId)) readers.set(blobId, await blobs.open({ wrappedKey: ownKey, blobId }));
    }
    const placeOf = (source: EntrySource): PartPlace => {
      if ('bytes' in source) return { reader: bufferReader(source.bytes), offset: 0 };
      const reader = readers.get('receipt' in source ? source.receipt.blobId : source.blobId);
      if (reader === undefined) throw new TypeError('a part of the package has no blob');
      return { reader, offset: 0 };
    };
    return { reader: readerOfPlan(planPackage(particulars, particulars.prepared), placeOf), close };
  } catch (error) {
    await close();
    throw error;
  }
}

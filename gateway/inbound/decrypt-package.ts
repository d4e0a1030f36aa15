import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createOpener, openWhole } from '../../crypto/cms/open-sealed.ts';
import type { BlobReader, BlobReceipt } from '../../store/contracts/blobs.ts';
import type { DecryptionKey } from '../contracts/key-store.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import type { StoreScope } from '../package/seal-package.ts';
import { requireRoomForCopy } from '../resumable/room.ts';

/** Sealed content up to this length is opened in memory: for so few octets streams are most of the work. */
const LARGEST_IN_MEMORY = 256 * 1024;

/**
 * Decrypts sealed content from the store into the store. The blob is handed out only when the tag has held (design rule 6): until
 * then it is an unfinished file that nobody can open. The package must be the one the signed header commits to.
 * Throws CryptoError of the opener, GatewayError `package-commitment-mismatch`.
 */
export async function decryptPackage(
  dependencies: GatewayDependencies,
  scope: StoreScope,
  sealed: { blobId: string; length: number; packageCommitment: string },
  key: DecryptionKey,
): Promise<BlobReceipt> {
  await requireRoomForCopy(dependencies, sealed.length);
  const reader = await dependencies.blobs.open({ wrappedKey: scope.wrappedKey, blobId: sealed.blobId });
  try {
    const opening = { privateKey: key.privateKey, certificate: key.certificate, expectedLength: sealed.length };
    const receipt = await (reader.size <= LARGEST_IN_MEMORY
      ? dependencies.blobs.put(scope, openWhole(await reader.read(0, reader.size), opening))
      : decryptStream(dependencies, scope, reader, createOpener(opening)));
    if (receipt.sha256.toString('hex') === sealed.packageCommitment) return receipt;
    await dependencies.blobs.remove(receipt.blobId);
    throw new GatewayError('package-commitment-mismatch', 'the package is not the one the header commits to');
  } finally {
    await reader.close();
  }
}

async function decryptStream(
  dependencies: GatewayDependencies,
  scope: StoreScope,
  reader: BlobReader,
  opener: Transform,
): Promise<BlobReceipt> {
  const writer = dependencies.blobs.create(scope);
  const work = { step: 'open', subject: scope.messageKey, total: reader.size } as const;
  const content = dependencies.progress.over(work, reader.stream());
  try {
    await pipeline(Readable.from(content, { objectMode: false }), opener, async (plaintext: AsyncIterable<Buffer>) => {
      for await (const chunk of plaintext) {
        await writer.write(chunk);
      }
    });
    return await writer.finish();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

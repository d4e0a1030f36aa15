import type { GatewayDependencies } from '../dependencies.ts';

/**
 * Removes the files of blobs that were written for a change which did not happen. A commit whose outcome is unknown may have
 * happened: whatever has its row stays, and what cannot be decided now is left to the sweep. Never throws, for it runs while another
 * error is on its way.
 */
export async function discardBlobs(
  dependencies: Pick<GatewayDependencies, 'ledger' | 'blobs'>,
  receipts: readonly { blobId: string }[],
): Promise<void> {
  for (const { blobId } of receipts) {
    try {
      if ((await dependencies.ledger.get('blobs', blobId)) === undefined) await dependencies.blobs.remove(blobId);
    } catch {
      return;
    }
  }
}

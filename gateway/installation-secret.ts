import type { GatewayDependencies } from './dependencies.ts';

const SECRET_LENGTH = 32;

type Keeper = Pick<GatewayDependencies, 'ledger' | 'blobs' | 'randomBytes' | 'clock'>;

/**
 * A secret of this installation under the name of a setting: 32 random octets, made when it is first asked for. Encrypted like content, and
 * small enough to stay in the ledger, so that it is in every backup.
 */
export async function installationSecret(keeper: Keeper, setting: string): Promise<Buffer> {
  return (await readSecret(keeper, setting)) ?? makeSecret(keeper, setting);
}

async function readSecret({ ledger, blobs }: Keeper, setting: string): Promise<Buffer | undefined> {
  const row = await ledger.get('settings', setting);
  if (row === undefined) return undefined;
  const reader = await blobs.open(JSON.parse(row.value.value) as { wrappedKey: string; blobId: string });
  try {
    return await reader.read(0, reader.size);
  } finally {
    await reader.close();
  }
}

async function makeSecret(keeper: Keeper, setting: string): Promise<Buffer> {
  const { ledger, blobs, randomBytes, clock } = keeper;
  const secret = randomBytes(SECRET_LENGTH);
  const wrappedKey = blobs.newWrappedKey();
  const { blobId, row } = await blobs.put({ wrappedKey, messageKey: setting, now: clock.now() }, secret);
  const value = { value: JSON.stringify({ wrappedKey, blobId }) };
  try {
    await ledger.commit({ rows: [row, { table: 'settings', key: setting, expect: 0, value }] });
    return secret;
  } catch (error) {
    // Somebody else was faster, or the answer of the disk was lost: what the ledger has is the secret.
    const made = await readSecret(keeper, setting);
    if (made === undefined) throw error;
    return made;
  }
}

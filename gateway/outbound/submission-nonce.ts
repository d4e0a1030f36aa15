import { createHmac } from 'node:crypto';
import type { GatewayDependencies } from '../dependencies.ts';

/** Setting that names the blob with the secret. */
const SECRET = 'submission-secret';
const SECRET_LENGTH = 32;

type Keeper = Pick<GatewayDependencies, 'ledger' | 'blobs' | 'randomBytes' | 'clock'>;

/**
 * The nonce of the request document: to everybody else 32 random octets (base64url), and to this gateway a name of the submission. When a
 * restored gateway has forgotten a submission, the recipient gives the nonce back, and a client that submits the same again under the same
 * Idempotency-Key gets the message there is instead of a second one.
 */
export async function submissionNonce(keeper: Keeper, idempotencyKey: string, requestDigest: string): Promise<string> {
  const secret = (await readSecret(keeper)) ?? (await makeSecret(keeper));
  return createHmac('sha256', secret).update(`valija/submission/1\n${idempotencyKey}\n${requestDigest}`).digest('base64url');
}

/** Key of the row of `idempotency` of a submission that a peer gave back. No client's key begins like this. */
export function recoveredSubmissionKey(nonce: string): string {
  return `/recovered/${nonce}`;
}

async function readSecret({ ledger, blobs }: Keeper): Promise<Buffer | undefined> {
  const setting = await ledger.get('settings', SECRET);
  if (setting === undefined) return undefined;
  const reader = await blobs.open(JSON.parse(setting.value.value) as { wrappedKey: string; blobId: string });
  try {
    return await reader.read(0, reader.size);
  } finally {
    await reader.close();
  }
}

/** Encrypted like content, and small enough to stay in the ledger: it is in every backup. */
async function makeSecret(keeper: Keeper): Promise<Buffer> {
  const { ledger, blobs, randomBytes, clock } = keeper;
  const secret = randomBytes(SECRET_LENGTH);
  const wrappedKey = blobs.newWrappedKey();
  const { blobId, row } = await blobs.put({ wrappedKey, messageKey: SECRET, now: clock.now() }, secret);
  const value = { value: JSON.stringify({ wrappedKey, blobId }) };
  try {
    await ledger.commit({ rows: [row, { table: 'settings', key: SECRET, expect: 0, value }] });
    return secret;
  } catch (error) {
    // Another submission was faster, or the answer of the disk was lost: what the ledger has is the secret.
    const made = await readSecret(keeper);
    if (made === undefined) throw error;
    return made;
  }
}

import { createHmac } from 'node:crypto';
import type { GatewayDependencies } from '../dependencies.ts';
import { installationSecret } from '../installation-secret.ts';

/** Setting that names the blob with the secret. */
const SECRET = 'submission-secret';

/**
 * The nonce of the request document: to everybody else 32 random octets (base64url), and to this gateway a name of the submission. When a
 * restored gateway has forgotten a submission, the recipient gives the nonce back, and a client that submits the same again under the same
 * Idempotency-Key gets the message there is instead of a second one.
 */
export async function submissionNonce(
  keeper: Pick<GatewayDependencies, 'ledger' | 'blobs' | 'randomBytes' | 'clock'>,
  idempotencyKey: string,
  requestDigest: string,
): Promise<string> {
  const secret = await installationSecret(keeper, SECRET);
  return createHmac('sha256', secret).update(`valija/submission/1\n${idempotencyKey}\n${requestDigest}`).digest('base64url');
}

/** Key of the row of `idempotency` of a submission that a peer gave back. No client's key begins like this. */
export function recoveredSubmissionKey(nonce: string): string {
  return `/recovered/${nonce}`;
}

import { serializeJws, signingInput } from '../../crypto/jades/flattened-jws.ts';
import { withLowS } from '../../crypto/jades/low-s.ts';
import type { Signer } from '../../crypto/signer.ts';
import { codeOf } from '../../gateway/error.ts';
import { clerkOf, clerkReads, saidOf } from './clerk.ts';
import { bring, type ForgedDelivery } from './hostile-sender.ts';
import type { World } from './two-gateways.ts';

/** The header of a delivery with its two signed parts as text, one of which a test changes. */
export interface SignedText {
  protected: string;
  payload: string;
}

export function textOf(envelope: string): SignedText {
  const { protected: header, payload } = JSON.parse(envelope) as SignedText;
  return { protected: decoded(header), payload: decoded(payload) };
}

/** Signs any text as it stands, which no honest signer does. */
export async function signText(text: { protected: string | Buffer; payload: string | Buffer }, signer: Signer): Promise<string> {
  const encoded = { protected: encode(text.protected), payload: encode(text.payload) };
  const signature = withLowS(signer.algorithm, await signer.sign(signingInput(encoded), 'ieee-p1363'));
  return serializeJws({ ...encoded, signature: signature.toString('base64url') }).toString('utf8');
}

/** The code with which B refuses a delivery under this header, or undefined; and what a clerk is told of the header. */
export async function receiveHeader(
  world: World,
  delivery: ForgedDelivery,
  envelope: string | Buffer,
): Promise<{ code: string | undefined; clerk: string[] }> {
  const code = await bring(world.b, { ...delivery, envelope: envelope.toString() }).then(
    () => undefined,
    (error: unknown) => codeOf(error),
  );
  return { code, clerk: saidOf(await clerkReads(Buffer.from(envelope), await clerkOf(world))) };
}

export const TAKEN = { code: undefined, clerk: ['PASSED'] };

function decoded(part: string): string {
  return Buffer.from(part, 'base64url').toString('utf8');
}

function encode(text: string | Buffer): string {
  return Buffer.from(text).toString('base64url');
}

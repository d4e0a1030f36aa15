import type { SignatureAlgorithm } from '../suites.ts';

/**
 * Whoever sees an ECDSA signature (r, s) can write a second one, (r, n - s), that verifies just as well. Where the signature is part
 * of an object's identity (`jwsDigest`), a relay could thus make one receipt look like two different ones. The counter is the usual
 * one: of the two forms only the one with the lower s is written and, where identity matters, accepted.
 */

interface Curve {
  readonly order: bigint;
  /** Largest low s, big-endian: half of the order, rounded down. */
  readonly half: Buffer;
}

const CURVES: Partial<Record<SignatureAlgorithm, Curve>> = {
  ES256: curve(0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n, 32),
  ES384: curve(0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n, 48),
};

/** Octets of a JWS signature with that algorithm; undefined where the length depends on the key. */
export function signatureLength(algorithm: SignatureAlgorithm): number | undefined {
  const length = CURVES[algorithm]?.half.length;
  return length === undefined ? undefined : 2 * length;
}

/** Whether an IEEE P1363 signature has the lower s. True for algorithms that are not ECDSA. */
export function hasLowS(algorithm: SignatureAlgorithm, signature: Buffer): boolean {
  const parameters = CURVES[algorithm];
  return parameters === undefined || signature.subarray(parameters.half.length).compare(parameters.half) <= 0;
}

/** The same signature in its lower form; unchanged for algorithms that are not ECDSA. */
export function withLowS(algorithm: SignatureAlgorithm, signature: Buffer): Buffer {
  const parameters = CURVES[algorithm];
  if (parameters === undefined || hasLowS(algorithm, signature)) return signature;
  const length = parameters.half.length;
  const s = BigInt(`0x${signature.toString('hex', length)}`);
  return Buffer.concat([signature.subarray(0, length), bigEndian(parameters.order - s, length)]);
}

function curve(order: bigint, length: number): Curve {
  return { order, half: bigEndian(order / 2n, length) };
}

function bigEndian(value: bigint, length: number): Buffer {
  return Buffer.from(value.toString(16).padStart(2 * length, '0'), 'hex');
}

import { createPublicKey, type KeyObject } from 'node:crypto';

/**
 * Whether two public keys are the same; a private key stands for its public one. Keys of different kinds are told apart before the
 * platform compares them: it answers rightly, but leaves an error behind that makes the next private key unreadable (Node 24).
 */
export function isSameKey(one: KeyObject, other: KeyObject): boolean {
  return kindOf(one) === kindOf(other) && publicKeyOf(one).equals(publicKeyOf(other));
}

function publicKeyOf(key: KeyObject): KeyObject {
  return key.type === 'private' ? createPublicKey(key) : key;
}

function kindOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string {
  return `${asymmetricKeyType} ${asymmetricKeyDetails?.namedCurve ?? ''}`;
}

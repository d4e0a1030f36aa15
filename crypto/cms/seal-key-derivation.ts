import { createHash } from 'node:crypto';
import { contextConstructed, objectIdentifier, octetString, sequence } from '../der/writer.ts';
import { KEY_WRAP, type KeyAgreementRow } from '../suites.ts';

// X9.63 KDF: a 32-bit counter from 1; one round of SHA-256 or SHA-384 gives the 32 octets of the wrap key.
const FIRST_COUNTER = Buffer.from([0, 0, 0, 1]);

/**
 * The key-encryption key of one-pass ephemeral-static ECDH (RFC 5753 section 7.2 and SEC 1 section 3.6.1): the leftmost 32
 * octets of Hash(Z ‖ 00000001 ‖ ECC-CMS-SharedInfo).
 *
 * `sharedSecret` is the x-coordinate in full length; `userKeyingMaterial`, where present, enters as entityUInfo.
 */
export function deriveKeyEncryptionKey(row: KeyAgreementRow, sharedSecret: Buffer, userKeyingMaterial: Buffer | undefined): Buffer {
  const hash = createHash(row.digest).update(sharedSecret).update(FIRST_COUNTER).update(sharedInfo(userKeyingMaterial));
  return hash.digest().subarray(0, KEY_WRAP.keyBytes);
}

/** AlgorithmIdentifier of AES-256 key wrap, parameters absent (RFC 3565 section 2.3.2). */
export function keyWrapAlgorithm(): Buffer {
  return sequence(objectIdentifier(KEY_WRAP.objectIdentifier));
}

function sharedInfo(userKeyingMaterial: Buffer | undefined): Buffer {
  const wrapKeyBits = Buffer.alloc(4);
  wrapKeyBits.writeUInt32BE(KEY_WRAP.keyBytes * 8);
  const entityUInfo = userKeyingMaterial === undefined ? [] : [contextConstructed(0, octetString(userKeyingMaterial))];
  return sequence(keyWrapAlgorithm(), ...entityUInfo, contextConstructed(2, octetString(wrapKeyBits)));
}

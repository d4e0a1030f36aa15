import { constants, createCipheriv, createSecretKey, diffieHellman, generateKeyPairSync, type KeyObject, publicEncrypt } from 'node:crypto';
import { OID } from '../der/object-identifiers.ts';
import { bitString, contextConstructed, integer, objectIdentifier, octetString, sequence, tlv } from '../der/writer.ts';
import { CryptoError } from '../error.ts';
import {
  digestByName,
  KEY_WRAP,
  type KeyAgreementRow,
  type KeyManagementRow,
  type KeyTransportRow,
  keyManagementForKey,
  requireKeyFits,
} from '../suites.ts';
import type { Certificate } from '../x509/certificate.ts';
import { deriveKeyEncryptionKey, keyWrapAlgorithm } from './seal-key-derivation.ts';

/** Octets of the random user keying material that makes every key derivation differ, even if an ephemeral key came twice. */
const USER_KEYING_MATERIAL_BYTES = 32;
const WRAPPED_KEY_BYTES = 40;
/** First octet of an uncompressed point (SEC 1 section 2.3.3). */
const UNCOMPRESSED = Buffer.of(0x04);
export const KEY_WRAP_IV = Buffer.alloc(8, 0xa6);

/**
 * How content keys are brought to this certificate's key. Throws `seal-recipient-unsuitable` when the key is not one of the
 * table, is too short, or when keyUsage does not name the purpose: sealing to a signing key would be a mistake of roles.
 */
export function recipientKeyManagement(recipient: Certificate): KeyManagementRow {
  try {
    const row = keyManagementForKey(recipient.keyType);
    requireKeyFits(row, recipient);
    const purpose = row.kind === 'key-agreement' ? 'keyAgreement' : 'keyEncipherment';
    if (!recipient.keyUsage.has(purpose)) throw new CryptoError('seal-recipient-unsuitable', `keyUsage does not name ${purpose}`);
    return row;
  } catch (cause) {
    throw new CryptoError('seal-recipient-unsuitable', 'content cannot be sealed to this certificate', { cause, disposition: 'operator' });
  }
}

/** RecipientInfo (RFC 5652 section 6.2) that gives `contentKey` to the recipient: key agreement for EC, RSA-OAEP for RSA. */
export function recipientInfo(recipient: Certificate, contentKey: Buffer, randomBytes: (length: number) => Buffer): Buffer {
  const row = recipientKeyManagement(recipient);
  if (row.kind === 'key-transport') return keyTransportInfo(row, recipient, encryptToRsa(row, recipient.publicKey, contentKey));
  const ephemeral = generateKeyPairSync('ec', { namedCurve: curveName(row) });
  const userKeyingMaterial = randomBytes(USER_KEYING_MATERIAL_BYTES);
  const sharedSecret = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: recipient.publicKey });
  const keyEncryptionKey = createSecretKey(deriveKeyEncryptionKey(row, sharedSecret, userKeyingMaterial));
  const cipher = createCipheriv(KEY_WRAP.cipher, keyEncryptionKey, KEY_WRAP_IV);
  const wrappedKey = Buffer.concat([cipher.update(contentKey), cipher.final()]);
  return keyAgreementInfo(row, recipient, rawPoint(ephemeral.publicKey), userKeyingMaterial, wrappedKey);
}

/** Octets that `recipientInfo` gives for this certificate; the same for every content key. */
export function recipientInfoLength(recipient: Certificate): number {
  const row = recipientKeyManagement(recipient);
  if (row.kind === 'key-transport') return keyTransportInfo(row, recipient, Buffer.alloc(modulusBytes(recipient))).length;
  const point = Buffer.alloc(1 + 2 * row.coordinateBytes);
  return keyAgreementInfo(row, recipient, point, Buffer.alloc(USER_KEYING_MATERIAL_BYTES), Buffer.alloc(WRAPPED_KEY_BYTES)).length;
}

/** IssuerAndSerialNumber of a certificate (RFC 5652 section 10.2.4). */
export function issuerAndSerialNumber(certificate: Certificate): Buffer {
  return sequence(certificate.issuerDer, tlv(0x02, certificate.serialDer));
}

/** Node's name of the row's curve. */
export function curveName(row: KeyAgreementRow): string {
  return row.keyType === 'ec-p256' ? 'prime256v1' : 'secp384r1';
}

/** Octets of a certificate's RSA modulus, and so of everything encrypted to it. */
export function modulusBytes(certificate: Certificate): number {
  return Math.ceil(certificate.keyBits / 8);
}

// KeyAgreeRecipientInfo ::= [1] SEQUENCE { version 3, originator [0], ukm [1], keyEncryptionAlgorithm, recipientEncryptedKeys }
function keyAgreementInfo(row: KeyAgreementRow, recipient: Certificate, point: Buffer, ukm: Buffer, wrappedKey: Buffer): Buffer {
  const originatorKey = contextConstructed(1, sequence(objectIdentifier(OID.ecPublicKey)), bitString(point));
  return contextConstructed(
    1,
    integer(3),
    contextConstructed(0, originatorKey),
    contextConstructed(1, octetString(ukm)),
    sequence(objectIdentifier(row.objectIdentifier), keyWrapAlgorithm()),
    sequence(sequence(issuerAndSerialNumber(recipient), octetString(wrappedKey))),
  );
}

// KeyTransRecipientInfo ::= SEQUENCE { version 0, rid issuerAndSerialNumber, keyEncryptionAlgorithm, encryptedKey }
function keyTransportInfo(row: KeyTransportRow, recipient: Certificate, encryptedKey: Buffer): Buffer {
  return sequence(integer(0), issuerAndSerialNumber(recipient), oaepAlgorithm(row), octetString(encryptedKey));
}

// Hash and mask function are written out, because their defaults are SHA-1; the empty label is the default and left out (DER).
function oaepAlgorithm(row: KeyTransportRow): Buffer {
  const hash = sequence(objectIdentifier(digestByName(row.digest).objectIdentifier));
  const parameters = sequence(contextConstructed(0, hash), contextConstructed(1, sequence(objectIdentifier(OID.mgf1), hash)));
  return sequence(objectIdentifier(row.objectIdentifier), parameters);
}

function encryptToRsa(row: KeyTransportRow, key: KeyObject, contentKey: Buffer): Buffer {
  return publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: row.digest }, contentKey);
}

// The uncompressed point. As coordinates it comes in a third of the time that a SubjectPublicKeyInfo takes.
function rawPoint(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return Buffer.concat([UNCOMPRESSED, Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
}

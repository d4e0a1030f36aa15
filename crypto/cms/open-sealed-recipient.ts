import { constants, createDecipheriv, createPublicKey, createSecretKey, diffieHellman, type KeyObject, privateDecrypt } from 'node:crypto';
import { OID } from '../der/object-identifiers.ts';
import { bitStringOf, children, DerCursor, type DerNode, objectIdentifierOf, smallIntegerOf } from '../der/reader.ts';
import { bitString, objectIdentifier, sequence } from '../der/writer.ts';
import { CryptoError } from '../error.ts';
import {
  CONTENT_ENCRYPTION,
  digestByName,
  KEY_WRAP,
  type KeyAgreementRow,
  type KeyManagementRow,
  type KeyTransportRow,
} from '../suites.ts';
import type { Certificate } from '../x509/certificate.ts';
import { sequenceCursor } from './open-sealed-input.ts';
import { deriveKeyEncryptionKey } from './seal-key-derivation.ts';
import { issuerAndSerialNumber, KEY_WRAP_IV, modulusBytes } from './seal-recipient.ts';

const TAG = { sequence: 0x30, null: 0x05, integer: 0x02, octetString: 0x04, bitString: 0x03, objectIdentifier: 0x06 } as const;
const KEY_AGREEMENT = 0xa1;
const MAXIMUM_KEYING_MATERIAL_BYTES = 1024;
const WRAPPED_KEY_BYTES = 40;

/** Our side of a sealed message: the key, its certificate and the only way content keys are brought to it. */
export interface RecipientKey {
  readonly privateKey: KeyObject;
  readonly certificate: Certificate;
  readonly row: KeyManagementRow;
}

/**
 * The content key that RecipientInfos (RFC 5652 section 6.2) bring to us. Exactly one recipient, and it must be us.
 *
 * When the key itself cannot be unwrapped, `fallback`, random, is the answer: decryption then fails at the tag, and nobody can
 * tell a bad wrapped key from bad content (RFC 3218; the same idea as RFC 7516 section 11.5).
 */
export function contentKeyFor(recipient: RecipientKey, recipientInfos: DerNode, fallback: Buffer): Buffer {
  const [info, ...others] = children(recipientInfos);
  if (others.length > 0) throw new CryptoError('sealed-several-recipients', 'the content is sealed to more than one recipient');
  if (info === undefined) throw malformed('the content is sealed to nobody');
  if (info.tag === TAG.sequence) return fromKeyTransport(recipient, info, fallback);
  if (info.tag === KEY_AGREEMENT) return fromKeyAgreement(recipient, info, fallback);
  throw new CryptoError('sealed-recipient-kind', 'the recipient gets the key in a way that is not accepted');
}

// KeyTransRecipientInfo ::= SEQUENCE { version, rid, keyEncryptionAlgorithm, encryptedKey }
function fromKeyTransport(recipient: RecipientKey, info: DerNode, fallback: Buffer): Buffer {
  const cursor = new DerCursor(info, 'KeyTransRecipientInfo');
  const version = smallIntegerOf(cursor.next(TAG.integer, 'version'));
  const identifier = cursor.any('recipient identifier');
  requireOaep(cursor.next(TAG.sequence, 'key encryption algorithm'));
  const encryptedKey = cursor.next(TAG.octetString, 'encrypted key').content;
  cursor.end();

  const { row, certificate } = recipient;
  const named =
    identifier.tag === 0x80
      ? version === 2 && isSubjectKey(certificate, identifier.content)
      : version === 0 && isIssued(certificate, identifier);
  if (!named || row.kind !== 'key-transport') throw otherRecipient();
  if (encryptedKey.length !== modulusBytes(certificate)) throw malformed('the encrypted key does not have the length of the modulus');
  return unwrapped(() => decryptWithRsa(row, recipient.privateKey, encryptedKey), fallback);
}

// KeyAgreeRecipientInfo ::= SEQUENCE { version 3, originator [0], ukm [1] OPTIONAL, keyEncryptionAlgorithm, recipientEncryptedKeys }
function fromKeyAgreement(recipient: RecipientKey, info: DerNode, fallback: Buffer): Buffer {
  const cursor = new DerCursor(info, 'KeyAgreeRecipientInfo');
  if (smallIntegerOf(cursor.next(TAG.integer, 'version')) !== 3) throw malformed('the version of the recipient is not 3');
  const originator = cursor.next(0xa0, 'originator');
  const userKeyingMaterial = keyingMaterialOf(cursor.optional(0xa1));
  const scheme = schemeOf(cursor.next(TAG.sequence, 'key encryption algorithm'));
  const keys = children(cursor.next(TAG.sequence, 'recipient encrypted keys'));
  cursor.end();

  if (keys.length > 1) throw new CryptoError('sealed-several-recipients', 'the content is sealed to more than one recipient');
  const wrappedKey = wrappedKeyFor(recipient.certificate, keys[0]);
  const { row } = recipient;
  if (row.kind !== 'key-agreement') throw otherRecipient();
  if (scheme !== row.objectIdentifier) throw refusedAgreement('the key derivation does not go with the curve of the recipient');
  const ephemeralKey = ephemeralKeyOf(row, originator);
  return unwrapped(() => {
    const sharedSecret = diffieHellman({ privateKey: recipient.privateKey, publicKey: ephemeralKey });
    return unwrapKey(deriveKeyEncryptionKey(row, sharedSecret, userKeyingMaterial), wrappedKey);
  }, fallback);
}

/** Only id-RSAES-OAEP with SHA-256 for both hash and mask function, and no label (RFC 4055 section 4.1). */
function requireOaep(algorithm: DerNode): void {
  const cursor = sequenceCursor(algorithm, 'key encryption algorithm');
  const refused = (reason: string) => new CryptoError('sealed-key-transport-refused', reason);
  if (objectIdentifierOf(cursor.next(TAG.objectIdentifier, 'identifier')) !== OID.rsaesOAEP) throw refused('key transport is not RSA-OAEP');
  const parameters = new DerCursor(cursor.next(TAG.sequence, 'parameters'), 'OAEP parameters');
  cursor.end();
  const hash = parameters.optional(0xa0);
  const mask = parameters.optional(0xa1);
  const label = parameters.optional(0xa2);
  parameters.end();
  if (hash === undefined || mask === undefined) throw refused('RSA-OAEP is left at its SHA-1 defaults');
  requireHash(onlyChild(hash), refused);
  const maskCursor = sequenceCursor(onlyChild(mask), 'mask function');
  if (objectIdentifierOf(maskCursor.next(TAG.objectIdentifier, 'identifier')) !== OID.mgf1) throw refused('the mask function is not MGF1');
  requireHash(maskCursor.next(TAG.sequence, 'hash of the mask function'), refused);
  maskCursor.end();
  if (label !== undefined && !isEmptyLabel(onlyChild(label))) throw refused('RSA-OAEP has a label');
}

function requireHash(algorithm: DerNode, refused: (reason: string) => CryptoError): void {
  const cursor = sequenceCursor(algorithm, 'hash');
  const hash = objectIdentifierOf(cursor.next(TAG.objectIdentifier, 'identifier'));
  cursor.optional(TAG.null);
  cursor.end();
  if (hash !== digestByName('sha256').objectIdentifier) throw refused('RSA-OAEP does not use SHA-256');
}

function isEmptyLabel(source: DerNode): boolean {
  const cursor = sequenceCursor(source, 'OAEP label');
  const kind = objectIdentifierOf(cursor.next(TAG.objectIdentifier, 'identifier'));
  const label = cursor.next(TAG.octetString, 'label');
  cursor.end();
  return kind === OID.pSpecified && label.content.length === 0;
}

/** The dotted key agreement scheme; its parameter must be AES-256 key wrap. */
function schemeOf(algorithm: DerNode): string {
  const cursor = sequenceCursor(algorithm, 'key encryption algorithm');
  const scheme = objectIdentifierOf(cursor.next(TAG.objectIdentifier, 'scheme'));
  if (scheme === OID.dhSinglePassStdDHSha1kdf) throw new CryptoError('sealed-sha1-kdf', 'the wrap key is derived with SHA-1');
  const wrap = cursor.any('key wrap algorithm');
  cursor.end();
  if (!wrap.raw.equals(sequence(objectIdentifier(KEY_WRAP.objectIdentifier)))) throw refusedAgreement('the key wrap is not AES-256');
  return scheme;
}

function keyingMaterialOf(node: DerNode | undefined): Buffer | undefined {
  if (node === undefined) return undefined;
  const material = onlyChild(node);
  if (material.tag !== TAG.octetString || material.content.length > MAXIMUM_KEYING_MATERIAL_BYTES)
    throw malformed('unusable keying material');
  return material.content;
}

// RecipientEncryptedKey ::= SEQUENCE { rid issuerAndSerialNumber | [0] RecipientKeyIdentifier, encryptedKey }
function wrappedKeyFor(certificate: Certificate, node: DerNode | undefined): Buffer {
  if (node === undefined) throw malformed('the content is sealed to nobody');
  const cursor = sequenceCursor(node, 'RecipientEncryptedKey');
  const identifier = cursor.any('recipient identifier');
  const wrappedKey = cursor.next(TAG.octetString, 'encrypted key').content;
  cursor.end();
  // RecipientKeyIdentifier may add a date and more; then it is not the plain identifier that we know to match.
  const named = identifier.tag === 0xa0 ? isSubjectKey(certificate, octetsOf(onlyChild(identifier))) : isIssued(certificate, identifier);
  if (!named) throw otherRecipient();
  if (wrappedKey.length !== WRAPPED_KEY_BYTES) throw malformed('the wrapped key does not have 40 octets');
  return wrappedKey;
}

/**
 * OriginatorPublicKey [1] { id-ecPublicKey, BIT STRING }: only an ephemeral, uncompressed point of our own curve. Parameters may
 * be absent, NULL or the curve itself (RFC 5753 section 3.1.1). That the point is on the curve is checked by the platform.
 */
function ephemeralKeyOf(row: KeyAgreementRow, originator: DerNode): KeyObject {
  const choice = onlyChild(originator);
  if (choice.tag !== 0xa1) throw refusedAgreement('the originator key is not ephemeral');
  const cursor = new DerCursor(choice, 'OriginatorPublicKey');
  const algorithm = new DerCursor(cursor.next(TAG.sequence, 'algorithm'), 'algorithm');
  const point = bitStringOf(cursor.next(TAG.bitString, 'public key'));
  cursor.end();
  if (objectIdentifierOf(algorithm.next(TAG.objectIdentifier, 'identifier')) !== OID.ecPublicKey)
    throw malformed('the ephemeral key is not EC');
  const curve = algorithm.optional(TAG.objectIdentifier);
  if (curve === undefined) algorithm.optional(TAG.null);
  algorithm.end();
  if (curve !== undefined && objectIdentifierOf(curve) !== row.curveObjectIdentifier)
    throw malformed('the ephemeral key is on another curve');
  if (point.length !== 1 + 2 * row.coordinateBytes || point[0] !== 0x04) throw malformed('the ephemeral key is not an uncompressed point');
  const spki = sequence(sequence(objectIdentifier(OID.ecPublicKey), objectIdentifier(row.curveObjectIdentifier)), bitString(point));
  try {
    return createPublicKey({ key: spki, format: 'der', type: 'spki' });
  } catch (cause) {
    throw new CryptoError('sealed-malformed', 'the ephemeral key is not a point of the curve', { cause });
  }
}

function unwrapKey(keyEncryptionKey: Buffer, wrappedKey: Buffer): Buffer {
  const decipher = createDecipheriv(KEY_WRAP.cipher, createSecretKey(keyEncryptionKey), KEY_WRAP_IV);
  return Buffer.concat([decipher.update(wrappedKey), decipher.final()]);
}

function decryptWithRsa(row: KeyTransportRow, privateKey: KeyObject, encryptedKey: Buffer): Buffer {
  return privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: row.digest }, encryptedKey);
}

function unwrapped(unwrap: () => Buffer, fallback: Buffer): Buffer {
  try {
    const key = unwrap();
    return key.length === CONTENT_ENCRYPTION.keyBytes ? key : fallback;
  } catch {
    return fallback;
  }
}

function isIssued(certificate: Certificate, identifier: DerNode): boolean {
  return identifier.raw.equals(issuerAndSerialNumber(certificate));
}

function isSubjectKey(certificate: Certificate, keyIdentifier: Buffer): boolean {
  return certificate.subjectKeyIdentifier?.equals(keyIdentifier) === true;
}

function octetsOf(node: DerNode): Buffer {
  if (node.tag !== TAG.octetString) throw malformed('an identifier is not an octet string');
  return node.content;
}

function onlyChild(node: DerNode): DerNode {
  const [only, ...others] = children(node);
  if (only === undefined || others.length > 0) throw malformed('a value has too few or too many members');
  return only;
}

function malformed(reason: string): CryptoError {
  return new CryptoError('sealed-malformed', reason);
}

function refusedAgreement(reason: string): CryptoError {
  return new CryptoError('sealed-key-agreement-refused', reason);
}

function otherRecipient(): CryptoError {
  return new CryptoError('sealed-other-recipient', 'the content is sealed to somebody else');
}

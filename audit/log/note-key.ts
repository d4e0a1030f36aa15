import type { KeyObject } from 'node:crypto';
import { createHash, createPublicKey, sign, verify } from 'node:crypto';
import { AuditError } from '../error.ts';
import { decodeBase64 } from './strict-base64.ts';

export const KEY_ID_LENGTH = 4;

/** Signature types of C2SP signed-note that we use: a log signs plainly, a witness cosigns with a time. */
export const SIGNATURE_TYPE = { ed25519: 0x01, ed25519Cosignature: 0x04 } as const;
export type SignatureType = (typeof SIGNATURE_TYPE)[keyof typeof SIGNATURE_TYPE];

const ED25519_KEY_LENGTH = 32;
const ED25519_SIGNATURE_LENGTH = 64;
const TIMESTAMP_LENGTH = 8;
const MAXIMUM_NAME_LENGTH = 256;
// The fixed start of an Ed25519 SubjectPublicKeyInfo (RFC 8410 section 4); the 32 octets of the key follow.
const ED25519_SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

export interface NoteVerifier {
  name: string;
  keyId: Buffer;
  type: SignatureType;
  /** Undefined when the signature is bad; a cosignature also gives its time. */
  verify(text: Buffer, signature: Buffer): { timestamp?: Date } | undefined;
}

export interface NoteSigner {
  name: string;
  keyId: Buffer;
  /** The public half as `name+hex8(keyId)+base64(type then key)`. */
  verifierKey: string;
  sign(text: Buffer): Buffer;
}

/** A key name: not empty, without spaces of any kind, '+' or control characters. C2SP signed-note, section Signatures. */
export function isKeyName(name: string): boolean {
  return name.length > 0 && name.length <= MAXIMUM_NAME_LENGTH && !/[\s+\p{Cc}\u0085]/u.test(name);
}

/**
 * Reads a verifier key (vkey). Types 0x01 and 0x04 are known; AuditError `verifier-key-malformed` for others, for a wrong length and
 * for a key id that does not follow from name and key.
 */
export function parseVerifierKey(text: string): NoteVerifier {
  const [name = '', keyIdHex = '', ...rest] = text.split('+');
  // Base64 may hold '+', names and key ids may not.
  const decoded = decodeBase64(rest.join('+'));
  const type = Object.values(SIGNATURE_TYPE).find((known) => known === decoded?.[0]);
  if (!isKeyName(name) || decoded === undefined || type === undefined || decoded.length !== 1 + ED25519_KEY_LENGTH) {
    throw new AuditError('verifier-key-malformed', 'The verifier key is not of the form name+id+key, or its type is not known.');
  }
  const verifier = createNoteVerifier({ name, type, publicKey: decoded.subarray(1) });
  if (verifier.keyId.toString('hex') !== keyIdHex) {
    throw new AuditError('verifier-key-malformed', 'The id of the verifier key does not follow from its name and key.');
  }
  return verifier;
}

/** Writes a verifier key; `publicKey`: the 32 octets of an Ed25519 key. */
export function formatVerifierKey(key: { name: string; type: SignatureType; publicKey: Buffer }): string {
  const typed = Buffer.concat([Buffer.of(key.type), key.publicKey]);
  return `${key.name}+${keyIdOf(key.name, typed).toString('hex')}+${typed.toString('base64')}`;
}

/** An Ed25519 key that signs wherever it is kept. */
export interface NoteKey {
  /** 32 octets. */
  publicKey: Buffer;
  sign(message: Buffer): Buffer;
}

/** A key in memory. AuditError `verifier-key-malformed` for another type of key. */
export function noteKeyOf(privateKey: KeyObject): NoteKey {
  if (privateKey.asymmetricKeyType !== 'ed25519' || privateKey.type !== 'private') {
    throw new AuditError('verifier-key-malformed', 'Notes are signed with an Ed25519 private key.', { disposition: 'operator' });
  }
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { publicKey: spki.subarray(ED25519_SPKI_PREFIX.length), sign: (message) => sign(null, message, privateKey) };
}

/** Signs notes as a log does (type 0x01). AuditError `verifier-key-malformed` for an impossible key or name. */
export function createNoteSigner(options: { name: string; key: NoteKey }): NoteSigner {
  const { publicKey, keyId, verifierKey } = signerIdentity(options, SIGNATURE_TYPE.ed25519);
  return { name: options.name, keyId, verifierKey, sign: (text) => selfChecked(options.key.sign(text), text, publicKey) };
}

/** Cosigns checkpoints as a witness does (type 0x04), with the time in whole seconds. C2SP tlog-cosignature v1.1. */
export function createCosigner(options: { name: string; key: NoteKey; now: () => Date }): NoteSigner {
  const { publicKey, keyId, verifierKey } = signerIdentity(options, SIGNATURE_TYPE.ed25519Cosignature);
  return {
    name: options.name,
    keyId,
    verifierKey,
    sign: (text) => {
      const timestamp = Buffer.alloc(TIMESTAMP_LENGTH);
      timestamp.writeBigUInt64BE(BigInt(Math.floor(options.now().getTime() / 1000)));
      const message = cosignedMessage(text, timestamp);
      return Buffer.concat([timestamp, selfChecked(options.key.sign(message), message, publicKey)]);
    },
  };
}

function createNoteVerifier(key: { name: string; type: SignatureType; publicKey: Buffer }): NoteVerifier {
  const publicKey = publicKeyOf(key.publicKey);
  const keyId = keyIdOf(key.name, Buffer.concat([Buffer.of(key.type), key.publicKey]));
  const isPlain = key.type === SIGNATURE_TYPE.ed25519;
  return {
    name: key.name,
    type: key.type,
    keyId,
    verify: (text, signature) => (isPlain ? verifyPlain(publicKey, text, signature) : verifyCosignature(publicKey, text, signature)),
  };
}

function verifyPlain(publicKey: KeyObject, text: Buffer, signature: Buffer): Record<string, never> | undefined {
  return signature.length === ED25519_SIGNATURE_LENGTH && verify(null, text, publicKey, signature) ? {} : undefined;
}

function verifyCosignature(publicKey: KeyObject, text: Buffer, signature: Buffer): { timestamp: Date } | undefined {
  if (signature.length !== TIMESTAMP_LENGTH + ED25519_SIGNATURE_LENGTH) {
    return undefined;
  }
  const message = cosignedMessage(text, signature.subarray(0, TIMESTAMP_LENGTH));
  const timestamp = new Date(Number(signature.readBigUInt64BE() * 1000n));
  const isGood = verify(null, message, publicKey, signature.subarray(TIMESTAMP_LENGTH));
  return isGood && !Number.isNaN(timestamp.getTime()) ? { timestamp } : undefined;
}

function cosignedMessage(text: Buffer, timestamp: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`cosignature/v1\ntime ${timestamp.readBigUInt64BE()}\n`, 'ascii'), text]);
}

function signerIdentity(options: { name: string; key: NoteKey }, type: SignatureType) {
  const { name, key } = options;
  if (key.publicKey.length !== ED25519_KEY_LENGTH || !isKeyName(name)) {
    throw new AuditError('verifier-key-malformed', 'A log signs with an Ed25519 key whose name has no spaces and no "+".', {
      disposition: 'operator',
    });
  }
  const verifierKey = formatVerifierKey({ name, type, publicKey: key.publicKey });
  return { publicKey: publicKeyOf(key.publicKey), verifierKey, keyId: keyIdOf(name, Buffer.concat([Buffer.of(type), key.publicKey])) };
}

function publicKeyOf(octets: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([ED25519_SPKI_PREFIX, octets]), format: 'der', type: 'spki' });
}

/** A deterministic signature that was computed wrongly once can give the key away: it never leaves unchecked. */
function selfChecked(signature: Buffer, message: Buffer, publicKey: KeyObject): Buffer {
  if (!verify(null, message, publicKey, signature)) {
    throw new AuditError('note-signature-invalid', 'The signature just made does not verify.', { disposition: 'operator' });
  }
  return signature;
}

/** SHA-256(name, line feed, type, key), first four octets. */
function keyIdOf(name: string, typedKey: Buffer): Buffer {
  return createHash('sha256').update(name, 'utf8').update('\n').update(typedKey).digest().subarray(0, KEY_ID_LENGTH);
}

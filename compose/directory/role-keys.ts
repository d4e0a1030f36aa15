import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { readPrivateKeyFile } from '../../adapters/keystore/key-files.ts';
import { GovernanceError } from './error.ts';

/** A key as TUF writes it (specification 1.0, section 4.2). */
export interface PublicKeyDescription {
  keytype: 'ed25519' | 'ecdsa';
  scheme: 'ed25519' | 'ecdsa-sha2-nistp256' | 'ecdsa-sha2-nistp384';
  keyval: { public: string };
}

export interface RoleKey {
  /** SHA-256 of the canonical form of its description, hexadecimal. */
  readonly id: string;
  readonly description: PublicKeyDescription;
}

export interface SigningKey extends RoleKey {
  /** Signature over these octets, hexadecimal. */
  sign(octets: Buffer): string;
}

const MAXIMUM_LENGTH = 16 * 1024;

const HASH_OF_SCHEME = { ed25519: null, 'ecdsa-sha2-nistp256': 'sha256', 'ecdsa-sha2-nistp384': 'sha384' } as const;
const SCHEME_OF_CURVE: Readonly<Record<string, 'ecdsa-sha2-nistp256' | 'ecdsa-sha2-nistp384'>> = {
  prime256v1: 'ecdsa-sha2-nistp256',
  secp384r1: 'ecdsa-sha2-nistp384',
};

/** The public part of a key in PEM, given as such or as the private key. GovernanceError `directory-key-not-usable`. */
export async function readRoleKey(path: string): Promise<RoleKey> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new GovernanceError('directory-key-not-usable', `${path} cannot be read`, { cause });
  });
  if (text.length > MAXIMUM_LENGTH) throw new GovernanceError('directory-key-not-usable', `${path} is too long for a key`);
  let key: KeyObject;
  try {
    key = createPublicKey(text);
  } catch {
    // The cause could quote a private key.
    throw new GovernanceError('directory-key-not-usable', `${path} is no key in PEM`);
  }
  return describe(key, path);
}

/**
 * A private key, unencrypted PKCS#8 in PEM that its owner alone can read.
 *
 * @throws KeyStoreError for the file, GovernanceError `directory-key-not-usable`
 */
export async function readSigningKey(path: string): Promise<SigningKey> {
  const privateKey = await readPrivateKeyFile(path);
  const key = describe(createPublicKey(privateKey), path);
  const hash = HASH_OF_SCHEME[key.description.scheme];
  return { ...key, sign: (octets) => sign(hash, octets, privateKey).toString('hex') };
}

function describe(key: KeyObject, path: string): RoleKey {
  const description = descriptionOf(key);
  if (description === undefined) throw new GovernanceError('directory-key-not-usable', `${path} is not Ed25519, P-256 or P-384`);
  const { keytype, scheme, keyval } = description;
  // Names in order and nothing escaped: none of the three values has a quotation mark or a backslash.
  const canonical = `{"keytype":"${keytype}","keyval":{"public":"${keyval.public}"},"scheme":"${scheme}"}`;
  return { id: createHash('sha256').update(canonical, 'utf8').digest('hex'), description };
}

function descriptionOf(key: KeyObject): PublicKeyDescription | undefined {
  if (key.asymmetricKeyType === 'ed25519') {
    const { x = '' } = key.export({ format: 'jwk' });
    return { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: Buffer.from(x, 'base64url').toString('hex') } };
  }
  const scheme = SCHEME_OF_CURVE[key.asymmetricKeyDetails?.namedCurve ?? ''];
  if (key.asymmetricKeyType !== 'ec' || scheme === undefined) return undefined;
  return { keytype: 'ecdsa', scheme, keyval: { public: key.export({ type: 'spki', format: 'pem' }).toString() } };
}

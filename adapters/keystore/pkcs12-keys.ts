import { createDecipheriv, createHmac, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { type DerNode, sequenceCursor, smallIntegerOf } from '../../crypto/der/reader.ts';
import { KeyStoreError } from './error.ts';
import { type Algorithm, type Encrypted, iterationsOf, type Mac, malformedUnlessRead, readAlgorithm } from './pkcs12-structure.ts';

/** Iterations of PBKDF2, which runs outside the event loop: about a second. */
const MAXIMUM_PBKDF2_ITERATIONS = 1_000_000;
/** Iterations of the older derivation of PKCS#12, which does not: some tenths of a second. */
const MAXIMUM_PKCS12_ITERATIONS = 100_000;
const MAXIMUM_SALT_LENGTH = 1024;

const PBES2 = '1.2.840.113549.1.5.13';
const PBKDF2 = '1.2.840.113549.1.5.12';

/** RFC 7292 appendix C and B.3: what the derived octets are for. */
const FOR_KEY = 1;
const FOR_NONCE = 2;
const FOR_MAC = 3;

type ForgeDigest = 'sha1' | 'sha256' | 'sha384' | 'sha512';

const DIGESTS: Readonly<Record<string, { name: ForgeDigest; length: number }>> = {
  '1.3.14.3.2.26': { name: 'sha1', length: 20 },
  '2.16.840.1.101.3.4.2.1': { name: 'sha256', length: 32 },
  '2.16.840.1.101.3.4.2.2': { name: 'sha384', length: 48 },
  '2.16.840.1.101.3.4.2.3': { name: 'sha512', length: 64 },
};

/** HMACs of PBKDF2 (RFC 8018 appendix B.1.2). */
const PSEUDO_RANDOM_FUNCTIONS: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};
const DEFAULT_PSEUDO_RANDOM_FUNCTION = 'sha1';

/** Ciphers of PBES2, all with the initialisation vector as their parameter. */
const PBES2_CIPHERS: Readonly<Record<string, { name: string; keyLength: number; blockLength: number }>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyLength: 16, blockLength: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyLength: 24, blockLength: 16 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyLength: 32, blockLength: 16 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyLength: 24, blockLength: 8 },
};

/** Algorithms of RFC 7292 appendix C: old, and still what many national PKIs hand out. */
const LEGACY_CIPHERS: Readonly<Record<string, { cipher: 'triple-des' | 'rc2'; keyLength: number }>> = {
  '1.2.840.113549.1.12.1.3': { cipher: 'triple-des', keyLength: 24 },
  '1.2.840.113549.1.12.1.5': { cipher: 'rc2', keyLength: 16 },
  '1.2.840.113549.1.12.1.6': { cipher: 'rc2', keyLength: 5 },
};
const LEGACY_BLOCK_LENGTH = 8;

const deriveInThreadPool = promisify(pbkdf2);

/** The library is large and only needed by those who have such files. */
const forge = async () => (await import('node-forge')).default;

/**
 * Whether the MAC over the contents holds under the password (RFC 7292 section 5.1).
 *
 * @throws KeyStoreError `pkcs12-algorithm-unsupported`, `pkcs12-iterations-excessive`, `pkcs12-malformed`
 */
export async function macHolds(mac: Mac, authenticated: Buffer, password: string): Promise<boolean> {
  const digest = DIGESTS[mac.digest];
  if (digest === undefined) throw unsupported('the MAC of the PKCS#12 file');
  const { salt, iterations } = mac;
  const key = await derive(password, { purpose: FOR_MAC, length: digest.length, digest: digest.name, salt, iterations });
  return createHmac(digest.name, key).update(authenticated).digest().equals(mac.value);
}

/**
 * Decrypts one content or key. Padding alone shows that the password was right, so the MAC has to be verified as well.
 *
 * @throws KeyStoreError `pkcs12-password-wrong`, `pkcs12-algorithm-unsupported`, `pkcs12-iterations-excessive`, `pkcs12-malformed`
 */
export async function decryptWithPassword({ algorithm, ciphertext }: Encrypted, password: string): Promise<Buffer> {
  const plaintext =
    algorithm.identifier === PBES2
      ? await decryptPbes2(algorithm.parameters, ciphertext, password)
      : await decryptLegacy(algorithm, ciphertext, password);
  if (plaintext === undefined) throw new KeyStoreError('pkcs12-password-wrong', 'the password does not open the PKCS#12 file');
  return plaintext;
}

/** PBES2 with PBKDF2 (RFC 8018 section 6.2); undefined when the padding is wrong. */
async function decryptPbes2(parameters: DerNode | undefined, ciphertext: Buffer, password: string): Promise<Buffer | undefined> {
  const { cipher, initialisationVector, digest, salt, iterations } = malformedUnlessRead('PBES2-params', () => readPbes2(parameters));
  requireFewIterations(iterations, MAXIMUM_PBKDF2_ITERATIONS);
  const key = await deriveInThreadPool(Buffer.from(password, 'utf8'), salt, iterations, cipher.keyLength, digest);
  return decipher(cipher.name, key, initialisationVector, ciphertext);
}

function readPbes2(parameters: DerNode | undefined) {
  if (parameters === undefined) throw unsupported('PBES2 without parameters');
  const cursor = sequenceCursor(parameters, 'PBES2-params');
  const derivation = readAlgorithm(cursor.next(0x30, 'keyDerivationFunc'));
  const encryption = readAlgorithm(cursor.next(0x30, 'encryptionScheme'));
  cursor.end();
  const cipher = PBES2_CIPHERS[encryption.identifier];
  if (derivation.identifier !== PBKDF2 || derivation.parameters === undefined) throw unsupported('the key derivation of the PKCS#12 file');
  if (cipher === undefined || encryption.parameters?.tag !== 0x04) throw unsupported('the cipher of the PKCS#12 file');
  const initialisationVector = encryption.parameters.content;
  if (initialisationVector.length !== cipher.blockLength) throw unsupported('the initialisation vector of the PKCS#12 file');
  return { cipher, initialisationVector, ...readPbkdf2(derivation.parameters, cipher.keyLength) };
}

function readPbkdf2(parameters: DerNode, keyLength: number): { digest: string; salt: Buffer; iterations: number } {
  const cursor = sequenceCursor(parameters, 'PBKDF2-params');
  const salt = requireShort(cursor.next(0x04, 'salt').content);
  const iterations = iterationsOf(cursor.next(0x02, 'iterationCount'));
  const length = cursor.optional(0x02);
  const prf = cursor.optional(0x30);
  cursor.end();
  if (length !== undefined && smallIntegerOf(length, 1024) !== keyLength) throw unsupported('a key length other than that of the cipher');
  const digest = prf === undefined ? DEFAULT_PSEUDO_RANDOM_FUNCTION : PSEUDO_RANDOM_FUNCTIONS[readAlgorithm(prf).identifier];
  if (digest === undefined) throw unsupported('the pseudo-random function of the PKCS#12 file');
  return { digest, salt, iterations };
}

/** Triple DES and RC2 with keys derived as in RFC 7292 appendix B; undefined when the padding is wrong. */
async function decryptLegacy(algorithm: Algorithm, ciphertext: Buffer, password: string): Promise<Buffer | undefined> {
  const legacy = LEGACY_CIPHERS[algorithm.identifier];
  const { parameters } = algorithm;
  if (legacy === undefined || parameters === undefined) {
    throw unsupported(`the encryption of the PKCS#12 file (${algorithm.identifier})`);
  }
  const source = malformedUnlessRead('PKCS-12 PBE parameters', () => readLegacyParameters(parameters));
  const key = await derive(password, { ...source, purpose: FOR_KEY, length: legacy.keyLength, digest: 'sha1' });
  const nonce = await derive(password, { ...source, purpose: FOR_NONCE, length: LEGACY_BLOCK_LENGTH, digest: 'sha1' });
  return legacy.cipher === 'triple-des' ? decipher('des-ede3-cbc', key, nonce, ciphertext) : decipherRc2(key, nonce, ciphertext);
}

function readLegacyParameters(parameters: DerNode): { salt: Buffer; iterations: number } {
  const cursor = sequenceCursor(parameters, 'PKCS-12 PBE parameters');
  const salt = requireShort(cursor.next(0x04, 'salt').content);
  const iterations = iterationsOf(cursor.next(0x02, 'iterations'));
  cursor.end();
  return { salt, iterations };
}

interface Derivation {
  readonly salt: Buffer;
  readonly iterations: number;
  readonly purpose: number;
  readonly length: number;
  readonly digest: ForgeDigest;
}

async function derive(password: string, { salt, iterations, purpose, length, digest }: Derivation): Promise<Buffer> {
  requireFewIterations(iterations, MAXIMUM_PKCS12_ITERATIONS);
  requireShort(salt);
  const { pkcs12, util, md } = await forge();
  const derived = pkcs12.generateKey(
    password,
    util.createBuffer(salt.toString('binary')),
    purpose,
    iterations,
    length,
    md[digest].create(),
  );
  return Buffer.from(derived.getBytes(), 'binary');
}

function decipher(name: string, key: Buffer, initialisationVector: Buffer, ciphertext: Buffer): Buffer | undefined {
  const cipher = createDecipheriv(name, key, initialisationVector);
  try {
    return Buffer.concat([cipher.update(ciphertext), cipher.final()]);
  } catch {
    return undefined;
  }
}

/** Node has no RC2; the effective key length is that of the key (RFC 7292 appendix C). */
async function decipherRc2(key: Buffer, initialisationVector: Buffer, ciphertext: Buffer): Promise<Buffer | undefined> {
  if (ciphertext.length === 0 || ciphertext.length % LEGACY_BLOCK_LENGTH !== 0) return undefined;
  const { rc2, util } = await forge();
  const cipher = rc2.createDecryptionCipher(util.createBuffer(key.toString('binary')), key.length * 8);
  cipher.start(initialisationVector.toString('binary'));
  cipher.update(util.createBuffer(ciphertext.toString('binary')));
  // The library removes padding by its last octet alone, without looking at the others.
  cipher.finish(() => true);
  return withoutPadding(Buffer.from(cipher.output.getBytes(), 'binary'));
}

/** PKCS#7 padding (RFC 5652 section 6.3). */
function withoutPadding(padded: Buffer): Buffer | undefined {
  const length = padded.at(-1) ?? 0;
  if (length < 1 || length > LEGACY_BLOCK_LENGTH) return undefined;
  const end = padded.length - length;
  return padded.subarray(end).every((octet) => octet === length) ? padded.subarray(0, end) : undefined;
}

function requireFewIterations(iterations: number, maximum: number): void {
  if (iterations <= maximum) return;
  throw new KeyStoreError('pkcs12-iterations-excessive', `the PKCS#12 file asks for ${iterations} iterations, more than ${maximum}`);
}

function requireShort(salt: Buffer): Buffer {
  if (salt.length === 0 || salt.length > MAXIMUM_SALT_LENGTH) throw unsupported('the length of the salt in the PKCS#12 file');
  return salt;
}

function unsupported(what: string): KeyStoreError {
  return new KeyStoreError('pkcs12-algorithm-unsupported', `${what} is not one we read`);
}

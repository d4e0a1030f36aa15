import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import type { DesignCounts } from './counts.ts';

/** Processor seconds of one operation on one core, with nothing around it. */
export interface OperationCosts {
  signature: number;
  verification: number;
  ephemeralKey: number;
  agreement: number;
  keyWrap: number;
  keyDerivation: number;
  /** Per octet, in large pieces. */
  hashedOctet: number;
  cipheredOctet: number;
  recordOctet: number;
}

const MEASURE_SECONDS = 0.25;
/** Signed objects have 4 to 6 KiB. */
const SIGNED_LENGTH = 5_000;
const STORE_CHUNK = 64 * 1024;
const TLS_RECORD = 16 * 1024;

/** Measures every operation with node:crypto in a tight loop; about two seconds. */
export function measureOperations(): OperationCosts {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const data = randomBytes(SIGNED_LENGTH);
  const signature = sign('sha256', data, own.privateKey);
  const key = createSecretKey(randomBytes(32));
  const initialValue = Buffer.alloc(8, 0xa6);
  const wrapping = createCipheriv('id-aes256-wrap', key, initialValue);
  const wrapped = Buffer.concat([wrapping.update(randomBytes(32)), wrapping.final()]);
  const information = randomBytes(30);
  const chunk = randomBytes(STORE_CHUNK);
  const record = randomBytes(TLS_RECORD);
  const salt = Buffer.alloc(0);
  return {
    signature: costOf(() => sign('sha256', data, own.privateKey)),
    verification: costOf(() => verify('sha256', data, own.publicKey, signature)),
    ephemeralKey: costOf(() => generateKeyPairSync('ec', { namedCurve: 'P-256' })),
    agreement: costOf(() => diffieHellman({ privateKey: own.privateKey, publicKey: other.publicKey })),
    keyWrap: costOf(() => {
      const unwrapping = createDecipheriv('id-aes256-wrap', key, initialValue);
      return [unwrapping.update(wrapped), unwrapping.final()];
    }),
    keyDerivation: costOf(() => hkdfSync('sha256', key, salt, information, 32)),
    hashedOctet: costPerOctet(chunk, hashing()),
    cipheredOctet: costPerOctet(chunk, (octets) => encrypt(key, octets)),
    recordOctet: costPerOctet(record, (octets) => encrypt(key, octets)),
  };
}

/** Processor seconds of the bare cryptography of one message. */
export function cryptographySeconds(counts: DesignCounts, costs: OperationCosts, octets: number): number {
  return (
    counts.signatures * costs.signature +
    counts.verifications * costs.verification +
    counts.ephemeralKeys * costs.ephemeralKey +
    counts.agreements * costs.agreement +
    counts.keyWraps * costs.keyWrap +
    counts.keyDerivations * costs.keyDerivation +
    octets * (counts.hashPasses * costs.hashedOctet + counts.cipherPasses * costs.cipheredOctet + counts.recordPasses * costs.recordOctet)
  );
}

function hashing(): (octets: Buffer) => void {
  const hash = createHash('sha256');
  return (octets) => {
    hash.update(octets);
  };
}

function encrypt(key: ReturnType<typeof createSecretKey>, octets: Buffer): void {
  const cipher = createCipheriv('aes-256-gcm', key, Buffer.alloc(12));
  cipher.update(octets);
  cipher.final();
  cipher.getAuthTag();
}

function costPerOctet(octets: Buffer, work: (octets: Buffer) => void): number {
  return costOf(() => work(octets)) / octets.length;
}

function costOf(work: () => unknown): number {
  repeat(work, MEASURE_SECONDS / 5);
  const before = process.cpuUsage();
  const count = repeat(work, MEASURE_SECONDS);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000_000 / count;
}

function repeat(work: () => unknown, seconds: number): number {
  const end = performance.now() + seconds * 1_000;
  let count = 0;
  while (performance.now() < end) {
    for (let batch = 0; batch < 8; batch += 1) work();
    count += 8;
  }
  return count;
}

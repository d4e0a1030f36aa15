import { type DigestAlgorithm, type SignatureAlgorithm, type SignatureRow, signatureByName } from '../suites.ts';
import type { Certificate } from '../x509/certificate.ts';
import { type Outcome, outcomeOf, PASSED } from './outcome.ts';

/**
 * Until when one part of a signature can be relied on; without a date, nobody has set an end yet. What no row names is not relied on
 * at any time.
 */
export type CryptographicConstraint = { readonly reliableUntil?: Date } & (
  | { readonly kind: 'digest'; readonly name: DigestAlgorithm }
  | { readonly kind: 'scheme'; readonly name: SignatureRow['scheme'] | 'eddsa' }
  | { readonly kind: 'key'; readonly type: 'ec' | 'rsa' | 'ed25519'; readonly fromBits: number }
);

/** ETSI TS 119 312 V2.1.1 (2026-06): RSA keys below 3000 bits end with 2028; the rest of what is read here has no end yet. */
export const CRYPTOGRAPHIC_CONSTRAINTS: readonly CryptographicConstraint[] = [
  { kind: 'digest', name: 'sha256' },
  { kind: 'digest', name: 'sha384' },
  { kind: 'digest', name: 'sha512' },
  { kind: 'scheme', name: 'ecdsa' },
  { kind: 'scheme', name: 'eddsa' },
  { kind: 'scheme', name: 'rsa-pss' },
  { kind: 'scheme', name: 'rsa-pkcs1' },
  { kind: 'key', type: 'ec', fromBits: 256 },
  { kind: 'key', type: 'ed25519', fromBits: 256 },
  { kind: 'key', type: 'rsa', fromBits: 3000 },
  { kind: 'key', type: 'rsa', fromBits: 1900, reliableUntil: new Date('2028-12-31T23:59:59Z') },
];

/** What one signature, of a signer or of an issuer of certificates, rests on. */
export interface CryptographicMaterial {
  /** Undefined where the scheme digests by itself. */
  readonly digest?: DigestAlgorithm;
  readonly scheme: SignatureRow['scheme'] | 'eddsa';
  readonly key: { readonly type: string; readonly bits: number };
}

/** The material of a signature with that algorithm under that certificate's key. */
export function materialOf(algorithm: SignatureAlgorithm, certificate: Certificate): CryptographicMaterial {
  const { digest, scheme } = signatureByName(algorithm);
  return { digest, scheme, key: keyOf(certificate) };
}

/** The material of the signature on a certificate; undefined for an algorithm that is not accepted at all. */
export function materialOfIssue(certificate: Certificate, issuer: Certificate): CryptographicMaterial | undefined {
  const algorithm = certificate.issuerAlgorithm;
  if (algorithm === undefined) return undefined;
  const { digest, padding, keyType } = algorithm;
  const scheme = padding === 'pss' ? 'rsa-pss' : padding === 'pkcs1' ? 'rsa-pkcs1' : keyType === 'ed25519' ? 'eddsa' : 'ecdsa';
  return { scheme, key: keyOf(issuer), ...(digest === null ? {} : { digest }) };
}

function keyOf({ keyType, keyBits }: Certificate): CryptographicMaterial['key'] {
  return { type: keyType.startsWith('ec-') ? 'ec' : keyType, bits: keyBits };
}

/**
 * The moment after which something of this material is no longer reliable: `undefined` for no end, a moment at the beginning of time
 * for what is in no row.
 */
export function reliableUntil(material: CryptographicMaterial, constraints: readonly CryptographicConstraint[]): Date | undefined {
  const rows = [
    material.digest === undefined ? ENDLESS : constraints.find((row) => row.kind === 'digest' && row.name === material.digest),
    constraints.find((row) => row.kind === 'scheme' && row.name === material.scheme),
    keyRow(material.key, constraints),
  ];
  const ends = rows.map((row) => (row === undefined ? new Date(0) : row.reliableUntil)).filter((end) => end !== undefined);
  return ends.length === 0 ? undefined : new Date(Math.min(...ends.map((end) => end.getTime())));
}

const ENDLESS: CryptographicConstraint = { kind: 'digest', name: 'sha256' };

/** The row with the largest size that the key reaches. */
function keyRow(key: CryptographicMaterial['key'], constraints: readonly CryptographicConstraint[]): CryptographicConstraint | undefined {
  const sizeOf = (row: CryptographicConstraint): number => (row.kind === 'key' ? row.fromBits : 0);
  const reached = constraints.filter((row) => row.kind === 'key' && row.type === key.type && row.fromBits <= key.bits);
  return reached.sort((left, right) => sizeOf(right) - sizeOf(left))[0];
}

/**
 * Whether all of the material was reliable at `at`, the earliest moment at which what it made is known to have existed
 * (EN 319 102-1 clause 5.2.8.4, and 5.6.2.4 for the past).
 */
export function judgeMaterial(material: CryptographicMaterial, constraints: readonly CryptographicConstraint[], at: Date): Outcome {
  const end = reliableUntil(material, constraints);
  if (end === undefined || at <= end) return PASSED;
  const name = `${material.scheme} ${material.digest ?? ''} with ${material.key.bits} bits`;
  return end.getTime() === 0
    ? outcomeOf('algorithm-not-allowed', `${name} is on no list`)
    : outcomeOf('algorithm-expired', `${name} is reliable until ${end.toISOString()}`);
}

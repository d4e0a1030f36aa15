import { CryptoError } from './error.ts';

/**
 * The one table of algorithms. Code elsewhere asks for a row and never lists algorithms itself; callers pass allow-lists of
 * names, so that a verifier for one kind of object cannot be talked into an algorithm meant for another.
 */

export type SignatureAlgorithm = 'ES256' | 'ES384' | 'PS256' | 'PS384' | 'PS512' | 'RS256' | 'RS384' | 'RS512';
export type DigestAlgorithm = 'sha256' | 'sha384' | 'sha512';
export type KeyType = 'ec-p256' | 'ec-p384' | 'rsa';

/** One signature algorithm, under the name JOSE (RFC 7518) gives it and the identifiers CMS gives it. */
export interface SignatureRow {
  readonly name: SignatureAlgorithm;
  readonly keyType: KeyType;
  readonly minimumBits: number;
  readonly digest: DigestAlgorithm;
  readonly scheme: 'ecdsa' | 'rsa-pss' | 'rsa-pkcs1';
  /** SignerInfo.signatureAlgorithm values that mean this row; the first is the one we write. */
  readonly objectIdentifiers: readonly string[];
  /** Whether new objects of the current suite may be signed with it. */
  readonly issue: boolean;
  /**
   * `always`: in every default allow-list. `when-listed`: only where a caller's own allow-list names it. `of-others`: never between
   * gateways, only to judge the time-stamps and documents of others.
   */
  readonly accept: 'always' | 'when-listed' | 'of-others';
}

const ECDSA_SHA256 = '1.2.840.10045.4.3.2';
const ECDSA_SHA384 = '1.2.840.10045.4.3.3';
const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
const RSASSA_PSS = '1.2.840.113549.1.1.10';
const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';
const SHA384_WITH_RSA = '1.2.840.113549.1.1.12';
const SHA512_WITH_RSA = '1.2.840.113549.1.1.13';

// RSA below 3000 bits is refused everywhere; 3000 and not 3072, because some authorities' cards make keys a few bits short.
const MINIMUM_RSA_BITS = 3000;

const ecdsa = (name: 'ES256' | 'ES384', keyType: KeyType, minimumBits: number, digest: DigestAlgorithm, oid: string): SignatureRow => ({
  name,
  keyType,
  minimumBits,
  digest,
  scheme: 'ecdsa',
  objectIdentifiers: [oid],
  issue: name === 'ES256',
  accept: 'always',
});

const rsa = (row: Pick<SignatureRow, 'name' | 'digest' | 'scheme' | 'objectIdentifiers' | 'accept'>): SignatureRow => ({
  ...row,
  keyType: 'rsa',
  minimumBits: MINIMUM_RSA_BITS,
  issue: false,
});

const pss = (name: 'PS256' | 'PS384' | 'PS512', digest: DigestAlgorithm, accept: SignatureRow['accept']): SignatureRow =>
  rsa({ name, digest, scheme: 'rsa-pss', objectIdentifiers: [RSASSA_PSS], accept });

// CMS signers often write plain rsaEncryption and leave the digest to SignerInfo.digestAlgorithm (RFC 3370 section 3.2).
const pkcs1 = (name: 'RS256' | 'RS384' | 'RS512', digest: DigestAlgorithm, oid: string, accept: SignatureRow['accept']): SignatureRow =>
  rsa({ name, digest, scheme: 'rsa-pkcs1', objectIdentifiers: [oid, RSA_ENCRYPTION], accept });

export const SIGNATURE_ALGORITHMS: readonly SignatureRow[] = [
  ecdsa('ES256', 'ec-p256', 256, 'sha256', ECDSA_SHA256),
  ecdsa('ES384', 'ec-p384', 384, 'sha384', ECDSA_SHA384),
  pss('PS256', 'sha256', 'always'),
  pss('PS384', 'sha384', 'always'),
  pss('PS512', 'sha512', 'of-others'),
  pkcs1('RS256', 'sha256', SHA256_WITH_RSA, 'when-listed'),
  pkcs1('RS384', 'sha384', SHA384_WITH_RSA, 'of-others'),
  pkcs1('RS512', 'sha512', SHA512_WITH_RSA, 'of-others'),
];

/** One digest, with the identifiers that CMS (RFC 5754) and XML signatures (RFC 6931) use for it. */
export interface DigestRow {
  readonly name: DigestAlgorithm;
  readonly objectIdentifier: string;
  readonly uri: string;
  readonly bytes: number;
}

export const DIGEST_ALGORITHMS: readonly DigestRow[] = [
  { name: 'sha256', objectIdentifier: '2.16.840.1.101.3.4.2.1', uri: 'http://www.w3.org/2001/04/xmlenc#sha256', bytes: 32 },
  { name: 'sha384', objectIdentifier: '2.16.840.1.101.3.4.2.2', uri: 'http://www.w3.org/2001/04/xmldsig-more#sha384', bytes: 48 },
  { name: 'sha512', objectIdentifier: '2.16.840.1.101.3.4.2.3', uri: 'http://www.w3.org/2001/04/xmlenc#sha512', bytes: 64 },
];

/** How the content-encryption key of sealed content reaches its one recipient. */
export type KeyManagementRow =
  | {
      readonly kind: 'key-agreement';
      readonly name: 'ECDH-ES+A256KW P-256' | 'ECDH-ES+A256KW P-384';
      readonly keyType: 'ec-p256' | 'ec-p384';
      readonly minimumBits: number;
      /** dhSinglePass-stdDH-…kdf-scheme (RFC 5753). */
      readonly objectIdentifier: string;
      readonly digest: DigestAlgorithm;
      readonly curveObjectIdentifier: string;
      readonly coordinateBytes: number;
    }
  | {
      readonly kind: 'key-transport';
      readonly name: 'RSA-OAEP-256';
      readonly keyType: 'rsa';
      readonly minimumBits: number;
      /** id-RSAES-OAEP (RFC 4055). */
      readonly objectIdentifier: string;
      readonly digest: DigestAlgorithm;
    };

export type KeyAgreementRow = Extract<KeyManagementRow, { kind: 'key-agreement' }>;
export type KeyTransportRow = Extract<KeyManagementRow, { kind: 'key-transport' }>;

export const KEY_MANAGEMENT_ALGORITHMS: readonly KeyManagementRow[] = [
  {
    kind: 'key-agreement',
    name: 'ECDH-ES+A256KW P-256',
    keyType: 'ec-p256',
    minimumBits: 256,
    objectIdentifier: '1.3.132.1.11.1',
    digest: 'sha256',
    curveObjectIdentifier: '1.2.840.10045.3.1.7',
    coordinateBytes: 32,
  },
  {
    kind: 'key-agreement',
    name: 'ECDH-ES+A256KW P-384',
    keyType: 'ec-p384',
    minimumBits: 384,
    objectIdentifier: '1.3.132.1.11.2',
    digest: 'sha384',
    curveObjectIdentifier: '1.3.132.0.34',
    coordinateBytes: 48,
  },
  {
    kind: 'key-transport',
    name: 'RSA-OAEP-256',
    keyType: 'rsa',
    minimumBits: MINIMUM_RSA_BITS,
    objectIdentifier: '1.2.840.113549.1.1.7',
    digest: 'sha256',
  },
];

/** The cipher of sealed content and the wrap of its key. */
export const CONTENT_ENCRYPTION = {
  name: 'A256GCM',
  cipher: 'aes-256-gcm',
  objectIdentifier: '2.16.840.1.101.3.4.1.46',
  keyBytes: 32,
  nonceBytes: 12,
  tagBytes: 16,
} as const;

export const KEY_WRAP = {
  name: 'A256KW',
  cipher: 'id-aes256-wrap',
  objectIdentifier: '2.16.840.1.101.3.4.1.45',
  keyBytes: 32,
} as const;

/** What a suite id, which stands inside every signed object, stands for. */
export interface Suite {
  readonly id: SuiteId;
  readonly signature: SignatureAlgorithm;
  /** What a receiving gateway takes as the seal of a package or letter; a sender may be configured to any of them. */
  readonly sealSignatures: readonly SignatureAlgorithm[];
  /** The same for headers, receipts and everything else that is a JWS. */
  readonly statementSignatures: readonly SignatureAlgorithm[];
  readonly digest: DigestAlgorithm;
  readonly keyManagement: KeyManagementRow['name'];
  readonly contentEncryption: typeof CONTENT_ENCRYPTION.name;
  readonly logSignature: 'Ed25519';
  /** How many nested AuthEnvelopedData layers sealed content has. A hybrid suite seals an inner layer inside the ECDH layer. */
  readonly sealLayers: 1 | 2;
}

/** Suites we know. `2027h`, with ML-KEM-768 inside the ECDH layer, becomes one more row here and one more seal layer. */
export type SuiteId = '2026a';

export const CURRENT_SUITE: SuiteId = '2026a';

const SUITES: Readonly<Record<SuiteId, Suite>> = {
  '2026a': {
    id: '2026a',
    signature: 'ES256',
    // PKCS#1 v1.5 for authorities whose national PKI knows nothing else; its certificates are for documents, never for our JWS.
    sealSignatures: ['ES256', 'ES384', 'PS256', 'PS384', 'RS256'],
    statementSignatures: ['ES256', 'ES384', 'PS256', 'PS384'],
    digest: 'sha256',
    keyManagement: 'ECDH-ES+A256KW P-256',
    contentEncryption: 'A256GCM',
    logSignature: 'Ed25519',
    sealLayers: 1,
  },
};

/** Names that new objects may be signed with. */
export const SIGNATURES_FOR_ISSUE: readonly SignatureAlgorithm[] = SIGNATURE_ALGORITHMS.filter((row) => row.issue).map((row) => row.name);

/** Names every verifier accepts unless its caller says otherwise: no PKCS#1 v1.5. */
export const SIGNATURES_FOR_ACCEPTANCE: readonly SignatureAlgorithm[] = SIGNATURE_ALGORITHMS.filter((row) => row.accept === 'always').map(
  (row) => row.name,
);

/** As `SIGNATURES_FOR_ACCEPTANCE`, with PKCS#1 v1.5 over SHA-256: where a national PKI gives nothing else. */
export const SIGNATURES_WITH_PKCS1: readonly SignatureAlgorithm[] = SIGNATURE_ALGORITHMS.filter((row) => row.accept !== 'of-others').map(
  (row) => row.name,
);

/** Every name of the table: for time-stamps and documents of others, whose authorities also sign RSA with SHA-384 and SHA-512. */
export const SIGNATURES_OF_OTHERS: readonly SignatureAlgorithm[] = SIGNATURE_ALGORITHMS.map((row) => row.name);

/** The suite of that id; throws `suite-unknown`. */
export function suiteById(id: string): Suite {
  const suite = Object.hasOwn(SUITES, id) ? SUITES[id as SuiteId] : undefined;
  if (suite === undefined) throw new CryptoError('suite-unknown', 'the suite id is not one this version knows');
  return suite;
}

/** The signature row of a JOSE `alg` name; throws `algorithm-unknown`. */
export function signatureByName(name: string): SignatureRow {
  const row = SIGNATURE_ALGORITHMS.find((candidate) => candidate.name === name);
  if (row === undefined) throw new CryptoError('algorithm-unknown', 'the signature algorithm name is not in the table');
  return row;
}

/**
 * The signature row that CMS means by a pair (signatureAlgorithm, digestAlgorithm), both dotted. The digest decides between rows
 * that share an identifier and must agree with those that name theirs. Throws `algorithm-unknown`.
 */
export function signatureByObjectIdentifiers(signature: string, digest: string): SignatureRow {
  const digestName = digestByObjectIdentifier(digest).name;
  const row = SIGNATURE_ALGORITHMS.find((candidate) => candidate.digest === digestName && candidate.objectIdentifiers.includes(signature));
  if (row === undefined) throw new CryptoError('algorithm-unknown', 'the signature and digest identifiers are not a pair of the table');
  return row;
}

/** The digest row of a dotted identifier; throws `algorithm-unknown` (SHA-1 and MD5 are not in the table). */
export function digestByObjectIdentifier(objectIdentifier: string): DigestRow {
  const row = DIGEST_ALGORITHMS.find((candidate) => candidate.objectIdentifier === objectIdentifier);
  if (row === undefined) throw new CryptoError('algorithm-unknown', 'the digest identifier is not in the table');
  return row;
}

/** The digest row of an XML signature URI; throws `algorithm-unknown`. */
export function digestByUri(uri: string): DigestRow {
  const row = DIGEST_ALGORITHMS.find((candidate) => candidate.uri === uri);
  if (row === undefined) throw new CryptoError('algorithm-unknown', 'the digest URI is not in the table');
  return row;
}

/** The digest row of a name. */
export function digestByName(name: DigestAlgorithm): DigestRow {
  const row = DIGEST_ALGORITHMS.find((candidate) => candidate.name === name);
  if (row === undefined) throw new CryptoError('algorithm-unknown', 'the digest name is not in the table');
  return row;
}

/** Throws `algorithm-not-allowed` unless the caller's allow-list names the row. */
export function requireAllowed(row: SignatureRow, allowed: readonly SignatureAlgorithm[]): void {
  if (!allowed.includes(row.name)) throw new CryptoError('algorithm-not-allowed', `${row.name} is not allowed for this kind of object`);
}

/** The row with another minimum for RSA keys: only lowered to judge what others signed. */
export function withMinimumRsaBits(row: SignatureRow, minimumBits: number | undefined): SignatureRow {
  return row.keyType === 'rsa' && minimumBits !== undefined ? { ...row, minimumBits } : row;
}

/** Throws `algorithm-key-mismatch` or `key-too-short` unless a key of that type and size may be used with the row. */
export function requireKeyFits(row: SignatureRow | KeyManagementRow, key: { readonly keyType: string; readonly keyBits: number }): void {
  if (key.keyType !== row.keyType) throw new CryptoError('algorithm-key-mismatch', `${row.name} does not go with this type of key`);
  if (key.keyBits < row.minimumBits) throw new CryptoError('key-too-short', `${row.name} needs at least ${row.minimumBits} bits`);
}

/**
 * The row a key of that type signs with when nothing else is asked: ES256, ES384, or PS256 for RSA. Whether we may issue with it
 * is a separate question (`SIGNATURES_FOR_ISSUE`). Throws `algorithm-key-mismatch`.
 */
export function signatureForKey(keyType: string): SignatureRow {
  const row = SIGNATURE_ALGORITHMS.find((candidate) => candidate.keyType === keyType);
  if (row === undefined) throw new CryptoError('algorithm-key-mismatch', 'no signature algorithm of the table goes with this type of key');
  return row;
}

/** The way a content-encryption key is brought to a recipient with a key of that type; throws `algorithm-key-mismatch`. */
export function keyManagementForKey(keyType: string): KeyManagementRow {
  const row = KEY_MANAGEMENT_ALGORITHMS.find((candidate) => candidate.keyType === keyType);
  if (row === undefined) throw new CryptoError('algorithm-key-mismatch', 'content cannot be sealed to this type of key');
  return row;
}

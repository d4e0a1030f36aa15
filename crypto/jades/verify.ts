import { createHash } from 'node:crypto';
import { CryptoError } from '../error.ts';
import type { JsonObject } from '../json/parse-strict-json.ts';
import { verifySignature } from '../signer.ts';
import { requireAllowed, requireKeyFits, type SignatureAlgorithm, withMinimumRsaBits } from '../suites.ts';
import type { Certificate } from '../x509/certificate.ts';
import { decodeBase64url } from './base64url.ts';
import { type CertificateReader, readCertificateEntry } from './certificate-cache.ts';
import { checkStructure, type FlattenedJws, parseJws, payloadOf, signingInput } from './flattened-jws.ts';
import { hasLowS, signatureLength } from './low-s.ts';
import { type ProtectedHeader, readProtectedHeader } from './protected-header.ts';
import { readSignatureTimestamps } from './signature-timestamp.ts';

export interface JadesVerification {
  /** Values of `typ` accepted, compared exactly. */
  readonly types: readonly string[];
  readonly algorithms: readonly SignatureAlgorithm[];
  /** Smallest RSA key accepted, in bits; by default what the table of algorithms says. Lower only to judge what others signed. */
  readonly minimumRsaBits?: number;
  /** Names in `crit` that the caller understands and will act upon; none when not given. */
  readonly understoodCritical?: readonly string[];
  /** Accept a reference to the certificate by SHA-384 or SHA-512 (`x5t#o`), as others make it. Ours have `x5t#S256` and nothing else. */
  readonly otherCertificateDigest?: boolean;
  /** Refuse ECDSA signatures whose s is not the lower one: needed wherever `jwsDigest` serves as identity. */
  readonly lowSOnly?: boolean;
  /** How `x5c` entries are read; give a `createCertificateCache` where many signatures come from few signers. */
  readonly readCertificate?: CertificateReader;
}

/** A JWS whose signature holds under the certificate inside it. Whether that certificate is to be trusted is the caller's question. */
export interface VerifiedJws {
  readonly jws: FlattenedJws;
  /** The signed octets: use these and never the text they came in. */
  readonly payload: Buffer;
  readonly type: string;
  readonly contentType?: string;
  readonly algorithm: SignatureAlgorithm;
  readonly certificate: Certificate;
  /** The further certificates of `x5c`: candidates for the path, not trusted. */
  readonly certificates: readonly Certificate[];
  readonly issuedAt: Date;
  readonly protectedHeader: JsonObject;
  /** Time-stamp tokens (DER) over `signatureTimestampImprint`; they stand outside the signature and are not verified here. */
  readonly signatureTimestamps: readonly Buffer[];
}

/**
 * Verifies a JAdES baseline B or T signature (ETSI TS 119 182-1 section 6) at the level of bytes and keys: form, kind, algorithm,
 * certificate reference, critical parameters, time and signature. The certificate's path and role, and the tokens, are checked apart.
 *
 * @throws CryptoError `jws-too-large`, `jws-structure`, `jws-encoding`, `json-…`; `jades-header-forbidden`, `jades-header-invalid`,
 *   `jades-time-invalid`, `jades-type-not-allowed`, `jades-critical-unknown`; `algorithm-unknown`, `algorithm-not-allowed`,
 *   `algorithm-key-mismatch`, `key-too-short`; `jades-certificate-malformed`, `jades-certificate-mismatch`; `jws-signature-form`,
 *   `signature-invalid`; `jades-unsigned-property`
 */
export function verifyJades(input: FlattenedJws | Buffer, options: JadesVerification): VerifiedJws {
  const jws = Buffer.isBuffer(input) ? parseJws(input) : checked(input);
  const header = readProtectedHeader(jws.protected, options.otherCertificateDigest ?? false);
  requireType(header, options.types);
  requireAllowed(header.algorithm, options.algorithms);
  requireUnderstood(header, options.understoodCritical ?? []);
  const [certificate, ...certificates] = readCertificates(header, options.readCertificate ?? readCertificateEntry);
  requireKeyFits(withMinimumRsaBits(header.algorithm, options.minimumRsaBits), certificate);
  const payload = payloadOf(jws);
  requireSignature(jws, header.algorithm.name, certificate, options.lowSOnly ?? false);
  return {
    jws,
    payload,
    type: header.type,
    ...(header.contentType === undefined ? {} : { contentType: header.contentType }),
    algorithm: header.algorithm.name,
    certificate,
    certificates,
    issuedAt: header.issuedAt,
    protectedHeader: header.parameters,
    signatureTimestamps: readSignatureTimestamps(jws),
  };
}

function checked(jws: FlattenedJws): FlattenedJws {
  checkStructure(jws);
  return jws;
}

function requireType(header: ProtectedHeader, types: readonly string[]): void {
  if (!types.includes(header.type)) throw new CryptoError('jades-type-not-allowed', 'the signature is over another kind of object');
}

function requireUnderstood(header: ProtectedHeader, understood: readonly string[]): void {
  // sigT was a critical parameter when it was still the way to state the time; it is read here.
  if (!header.critical.every((name) => understood.includes(name) || name === 'sigT')) {
    throw new CryptoError('jades-critical-unknown', 'a critical header parameter is not known here');
  }
}

function readCertificates(header: ProtectedHeader, read: CertificateReader): [Certificate, ...Certificate[]] {
  const [signing, ...others] = header.certificateEntries;
  const certificate = read(signing);
  const { algorithm, value } = header.certificateDigest;
  const digest = algorithm === 'sha256' ? certificate.sha256 : createHash(algorithm).update(certificate.der).digest();
  if (!digest.equals(value)) {
    throw new CryptoError('jades-certificate-mismatch', 'the header names another certificate than the first of x5c');
  }
  return [certificate, ...others.map(read)];
}

function requireSignature(jws: FlattenedJws, algorithm: SignatureAlgorithm, certificate: Certificate, lowSOnly: boolean): void {
  const signature = decodeBase64url(jws.signature, 'signature');
  const length = signatureLength(algorithm);
  if (length !== undefined && signature.length !== length)
    throw new CryptoError('jws-signature-form', `the signature is not ${length} octets`);
  if (lowSOnly && !hasLowS(algorithm, signature)) throw new CryptoError('jws-signature-form', 'the signature is not in its lower form');
  const data = signingInput(jws);
  if (!verifySignature({ algorithm, publicKey: certificate.publicKey, data, signature, encoding: 'ieee-p1363' })) {
    throw new CryptoError('signature-invalid', 'the signature does not hold');
  }
}

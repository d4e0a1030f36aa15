import type { SignedDataLimits } from '../cms/signed-data.ts';
import type { SignedDataRequirements } from '../cms/signed-data-verify.ts';
import { verifySignedData } from '../cms/signed-data-verify.ts';
import { OID } from '../der/object-identifiers.ts';
import { contextConstructed, unsignedInteger } from '../der/writer.ts';
import { CryptoError } from '../error.ts';
import type { CertificateReader } from '../jades/certificate-cache.ts';
import { type DigestAlgorithm, SIGNATURES_OF_OTHERS, type SignatureAlgorithm } from '../suites.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { OcspResponse } from '../x509/ocsp-response.ts';
import type { PathReport, PathValidator } from '../x509/path.ts';
import type { RevocationList } from '../x509/revocation-list.ts';
import { grantedToken } from './response.ts';
import { parseTimestampToken, type TimestampToken } from './token.ts';

export interface TimestampRequirements {
  /** Digest of what was stamped, or a function that computes it under the digest the token uses. */
  imprint: Buffer | ((digest: DigestAlgorithm) => Buffer);
  /** Nonce of the request, as given to `buildTimestampRequest`; left out when the token was not just fetched. */
  nonce?: Buffer;
  /** Validates up to the pinned anchors of time-stamp authorities. */
  pathValidator: PathValidator;
  revocationLists: readonly RevocationList[];
  ocspResponses?: readonly OcspResponse[];
  /** Default `if-available`. */
  revocation?: 'required' | 'if-available';
  /** What to do when the path is neither good nor bad: refuse with `timestamp-path-indeterminate` (default), or report. */
  indeterminatePath?: 'refuse' | 'report';
  /** Accepted signature algorithms; by default all of the table, PKCS#1 v1.5 included. */
  algorithms?: readonly SignatureAlgorithm[];
  /** As in `SignedDataRequirements`. */
  minimumRsaBits?: number;
  /** Accepted policies, dotted; left out, any. */
  policies?: readonly string[];
  /** The authority's certificates, for tokens that carry none. */
  certificates?: readonly Certificate[];
  /** As in `SignedDataRequirements`. */
  readCertificate?: CertificateReader;
  /** `LONG_TERM_LIMITS` for tokens to which validation data may have been added. */
  limits?: SignedDataLimits;
  /** Local time, given when the token has just been fetched: its time must then be near. */
  now?: Date;
  /** How far the time of a fetched token may be from `now`. Default 60 seconds. */
  maximumSkewMilliseconds?: number;
  /** Whether this authority has used the serial number for another token before. */
  isSerialRepeated?: (authority: Certificate, serialHex: string, token: Buffer) => boolean | Promise<boolean>;
}

/** A token that passed every check. It proves that the stamped bytes existed before `existedBefore`, not when they were made. */
export interface VerifiedTimestamp extends TimestampToken {
  readonly certificate: Certificate;
  readonly certificates: readonly Certificate[];
  readonly path: PathReport;
  /** Generation time plus accuracy; an authority that states none is taken at its word to the millisecond. */
  readonly existedBefore: Date;
}

const DEFAULT_MAXIMUM_SKEW = 60_000;

/**
 * Check 1, status of the response, and then all of `verifyTimestampToken` on its token.
 *
 * @throws CryptoError `timestamp-not-granted`, `timestamp-response-malformed`, and as `verifyTimestampToken`
 */
export async function verifyTimestampResponse(options: { response: Buffer } & TimestampRequirements): Promise<VerifiedTimestamp> {
  return verifyTimestampToken({ ...options, token: grantedToken(options.response) });
}

/**
 * Checks 2 to 13 of a time-stamp token (RFC 3161 section 2.4.2 and appendix B, RFC 5816), numbered as in the documentation of
 * formats. The order puts what needs no clock, store or path first; nothing is returned unless all hold.
 *
 * @throws CryptoError with the code of the first check that fails
 */
export async function verifyTimestampToken(options: { token: Buffer } & TimestampRequirements): Promise<VerifiedTimestamp> {
  const { token, certificate, certificates, existedBefore } = verifyTokenItself(options);
  const path = await requirePath(token, certificate, certificates, options); // 6
  await requireNewSerial(token, certificate, options); // 11
  return { ...token, certificate, certificates, path, existedBefore };
}

/** What a token is checked against apart from the world outside it: all but the path of its authority and the serial numbers seen. */
export type TokenRequirements = Omit<TimestampRequirements, 'pathValidator' | 'revocationLists' | 'isSerialRepeated'>;

/** A token whose own cryptography holds; whether its authority can be trusted, and at which moment, is still to be judged. */
export interface TokenItself {
  readonly token: TimestampToken;
  readonly certificate: Certificate;
  readonly certificates: readonly Certificate[];
  /** As in `VerifiedTimestamp`. */
  readonly existedBefore: Date;
}

/**
 * The checks of `verifyTimestampToken` but for 6 and 11.
 *
 * @throws CryptoError with the code of the first check that fails
 */
export function verifyTokenItself(options: { token: Buffer } & TokenRequirements): TokenItself {
  // 2: SignedData version 3, one signer, signed attributes; TSTInfo version 1, its time and accuracy in form
  const token = parseTimestampToken(options.token, options.limits);
  // 3 and 4: signature, and signing-certificate-v2 naming the signer's certificate
  const { certificate, certificates } = verifySignedData(token.signedData, signatureRequirements(options));
  requireTimestampingPurpose(certificate); // 5
  requireImprint(token, options.imprint); // 7
  requirePolicy(token, options.policies); // 8
  requireNonce(token, options.nonce); // 9
  requireTimeNear(token, options); // 10
  requireNoCriticalExtension(token); // 12
  requireAuthorityName(token, certificate); // 13
  const existedBefore = new Date(token.generationTime.getTime() + (token.accuracyMilliseconds ?? 0));
  return { token, certificate, certificates, existedBefore };
}

function signatureRequirements(options: TokenRequirements): SignedDataRequirements {
  return {
    contentType: OID.ctTSTInfo,
    algorithms: options.algorithms ?? SIGNATURES_OF_OTHERS,
    certificates: options.certificates ?? [],
    ...(options.minimumRsaBits === undefined ? {} : { minimumRsaBits: options.minimumRsaBits }),
    ...(options.readCertificate === undefined ? {} : { readCertificate: options.readCertificate }),
  };
}

/** RFC 3161 section 2.3: the key is for time-stamping alone, and the extension that says so is critical. */
export function requireTimestampingPurpose(certificate: Certificate): void {
  const [purpose, ...others] = certificate.extendedKeyUsage;
  if (purpose !== OID.kpTimeStamping || others.length > 0 || !certificate.extendedKeyUsageCritical) {
    throw new CryptoError('timestamp-extended-key-usage', 'the certificate is not, critically and only, for time-stamping');
  }
}

function requireImprint(token: TimestampToken, imprint: TimestampRequirements['imprint']): void {
  const expected = typeof imprint === 'function' ? imprint(token.imprintAlgorithm) : imprint;
  // A digest of another length than the token's is a digest of another algorithm, and never equal.
  if (!token.imprint.equals(expected)) throw new CryptoError('timestamp-imprint-mismatch', 'the time-stamp covers other bytes');
}

function requirePolicy(token: TimestampToken, policies: readonly string[] | undefined): void {
  if (policies !== undefined && !policies.includes(token.policy)) {
    throw new CryptoError('timestamp-policy-not-accepted', `time-stamp policy ${token.policy} is not accepted`);
  }
}

function requireNonce(token: TimestampToken, nonce: Buffer | undefined): void {
  if (nonce === undefined) return;
  // Compared as encoded: the same number has one minimal INTEGER only.
  const expected = unsignedInteger(nonce).subarray(2);
  if (token.nonce?.equals(expected) !== true) throw new CryptoError('timestamp-nonce-mismatch', 'the time-stamp answers another request');
}

function requireTimeNear(token: TimestampToken, options: TokenRequirements): void {
  if (options.now === undefined) return;
  const bound = (options.maximumSkewMilliseconds ?? DEFAULT_MAXIMUM_SKEW) + (token.accuracyMilliseconds ?? 0);
  const distance = Math.abs(token.generationTime.getTime() - options.now.getTime());
  // Written so that an invalid date on either side refuses.
  if (!(distance <= bound)) {
    throw new CryptoError('timestamp-time-out-of-bounds', `the time-stamp is ${distance} ms away from the local clock`, {
      disposition: 'retry',
    });
  }
}

function requireNoCriticalExtension(token: TimestampToken): void {
  const critical = token.extensions.find((extension) => extension.critical);
  if (critical !== undefined) {
    throw new CryptoError('timestamp-critical-extension', `critical extension ${critical.identifier} is not understood`);
  }
}

/** RFC 3161 section 2.4.2: the name, if present, must be one of the subject names of the certificate. */
function requireAuthorityName(token: TimestampToken, certificate: Certificate): void {
  const name = token.authorityName;
  if (name === undefined) return;
  const subject = contextConstructed(4, certificate.subjectDer).toString('hex');
  const isSubject = name.type === 'directoryName' && name.value === subject;
  const isAlternative = certificate.subjectAltNames.some((other) => other.type === name.type && other.value === name.value);
  if (!isSubject && !isAlternative) {
    throw new CryptoError('timestamp-authority-name-mismatch', 'the authority named in the token is not the one of the certificate');
  }
}

/** At the time in the token: that the certificate has expired since does not take its stamps back. */
async function requirePath(
  token: TimestampToken,
  certificate: Certificate,
  certificates: readonly Certificate[],
  options: TimestampRequirements,
): Promise<PathReport> {
  const path = await options.pathValidator.validate({
    certificate,
    intermediates: [...certificates, ...(options.certificates ?? [])],
    at: token.generationTime,
    revocationLists: [...options.revocationLists],
    ...(options.ocspResponses === undefined ? {} : { ocspResponses: options.ocspResponses }),
    required: { extendedKeyUsage: OID.kpTimeStamping },
    revocation: options.revocation ?? 'if-available',
  });
  if (path.verdict === 'FAILED')
    throw new CryptoError('timestamp-path-invalid', `the authority's certificate is not trusted: ${path.code ?? ''}`);
  if (path.verdict === 'INDETERMINATE' && options.indeterminatePath !== 'report') {
    throw new CryptoError('timestamp-path-indeterminate', `the authority's certificate cannot be judged: ${path.code ?? ''}`, {
      disposition: 'wait',
    });
  }
  return path;
}

async function requireNewSerial(token: TimestampToken, certificate: Certificate, options: TimestampRequirements): Promise<void> {
  if ((await options.isSerialRepeated?.(certificate, token.serialHex, token.der)) === true) {
    throw new CryptoError('timestamp-serial-repeated', 'the authority has used this serial number before');
  }
}

import { CryptoError } from '../error.ts';
import { type JsonObject, parseStrictJsonObject } from '../json/parse-strict-json.ts';
import { type DigestAlgorithm, digestByName, type SignatureRow, signatureByName } from '../suites.ts';
import { decodeBase64url } from './base64url.ts';

/** A protected header whose form has been checked; nothing in it is trusted before the signature holds. */
export interface ProtectedHeader {
  readonly algorithm: SignatureRow;
  readonly type: string;
  readonly contentType?: string;
  /** Digest of the signing certificate as the header claims it. */
  readonly certificateDigest: { readonly algorithm: DigestAlgorithm; readonly value: Buffer };
  /** Certificates in standard base64, the signing one first. */
  readonly certificateEntries: readonly [string, ...string[]];
  readonly issuedAt: Date;
  /** Names listed in `crit`. */
  readonly critical: readonly string[];
  /** Every parameter as it was read. */
  readonly parameters: JsonObject;
}

/** Parameters that RFC 7515, RFC 7518, RFC 7519, RFC 7797 and TS 119 182-1 define: never a name for one of ours. */
export const HEADER_PARAMETERS_OF_STANDARDS: ReadonlySet<string> = new Set(
  [
    'alg jku jwk kid x5u x5c x5t x5t#S256 typ cty crit',
    'epk apu apv iv tag p2s p2c enc zip',
    'b64 iss sub aud exp nbf iat jti',
    'sigT sigX5ts srCms sigPl srAts adoTst sigPId sigD x5t#o etsiU',
  ].flatMap((line) => line.split(' ')),
);

/**
 * Parameters that would change what is signed (`b64`, `sigD`), bring keys from elsewhere (`jku`, `jwk`, `x5u`), name the certificate a
 * second time or by SHA-1 (`x5t`, `sigX5ts`), or let a signature lapse (`exp`). `kid` and others are read over: nothing here uses them.
 */
const FORBIDDEN = ['b64', 'sigD', 'jku', 'jwk', 'x5u', 'x5t', 'sigX5ts', 'exp'] as const;

/** The reference to a certificate by a digest other than SHA-256 (TS 119 182-1 section 5.2.2.3), and its names for digests. */
const OTHER_DIGEST = 'x5t#o';
const OTHER_DIGESTS: Readonly<Record<string, DigestAlgorithm>> = { S384: 'sha384', S512: 'sha512' };

const MAXIMUM_HEADER_LENGTH = 64 * 1024;
const MAXIMUM_CERTIFICATES = 6;
const MAXIMUM_CRITICAL = 8;

/**
 * Attacker-controlled input: reads the header of a flattened JWS. Throws the codes of `verifyJades` up to `jades-time-invalid`.
 * `otherDigest` allows `x5t#o` in place of `x5t#S256`.
 */
export function readProtectedHeader(encoded: string, otherDigest: boolean): ProtectedHeader {
  const parameters = parseStrictJsonObject(decodeBase64url(encoded, 'protected header'), {
    maximumBytes: MAXIMUM_HEADER_LENGTH,
    maximumDepth: 8,
  });
  for (const name of otherDigest ? FORBIDDEN : [...FORBIDDEN, OTHER_DIGEST]) {
    if (Object.hasOwn(parameters, name)) throw new CryptoError('jades-header-forbidden', `the protected header has ${name}`);
  }
  const contentType = Object.hasOwn(parameters, 'cty') ? requiredString(parameters, 'cty') : undefined;
  return {
    algorithm: signatureByName(requiredString(parameters, 'alg')),
    type: requiredString(parameters, 'typ'),
    ...(contentType === undefined ? {} : { contentType }),
    certificateDigest: readCertificateDigest(parameters),
    certificateEntries: readCertificateEntries(parameters),
    issuedAt: readTime(parameters),
    critical: readCritical(parameters),
    parameters,
  };
}

function readCertificateDigest(parameters: JsonObject): ProtectedHeader['certificateDigest'] {
  if (Object.hasOwn(parameters, OTHER_DIGEST)) return readOtherDigest(parameters);
  const value = decodeBase64url(requiredString(parameters, 'x5t#S256'), 'x5t#S256');
  if (value.length !== 32) throw invalid('x5t#S256 is not 32 octets');
  return { algorithm: 'sha256', value };
}

/** Only where the caller allows it, and never beside the other reference: they could name two certificates. */
function readOtherDigest(parameters: JsonObject): ProtectedHeader['certificateDigest'] {
  if (Object.hasOwn(parameters, 'x5t#S256')) throw invalid(`x5t#S256 and ${OTHER_DIGEST} at once`);
  const reference = parameters[OTHER_DIGEST];
  if (reference === null || typeof reference !== 'object' || Array.isArray(reference)) throw invalid(`${OTHER_DIGEST} is not an object`);
  const name = requiredString(reference, 'digAlg');
  const algorithm = Object.hasOwn(OTHER_DIGESTS, name) ? OTHER_DIGESTS[name] : undefined;
  if (algorithm === undefined) throw invalid(`${OTHER_DIGEST} with another digest than SHA-384 and SHA-512`);
  const value = decodeBase64url(requiredString(reference, 'digVal'), OTHER_DIGEST);
  if (value.length !== digestByName(algorithm).bytes) throw invalid(`${OTHER_DIGEST} is not as long as its digest`);
  return { algorithm, value };
}

function readCertificateEntries(parameters: JsonObject): [string, ...string[]] {
  const entries = Object.hasOwn(parameters, 'x5c') ? parameters.x5c : undefined;
  if (!Array.isArray(entries)) throw invalid('x5c is missing or not a list');
  if (entries.length > MAXIMUM_CERTIFICATES) throw invalid(`x5c has more than ${MAXIMUM_CERTIFICATES} certificates`);
  const [signing, ...others] = entries.map((entry) => {
    if (typeof entry !== 'string') throw invalid('an x5c entry is not a string');
    return entry;
  });
  if (signing === undefined) throw invalid('x5c is empty');
  return [signing, ...others];
}

/** From this moment `iat` is the only way to state the time (TS 119 182-1 V1.2.1 section 5.1.11). */
const CLAIMED_SIGNING_TIME_UNTIL = Date.UTC(2025, 6, 15);
const LAST_SECOND_OF_9999 = 253_402_300_799;
const CLAIMED_SIGNING_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

function readTime(parameters: JsonObject): Date {
  const hasIssuedAt = Object.hasOwn(parameters, 'iat');
  if (hasIssuedAt === Object.hasOwn(parameters, 'sigT')) throw timeInvalid('exactly one of iat and sigT is needed');
  if (hasIssuedAt) {
    const seconds = parameters.iat;
    if (typeof seconds !== 'number' || seconds < 0 || seconds > LAST_SECOND_OF_9999) throw timeInvalid('iat is not a time in seconds');
    return new Date(seconds * 1000);
  }
  const text = parameters.sigT;
  const time = new Date(typeof text === 'string' && CLAIMED_SIGNING_TIME.test(text) ? text : Number.NaN);
  // The comparison also finds days such as 30 February, which Date moves into March.
  if (Number.isNaN(time.getTime()) || time.toISOString().replace('.000Z', 'Z') !== text) throw timeInvalid('sigT is not a time in UTC');
  if (time.getTime() >= CLAIMED_SIGNING_TIME_UNTIL) throw timeInvalid('sigT in a signature for which the standard demands iat');
  return time;
}

function readCritical(parameters: JsonObject): readonly string[] {
  if (!Object.hasOwn(parameters, 'crit')) return [];
  const critical = parameters.crit;
  if (!Array.isArray(critical) || critical.length === 0 || critical.length > MAXIMUM_CRITICAL)
    throw invalid('crit is not a short list of names');
  const names = critical.map((name) => {
    if (typeof name !== 'string' || !Object.hasOwn(parameters, name)) throw invalid('crit lists a parameter that is not there');
    return name;
  });
  if (new Set(names).size !== names.length) throw invalid('crit lists a parameter twice');
  return names;
}

function requiredString(parameters: JsonObject, name: string): string {
  const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  if (typeof value !== 'string' || value.length === 0) throw invalid(`${name} is missing or not a string`);
  return value;
}

function invalid(message: string): CryptoError {
  return new CryptoError('jades-header-invalid', message);
}

function timeInvalid(message: string): CryptoError {
  return new CryptoError('jades-time-invalid', message);
}

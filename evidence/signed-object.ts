import type { CertificateReader } from '../crypto/jades/certificate-cache.ts';
import { jwsDigest } from '../crypto/jades/digest.ts';
import { type FlattenedJws, payloadOf } from '../crypto/jades/flattened-jws.ts';
import { signJades } from '../crypto/jades/sign.ts';
import { type VerifiedJws, verifyJades } from '../crypto/jades/verify.ts';
import { parseStrictJson } from '../crypto/json/parse-strict-json.ts';
import type { Signer } from '../crypto/signer.ts';
import { CURRENT_SUITE, type SignatureAlgorithm, suiteById } from '../crypto/suites.ts';

/** `typ` of each kind of object this folder signs: a signature over one can never be taken for a signature over another. */
export const ENVELOPE_TYPE = 'valija-envelope+jose';
export const EVIDENCE_TYPE = 'valija-evidence+jose';
export const RESEALED_TYPE = 'valija-resealed+jose';

type ObjectType = typeof ENVELOPE_TYPE | typeof EVIDENCE_TYPE | typeof RESEALED_TYPE;

/** Longest payload read, in octets: evidence has about 3 KiB, with a checkpoint and the longest certificate under 32 KiB. */
export const MAXIMUM_PAYLOAD_LENGTH = 32 * 1024;

export interface ObjectVerification {
  /** Algorithms accepted; by default those of the current suite. */
  readonly algorithms?: readonly SignatureAlgorithm[];
  /** Give a `createCertificateCache` where many objects come from few signers. */
  readonly readCertificate?: CertificateReader;
}

export interface VerifiedObject {
  readonly verified: VerifiedJws;
  /** The payload as strict JSON. */
  readonly content: unknown;
  /** `jwsDigest` in lower-case hexadecimal. */
  readonly digest: string;
}

/** Verifies the signature, then reads the payload that was verified. Only the lower form of ECDSA signatures has one digest. */
export function verifyObject(input: FlattenedJws | Buffer, type: ObjectType, options: ObjectVerification): VerifiedObject {
  const verified = verifyJades(input, {
    types: [type],
    algorithms: options.algorithms ?? suiteById(CURRENT_SUITE).statementSignatures,
    lowSOnly: true,
    ...(options.readCertificate === undefined ? {} : { readCertificate: options.readCertificate }),
  });
  return { verified, content: parseContent(verified.payload), digest: digestOf(verified.jws) };
}

/** Signs the JSON of a payload that has passed its schema. */
export function signObject(payload: object, type: ObjectType, signer: Signer, issuedAt: Date): Promise<FlattenedJws> {
  const algorithms = suiteById(CURRENT_SUITE).statementSignatures;
  return signJades({ payload: Buffer.from(JSON.stringify(payload), 'utf8'), type, contentType: 'json', signer, issuedAt, algorithms });
}

/** The digest under which signed objects are known: SHA-256 of ASCII(protected "." payload "." signature), lower-case hexadecimal. */
export function digestOf(jws: FlattenedJws): string {
  return jwsDigest(jws).toString('hex');
}

/** The payload of a signed object that was verified before and has been in our own store since. */
export function readStoredContent(jws: FlattenedJws): unknown {
  return parseContent(payloadOf(jws));
}

function parseContent(payload: Buffer): unknown {
  return parseStrictJson(payload, { maximumBytes: MAXIMUM_PAYLOAD_LENGTH, maximumDepth: 12 });
}

/** JWS times have whole seconds: a signature may bear the second in which its event happened. */
export function isSignedBefore(issuedAt: Date, event: string): boolean {
  return issuedAt.getTime() < Math.floor(Date.parse(event) / 1000) * 1000;
}

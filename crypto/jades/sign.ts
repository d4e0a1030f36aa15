import { CryptoError } from '../error.ts';
import type { JsonValue } from '../json/parse-strict-json.ts';
import type { Signer } from '../signer.ts';
import { requireAllowed, SIGNATURES_FOR_ISSUE, type SignatureAlgorithm, signatureByName } from '../suites.ts';
import { type FlattenedJws, signingInput } from './flattened-jws.ts';
import { withLowS } from './low-s.ts';
import { HEADER_PARAMETERS_OF_STANDARDS } from './protected-header.ts';

export interface JadesToSign {
  readonly payload: Buffer;
  /** `typ`: says what kind of object this is, so that no signature can be taken for one of another kind. */
  readonly type: string;
  /** `cty`, without an `application/` prefix (TS 119 182-1 section 5.1.3). */
  readonly contentType?: string;
  readonly signer: Signer;
  /** `iat`; JWS times have whole seconds, the fraction is cut off. */
  readonly issuedAt: Date;
  /** Header parameters of our own that a verifier must understand: written into the header and listed in `crit`. */
  readonly critical?: Readonly<Record<string, JsonValue>>;
  /** Algorithms allowed for this object; by default those of the current suite. */
  readonly algorithms?: readonly SignatureAlgorithm[];
}

/**
 * Signs a payload as JAdES baseline B (ETSI TS 119 182-1 section 6.3) in the flattened serialisation, with the certificate and its
 * issuing authorities in the protected header. ECDSA signatures come in their lower form (see `low-s.ts`).
 *
 * @throws CryptoError `algorithm-not-allowed` when the signer's algorithm is not in the list, `jades-header-invalid` when `critical`
 *   names a parameter that the standards define
 */
export async function signJades(object: JadesToSign): Promise<FlattenedJws> {
  const { signer } = object;
  requireAllowed(signatureByName(signer.algorithm), object.algorithms ?? SIGNATURES_FOR_ISSUE);
  const encoded = {
    protected: Buffer.from(JSON.stringify(protectedHeader(object)), 'utf8').toString('base64url'),
    payload: object.payload.toString('base64url'),
  };
  const signature = await signer.sign(signingInput(encoded), 'ieee-p1363');
  return { payload: encoded.payload, protected: encoded.protected, signature: withLowS(signer.algorithm, signature).toString('base64url') };
}

function protectedHeader(object: JadesToSign): Record<string, JsonValue> {
  const { signer, critical = {} } = object;
  const names = Object.keys(critical);
  for (const name of names) {
    // RFC 7515 section 4.1.11: names of registered parameters must not be listed in "crit".
    if (HEADER_PARAMETERS_OF_STANDARDS.has(name))
      throw new CryptoError('jades-header-invalid', 'a critical parameter has a name of the standards');
  }
  return {
    alg: signer.algorithm,
    typ: object.type,
    ...(object.contentType === undefined ? {} : { cty: object.contentType }),
    'x5t#S256': signer.certificate.sha256.toString('base64url'),
    x5c: [signer.certificate, ...signer.chain].map((certificate) => certificate.der.toString('base64')),
    iat: Math.floor(object.issuedAt.getTime() / 1000),
    ...(names.length === 0 ? {} : { ...critical, crit: names }),
  };
}

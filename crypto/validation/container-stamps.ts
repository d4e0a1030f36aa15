import { createHash } from 'node:crypto';
import type { ContainerVerification } from '../asic/verify-container.ts';
import type { CadesSignature } from '../cades/verify.ts';
import { LONG_TERM_LIMITS } from '../cms/signed-data.ts';
import { CryptoError } from '../error.ts';
import { parseTimestampToken } from '../tsp/token.ts';
import { dataOfTokens, objectsOf } from './carried-data.ts';
import type { SignatureMaterial } from './judge-signature.ts';
import type { Stamp } from './judge-timestamp.ts';
import { mergeData } from './known-data.ts';
import { asDer } from './others-encoding.ts';

/**
 * The signature of a container in the terms in which signatures are judged, with the archive time-stamps that stand beside it
 * (EN 319 162-1 annex A.7), from the oldest to the youngest.
 */
export function withContainerStamps(
  signature: SignatureMaterial,
  { archives, signature: file }: ContainerVerification<CadesSignature>,
): SignatureMaterial {
  const tokens = new Map(archives.map(({ timestampName, token }) => [timestampName, asDer(token)]));
  const dated = archives
    .map((archive) => ({ archive, token: tokens.get(archive.timestampName) ?? archive.token }))
    .map((each) => ({ ...each, time: generationTimeOf(each.token) }))
    .sort((left, right) => left.time - right.time);
  const stamps = dated.map(({ archive, token }): Stamp => {
    const inner = [...archive.covered].flatMap((name) => tokens.get(name) ?? []);
    const coversSignature = file !== undefined && archive.covered.has(file.name);
    return {
      kind: 'archive',
      token,
      imprint: (digest) => createHash(digest).update(archive.manifest).digest(),
      covers: [...(coversSignature ? objectsOfSignature(signature) : []), ...inner, ...objectsOf(dataOfTokens(inner))],
    };
  });
  return {
    ...signature,
    stamps: [...signature.stamps, ...stamps],
    embedded: mergeData(signature.embedded, dataOfTokens([...tokens.values()])),
  };
}

function objectsOfSignature({ signatureValue, certificate, stamps, embedded }: SignatureMaterial): Buffer[] {
  return [signatureValue, certificate.der, ...stamps.map(({ token }) => token), ...objectsOf(embedded)];
}

/** Tokens that cannot be read stand outermost, where they prove nothing. */
function generationTimeOf(token: Buffer): number {
  try {
    return parseTimestampToken(token, LONG_TERM_LIMITS).generationTime.getTime();
  } catch (error) {
    if (error instanceof CryptoError) return Number.POSITIVE_INFINITY;
    throw error;
  }
}

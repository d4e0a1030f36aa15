import { CryptoError } from '../../crypto/error.ts';
import type { Signer } from '../../crypto/signer.ts';
import { createTimestampRejection, createTimestampResponse } from '../../crypto/tsp/authority.ts';
import { requireTimestampingPurpose } from '../../crypto/tsp/verify.ts';

/** Where the authority reads the time. */
export interface TimeSource {
  /** Undefined when the time cannot be trusted at the moment. */
  now(): Date | undefined;
}

export interface TimestampAuthorityOptions {
  /** Its certificate must be critically and only for time-stamping. */
  signer: Signer;
  /** Dotted policy of every token. */
  policy: string;
  clock: TimeSource;
  /** Gives a number that this authority has never used and, over restarts, never will; see `serial-numbers.ts`. */
  nextSerialNumber: () => bigint;
  /** How far the clock may be off, in milliseconds. Default 1000, the most that EN 319 422 allows. */
  accuracyMilliseconds?: number;
  /** Hears why a token could not be signed; requesters are only told `systemFailure`. */
  onFailure?: (error: unknown) => void;
}

export interface TimestampAuthority {
  /** A DER TimeStampResp for whatever bytes came. Never rejects. */
  respond(request: Buffer): Promise<Buffer>;
  /** The answer to a request too long to be read. */
  refuseTooLong(): Buffer;
}

/** A step back up to this long is the clock being disciplined; more means that it cannot be trusted. Milliseconds. */
const MAXIMUM_STEP_BACK = 2000;

/**
 * A time-stamp authority (RFC 3161) over a signer, a clock and a source of serial numbers. Times never run backwards: after a
 * small step back it repeats its latest time, after a larger one it answers `timeNotAvailable` until the clock has caught up.
 *
 * @throws CryptoError `timestamp-extended-key-usage` when the certificate is not one for time-stamping
 */
export function createTimestampAuthority(options: TimestampAuthorityOptions): TimestampAuthority {
  const { signer, policy, clock, nextSerialNumber, accuracyMilliseconds = 1000, onFailure } = options;
  requireTimestampingPurpose(signer.certificate);
  const readTime = forwardOnly(clock);
  return {
    async respond(request) {
      try {
        const now = withinValidity(signer, readTime());
        const issue = { signer, policy, serialNumber: nextSerialNumber(), now, accuracyMilliseconds };
        return await createTimestampResponse({ request, ...issue, ...(onFailure === undefined ? {} : { onFailure }) });
      } catch (error) {
        onFailure?.(error);
        return createTimestampRejection('systemFailure');
      }
    },
    refuseTooLong: () => createTimestampRejection('badRequest'),
  };
}

function forwardOnly(clock: TimeSource): () => Date | undefined {
  let latest = Number.NEGATIVE_INFINITY;
  return () => {
    const now = clock.now()?.getTime();
    if (now === undefined || Number.isNaN(now) || now < latest - MAXIMUM_STEP_BACK) return undefined;
    latest = Math.max(latest, now);
    return new Date(latest);
  };
}

/** A token made outside the certificate's validity would be refused by everyone: better no answer than a worthless one. */
function withinValidity(signer: Signer, now: Date | undefined): Date | undefined {
  if (now === undefined) return undefined;
  const { notBefore, notAfter } = signer.certificate;
  if (now < notBefore || now > notAfter) {
    throw new CryptoError('timestamp-path-invalid', 'the certificate of the authority is not valid now', { disposition: 'operator' });
  }
  return now;
}

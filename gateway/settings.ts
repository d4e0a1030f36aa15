import type { Direction, Lane } from '../store/contracts/records.ts';
import type { Environment } from '../treaty/competence/authority-profile.ts';
import type { RegisterSettings } from './register/register-number.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Limits and periods of one gateway. Lengths are octets, periods milliseconds. */
export interface GatewaySettings {
  /** Longest JSON part of a submission. */
  maximumRequestLength: number;
  maximumLetterLength: number;
  /** Longest package, all parts together. */
  maximumPackageLength: number;
  maximumFiles: number;
  /** Content up to this length travels in the same request as its header (design section 4: 8 MiB). */
  inlineContentLength: number;
  /** A deadline may lie at most this far ahead. */
  maximumExpiry: number;
  /** Deadlines given when the submitter names none, from the moment of submission. */
  defaultDeadlines: Record<Lane, { relay: number; consignment: number; handover: number }>;
  /** How long after a deadline its negative evidence is signed, because clocks differ. */
  deadlineSkew: number;
  /** B.3 without having heard from the peer only after this long past the deadline. */
  unheardPeerGrace: number;
  /** Sending to a peer waits at most this long after start for a first pull from it. */
  listenFirst: number;
  /** How long the time-stamp of a package is awaited before it goes unstamped. */
  timestampPatience: Record<Lane, number>;
  /** How long unknown revocation is retried before a message is consigned with that status. */
  revocationPatience: Record<Lane, number>;
  /** The long-term copy of a package is made this long after its message appeared here. */
  archiveAfter: number;
  /** How long content is kept after its message has ended; infinite keeps it for ever. */
  retention: Record<Direction, Record<Lane, number>>;
  pullInterval: number;
  /** Time between two looks whether a checkpoint should be cosigned or time-stamped. */
  witnessInterval: number;
  /** A new checkpoint is time-stamped when the last stamp is this old. */
  checkpointStampInterval: number;
  transferLifetime: number;
  /** How long a file waits that a client has brought and no message has taken over. */
  uploadLifetime: number;
  /** Free octets on the volume of the blobs that no new content may take. */
  diskReserve: number;
  /** Stored evidence per peer whose message or parents are not here. */
  maximumOrphans: number;
  leaseDuration: number;
  lanes: Record<Lane, { concurrency: number }>;
  perPeerConcurrency: number;
  /** What is sent in training never goes to a real authority, nor the other way round. */
  environment: Environment;
  /** How cases are numbered. */
  register: RegisterSettings;
}

export const DEFAULT_SETTINGS: GatewaySettings = {
  maximumRequestLength: 1024 * 1024,
  maximumLetterLength: 50 * 1024 * 1024,
  maximumPackageLength: 60 * 1024 ** 3,
  maximumFiles: 200,
  inlineContentLength: 8 * 1024 * 1024,
  maximumExpiry: 90 * DAY,
  defaultDeadlines: {
    urgent: { relay: 4 * HOUR, consignment: 8 * HOUR, handover: 3 * DAY },
    ordinary: { relay: 3 * DAY, consignment: 5 * DAY, handover: 30 * DAY },
    bulk: { relay: 7 * DAY, consignment: 10 * DAY, handover: 60 * DAY },
  },
  deadlineSkew: 5 * MINUTE,
  unheardPeerGrace: 24 * HOUR,
  listenFirst: 10 * MINUTE,
  timestampPatience: { urgent: 10 * SECOND, ordinary: 10 * MINUTE, bulk: 2 * HOUR },
  revocationPatience: { urgent: 15 * MINUTE, ordinary: 24 * HOUR, bulk: 24 * HOUR },
  archiveAfter: 12 * HOUR,
  retention: {
    outbound: { urgent: Number.POSITIVE_INFINITY, ordinary: Number.POSITIVE_INFINITY, bulk: Number.POSITIVE_INFINITY },
    inbound: { urgent: Number.POSITIVE_INFINITY, ordinary: Number.POSITIVE_INFINITY, bulk: Number.POSITIVE_INFINITY },
  },
  pullInterval: MINUTE,
  witnessInterval: SECOND,
  checkpointStampInterval: HOUR,
  transferLifetime: 7 * DAY,
  uploadLifetime: 7 * DAY,
  diskReserve: 1024 ** 3,
  maximumOrphans: 10_000,
  leaseDuration: 30 * SECOND,
  lanes: { urgent: { concurrency: 16 }, ordinary: { concurrency: 32 }, bulk: { concurrency: 4 } },
  perPeerConcurrency: 32,
  environment: 'production',
  register: { prefix: undefined, timeZone: 'UTC' },
};

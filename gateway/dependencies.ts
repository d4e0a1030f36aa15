import type { TileReader } from '../audit/contracts.ts';
import type { LogReader } from '../audit/log-reader.ts';
import type { CertificateReader } from '../crypto/jades/certificate-cache.ts';
import type { PathValidator } from '../crypto/x509/path.ts';
import type { Announcement } from '../queue/contract.ts';
import type { Blobs } from '../store/contracts/blobs.ts';
import type { Ledger } from '../store/contracts/ledger.ts';
import type { InstrumentsDocument } from '../treaty/instruments/configured-instruments.ts';
import type { ContentProgress } from './content-progress.ts';
import type { Clock } from './contracts/clock.ts';
import type { Directory } from './contracts/directory.ts';
import type { KeyStore } from './contracts/key-store.ts';
import type { LetterRenderer } from './contracts/letter-renderer.ts';
import type { Letters } from './contracts/letters.ts';
import type { PeerTransport } from './contracts/peer-transport.ts';
import type { RevocationSource } from './contracts/revocation.ts';
import type { TimestampAuthority } from './contracts/timestamp-authority.ts';
import type { Listening } from './evidence-return/listening.ts';
import type { Turns } from './register/turns.ts';
import type { GatewaySettings } from './settings.ts';

/** What happened, for metrics and the operator's log. Identifiers and codes only: never names, subjects or content (design rule 3). */
export interface GatewayEvent {
  name: string;
  messageId?: string;
  peer?: string;
  code?: string;
  lane?: string;
  milliseconds?: number;
  octets?: number;
}

/** Our own transparency log, as the steps see it. */
export interface OwnLog {
  /** Proofs. */
  reader: LogReader;
  /** The key that its checkpoints verify with (C2SP vkey). */
  verifierKey: string;
  /** What is published of it: the checkpoint that everybody can see is this one, never a newer one in the ledger. */
  tiles: TileReader;
  /** Identifiers of the authorities that are asked to cosign, or everybody in the directory who has a key for it. */
  witnesses: 'all' | readonly string[];
  /** Publishes a checkpoint again with cosignatures, unless the log has moved on. */
  publishCosigned: (note: string) => Promise<boolean>;
}

/** Everything the steps of the flow need, composed once per process and passed in. */
export interface GatewayDependencies {
  /** Identifier of the authority this gateway belongs to. */
  authority: string;
  /** Origin of our own log, as its checkpoints name it. */
  logOrigin: string;
  ledger: Ledger;
  blobs: Blobs;
  /** Wakes workers for jobs just committed; never throws. */
  announce: (announcements: readonly Announcement[]) => void;
  clock: Clock;
  directory: Directory;
  /** Instruments and parties that this installation knows beside those of the product and of the directory. */
  instruments: readonly InstrumentsDocument[];
  revocation: RevocationSource;
  keys: KeyStore;
  timestamps: TimestampAuthority;
  letters: Letters;
  letterRenderer: LetterRenderer;
  transport: PeerTransport;
  /** Paths of authorities' certificates. */
  paths: PathValidator;
  /** Paths of time-stamp authorities' certificates. */
  timestampPaths: PathValidator;
  /** Policies of time-stamp tokens that are accepted. */
  timestampPolicies: readonly string[];
  /** Remembers parsed certificates: a few signers sign everything. */
  readCertificate: CertificateReader;
  log: OwnLog;
  /** DER of the roots that authorities' and time-stamp authorities' certificates lead up to: the trust snapshot of proof bundles. */
  anchors: { roots: readonly Buffer[]; timestampRoots: readonly Buffer[] };
  randomBytes: (length: number) => Buffer;
  settings: GatewaySettings;
  /** Numbers of the register are given one after the other. */
  registerTurns: Turns;
  /** What this process has heard from its peers since it started. */
  listening: Listening;
  observe: (event: GatewayEvent) => void;
  /** How far content has come that this process works on. */
  progress: ContentProgress;
}

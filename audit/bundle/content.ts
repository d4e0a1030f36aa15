import type { FlattenedJws } from '../../crypto/jades/flattened-jws.ts';
import type { LeafType } from '../log/leaf.ts';
import type { TrustDocument } from '../trust.ts';

/** Octets that can be read more than once: a bundle is written in two passes, because its headers carry CRC and size. */
export interface OctetSource {
  open(): AsyncIterable<Buffer> | Iterable<Buffer>;
}

/** What one log has to say about the message. */
export interface BundledLog {
  /** Whose log it is. */
  authority: string;
  verifierKey: string;
  /** Signed notes; those inside the proofs are added by the writer. */
  checkpoints: readonly string[];
  consistency: readonly { fromSize: number; toSize: number; proof: readonly Buffer[] }[];
  proofs: readonly { type: LeafType; digest: Buffer; salt: Buffer; proof: string }[];
  /** Signed notes that lead from a former log to this one. */
  successions?: readonly string[];
  /** The first `size` entries in bundles of 256 (C2SP tlog-tiles). */
  entries?: { size: number; bundles: readonly Buffer[] };
}

/** Everything that goes into a proof bundle; see docs/formats.md, section "Proof bundle". */
export interface BundleContent {
  createdAt: Date;
  createdBy: string;
  message: { messageId: string; sender: string; recipient: string };
  /** The package, or only its digest when its content is not for the bundle's reader, or nothing when there never was one. */
  package: OctetSource | { sha256: Buffer; length: number } | Record<never, never>;
  /** What the long-term copy of the package has in `META-INF/`; it names the files of the package, and so goes with its content alone. */
  archive?: readonly { name: string; octets: Buffer }[];
  /** Signed headers, in any order. */
  envelopes: readonly FlattenedJws[];
  evidence: readonly FlattenedJws[];
  /** `Resealed` records. */
  statements: readonly FlattenedJws[];
  logs: readonly BundledLog[];
  /** DER, with the role they were used in; those of the trust snapshot need not be repeated. */
  certificates: readonly { role: string; der: Buffer }[];
  revocationLists: readonly Buffer[];
  ocspResponses?: readonly Buffer[];
  /** Tokens over the text of a checkpoint (the imprint is its SHA-256). */
  checkpointTimestamps?: readonly { checkpoint: string; token: Buffer }[];
  trust: TrustDocument;
}

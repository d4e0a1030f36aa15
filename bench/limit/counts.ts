/**
 * What one message needs by design (design sections 3 to 5), from the accepted submission to an E.1 that the sender's system has
 * verified: the least that any implementation of these formats does, whatever it is written in. docs/benchmarks.md gives the reason
 * for each number.
 */
export interface DesignCounts {
  /** P-256 signatures and verifications. */
  signatures: number;
  verifications: number;
  /** Ephemeral keys made, and ECDH agreements. */
  ephemeralKeys: number;
  agreements: number;
  /** AES key wraps and unwraps, and HKDF, of content keys and of the keys of blobs. */
  keyWraps: number;
  keyDerivations: number;
  /** Passes over the whole content. */
  hashPasses: number;
  /** AES-256-GCM in chunks of the store and of the sealed content (64 KiB), and in TLS records (16 KiB). */
  cipherPasses: number;
  recordPasses: number;
  /** Durable commits, which share fsyncs in groups, and fsyncs of files of their own. */
  commits: number;
  fileSyncs: number;
  /** Times the content is written to and read from the disk. */
  contentWrites: number;
  contentReads: number;
}

/** Commits that share one fsync (design section 8). */
export const GROUP_SIZE = 32;

/** Up to this length content stays in ledger rows; up to this length it travels in one request. */
const LARGEST_IN_LEDGER = 64 * 1024;
const LARGEST_INLINE = 8 * 1024 * 1024;

/** The counts for a message whose files have so many octets together. */
export function designCounts(octets: number): DesignCounts {
  const isFile = octets > LARGEST_IN_LEDGER;
  // A transfer is read and hashed again when it is committed; its first pass is not hashed.
  const rereads = octets > LARGEST_INLINE ? 1 : 0;
  return {
    // Seal, time-stamp, header; A.1, B.1, D.1, E.1.
    signatures: 7,
    // Sender: time-stamp, B.1, D.1, E.1. Recipient: header, A.1, seal, time-stamp. The sender's system: E.1.
    verifications: 9,
    ephemeralKeys: 1,
    agreements: 2,
    // The content key once each way, one data key on each side, and each time a blob is made or opened.
    keyWraps: 2 + 2 + 14,
    keyDerivations: 14,
    // Submission, package, sealed content; reception, package, files against the manifest.
    hashPasses: 6,
    // Submission: store. Preparation: open, seal, store. Transmission: open. Reception: store. Opening: open, unseal, store, open.
    cipherPasses: 10 + rereads,
    // Submission and transmission, at both ends.
    recordPasses: 4,
    // Sender: submission, preparation, B.1, D.1, E.1. Recipient: reception, D.1, E.1. And five jobs, taken and (the two pushes) ended.
    commits: 8 + 5 + 2,
    // Annex, sealed content, received content, package: the file and its folder.
    fileSyncs: isFile ? 8 : 0,
    contentWrites: 4,
    contentReads: 4 + rereads,
  };
}

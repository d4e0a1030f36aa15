import { EvidenceError } from './error.ts';
import type { EvidenceSummary } from './summary.ts';

/** What the holder of a message knows about it, to hold evidence against. Digests are lower-case hexadecimal. */
export interface KnownMessage {
  readonly messageId: string;
  readonly sender: string;
  readonly recipient: string;
  /** SHA-256 of the package, where it is known: the recipient knows it once it has opened the content, and from the header before. */
  readonly packageCommitment?: string;
  /** Digest of the sealed content of generation 0, where it is known: what A.1 names. */
  readonly firstSealedContentDigest?: string;
  /** `envelopeDigest` to digest of the sealed content, for every envelope sent or accepted. */
  readonly envelopes: ReadonlyMap<string, string>;
}

/**
 * Whether evidence speaks about exactly this message and these octets. Evidence about an envelope that is not among ours may be
 * somebody's duplicate: its digests are not compared, and `transportState` sets it aside. A.1 names the first sealing; whoever
 * has only a later one compares it by package alone.
 *
 * @throws EvidenceError `evidence-message-mismatch`, `evidence-content-mismatch`
 */
export function requireSameMessage(summary: EvidenceSummary, message: KnownMessage): void {
  if (summary.messageId !== message.messageId || summary.sender !== message.sender || summary.recipient !== message.recipient) {
    throw new EvidenceError('evidence-message-mismatch', 'the evidence is about another message');
  }
  const foreign = summary.envelopeDigest !== undefined && !message.envelopes.has(summary.envelopeDigest);
  if (foreign) return;
  const sealed = summary.envelopeDigest === undefined ? message.firstSealedContentDigest : message.envelopes.get(summary.envelopeDigest);
  if (differ(sealed, summary.sealedContentDigest)) {
    throw new EvidenceError('evidence-content-mismatch', 'the evidence names other sealed content');
  }
  if (differ(message.packageCommitment, summary.packageDigest)) {
    throw new EvidenceError('evidence-content-mismatch', 'the evidence names another package');
  }
}

/** Only what both sides state can disagree. */
function differ(known: string | undefined, stated: string | undefined): boolean {
  return known !== undefined && stated !== undefined && known !== stated;
}

/**
 * Records of the register: a case is one conversation with one authority. As everywhere, columns hold identifiers, numbers, digests and times;
 * what a request is about stays encrypted (design rule 6).
 */

/** A case in the register. Key: `caseKey(peer, conversation)`. */
export interface CaseRecord {
  conversation: string;
  peer: string;
  /** Which side wrote the message that opened it here. */
  openedBy: 'outbound' | 'inbound';
  /** Prefix, year and number, without gaps: `ES-DEMO/2026/000042`. */
  registerNumber: string;
  openedAt: string;
}

/** The last number given. Key: `<prefix>/<year>`. */
export interface RegisterCounterRecord {
  last: number;
}

/** Something by which the same request is known again when it comes by another route. Key: `<fingerprint>/<case key>`. */
export interface CaseMatchRecord {
  caseKey: string;
  /** Keyed digest of a reference or of the letter (hexadecimal): without the key nobody can try out numbers. */
  fingerprint: string;
}

/**
 * A typed message and the facts that statistics count, which outlive its content: coded, without names or texts, and all the same encrypted
 * under a key of their own. Key: that of the message.
 */
export interface TypedMessageRecord {
  caseKey: string;
  at: string;
  wrappedKey: string;
  blobId: string;
}

/** The key of a case: identifiers of conversations are chosen by others too, so that the peer is part of it. */
export function caseKey(peer: string, conversation: string): string {
  return `${peer}/${conversation}`;
}

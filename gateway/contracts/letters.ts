import type { SignatureAppearance } from '../../crypto/pades/signature-appearance.ts';
import type { Signer } from '../../crypto/signer.ts';
import type { BaselineLevel, Indication, SubIndication } from '../../crypto/validation/report.ts';

/** What a signature adds to a letter, time-stamp and certificates included: room for it above the longest letter. */
export const SIGNATURE_ROOM = 1024 * 1024;

/**
 * One signature of a letter as it is reported, never a reason to refuse (design rule 4). Names of persons stand in it: it is particular
 * to the message and stays out of ledger columns and logs (design rule 6).
 */
export interface LetterSignature {
  verdict: Indication;
  /** EN 319 102-1, table 6; absent when PASSED. */
  subIndication?: SubIndication;
  /** Stable reason for programs; absent when PASSED. */
  code?: string;
  /** PAdES baseline level; absent when the signature is not in a baseline form or does not hold. */
  level?: BaselineLevel;
  /** Present once the signer's certificate was identified. */
  signer?: LetterSigner;
  /** The signer's own claim. */
  claimedTime?: string;
  /** The signature existed before this moment, as a time-stamp proves. */
  stampedTime?: string;
  /** False when anything was added to the file after this signature. */
  coversWholeFile: boolean;
  /** The kinds of what was added. */
  changesAfter: { kind: string; harmless: boolean }[];
}

export interface LetterSigner {
  subject: string;
  issuer: string;
  /** SHA-256 of the certificate, lowercase hexadecimal. */
  certificate: string;
  /** The authority whose seal this certificate is, as the directory says. */
  authority?: string;
}

/** What can be said about the signatures of a letter. `code`: it could not be examined, and why; there may be signatures all the same. */
export interface LetterReport {
  signatures: LetterSignature[];
  code?: string;
}

/** What submission must know of the letter of request before it accepts it. */
export type LetterFinding =
  | {
      acceptable: true;
      pages: number;
      report: LetterReport;
      /** Set when the letter is to be signed and cannot be: a code of `crypto/`. */
      unsignable?: string;
    }
  | { acceptable: false; code: 'letter-not-pdf' | 'letter-encrypted' | 'letter-damaged' | 'letter-too-large' };

export interface LetterSigning {
  letter: Buffer;
  /** Its key never leaves the thread of the caller. */
  signer: Signer;
  signingTime: Date;
  /** A token over the imprint; undefined when the letter is to go without one. What it throws ends the signing and passes through. */
  stamp: (imprint: Buffer) => Promise<Buffer | undefined>;
  /** What the signature shows, where the letter keeps a place of that name for it; without such a place it is invisible. */
  mark?: LetterMark;
}

export interface LetterMark {
  /** Name of the empty signature field. */
  field: string;
  /** Draws it for a place of that size, in points. What it throws ends the signing and passes through. */
  draw: (place: { width: number; height: number }) => Promise<SignatureAppearance>;
}

export interface SignedLetter {
  /** What follows the octets of the letter; they stay as they are. */
  update: Buffer;
  level: 'B-B' | 'B-T';
}

/** Reads, judges and signs letters (PDF) away from the event loop. Annexes are never parsed, whatever their type. */
export interface Letters {
  /** Opens a letter; with `toBeSignedBy` also tries whether it can be signed, without the key. A letter that no thread survives is damaged. */
  inspect(letter: Buffer, options: { at: Date; toBeSignedBy?: Signer }): Promise<LetterFinding>;
  /** Judges the signatures of a letter. Never fails for what is in it. */
  examine(letter: Buffer, options: { at: Date }): Promise<LetterReport>;
  /**
   * Signs a letter as PAdES B-T, or B-B without a token, by an incremental update, and checks that its signature holds.
   * Throws an error of disposition `retry` when its thread dies or hangs, and CryptoError as `signPades`.
   */
  sign(request: LetterSigning): Promise<SignedLetter>;
  /**
   * Does `work` when there is room in memory for a letter of that length beside those under way: letters come from the store whole, and
   * many long ones at once must not be more than a process can hold.
   */
  hold<Result>(length: number, work: () => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

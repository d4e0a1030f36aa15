import { CryptoError } from '../../crypto/error.ts';
import type { Signer } from '../../crypto/signer.ts';
import { type LetterFinding, type LetterReport, SIGNATURE_ROOM } from '../../gateway/contracts/letters.ts';
import { judgeSignatures, type LetterTrust } from './judge-signatures.ts';

/** As long as any signature of a signer; a trial needs no real one. */
const TRIAL_SIGNATURE_LENGTH = 64;

export interface ExaminationOptions {
  maximumLength: number;
  trust: LetterTrust;
  at: Date;
}

/** The signatures of a letter, or why they cannot be told. */
export async function examineLetter(letter: Buffer, options: ExaminationOptions): Promise<LetterReport> {
  try {
    return { signatures: await judgeSignatures(letter, { ...options, maximumLength: options.maximumLength + SIGNATURE_ROOM }) };
  } catch (error) {
    if (error instanceof CryptoError) return { signatures: [], code: error.code };
    throw error;
  }
}

/** Opens a letter, judges its signatures, and tries whether `toBeSignedBy` can sign it; the key is not used. */
export async function openLetter(letter: Buffer, options: ExaminationOptions & { toBeSignedBy?: Signer }): Promise<LetterFinding> {
  // Gateways that only receive never need this parser, which holds some 20 MiB.
  const { inspectLetter } = await import('./inspect-letter.ts');
  const finding = await inspectLetter(letter, options.maximumLength);
  if (!finding.acceptable) return finding;
  const report = await examineLetter(letter, options);
  const unsignable = options.toBeSignedBy === undefined ? undefined : await trySigning(letter, options, options.toBeSignedBy);
  return { ...finding, report, ...(unsignable === undefined ? {} : { unsignable }) };
}

/** Why the letter cannot be signed, found by doing all of it but the signature itself. */
async function trySigning(letter: Buffer, options: ExaminationOptions, signer: Signer): Promise<string | undefined> {
  const { signPades } = await import('../../crypto/pades/sign.ts');
  const sign = async () => Buffer.alloc(TRIAL_SIGNATURE_LENGTH);
  try {
    await signPades({ pdf: letter, signer: { ...signer, sign }, signingTime: options.at, maximumLength: options.maximumLength });
    return undefined;
  } catch (error) {
    if (error instanceof CryptoError) return error.code;
    throw error;
  }
}

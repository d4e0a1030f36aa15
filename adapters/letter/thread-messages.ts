import type { SignatureAppearance } from '../../crypto/pades/signature-appearance.ts';
import type { SignatureAlgorithm } from '../../crypto/suites.ts';
import type { LetterFinding, LetterReport, SignedLetter } from '../../gateway/contracts/letters.ts';

/** What is fixed for the life of a thread. */
export interface ThreadSettings {
  maximumLength: number;
  /** DER. */
  anchors: readonly Uint8Array[];
  timestampAnchors: readonly Uint8Array[];
}

/** A signer without its key. */
export interface SignerDescription {
  certificate: Uint8Array;
  chain: readonly Uint8Array[];
  algorithm: SignatureAlgorithm;
}

export type Task =
  | { kind: 'inspect'; letter: Uint8Array; at: Date; toBeSignedBy?: SignerDescription }
  | { kind: 'examine'; letter: Uint8Array; at: Date }
  /** `mark`: the name of the field in which the signature is to show something. */
  | { kind: 'sign'; letter: Uint8Array; signer: SignerDescription; signingTime: Date; mark?: string };

export type TaskOf<Kind extends Task['kind']> = Extract<Task, { kind: Kind }>;

export interface TaskResults {
  inspect: LetterFinding;
  examine: LetterReport;
  sign: Omit<SignedLetter, 'update'> & { update: Uint8Array };
}

/** What the thread asks for while it works; answered by what holds keys and connections. */
export type Question =
  | { ask: 'signature'; data: Uint8Array; encoding: 'der' | 'ieee-p1363' }
  | { ask: 'timestamp'; imprint: Uint8Array }
  | { ask: 'mark'; place: { width: number; height: number } }
  /** `certificates`: whose status is in question. `known`: the revocation lists that the thread has already. */
  | { ask: 'validation-data'; certificates: readonly Uint8Array[]; known: string };

export interface Answers {
  signature: Uint8Array;
  timestamp: Uint8Array | undefined;
  mark: SignatureAppearance;
  /** Without `revocationLists` when they are those known. */
  'validation-data': { fingerprint: string; revocationLists?: readonly Uint8Array[]; ocspResponses: readonly Uint8Array[] };
}

export type Answer = Answers[keyof Answers];

/** To the thread. */
export type Order = { id: number; task: Task } | { question: number; answer: Answer } | { question: number; refused: true };

/** From the thread. */
export type News =
  | { id: number; result: TaskResults[keyof TaskResults] }
  | { id: number; failure: { code?: string; message: string; disposition?: string } }
  | { id: number; question: number; asked: Question };

/** A view of its own memory, which structured cloning can move instead of copying what stands beside it. */
export function apart(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

import type { Blobs } from '../../store/contracts/blobs.ts';
import type { LetterLanguage } from '../../treaty/letter/letter-document.ts';
import type { LetterReport } from '../contracts/letters.ts';
import type { InboundLegal } from '../legal/received-message.ts';
import type { OutboundLegal } from '../legal/typed-submission.ts';
import type { FileRole, RequestDocument } from './request-document.ts';

/** A file of a request as submitted. */
export interface SubmittedFile {
  name: string;
  role: FileRole;
  mediaType: string;
  language?: string;
  size: number;
  crc32: number;
  /** Lowercase hexadecimal. */
  sha256: string;
  blobId: string;
  /** Key of its blob, where that is not the key of the message: of a file that was uploaded before. */
  wrappedKey?: string;
}

/** What rebuilding the package byte for byte needs besides the files (design section 3, prepare). Base64. */
export interface PreparedPackage {
  requestDocument: string;
  manifest: string;
  signature: string;
  writerVersion: number;
}

/** Everything particular to an outbound message: names and subject live only here, encrypted (design rule 6). */
export interface OutboundParticulars {
  kind: 'outbound';
  conversation: string;
  requestGroup?: string;
  subject?: string;
  actor: string;
  /** Nonce for the request document. */
  nonce?: string;
  files: SubmittedFile[];
  /** Whether the letter is to be signed before it is packed. */
  signLetter?: boolean;
  /** On the signatures of the letter as it was submitted, and with ours. */
  letter?: { submitted: LetterReport; signed?: LetterReport };
  prepared?: PreparedPackage;
  /** The typed message, where there is one. */
  legal?: OutboundLegal;
  /** The letter is written by us when the package is prepared, in this language. */
  renderLetter?: { language: LetterLanguage };
  /** Number of the case in our own register. */
  registerNumber?: string;
}

/** A file inside a received package: stored without compression, hence readable in place. */
export interface ReceivedFile {
  name: string;
  role: FileRole;
  mediaType: string;
  language?: string;
  size: number;
  sha256: string;
  /** Where its octets begin in the package. */
  offset: number;
}

export interface InboundParticulars {
  kind: 'inbound';
  request: RequestDocument;
  files: ReceivedFile[];
  /** Verdict on the seal's certificate path and stamp when the package was opened. */
  seal: { verdict: 'PASSED' | 'INDETERMINATE'; code?: string; signedBy: string; stampedAt?: string };
  /** On the signatures of the letter, when the package was opened. */
  letter?: LetterReport;
  /** The typed message, where there is one. */
  legal?: InboundLegal;
}

export type Particulars = OutboundParticulars | InboundParticulars;

/** Encrypts particulars into a new blob. */
export function storeParticulars(blobs: Blobs, scope: { wrappedKey: string; messageKey: string; now: Date }, particulars: Particulars) {
  return blobs.put(scope, Buffer.from(JSON.stringify(particulars), 'utf8'));
}

/** Reads particulars back; the blob's own tag has authenticated them. */
export async function readParticulars<Kind extends Particulars['kind']>(
  blobs: Blobs,
  scope: { wrappedKey: string; blobId: string },
  kind: Kind,
): Promise<Extract<Particulars, { kind: Kind }>> {
  const reader = await blobs.open(scope);
  try {
    const particulars = JSON.parse((await reader.read(0, reader.size)).toString('utf8')) as Particulars;
    if (particulars.kind !== kind) throw new TypeError(`particulars of kind ${particulars.kind} where ${kind} belong`);
    return particulars as Extract<Particulars, { kind: Kind }>;
  } finally {
    await reader.close();
  }
}

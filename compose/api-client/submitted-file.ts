/** A file of a submission, of known length. */
export interface SubmittedFile {
  role: 'letter' | 'translation' | 'annex';
  name: string;
  mediaType: string;
  length: number;
  /** From `start` to the end; from the first octet when left out. */
  open(start?: number): AsyncIterable<Buffer>;
}

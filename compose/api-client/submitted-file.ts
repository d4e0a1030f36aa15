/** A file of a submission: readable once, of known length. */
export interface SubmittedFile {
  role: 'letter' | 'translation' | 'annex';
  name: string;
  mediaType: string;
  length: number;
  open(): AsyncIterable<Buffer>;
}

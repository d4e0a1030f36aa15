import { createHash } from 'node:crypto';
import type { ValijaClient } from '../../clients/typescript/client.ts';
import { ClientError } from '../../clients/typescript/error.ts';
import type { Submission, SubmissionRequest } from '../../clients/typescript/generated.ts';
import { Endurance } from '../../clients/typescript/upload.ts';
import type { SubmittedFile } from './submitted-file.ts';

/** A submission on its way: what somebody who goes on with it has to know. */
export interface SendingState {
  idempotencyKey: string;
  /** From which the keys of the uploads are made. */
  uploadsKey: string;
  /** Identifiers of the uploads, in the order of the files; empty before they are known. */
  uploads: readonly string[];
}

export interface LargeSubmission {
  /** Without `files`. */
  document: Readonly<Record<string, unknown>>;
  files: readonly (SubmittedFile & { language?: string })[];
  state: SendingState;
  /** Told whenever the state changes, before anything else is done. */
  keep: (state: SendingState) => Promise<void>;
  /** Octets that the gateway has, of all files together. */
  onProgress: (octets: number) => void;
}

const MAXIMUM_ATTEMPTS = 3;

/** What the gateway says of uploads that it does not have, or not whole. */
const NOT_THERE = new Set(['upload-unknown', 'upload-incomplete']);

/**
 * Submits files that were brought by uploads. With a state of before it goes on where that ended: asks whether the message is there
 * already, then brings what is missing. Throws ClientError, and what reading a file throws.
 */
export async function submitByUploads(gateway: ValijaClient, submission: LargeSubmission): Promise<Submission> {
  const { files, state } = submission;
  if (state.uploads.length === files.length) {
    const earlier = await submit(gateway, submission, state.uploads).catch((error: unknown) => {
      if (isNotThere(error)) return undefined;
      throw error;
    });
    if (earlier !== undefined) return earlier;
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      const uploads = await bringFiles(gateway, submission);
      await submission.keep({ ...state, uploads });
      return await submit(gateway, submission, uploads);
    } catch (error) {
      // Another command with the same files was faster, or an upload expired: this one brings its own.
      if (!isNotThere(error) || attempt === MAXIMUM_ATTEMPTS) throw error;
    }
  }
}

async function bringFiles(gateway: ValijaClient, { files, state, onProgress }: LargeSubmission): Promise<string[]> {
  const uploads: string[] = [];
  let before = 0;
  for (const [index, file] of files.entries()) {
    const start = before;
    const { upload } = await gateway.upload(
      { length: file.length, open: (from) => file.open(from) },
      { idempotencyKey: uploadKey(state.uploadsKey, index), onProgress: (octets) => onProgress(start + octets) },
    );
    uploads.push(upload);
    before += file.length;
  }
  return uploads;
}

function isNotThere(error: unknown): boolean {
  return error instanceof ClientError && [error, ...error.faults].some(({ code }) => NOT_THERE.has(code));
}

function submit(gateway: ValijaClient, { document, files, state }: LargeSubmission, uploads: readonly string[]): Promise<Submission> {
  const described = files.map(({ name, role, mediaType, language }, index) => ({
    name,
    role,
    mediaType,
    upload: uploads[index],
    ...(language === undefined ? {} : { language }),
  }));
  // The gateway says what is wrong with a document, better than a type could.
  const request = { ...document, files: described } as unknown as SubmissionRequest;
  return new Endurance().run(() => gateway.submitMessage({ idempotencyKey: state.idempotencyKey, request, files: [] }));
}

/** The same for the same file, and of the form that keys have. */
function uploadKey(uploadsKey: string, index: number): string {
  return createHash('sha256').update(`${uploadsKey}\n${index}`).digest('hex');
}

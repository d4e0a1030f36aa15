import type { Request, Response } from 'express';
import type { GatewayDependencies } from '../../dependencies.ts';
import { codeOf, GatewayError } from '../../error.ts';
import type { Actor } from '../../operations/actor.ts';
import { appendToUpload } from '../../uploads/append-upload.ts';
import { dropUpload } from '../../uploads/drop-upload.ts';
import { findUpload } from '../../uploads/find-upload.ts';
import { openUpload } from '../../uploads/open-upload.ts';
import type { ClientQuota } from '../../uploads/quota.ts';
import { arrivingUpload, listUploads, showUpload, type UploadState } from '../../uploads/upload-state.ts';
import { readBody } from '../request-body.ts';
import { sendAnswer } from '../send-answer.ts';
import type { TransferLocks } from '../transfer-locks.ts';
import { comparedBody, requireNoBody, requirePatchType, TUS_HEADERS, tusAbilities, uploadNumber } from '../tus.ts';
import type { uploadPage, uploadState } from './answers-uploads.ts';
import type { Handlers, ValueOf } from './call.ts';
import { sendJson } from './send-json.ts';

type UploadOperation = 'describeUploads' | 'openUpload' | 'listUploads' | 'uploadOffset' | 'showUpload' | 'continueUpload' | 'dropUpload';

export interface UploadRoutes {
  locks: TransferLocks;
  quotaOf: (client: string) => ClientQuota;
}

/** One opens at a time, so that quota and room are asked of what is there. */
const OPENING = 'opening';

/** tus 1.0 for clients: each request calls one operation, alone for its upload, and tells where that stands. */
export function uploadHandlers(dependencies: GatewayDependencies, { locks, quotaOf }: UploadRoutes): Handlers<UploadOperation> {
  const alone = <Result>(upload: string, work: (signal: AbortSignal) => Promise<Result>) => locks.run(lockKey(upload), work);
  const find = (actor: Actor, upload: string) => alone(upload, () => findUpload(dependencies, { actor, upload }));
  /** Without disturbing whoever is at it; nothing when that one cannot tell. */
  const look = async (actor: Actor, upload: string): Promise<UploadState[]> => {
    const query = { actor, upload };
    const state =
      (await arrivingUpload(dependencies, query)) ?? (await locks.runIfFree(lockKey(upload), () => showUpload(dependencies, query)));
    return state === undefined ? [] : [state];
  };
  return {
    describeUploads: ({ request, response, actor }) => {
      const headers = tusAbilities(quotaOf(actor.id).messageLength, ['creation', 'expiration', 'checksum', 'termination']);
      return sendAnswer(request, response, { status: 204, headers });
    },
    openUpload: async ({ request, response, actor }) => {
      requireNoBody(request);
      const length = uploadNumber(request, 'upload-length');
      const wanted = { actor, length, idempotencyKey: request.get('idempotency-key'), quota: quotaOf(actor.id) };
      const upload = await locks.run(OPENING, () => openUpload(dependencies, wanted));
      const state = await find(actor, upload);
      await tell(request, response, 201, state, { Location: `${request.baseUrl}/uploads/${state.upload}` });
    },
    listUploads: async ({ request, response, actor, language }) => {
      const uploads: UploadState[] = [];
      for (const upload of await listUploads(dependencies, { actor })) uploads.push(...(await look(actor, upload).catch(nothingKnown)));
      const page: ValueOf<typeof uploadPage> = { uploads };
      sendJson(request, response, page, language);
    },
    uploadOffset: async ({ request, response, actor, path }) => {
      const state = await find(actor, path.upload);
      await tell(request, response, 200, state, { 'Upload-Length': String(state.length) });
    },
    showUpload: async ({ request, response, actor, path, language }) => {
      const [state] = await look(actor, path.upload);
      // For a moment at its beginning and end, a request that brings octets cannot tell where the upload stands.
      if (state === undefined) throw new GatewayError('too-busy', 'the upload is being begun or ended', { disposition: 'retry' });
      sendJson(request, response, state satisfies ValueOf<typeof uploadState>, language);
    },
    continueUpload: async ({ request, response, actor, path }) => {
      requirePatchType(request);
      const offset = uploadNumber(request, 'upload-offset');
      const state = await alone(path.upload, (signal) => {
        const { content, isCompared } = comparedBody(request, readBody(request, signal));
        return appendToUpload(dependencies, { actor, upload: path.upload, offset, content, wholeOrNothing: isCompared });
      });
      await tell(request, response, 204, state);
    },
    dropUpload: async ({ request, response, actor, path }) => {
      await alone(path.upload, () => dropUpload(dependencies, { actor, upload: path.upload }));
      await sendAnswer(request, response, { status: 204, headers: TUS_HEADERS });
    },
  };
}

function lockKey(upload: string): string {
  return `upload/${upload}`;
}

/** Taken over or removed since it was listed. */
function nothingKnown(error: unknown): UploadState[] {
  if (codeOf(error) !== 'upload-unknown') throw error;
  return [];
}

function tell(
  request: Request,
  response: Response,
  status: number,
  state: UploadState,
  headers: Record<string, string> = {},
): Promise<void> {
  const standing = { 'Upload-Offset': String(state.offset), 'Upload-Expires': new Date(state.expiresAt).toUTCString() };
  return sendAnswer(request, response, { status, headers: { ...TUS_HEADERS, ...standing, ...headers } });
}

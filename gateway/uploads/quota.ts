import type { UploadRecord } from '../../store/contracts/records.ts';
import { GatewayError } from '../error.ts';

/** What one client may have at this gateway at a time. */
export interface ClientQuota {
  /** Uploads that no message has taken over, finished or not. */
  uploads: number;
  /** Octets of all of them, as announced. */
  uploadOctets: number;
  /** Octets of one message, all files together. */
  messageLength: number;
}

/**
 * Refuses an upload that a client may not have. GatewayError `submission-too-large` when it could be in no message, `upload-quota-exceeded`
 * (retry: messages take uploads over, and unused ones expire).
 */
export function requireQuota(quota: ClientQuota, uploads: readonly UploadRecord[], length: number): void {
  if (length > quota.messageLength) throw new GatewayError('submission-too-large', 'longer than a message of this client may be');
  if (uploads.length >= quota.uploads) throw exceeded(`${quota.uploads} uploads`);
  const octets = uploads.reduce((sum, upload) => sum + upload.length, length);
  if (octets > quota.uploadOctets) throw exceeded(`${quota.uploadOctets} octets`);
}

function exceeded(what: string): GatewayError {
  return new GatewayError('upload-quota-exceeded', `this client may have ${what} under way`, { disposition: 'retry' });
}

import type { IncomingMessage } from 'node:http';
import { GatewayError } from '../error.ts';
import type { SubmissionPart } from '../outbound/intake.ts';
import type { GatewaySettings } from '../settings.ts';
import { type MultipartPart, readFormData, readWhole } from './multipart.ts';

/** Splits a submission's form: the part `request` first, then the files, each read once and in order. */
export async function submissionParts(
  request: IncomingMessage,
  settings: GatewaySettings,
): Promise<{ document: Buffer; files: AsyncIterable<SubmissionPart> }> {
  // One part more than allowed is let through, so that the intake can name the fault.
  const parts = readFormData(request, { maximumParts: settings.maximumFiles + 2 })[Symbol.asyncIterator]();
  const first = await parts.next();
  if (first.done === true || first.value.field !== 'request') {
    throw new GatewayError('message-form-invalid', 'the first part must be the field "request"');
  }
  const document = await readWhole(first.value.content, settings.maximumRequestLength);
  return { document, files: fileParts(parts) };
}

async function* fileParts(parts: AsyncIterator<MultipartPart>): AsyncGenerator<SubmissionPart> {
  try {
    for (let next = await parts.next(); next.done !== true; next = await parts.next()) yield next.value;
  } finally {
    await parts.return?.();
  }
}

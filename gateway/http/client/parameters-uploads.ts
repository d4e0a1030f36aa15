import * as z from 'zod';

const NUMBER = /^(0|[1-9][0-9]{0,15})$/;

const protocol = { 'tus-resumable': z.literal('1.0.0').describe('The version of the protocol.') };

export const uploadProtocolHeaders = z.object(protocol);

export const uploadCreationHeaders = z.object({
  ...protocol,
  'upload-length': z.string().regex(NUMBER).describe('Octets of the whole file.'),
  'idempotency-key': z
    .string()
    .exactOptional()
    .describe('1 to 128 visible ASCII characters: the same key and length find the same upload, as long as no message has taken it over.'),
});

export const uploadPatchHeaders = z.object({
  ...protocol,
  'upload-offset': z.string().regex(NUMBER).describe('Where the octets begin.'),
  'upload-checksum': z
    .string()
    .exactOptional()
    .describe('`sha256` or `sha1`, a space, and the digest of the octets of this request in Base64.'),
});

/** Identifier of an upload. */
export const uploadIdentifier = z.string().regex(/^[0-9a-f]{32}$/);

export const uploadPath = z.strictObject({
  upload: uploadIdentifier.describe('Identifier of the upload, the last step of its `Location`.'),
});

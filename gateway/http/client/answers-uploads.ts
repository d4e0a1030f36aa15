import * as z from 'zod';
import { hexadecimalDigest, instant } from '../../../evidence/schema.ts';
import { uploadIdentifier } from './parameters-uploads.ts';

const octets = z.int().min(0);

export const uploadState = z
  .strictObject({
    upload: uploadIdentifier.describe('What a submission names.'),
    length: octets.describe('Octets of the whole.'),
    offset: octets.describe('Octets that are on disk; the upload is complete when they are all there.'),
    underWay: z.literal(true).exactOptional().describe('Octets are coming in at this moment, and `offset` counts those that have come.'),
    createdAt: instant,
    expiresAt: instant.describe('When it is removed, unless a message has taken it over.'),
    sha256: hexadecimalDigest.exactOptional().describe('Of the whole, once it is complete.'),
  })
  .describe('A file on its way to the gateway.');

export const uploadPage = z.strictObject({ uploads: z.array(uploadState) }).describe('The uploads of this client, the oldest first.');

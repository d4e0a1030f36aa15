import * as z from 'zod';
import { hexadecimalDigest, instant } from '../../../evidence/schema.ts';
import { authorityIdentifier } from '../../contracts/directory.ts';

const letterSigner = z.strictObject({
  subject: z.string(),
  issuer: z.string(),
  certificate: hexadecimalDigest.describe('SHA-256 of the certificate.'),
  authority: authorityIdentifier.exactOptional().describe('The authority whose seal this is, as the directory says.'),
});

const SUB_INDICATIONS = [
  'CERTIFICATE_CHAIN_GENERAL_FAILURE',
  'CHAIN_CONSTRAINTS_FAILURE',
  'CRYPTO_CONSTRAINTS_FAILURE',
  'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
  'EXPIRED',
  'FORMAT_FAILURE',
  'HASH_FAILURE',
  'NOT_YET_VALID',
  'NO_CERTIFICATE_CHAIN_FOUND',
  'NO_POE',
  'NO_SIGNING_CERTIFICATE_FOUND',
  'OUT_OF_BOUNDS_NO_POE',
  'OUT_OF_BOUNDS_NOT_REVOKED',
  'POLICY_PROCESSING_ERROR',
  'REVOKED',
  'REVOKED_CA_NO_POE',
  'REVOKED_NO_POE',
  'SIGNATURE_POLICY_NOT_AVAILABLE',
  'SIGNED_DATA_NOT_FOUND',
  'SIG_CONSTRAINTS_FAILURE',
  'SIG_CRYPTO_FAILURE',
  'TIMESTAMP_ORDER_FAILURE',
  'TRY_LATER',
] as const;

/** One signature of the letter itself. */
export const letterSignature = z
  .strictObject({
    verdict: z.enum(['PASSED', 'INDETERMINATE', 'FAILED']),
    subIndication: z.enum(SUB_INDICATIONS).exactOptional().describe('EN 319 102-1, table 6.'),
    code: z.string().exactOptional().describe('Stable reason for programs; absent when PASSED.'),
    level: z.enum(['B-B', 'B-T', 'B-LT', 'B-LTA']).exactOptional().describe('PAdES baseline level.'),
    signer: letterSigner.exactOptional(),
    claimedTime: instant.exactOptional().describe('The signer’s own claim.'),
    stampedTime: instant.exactOptional().describe('The signature existed before this moment, as a time-stamp proves.'),
    coversWholeFile: z.boolean(),
    changesAfter: z.array(z.strictObject({ kind: z.string(), harmless: z.boolean() })),
  })
  .describe('A signature of the letter itself, by the process of EN 319 102-1.');

/** Members that tell about the letter. */
export const letterReport = {
  letterSignatures: z.array(letterSignature),
  letterProblem: z.string().exactOptional().describe('Why the signatures of the letter could not be examined.'),
};

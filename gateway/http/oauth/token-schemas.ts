import * as z from 'zod';
import { MAXIMUM_JWT_LENGTH } from '../../../crypto/jwt/verify-jwt.ts';

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Form parameters of a request for a token; one that comes twice is a list, and no text. */
export const tokenRequest = z
  .object({
    grant_type: z.string().describe('`client_credentials`.'),
    client_id: z
      .string()
      .max(128)
      .exactOptional()
      .describe('`clients[].id` of the configuration. Needed with a certificate; with an assertion its `sub` says it.'),
    client_assertion_type: z.string().exactOptional().describe(`\`${ASSERTION_TYPE}\`, with an assertion.`),
    client_assertion: z
      .string()
      .max(MAXIMUM_JWT_LENGTH)
      .exactOptional()
      .describe(
        'JWT signed with a registered key (ES256, ES384 or PS256): `iss` and `sub` are the client, `aud` is the token endpoint or the issuer, `exp` at most five minutes ahead, `jti` never used before.',
      ),
    scope: z.string().exactOptional().describe('There are no scopes: left out.'),
  })
  .describe('What a client sends for a token.');

export const tokenAnswer = z
  .strictObject({
    access_token: z.string().describe('For `Authorization: Bearer`, over connections with the certificate of this one, where it had one.'),
    token_type: z.literal('Bearer'),
    expires_in: z.int().describe('Seconds.'),
  })
  .describe('An access token.');

export const tokenError = z
  .strictObject({
    error: z.enum(['invalid_request', 'invalid_client', 'unsupported_grant_type', 'invalid_scope', 'temporarily_unavailable']),
    error_description: z.string(),
  })
  .describe('RFC 6749, section 5.2.');

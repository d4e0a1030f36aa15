import { tokenAnswer, tokenError, tokenRequest } from '../../oauth/token-schemas.ts';
import { problem } from '../answers.ts';
import { defineOperation } from '../operation.ts';
import { json } from './shared.ts';

const refused = (description: string) => ({ description, content: [json(tokenError)] });

/** Beside the client API, where the configuration has `oauth`: in the document, and served by the token API. */
export const TOKEN_OPERATIONS = {
  issueToken: defineOperation({
    method: 'post',
    path: '/oauth2/token',
    isAtRoot: true,
    tag: 'Access tokens',
    summary: 'Get an access token',
    description: [
      'OAuth 2 client credentials (RFC 6749, section 4.4), where the configuration has `oauth`. A client shows who it is by the certificate of its connection (RFC 8705), or by an assertion signed with a registered key (RFC 7523, `private_key_jwt`), which is used once.',
      'Tokens hold for minutes. One that was given over a connection with a certificate holds over connections with that certificate alone. After a restart of the gateway ask for another one, as after any 401.',
      'Errors have the form of RFC 6749. `/.well-known/oauth-authorization-server` tells OAuth libraries the rest (RFC 8414).',
    ],
    callers: ['anyone'],
    body: { mediaType: 'application/x-www-form-urlencoded', schema: tokenRequest, description: 'Each parameter once.' },
    answers: {
      200: { description: 'A token.', content: [json(tokenAnswer)] },
      400: refused('The request is not one for a token.'),
      401: refused('The client is unknown, or does not show that it is that client.'),
      429: {
        description: '`urn:valija:problem:rate-limited`: too many requests from this address.',
        content: [{ mediaType: 'application/problem+json', schema: problem }],
        headers: { 'Retry-After': 'Seconds after which it is worth trying again.' },
      },
      503: {
        ...refused('The gateway cannot tell the time at present.'),
        headers: { 'Retry-After': 'Seconds after which it is worth trying again.' },
      },
    },
    problems: [],
  }),
} as const;

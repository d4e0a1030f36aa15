import type { JsonSchema } from './schemas.ts';

/** The version of the interface, not of the program: changes with what clients can see. */
export const INTERFACE_VERSION = '1.0.0';

export const ABOUT = {
  info: {
    title: 'Valija client API',
    version: INTERFACE_VERSION,
    summary: 'Sealed requests between central authorities, with a receipt for every step.',
    description: [
      'The interface of a gateway for the systems, officers, operators and auditors of its own authority. `docs/integrate.md` leads from nothing to a received request with curl alone.',
      '**Errors** are RFC 9457 problem documents. `type` is stable, `faults` lists every fault at once, `title` and `detail` are sentences in the language of `Accept-Language` (Spanish, Portuguese, French, English; Spanish by default). 429 and 503 say in `Retry-After` when to try again; everything else is refused for good.',
      '**Rates**: `RateLimit-Policy` and `RateLimit` tell with every answer how many requests a client may make and how many are left.',
      '**Later versions** of `/api/v1` may add operations, parameters, members of answers, states, events and codes. Read over what you do not know.',
    ].join('\n\n'),
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/', description: 'The listener `listeners.client` of the gateway.' }],
};

export const TAGS = [
  { name: 'Messages', description: 'Submit, search, look at and take over messages.' },
  { name: 'Cases', description: 'What typed messages mean in law: the register, states, deadlines, statistics.' },
  { name: 'Uploads', description: 'Bring large files piece by piece, through any interruption (tus 1.0).' },
  { name: 'Content', description: 'Fetch what a message consists of, whole or in parts.' },
  { name: 'Changes', description: 'Follow what happens without missing anything.' },
  { name: 'Administration', description: 'For those who look after the gateway.' },
  { name: 'Audit', description: 'For those who check afterwards: what was done, by whom, and that the log holds it.' },
  { name: 'Access tokens', description: 'For clients that cannot bring a registered certificate to each request, or should not.' },
  { name: 'This interface', description: 'What you are reading.' },
];

export const SECURITY_SCHEMES: Record<string, JsonSchema> = {
  clientCertificate: {
    type: 'mutualTLS',
    description: 'A client certificate whose SHA-256 fingerprint is in the configuration of the gateway (`clients`).',
  },
  accessToken: {
    type: 'oauth2',
    description: 'An access token of the gateway itself, as `Authorization: Bearer`, where the configuration has `oauth`.',
    flows: { clientCredentials: { tokenUrl: '/oauth2/token', scopes: {} } },
  },
};

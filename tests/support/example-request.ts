import type { RequestMessage } from '../../treaty/requests/request-message.ts';

/** An invented request that says no more than its schema demands. */
export const EXAMPLE_REQUEST: RequestMessage = {
  format: 'valija-legal/1',
  kind: 'request',
  requestType: 'mutual-legal-assistance',
  typeVersion: 1,
  matter: 'criminal',
  language: 'es',
  references: [],
  chain: [{ side: 'requesting', role: 'central-authority', party: { name: 'Autoridad central inventada de XA', country: 'XA' } }],
  instruments: [],
  files: [],
  particulars: {},
};

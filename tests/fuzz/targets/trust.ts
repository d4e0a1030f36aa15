import { deepStrictEqual } from 'node:assert';
import { AuditError } from '../../../audit/error.ts';
import { parseTrust, readTrustDocument, serializeTrust } from '../../../audit/trust.ts';
import { makeExchange } from '../../unit/audit/helpers/sample-exchange.ts';

const { content } = await makeExchange();
const seed = serializeTrust(content.trust);

export const target = {
  name: 'trust',
  seeds: () => [seed, Buffer.from(JSON.stringify(content.trust))],
  run: (input: Buffer) => {
    const { roots, authorities } = parseTrust(input);
    const document = readTrustDocument(input);
    deepStrictEqual(
      roots.map(({ der }) => der.toString('base64')),
      document.roots,
      'roots are the octets of the document',
    );
    deepStrictEqual(authorities.size, new Set(document.authorities.map(({ identifier }) => identifier)).size, 'each authority once');
    deepStrictEqual(readTrustDocument(serializeTrust(document)), document, 'survives a round trip');
  },
  acceptable: (error: unknown) => error instanceof AuditError && error.code === 'trust-malformed',
};

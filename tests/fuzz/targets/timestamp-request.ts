import { ok } from 'node:assert';
import { contextConstructed, integer, objectIdentifier, sequence } from '../../../crypto/der/writer.ts';
import { CryptoError } from '../../../crypto/error.ts';
import { writeMessageImprint } from '../../../crypto/tsp/imprint.ts';
import { buildTimestampRequest, parseTimestampRequest } from '../../../crypto/tsp/request.ts';
import { extension } from '../../unit/tsp/support.ts';

const imprint = Buffer.alloc(32, 7);

export const target = {
  name: 'timestamp-request',
  seeds: () => [
    buildTimestampRequest({ imprint, nonce: Buffer.alloc(16, 0xf0), policy: '1.3.6.1.4.1.99999.1' }),
    buildTimestampRequest({ imprint: Buffer.alloc(48, 7), nonce: Buffer.alloc(8), certificateRequested: false }),
    sequence(integer(1), writeMessageImprint(imprint), objectIdentifier('1.2.3'), contextConstructed(0, extension('1.2.3', true))),
  ],
  run: (input: Buffer) => {
    const request = parseTimestampRequest(input);
    ok(input.includes(request.messageImprint.raw), 'the imprint is the one that came');
    ok(request.nonce === undefined || request.nonce.length <= 64, 'the nonce is below its cap');
  },
  acceptable: (error: unknown) => error instanceof CryptoError,
};

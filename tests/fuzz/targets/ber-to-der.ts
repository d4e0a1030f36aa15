import { ok } from 'node:assert';
import { berToDer } from '../../../crypto/der/ber-to-der.ts';
import { integer, octetString, sequence } from '../../../crypto/der/writer.ts';
import { CryptoError } from '../../../crypto/error.ts';

export const target = {
  name: 'ber-to-der',
  seeds: () => [
    sequence(integer(5), octetString(Buffer.alloc(200, 1)), sequence(sequence())),
    Buffer.from('3080a0802480040341424304820001440000000030800201010000' + '0000', 'hex'),
  ],
  run: (input: Buffer) => {
    const der = berToDer(input, { maximumBytes: 64 * 1024 });
    ok(berToDer(der).equals(der), 'what was converted is not converted again');
  },
  acceptable: (error: unknown) => error instanceof CryptoError,
};

import { ok } from 'node:assert';
import { readDer, timeOf } from '../../../crypto/der/reader.ts';
import {
  bitString,
  booleanValue,
  contextConstructed,
  contextPrimitive,
  generalizedTime,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  utcTime,
  utf8String,
} from '../../../crypto/der/writer.ts';
import { CryptoError } from '../../../crypto/error.ts';
import { reencode } from '../../unit/der/support.ts';

const time = new Date('2026-11-20T07:00:00.250Z');

export const target = {
  name: 'der-reader',
  seeds: () => [
    sequence(integer(-5), integer(2n ** 90n), objectIdentifier('2.25.329800735698586629295641978511506172918'), nullValue()),
    setOf(booleanValue(true), octetString(Buffer.alloc(300, 1)), utf8String('año'), bitString(Buffer.from([0xf0]), 4)),
    contextConstructed(0, contextPrimitive(1, Buffer.from('abc')), sequence(sequence(sequence()))),
    generalizedTime(time),
    utcTime(time),
  ],
  run: (input: Buffer) => {
    const node = readDer(input, { maximumBytes: 64 * 1024 });
    ok(reencode(node).equals(input), 'what was read re-encodes byte for byte');
    if (node.tag === 0x18) ok(!Number.isNaN(timeOf(node).getTime()), 'a time that was read is a time');
  },
  acceptable: (error: unknown) => error instanceof CryptoError,
};

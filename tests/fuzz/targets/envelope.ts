import { deepStrictEqual, ok } from 'node:assert';
import { CryptoError } from '../../../crypto/error.ts';
import type { FlattenedJws } from '../../../crypto/jades/flattened-jws.ts';
import { readStoredEnvelope } from '../../../evidence/envelope.ts';
import { EvidenceError } from '../../../evidence/error.ts';
import { header, RECIPIENT, RELAY, SENDER } from '../../unit/evidence/support.ts';

/** The header behind the signature: mutated whole objects would nearly all end at the signature. */
export const target = {
  name: 'envelope',
  seeds: () => {
    const { latestCheckpointSeenOfPeer, ...shorter } = header;
    ok(latestCheckpointSeenOfPeer);
    const relayed = {
      ...shorter,
      route: [SENDER, RELAY, RECIPIENT],
      lane: 'urgent',
      unstamped: true,
      sealGeneration: 2,
      headerGeneration: 1,
    };
    return [header, relayed].map((seed) => Buffer.from(JSON.stringify(seed)));
  },
  run: (input: Buffer) => {
    const jws: FlattenedJws = { payload: input.toString('base64url'), protected: '', signature: '' };
    const read = readStoredEnvelope(jws);
    deepStrictEqual(read, JSON.parse(input.toString('utf8')), 'the schema changes nothing');
    deepStrictEqual([read.route[0], read.route.at(-1)], [read.sender, read.recipient]);
    ok(Date.parse(read.deadlines.relay) <= Date.parse(read.deadlines.handover));
  },
  acceptable: (error: unknown) => error instanceof CryptoError || error instanceof EvidenceError,
};

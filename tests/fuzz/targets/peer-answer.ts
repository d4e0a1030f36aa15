import { deepStrictEqual } from 'node:assert';
import { deliveryAnswer, parseEvidenceAnswers, parseEvidencePage, parseMessagesPage } from '../../../adapters/transport/answers.ts';
import { TransportError } from '../../../adapters/transport/error.ts';

const evidence = { evidence: '{"payload":"","protected":"","signature":""}', salt: 'a'.repeat(64) };
const message = {
  messageId: '01990000-0000-7000-8000-000000000001',
  sender: 'urn:valija:authority:xa-central',
  packageCommitment: 'b'.repeat(64),
  receivedAt: '2026-11-20T07:00:00.000Z',
};

/** One octet says which answer it is, the rest is its body. */
const SEEDS = [
  `0${JSON.stringify(evidence)}`,
  `1${JSON.stringify({ epoch: 'e', items: [{ position: 1, item: evidence }], more: true })}`,
  `2${JSON.stringify({ epoch: 'e', items: [{ position: 1, item: message }], more: false })}`,
  `3${JSON.stringify({ type: 'urn:valija:problem:too-busy', title: 'x', status: 503, code: 'too-busy' })}`,
  `4${JSON.stringify({ answers: [{ status: 204 }, { status: 409, type: 'urn:valija:problem:evidence-id-reused', code: 'evidence-id-reused' }] })}`,
];

function read(input: Buffer): unknown {
  const body = input.subarray(1);
  const response = { headers: { 'retry-after': '5' }, mediaType: 'application/json', body };
  switch (input[0]) {
    case 0x31:
      return parseEvidencePage({ ...response, status: 200 }, 0);
    case 0x32:
      return parseMessagesPage({ ...response, status: 200 }, 0);
    case 0x33:
      return deliveryAnswer({ ...response, status: 503, mediaType: 'application/problem+json' });
    case 0x34:
      return parseEvidenceAnswers({ ...response, status: 200 }, 2);
    default:
      return deliveryAnswer({ ...response, status: 200 });
  }
}

export const target = {
  name: 'peer-answer',
  seeds: () => SEEDS.map((seed) => Buffer.from(seed)),
  run: (input: Buffer) => deepStrictEqual(read(input), read(Buffer.from(input)), 'is read the same way twice'),
  acceptable: (error: unknown) => error instanceof TransportError && error.code === 'peer-protocol',
};

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TransportError } from '../../../adapters/transport/error.ts';
import { EvidenceBatches, type SendEvidence } from '../../../adapters/transport/evidence-batches.ts';
import type { AuthorityRecord } from '../../../gateway/contracts/directory.ts';
import type { EvidenceAnswer, TravellingEvidence } from '../../../gateway/contracts/peer-transport.ts';

const peerOf = (identifier: string) => ({ identifier }) as AuthorityRecord;
const piece = (text: string): TravellingEvidence => ({ evidence: text, salt: 'a'.repeat(64) });
const never = new AbortController().signal;

/** Requests that are answered when the test says so; each piece is answered with a problem that names it. */
function held() {
  const requests: { pieces: readonly TravellingEvidence[]; signal: AbortSignal; answer: () => void; fail: (error: unknown) => void }[] = [];
  const send: SendEvidence = (_peer, pieces, signal) =>
    new Promise((resolve, reject) => {
      requests.push({
        pieces,
        signal,
        answer: () => resolve(pieces.map(({ evidence }): EvidenceAnswer => ({ kind: 'problem', status: 400, type: evidence }))),
        fail: reject,
      });
    });
  return { requests, batches: new EvidenceBatches(send) };
}

describe('evidence for one peer', () => {
  it('goes at once while nothing is under way, and together when it has to wait', async () => {
    const { requests, batches } = held();
    const answers = ['1', '2', '3', '4', '5'].map((text) => batches.push(peerOf('a'), piece(text), never));
    expect(requests.map(({ pieces }) => pieces.length)).toEqual([1, 1]);
    requests[0]?.answer();
    await answers[0];
    await new Promise(setImmediate);
    expect(requests.map(({ pieces }) => pieces.length)).toEqual([1, 1, 3]);
    for (const { answer } of requests.slice(1)) answer();
    expect((await Promise.all(answers)).map((answer) => answer.kind === 'problem' && answer.type)).toEqual(['1', '2', '3', '4', '5']);
  });

  it('does not wait for what goes to another peer', () => {
    const { requests, batches } = held();
    for (const peer of ['a', 'a', 'a', 'b']) void batches.push(peerOf(peer), piece(peer), never);
    expect(requests.map(({ pieces }) => pieces.map(({ evidence }) => evidence))).toEqual([['a'], ['a'], ['b']]);
  });

  it('fails for everybody in a request that failed, and for nobody else', async () => {
    const { requests, batches } = held();
    const [first, second] = [batches.push(peerOf('a'), piece('1'), never), batches.push(peerOf('a'), piece('2'), never)];
    requests[0]?.fail(new TransportError('peer-unreachable', 'invented'));
    await expect(first).rejects.toMatchObject({ code: 'peer-unreachable' });
    requests[1]?.answer();
    expect(await second).toMatchObject({ kind: 'problem' });
  });

  it('may be given up by one without the others losing their request, and the request ends with the last', async () => {
    const { requests, batches } = held();
    const controllers = [new AbortController(), new AbortController()];
    const blocking = [batches.push(peerOf('a'), piece('x'), never), batches.push(peerOf('a'), piece('y'), never)];
    const together = controllers.map(({ signal }, at) =>
      batches.push(peerOf('a'), piece(`${at}`), signal).catch((error: unknown) => error),
    );
    requests[0]?.answer();
    await blocking[0];
    await new Promise(setImmediate);
    controllers[0]?.abort();
    expect(await together[0]).toMatchObject({ code: 'peer-unreachable' });
    expect(requests[2]?.signal.aborted).toBe(false);
    controllers[1]?.abort();
    expect(await together[1]).toMatchObject({ code: 'peer-unreachable' });
    expect(requests[2]?.signal.aborted).toBe(true);
  });

  it('keeps to the limits of one request, loses nothing and repeats nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 262_144 }), { minLength: 1, maxLength: 80 }), async (lengths) => {
        const sent: string[] = [];
        const batches = new EvidenceBatches(async (_peer, pieces) => {
          expect(pieces.length).toBeLessThanOrEqual(32);
          expect(Buffer.byteLength(JSON.stringify({ items: pieces }))).toBeLessThanOrEqual(1024 * 1024);
          sent.push(...pieces.map(({ evidence }) => evidence));
          await new Promise(setImmediate);
          return pieces.map((): EvidenceAnswer => ({ kind: 'stored' }));
        });
        const texts = lengths.map((length, at) => `${at}-${'x'.repeat(length)}`.slice(0, 262_144));
        await Promise.all(texts.map((text) => batches.push(peerOf('a'), piece(text), never)));
        expect(sent.sort()).toEqual([...texts].sort());
      }),
      { numRuns: 30 },
    );
  });
});

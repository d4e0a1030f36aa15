import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvents, type ServerSentEvent } from '../../../clients/typescript/event-reader.ts';

async function* pieces(text: string, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, 'utf8');
  let start = 0;
  for (const cut of [...cuts.map((value) => value % (bytes.length + 1)), bytes.length].sort((one, other) => one - other)) {
    yield bytes.subarray(start, cut);
    start = cut;
  }
}

async function read(text: string, cuts: readonly number[] = []): Promise<ServerSentEvent[]> {
  const events: ServerSentEvent[] = [];
  for await (const event of readEvents(pieces(text, cuts))) events.push(event);
  return events;
}

describe('a stream of events', () => {
  it.each([
    ['event: change\nid: e.1\ndata: {}\n\n', [{ event: 'change', id: 'e.1', data: '{}' }]],
    ['data:x\n\n', [{ event: 'message', data: 'x' }]],
    ['data: a\ndata: b\n\n', [{ event: 'message', data: 'a\nb' }]],
    [': heartbeat\n\nretry: 1000\n\n', []],
    [
      'data: one\r\n\r\ndata: two\r\n\r\n',
      [
        { event: 'message', data: 'one' },
        { event: 'message', data: 'two' },
      ],
    ],
    ['id: e.1\ndata: cut', []],
    ['id: e.1\ndata: cut\n', []],
    ['nonsense\n\n', []],
    ['', []],
  ])('is read as the standard says: %j', async (text, events) => {
    expect(await read(text)).toEqual(events);
  });

  it('is the same in whatever pieces it comes', async () => {
    const event = fc.record({ id: fc.stringMatching(/^[a-z]{1,8}\.\d{1,5}$/), data: fc.stringMatching(/^[ -~áñ€😀]{0,40}$/u) });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 8 }), fc.array(fc.nat(2_000), { maxLength: 20 }), async (events, cuts) => {
        const text = events.map(({ id, data }) => `id: ${id}\nevent: change\ndata: ${data}\n\n`).join(': heartbeat\n\n');
        expect(await read(text, cuts)).toEqual(events.map(({ id, data }) => ({ event: 'change', id, data })));
      }),
      { numRuns: 200 },
    );
  });

  it('with an event without end is given up', async () => {
    await expect(read(`data: ${'a'.repeat(70_000)}`)).rejects.toThrow(RangeError);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changesFeed } from '../../../gateway/receipts/feeds.ts';
import { messageKey } from '../../../store/contracts/records.ts';
import { type ClientApiServer, type EventStream, openEventStream, startClientApi } from '../../support/client-api-server.ts';
import { eventually } from '../../support/eventually.ts';
import { RECIPIENT, SENDER } from '../../support/gateway-fixture.ts';

let api: ClientApiServer;

beforeEach(async () => {
  api = await startClientApi({ heartbeatMilliseconds: 60 });
});
afterEach(() => api.close());

const key = (index: number) => messageKey('outbound', RECIPIENT, `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`);

/** Commits changes, in the way of the flow. */
async function change(first: number, count = 1): Promise<void> {
  const feeds = Array.from({ length: count }, (_, index) => changesFeed(key(first + index), 'accepted'));
  await api.fixture.recipient.dependencies.ledger.commit({ feeds });
}

const numbersOf = (events: EventStream['events']) =>
  events.filter(({ event }) => event === 'change').map(({ data }) => Number((data as { messageId: string }).messageId.slice(-12)));

const open = (options: { after?: number; lastEventId?: string } = {}, cutAfter?: number) =>
  openEventStream(
    {
      port: api.servers.clientPort,
      credentials: api.credentials('system'),
      path: `/api/v1/changes?after=${options.after ?? 0}`,
      headers: options.lastEventId === undefined ? {} : { 'last-event-id': options.lastEventId },
    },
    cutAfter,
  );

describe('the stream of changes', () => {
  it('tells what was before, and each change as it is committed', async () => {
    await change(0, 3);
    const stream = await open();
    await eventually('the first three', () => stream.events.length === 3);
    await change(3);
    await eventually('the fourth', () => stream.events.length === 4);
    expect(numbersOf(stream.events)).toEqual([0, 1, 2, 3]);
    expect(stream.events.at(-1)).toMatchObject({
      event: 'change',
      id: expect.stringMatching(new RegExp(`^${api.fixture.recipient.dependencies.ledger.feedEpoch}\\.\\d+$`)),
      data: { direction: 'outbound', sender: RECIPIENT, state: 'accepted' },
    });
    stream.cut();
  });

  it('misses nothing and repeats nothing for a client that is cut off after any number of octets', async () => {
    const total = 400;
    let written = 0;
    const writing = (async () => {
      while (written < total) {
        const count = Math.min(1 + (written % 7), total - written);
        await change(written, count);
        written += count;
        await new Promise((resolve) => setTimeout(resolve, written % 3));
      }
    })();
    const seen: number[] = [];
    let lastEventId: string | undefined;
    // Cuts inside the first field, in the middle of an id, between data and its end, and after hundreds of events.
    for (let round = 0; seen.length < total; round += 1) {
      const stream = await open(lastEventId === undefined ? {} : { lastEventId }, 1 + ((round * 193) % 5_000));
      await Promise.race([stream.ended, eventually('all of them', () => seen.length + numbersOf(stream.events).length >= total)]);
      stream.cut();
      await stream.ended;
      seen.push(...numbersOf(stream.events));
      lastEventId = stream.events.at(-1)?.id ?? lastEventId;
      expect(round).toBeLessThan(3_000);
    }
    await writing;
    expect(seen).toEqual(Array.from({ length: total }, (_, index) => index));
  });

  it('gives a sign of life while nothing happens', async () => {
    const stream = await open();
    await eventually('two heartbeats', () => stream.comments.length >= 2);
    expect(new Set(stream.comments)).toEqual(new Set([': heartbeat']));
    stream.cut();
  });

  it('begins again with the first change, and says so, when the position belongs to another epoch', async () => {
    await change(0, 2);
    const stream = await open({ lastEventId: 'before-the-restore.999999' });
    await eventually('both', () => stream.events.length === 3);
    expect(stream.events[0]).toMatchObject({ event: 'restart', data: { epoch: api.fixture.recipient.dependencies.ledger.feedEpoch } });
    expect(numbersOf(stream.events)).toEqual([0, 1]);
    stream.cut();
    const answer = await api.send('system', '/changes?after=999999&epoch=another');
    expect((JSON.parse(answer.body.toString()) as { changes: unknown[] }).changes).toHaveLength(2);
  });

  it('waits for a client that reads slowly, and ends for one that has gone', async () => {
    await change(0, 3_000);
    const streams = await Promise.all([open(), open()]);
    await eventually('all of them', () => streams.every(({ events }) => events.length === 3_000));
    for (const stream of streams) stream.cut();
    await Promise.all(streams.map(({ ended }) => ended));
  });

  it('ends in order when the gateway stops', async () => {
    const stream = await open();
    await eventually('it runs', () => stream.comments.length > 0);
    api.stopStreams();
    expect(await stream.ended).toBe('whole');
  });

  it('is given to a client sixteen times at once, and again when one has ended', async () => {
    const streams = await Promise.all(Array.from({ length: 16 }, () => open()));
    expect(streams.map(({ status }) => status)).toEqual(Array(16).fill(200));
    const refused = await api.send('system', '/changes', { headers: { accept: 'text/event-stream' } });
    expect(refused).toMatchObject({ status: 429, code: 'rate-limited', headers: { 'retry-after': '5' } });
    streams[0]?.cut();
    await eventually('another one', async () => {
      const stream = await open();
      stream.cut();
      return stream.status === 200;
    });
    for (const stream of streams) stream.cut();
  });

  it.each(['nonsense', 'a.b', 'a.-1', `${'a'.repeat(65)}.1`, 'a.99999999999999999999', 'a.1.2', '.1'])(
    'refuses %j as a last event',
    async (lastEventId) => {
      const answer = await api.send('system', '/changes', { headers: { accept: 'text/event-stream', 'last-event-id': lastEventId } });
      expect(answer).toMatchObject({ status: 400, code: 'message-form-invalid' });
    },
  );
});

describe('the long poll', () => {
  it('answers as soon as there is a change, to all who wait', async () => {
    const polls = Promise.all(Array.from({ length: 20 }, () => api.send('officer', '/changes?after=0&wait=25')));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await change(7);
    for (const { status, body } of await polls) {
      expect(status).toBe(200);
      expect((JSON.parse(body.toString()) as { changes: { sender: string }[] }).changes).toMatchObject([{ sender: RECIPIENT }]);
    }
  });

  it('wakes whoever waits for the next one, however far behind others are', async () => {
    await change(0, 5);
    const { changes } = JSON.parse((await api.send('system', '/changes')).body.toString()) as { changes: { position: number }[] };
    const last = changes.at(-1)?.position ?? 0;
    const waiting = api.send('system', `/changes?after=${last}&wait=25`);
    const far = api.send('system', '/changes?after=9007199254740991&wait=0.3');
    await new Promise((resolve) => setTimeout(resolve, 60));
    await change(5);
    expect((JSON.parse((await waiting).body.toString()) as { changes: unknown[] }).changes).toHaveLength(1);
    expect((JSON.parse((await far).body.toString()) as { changes: unknown[] }).changes).toHaveLength(0);
  });

  it('answers with nothing when the time is over or the gateway stops', async () => {
    expect((JSON.parse((await api.send('system', '/changes?wait=0.05')).body.toString()) as { changes: unknown[] }).changes).toEqual([]);
    const waiting = api.send('system', '/changes?wait=25');
    await new Promise((resolve) => setTimeout(resolve, 100));
    api.stopStreams();
    expect((await waiting).status).toBe(200);
  });

  it('is JSON for whoever has no wish, and for whoever wants it more', async () => {
    for (const accept of ['*/*', 'application/json', 'text/event-stream;q=0.5, application/json', 'text/html']) {
      const { headers } = await api.send('system', '/changes', { headers: { accept } });
      expect(headers['content-type']).toContain('application/json');
    }
  });
});

it('says nothing of other feeds', async () => {
  await api.fixture.recipient.dependencies.ledger.commit({ feeds: [{ feed: `evidence/${SENDER}`, reference: 'urn:uuid:x' }] });
  expect((JSON.parse((await api.send('system', '/changes')).body.toString()) as { changes: unknown[] }).changes).toEqual([]);
});

import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readUnverifiedCheckpoint } from '../../audit/log/checkpoint.ts';
import { tilePath } from '../../audit/log/tile-path.ts';
import { formatAddCheckpoint } from '../../audit/log/witness-request.ts';
import { serializeJws } from '../../crypto/jades/flattened-jws.ts';
import { buildEvidence } from '../../evidence/build.ts';
import { verifyEvidence } from '../../evidence/verify.ts';
import type { AuthorityRecord } from '../../gateway/contracts/directory.ts';
import type { KnownMessage, PeerTransport, TravellingEvidence } from '../../gateway/contracts/peer-transport.ts';
import { newEvidenceIdentifier } from '../../gateway/identifiers.ts';
import { logLeaf } from '../../gateway/log-leaf.ts';
import { messageKey } from '../../store/contracts/records.ts';
import type { FixtureGateway } from '../support/gateway-fixture.ts';
import { contentOf, type InventedDelivery, inventDelivery, streamedContent } from '../support/invented-delivery.ts';

/** A client of the peer API, and the running gateway it talks to. */
export interface PeerTransportHarness {
  transport: PeerTransport;
  sender: FixtureGateway;
  recipient: FixtureGateway;
  /** The recipient as the directory names it. */
  peer(): AuthorityRecord;
  close(): Promise<void>;
}

const signal = new AbortController().signal;

/** What every client of the peer API must do against a gateway that works. */
export function peerTransportContract(implementation: string, create: () => Promise<PeerTransportHarness>): void {
  describe(`peer transport: ${implementation}`, () => {
    let harness: PeerTransportHarness;

    beforeAll(async () => {
      harness = await create();
    });
    afterAll(() => harness.close());

    const invent = (options: Parameters<typeof inventDelivery>[2] = {}) => inventDelivery(harness.sender, harness.recipient, options);
    const deliver = (delivery: InventedDelivery) => harness.transport.deliver(harness.peer(), delivery, { signal });
    const eventOf = ({ evidence }: TravellingEvidence) => verifyEvidence(Buffer.from(evidence, 'utf8')).summary.event;

    describe('deliver', () => {
      const SIZES: readonly [name: string, content: () => ReturnType<typeof contentOf>][] = [
        ['one octet', () => contentOf(randomBytes(1))],
        ['content in one request', () => contentOf(randomBytes(300_000))],
        ['the longest content in one request', () => streamedContent(8 * 1024 * 1024)],
        ['one octet more, as a transfer', () => streamedContent(8 * 1024 * 1024 + 1)],
        ['a transfer of whole chunks', () => streamedContent(9 * 1024 * 1024)],
      ];

      it.each(SIZES)('hands over %s, and gets the same answer for ever', async (_name, content) => {
        const delivery = await invent({ content: content() });
        const first = await deliver(delivery);
        expect(first).toMatchObject({ kind: 'evidence' });
        if (first.kind === 'evidence') expect(eventOf(first.evidence)).toBe('RelayAcceptance');
        expect(await deliver(delivery)).toEqual(first);
        const key = messageKey('inbound', delivery.header.sender, delivery.header.messageId);
        const row = await harness.recipient.dependencies.ledger.get('messages', key);
        expect(row?.value).toMatchObject({ sealedDigest: delivery.content.sha256, sealedLength: delivery.content.length });
      });

      it('hands B.2 over as evidence like any other answer, for a transfer before any content is sent', async () => {
        for (const length of [1_000, 9 * 1024 * 1024]) {
          let isRead = false;
          const content = streamedContent(length);
          const watched = {
            ...content,
            open: (start: number) => {
              isRead = true;
              return content.open(start);
            },
          };
          const answer = await deliver(await invent({ content: watched, changes: { recipientKeyFingerprint: '0'.repeat(64) } }));
          expect(answer).toMatchObject({ kind: 'evidence' });
          if (answer.kind === 'evidence') expect(eventOf(answer.evidence)).toBe('RelayRejection');
          expect(isRead).toBe(length < 8 * 1024 * 1024);
        }
      });

      it('says that the peer is still working on the message', async () => {
        const delivery = await invent();
        const key = messageKey('inbound', delivery.header.sender, delivery.header.messageId);
        harness.recipient.reception.underWay.add(key);
        const answer = await deliver(delivery).finally(() => harness.recipient.reception.underWay.delete(key));
        expect(answer).toEqual({ kind: 'in-progress', retryAfterMilliseconds: 2_000 });
        expect(await deliver(delivery)).toMatchObject({ kind: 'evidence' });
      });

      it('gives a problem with its code', async () => {
        const delivery = await invent({
          changes: { route: [harness.sender.identifier, 'urn:valija:relay:xr-1', harness.recipient.identifier] },
        });
        expect(await deliver(delivery)).toEqual({
          kind: 'problem',
          status: 403,
          type: 'urn:valija:problem:peer-not-previous-hop',
          code: 'peer-not-previous-hop',
        });
      });

      it('carries out many deliveries at once', async () => {
        const deliveries = await Promise.all(Array.from({ length: 60 }, () => invent()));
        const answers = await Promise.all(deliveries.map(deliver));
        expect(answers.map(({ kind }) => kind)).toEqual(answers.map(() => 'evidence'));
      });

      it('throws what reading our own content threw', async () => {
        for (const length of [1_000, 600_000, 9 * 1024 * 1024]) {
          const failure = new Error('the disk is broken');
          const content = {
            ...streamedContent(length),
            // biome-ignore lint/correctness/useYield: it fails before it has anything
            async *open(): AsyncGenerator<Buffer> {
              throw failure;
            },
          };
          await expect(deliver(await invent({ content }))).rejects.toBe(failure);
        }
      });

      it('gives up when asked to', async () => {
        const abort = new AbortController();
        abort.abort();
        const given = harness.transport.deliver(harness.peer(), await invent(), { signal: abort.signal });
        await expect(given).rejects.toMatchObject({ name: 'TransportError', code: 'peer-unreachable', disposition: 'retry' });
      });
    });

    describe('evidence', () => {
      async function relayFailure({ header }: InventedDelivery, identifier: string): Promise<TravellingEvidence> {
        const { clock, keys } = harness.sender.dependencies;
        const built = await buildEvidence(
          {
            event: 'RelayFailure',
            evidenceIdentifier: identifier,
            eventTime: clock.now(),
            reasons: ['no-relay-answer'],
            message: {
              messageId: header.messageId,
              sender: header.sender,
              senderAssurance: {
                level: 'urn:valija:assurance-level:invented',
                authenticationMethod: 'urn:valija:authentication-method:invented',
                authenticationTime: header.submissionTime,
              },
              recipient: header.recipient,
              submissionTime: header.submissionTime,
              suite: header.suite,
              sealGeneration: 0,
              envelopeDigest: 'e'.repeat(64),
              sealedContentDigest: header.sealedContent.sha256,
            },
            issuer: header.sender,
            issuerSequence: 2,
            previous: [],
          },
          keys.signer('evidence'),
          clock.now(),
        );
        return { evidence: serializeJws(built.jws).toString('utf8'), salt: randomBytes(32).toString('hex') };
      }

      it('is stored when pushed, once, and another one under its identifier is refused', async () => {
        const delivery = await invent();
        const identifier = newEvidenceIdentifier(randomBytes);
        const evidence = await relayFailure(delivery, identifier);
        const push = (pushed: TravellingEvidence) => harness.transport.pushEvidence(harness.peer(), pushed, { signal });
        expect(await push(evidence)).toEqual({ kind: 'stored' });
        expect(await push(evidence)).toEqual({ kind: 'stored' });
        const row = await harness.recipient.dependencies.ledger.get('evidence', identifier);
        expect(row?.value.source).toBe(harness.sender.identifier);
        expect(await push(await relayFailure(delivery, identifier))).toMatchObject({
          kind: 'problem',
          status: 409,
          code: 'evidence-id-reused',
        });
      });

      it('is pulled page by page, in order, from wherever the reader stands', async () => {
        for (let count = 0; count < 30; count += 1) await deliver(await invent());
        const whole = await harness.transport.pullEvidence(harness.peer(), 0, { signal });
        expect(whole.items.length).toBeGreaterThan(30);
        expect(whole.epoch).toBe(harness.recipient.dependencies.ledger.feedEpoch);
        for (const { item } of whole.items) expect(['RelayAcceptance', 'RelayRejection']).toContain(eventOf(item));
        const middle = whole.items[10];
        const rest = await harness.transport.pullEvidence(harness.peer(), middle?.position ?? 0, { signal });
        expect(rest.items).toEqual(whole.items.slice(11));
        expect(await harness.transport.pullEvidence(harness.peer(), 2 ** 50, { signal })).toMatchObject({ items: [], more: false });
      });

      it('lists the messages the peer holds', async () => {
        const { header } = await invent();
        const delivery = await invent({ messageId: header.messageId });
        await deliver(delivery);
        const pages: KnownMessage[] = [];
        for (let after = 0, more = true; more; ) {
          const page = await harness.transport.pullMessages(harness.peer(), after, { signal });
          pages.push(...page.items.map(({ item }) => item));
          after = page.items.at(-1)?.position ?? after;
          more = page.more;
        }
        expect(pages).toContainEqual({
          messageId: delivery.header.messageId,
          sender: harness.sender.identifier,
          packageCommitment: delivery.header.packageCommitment,
          receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        });
      });

      it('is answered piece by piece when much is pushed at once', async () => {
        const deliveries = await Promise.all(Array.from({ length: 12 }, () => invent()));
        await Promise.all(deliveries.map(deliver));
        const identifiers = deliveries.map(() => newEvidenceIdentifier(randomBytes));
        const pieces = await Promise.all(deliveries.map((delivery, at) => relayFailure(delivery, identifiers[at] as string)));
        const broken = { evidence: '{}', salt: 'a'.repeat(64) };
        const given = new AbortController();
        const push = (piece: TravellingEvidence, by = signal) => harness.transport.pushEvidence(harness.peer(), piece, { signal: by });
        const answers = Promise.all([...pieces.slice(0, 5), broken, ...pieces.slice(5)].map((piece) => push(piece)));
        const abandoned = push(broken, given.signal).catch((error: unknown) => error);
        given.abort();
        const kinds = (await answers).map(({ kind }) => kind);
        expect(kinds.filter((kind) => kind === 'stored')).toHaveLength(12);
        expect(kinds[5]).toBe('problem');
        expect(await abandoned).toMatchObject({ code: 'peer-unreachable' });
        for (const identifier of identifiers) {
          expect(await harness.recipient.dependencies.ledger.get('evidence', identifier)).toBeDefined();
        }
      });
    });

    it('fetches what the peer shows of its log, and nothing where there is nothing yet', async () => {
      const delivery = await invent();
      const answer = await deliver(delivery);
      if (answer.kind !== 'evidence') throw new Error('no evidence');
      const { summary } = verifyEvidence(Buffer.from(answer.evidence.evidence, 'utf8'));
      const proof = () => harness.transport.evidenceProof(harness.peer(), summary.evidenceIdentifier, { signal });
      expect(await proof()).toBeUndefined();
      await harness.recipient.publishLog();
      expect(await proof()).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
      const { logOrigin } = harness.recipient.dependencies;
      expect(await harness.transport.latestCheckpoint(harness.peer(), { signal })).toMatch(
        new RegExp(`^${logOrigin.replaceAll('.', '\\.')}\\n\\d+\\n`),
      );
      expect(await harness.transport.evidenceProof(harness.peer(), '../log/checkpoint', { signal })).toBeUndefined();
    });

    it('fetches tiles, tells a missing one from one that cannot be had, and asks for cosignatures', async () => {
      await deliver(await invent());
      await harness.recipient.publishLog();
      const { size } = readUnverifiedCheckpoint((await harness.transport.latestCheckpoint(harness.peer(), { signal })) ?? '');
      const tile = await harness.transport.logResource(harness.peer(), tilePath({ level: 0, index: 0, width: Math.min(size, 256) }), {
        signal,
      });
      expect(tile).toHaveLength(32 * Math.min(size, 256));
      expect(await harness.transport.logResource(harness.peer(), 'tile/0/900', { signal })).toBeUndefined();
      const ask = (body: string) => harness.transport.addCheckpoint(harness.peer(), Buffer.from(body), { signal });
      expect(await ask('not a request')).toMatchObject({ status: 400 });
      await harness.sender.dependencies.ledger.commit({ leaves: [logLeaf('evidence', randomBytes(32), harness.sender.dependencies)] });
      await harness.sender.publishLog();
      const checkpoint = (await harness.sender.tiles.readCheckpoint()) ?? '';
      const { size: own } = readUnverifiedCheckpoint(checkpoint);
      const cosigned = await ask(formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint }));
      expect([cosigned.status, cosigned.body.toString('utf8')]).toEqual([
        200,
        expect.stringMatching(/^— xb-central\.example\/witness [\w+/=]+\n$/),
      ]);
      const again = await ask(formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint }));
      expect(again).toEqual({ status: 409, mediaType: 'text/x.tlog.size', body: Buffer.from(`${own}\n`) });
    });

    it('tells the clock what time the peer has', async () => {
      await harness.transport.pullMessages(harness.peer(), 0, { signal });
      expect(harness.sender.dependencies.clock.status()).toMatchObject({ trusted: true, offsetMilliseconds: expect.any(Number) });
    });
  });
}

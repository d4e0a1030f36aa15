import { createHash } from 'node:crypto';
import { TransportError } from '../../adapters/transport/error.ts';
import type { TileReader } from '../../audit/contracts.ts';
import type {
  DeliveryAnswer,
  EvidenceAnswer,
  FeedPage,
  KnownMessage,
  MessageDelivery,
  PeerTransport,
  TravellingEvidence,
} from '../../gateway/contracts/peer-transport.ts';
import { codeOf } from '../../gateway/error.ts';
import { acceptEvidence } from '../../gateway/evidence-return/accept-evidence.ts';
import type { Delivery } from '../../gateway/inbound/admit.ts';
import { type ReceptionAnswer, receiveMessage } from '../../gateway/inbound/reception.ts';
import { appendToTransfer, commitTransfer, findTransfer, openTransfer } from '../../gateway/inbound/transfers.ts';
import { addCheckpoint } from '../../gateway/log/add-checkpoint.ts';
import { problemOf } from '../../gateway/problems/problem-of.ts';
import { evidenceFeedName, messagesFeedName } from '../../gateway/receipts/feeds.ts';
import { travelling } from '../../gateway/receipts/issue-evidence.ts';
import { deliverAgain, giveBackEvidence, giveBackMessage } from '../../gateway/recovery/give-back.ts';
import { SimulatedCrash } from './fault-injector.ts';
import type { TestGateway, World } from './two-gateways.ts';

/** What stands between the gateways. Each function replaces one kind of call; without it the call reaches the other gateway. */
export interface Network {
  /** Nobody reaches anybody. */
  down: boolean;
  deliver?:
    | ((call: { from: string; to: string; delivery: MessageDelivery }, pass: () => Promise<DeliveryAnswer>) => Promise<DeliveryAnswer>)
    | undefined;
  push?:
    | ((call: { from: string; to: string; evidence: TravellingEvidence }, pass: () => Promise<EvidenceAnswer>) => Promise<EvidenceAnswer>)
    | undefined;
  /** The log that `to` shows to `from` instead of its own. */
  log?: ((call: { from: string; to: string }) => TileReader | undefined) | undefined;
  pull?:
    | ((call: { from: string; to: string }, pass: () => Promise<FeedPage<TravellingEvidence>>) => Promise<FeedPage<TravellingEvidence>>)
    | undefined;
}

const PAGE = 20;

/** What a gateway shows of its log, unless the test has it show something else. */
function logShown(world: World, call: { from: string; to: string }, peer: TestGateway): TileReader {
  return world.network.log?.(call) ?? peer.dependencies.log.tiles;
}

async function evidenceProof({ dependencies }: TestGateway, identifier: string): Promise<string | undefined> {
  const row = await dependencies.ledger.get('evidence', identifier);
  if (row === undefined) return undefined;
  try {
    return (await dependencies.log.reader.prove(Buffer.from(row.value.evidenceDigest, 'hex'))).proof;
  } catch (error) {
    if (codeOf(error) === 'not-logged' || codeOf(error) === 'not-yet-published') return undefined;
    throw error;
  }
}

/** The transport of one gateway: what HTTP carries between two processes, as direct calls. Refusals become the problem they would be there. */
export function inProcessTransport(world: World, from: string): PeerTransport {
  const reach = (to: string): TestGateway => {
    const gateway = world.gateways.get(to);
    if (world.network.down || gateway === undefined) throw new TransportError('peer-unreachable', 'the network is down');
    return gateway;
  };
  return {
    deliver: async ({ identifier: to }, delivery) => {
      const pass = () => answered(from, () => deliver(reach(to), from, delivery));
      return world.network.deliver === undefined ? pass() : world.network.deliver({ from, to, delivery }, pass);
    },
    pushEvidence: async ({ identifier: to }, evidence) => {
      const pass = () =>
        answered(from, async (): Promise<EvidenceAnswer> => {
          await acceptEvidence(reach(to).dependencies, { from, evidence });
          return { kind: 'stored' };
        });
      return world.network.push === undefined ? pass() : world.network.push({ from, to, evidence }, pass);
    },
    pullEvidence: async ({ identifier: to }, after) => {
      const pass = () => reached(from, () => evidencePage(reach(to), from, after));
      return world.network.pull === undefined ? pass() : world.network.pull({ from, to }, pass);
    },
    pullMessages: async ({ identifier: to }, after) => reached(from, () => messagesPage(reach(to), from, after)),
    latestCheckpoint: ({ identifier: to }) => reached(from, () => logShown(world, { from, to }, reach(to)).readCheckpoint()),
    logResource: ({ identifier: to }, path) => reached(from, () => logShown(world, { from, to }, reach(to)).read(path)),
    addCheckpoint: async ({ identifier: to }, request) => {
      const { dependencies } = reach(to);
      const { status, mediaType, body } = await reached(from, () => addCheckpoint(dependencies, { from, body: request }));
      return { status, mediaType, body: Buffer.from(body, 'utf8') };
    },
    evidenceProof: ({ identifier: to }, identifier) => reached(from, () => evidenceProof(reach(to), identifier)),
    recoverEvidence: async ({ identifier: to }, query) =>
      reached(from, () => giveBackEvidence(reach(to).dependencies, { peer: from, ...query })),
    recoverMessage: async ({ identifier: to }, message) =>
      reached(from, () => giveBackMessage(reach(to).dependencies, { peer: from, ...message })).catch(absent(undefined)),
    requestDelivery: async ({ identifier: to }, messageId) =>
      reached(from, () => deliverAgain(reach(to).dependencies, { peer: from, messageId })).catch(absent(false)),
    close: async () => {},
  };
}

type Problem = { kind: 'problem'; status: number; type: string; code: string };

/** What the other gateway does not know is an answer, too. */
function absent<Value>(value: Value): (error: unknown) => Value {
  return (error) => {
    if (codeOf(error) === 'not-found') return value;
    throw error;
  };
}

/** What an error of the other gateway looks like from here. An unreachable peer is no answer. */
async function answered<Answer>(from: string, work: () => Promise<Answer>): Promise<Answer | Problem> {
  try {
    return await reached(from, work);
  } catch (error) {
    if (error instanceof TransportError || error instanceof SimulatedCrash) throw error;
    const { status, body } = problemOf(error, { language: 'en' });
    return { kind: 'problem', status, type: body.type, code: body.code };
  }
}

/** When the peer dies, the connection breaks; when we die ourselves, there is nobody left to see anything. */
async function reached<Answer>(from: string, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SimulatedCrash) || error.gateway === from) throw error;
    throw new TransportError('peer-unreachable', 'the peer died', { cause: error });
  }
}

async function deliver(peer: TestGateway, from: string, sent: MessageDelivery): Promise<DeliveryAnswer> {
  const { dependencies, reception } = peer;
  const delivery = { from, envelope: Buffer.from(sent.envelope, 'utf8'), submissionAcceptance: sent.submissionAcceptance };
  if (sent.content.length <= dependencies.settings.inlineContentLength) {
    return receiveMessage(dependencies, reception, delivery, sent.content.open(0));
  }
  return (await committed(peer, delivery)) ?? transfer(peer, delivery, sent);
}

/** Commit first, as the transport does: the answer, or undefined when content is still missing. */
async function committed({ dependencies, reception }: TestGateway, delivery: Delivery): Promise<ReceptionAnswer | undefined> {
  try {
    return await commitTransfer(dependencies, reception, delivery);
  } catch (error) {
    if (codeOf(error) === 'transfer-unknown' || codeOf(error) === 'transfer-incomplete') return undefined;
    throw error;
  }
}

async function transfer(peer: TestGateway, delivery: Delivery, { content }: MessageDelivery): Promise<DeliveryAnswer> {
  const { dependencies, reception } = peer;
  const { from } = delivery;
  await openTransfer(dependencies, { ...delivery, length: content.length });
  const { offset } = await findTransfer(dependencies, from, content.sha256);
  await appendToTransfer(dependencies, { from, sealedDigest: content.sha256, offset, content: content.open(offset) });
  return commitTransfer(dependencies, reception, delivery);
}

async function evidencePage({ dependencies }: TestGateway, reader: string, after: number): Promise<FeedPage<TravellingEvidence>> {
  const { ledger } = dependencies;
  const entries = await ledger.readFeed(evidenceFeedName(reader), after, PAGE + 1);
  const items = await Promise.all(
    entries.slice(0, PAGE).map(async ({ position, reference }) => {
      const row = await ledger.get('evidence', reference);
      if (row === undefined) throw new Error('the feed names evidence that is not there');
      return { position, item: travelling(row.value) };
    }),
  );
  return { epoch: ledger.feedEpoch, items, more: entries.length > PAGE };
}

async function messagesPage({ dependencies }: TestGateway, reader: string, after: number): Promise<FeedPage<KnownMessage>> {
  const { ledger } = dependencies;
  const entries = await ledger.readFeed(messagesFeedName(reader), after, PAGE + 1);
  const items = await Promise.all(
    entries.slice(0, PAGE).map(async ({ position, reference }) => {
      const row = await ledger.get('messages', reference);
      if (row?.value.packageCommitment === undefined) throw new Error('the feed names a message that is not there');
      const { messageId, sender, packageCommitment, createdAt } = row.value;
      return { position, item: { messageId, sender, packageCommitment, receivedAt: createdAt } };
    }),
  );
  return { epoch: ledger.feedEpoch, items, more: entries.length > PAGE };
}

/** Content held in memory, in the form in which it is delivered. */
export function contentOf(octets: Buffer): MessageDelivery['content'] {
  return {
    length: octets.length,
    sha256: createHash('sha256').update(octets).digest('hex'),
    async *open(start) {
      for (let at = start; at < octets.length; at += 16_384) yield octets.subarray(at, at + 16_384);
    },
  };
}

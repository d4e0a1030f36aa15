import { setTimeout as sleep } from 'node:timers/promises';
import type { MessageSummary } from '../../gateway/operations/messages.ts';
import type { Random } from '../fuzz/random.ts';
import { type FormPart, type GatewayClient, persistently, Refused } from './client.ts';
import { digestsOf, formOf } from './content.ts';
import { DEADLINES, otherSide, type PlannedMessage, type Side } from './schedule.ts';
import type { World } from './world.ts';

/** A submission that was answered 202. */
export interface Accepted {
  message: PlannedMessage;
  key: string;
  messageId: string;
  /** SHA-256 by file name of what was handed in. */
  digests: ReadonlyMap<string, string>;
  /** Deadlines as written into it: needed to repeat it. */
  deadlines: object | undefined;
}

export interface TrafficCounts {
  /** Attempts of submissions that got no answer. */
  submissionsRepeated: number;
  /** Answers that were the stored one of an earlier attempt. */
  submissionsReplayed: number;
  handOvers: number;
  handOversRepeated: number;
}

export interface Traffic {
  accepted: Map<string, Accepted>;
  counts: TrafficCounts;
  /** What was seen and must not be: in words. */
  faults: string[];
  /** E.1 by message, as the recipient's gateway answered it. */
  handedOver: Map<string, string>;
  recordOf(side: Side): Record<string, PlannedMessage>;
}

const COLLECTOR_MILLISECONDS = 300;
/** Longest a client goes on trying one call: far beyond any fault of the plan. */
const PERSISTENCE_MILLISECONDS = 300_000;

export function createTraffic(): Traffic {
  const accepted = new Map<string, Accepted>();
  return {
    accepted,
    counts: { submissionsRepeated: 0, submissionsReplayed: 0, handOvers: 0, handOversRepeated: 0 },
    faults: [],
    handedOver: new Map(),
    recordOf: (side) =>
      Object.fromEntries([...accepted.values()].filter(({ message }) => message.from === side).map((one) => [one.messageId, one.message])),
  };
}

/** The form of a submission, as it was or will be sent. */
export function submissionForm(world: World, letter: Buffer, message: PlannedMessage, deadlines: object | undefined): FormPart[] {
  const recipient = world.authorities[otherSide(message.from)].identifier;
  return formOf({ seed: world.seed, message, letter, recipient, deadlines });
}

/** Submits one message and does not give up before it is answered; sometimes twice at once under one key. */
export async function submit(
  parts: { world: World; traffic: Traffic; client: GatewayClient; letter: Buffer; random: Random },
  message: PlannedMessage,
): Promise<void> {
  const { world, traffic, client, letter, random } = parts;
  const deadlines = deadlinesOf(message, Date.now());
  const form = submissionForm(world, letter, message, deadlines);
  const key = `seed-${world.seed}-message-${message.index}`;
  const once = () =>
    persistently(() => client.submit(key, form), {
      pause: () => 50 + random.below(400),
      until: performance.now() + PERSISTENCE_MILLISECONDS,
      onFailure: () => {
        traffic.counts.submissionsRepeated += 1;
      },
    });
  try {
    const answers = await Promise.all(message.doubled ? [once(), once()] : [once()]);
    const identifiers = new Set(answers.map(({ body }) => body.messageId));
    traffic.counts.submissionsReplayed += answers.filter(({ replayed }) => replayed).length;
    if (identifiers.size !== 1) traffic.faults.push(`message ${message.index}: one key got ${[...identifiers].join(' and ')}`);
    for (const messageId of identifiers) traffic.accepted.set(messageId, { message, key, messageId, digests: digestsOf(form), deadlines });
  } catch (error) {
    // A deadline that passed while the gateway was away is a refusal, and so no message.
    const isLate = error instanceof Refused && (error.code === 'deadline-passed' || error.code === 'deadline-order');
    if (!isLate || message.deadlines === 'long') traffic.faults.push(`message ${message.index} was refused: ${String(error)}`);
  }
}

/** Takes over what its gateway has consigned, until told to stop. */
export async function collect(
  parts: { world: World; traffic: Traffic; side: Side; client: GatewayClient; random: Random },
  signal: AbortSignal,
): Promise<void> {
  const { traffic, side, client, random } = parts;
  const done = new Set<string>();
  while (!signal.aborted) {
    const inbox = await client.list('inbound').catch(() => []);
    const planned = traffic.recordOf(otherSide(side));
    const ripe = inbox.filter((message) => !done.has(message.messageId) && isRipe(message, planned[message.messageId]));
    await Promise.all(
      ripe.map(async (message) => {
        const plan = planned[message.messageId];
        if (plan === undefined) return;
        if (await takeOver({ traffic, client, random }, message, plan, signal)) done.add(message.messageId);
      }),
    );
    await sleep(COLLECTOR_MILLISECONDS, undefined, { signal }).catch(() => undefined);
  }
}

function isRipe(message: MessageSummary, plan: PlannedMessage | undefined): boolean {
  if (plan === undefined || plan.collection === 'never' || message.packageDigest === undefined) return false;
  if (plan.collection === 'late') return message.state === 'not-collected';
  // Also after B.3, whose message came all the same: the officer sees the conflict and may still take it over.
  return message.state === 'consigned' || message.state === 'failed' || message.state === 'handover-unconfirmed';
}

/** True when it need not be looked at again. */
async function takeOver(
  parts: { traffic: Traffic; client: GatewayClient; random: Random },
  message: MessageSummary,
  plan: PlannedMessage,
  signal: AbortSignal,
): Promise<boolean> {
  const { traffic, client, random } = parts;
  const once = () =>
    persistently(() => client.handOver(message.messageId, message.packageDigest ?? ''), {
      pause: () => 50 + random.below(400),
      until: signal.aborted ? 0 : performance.now() + PERSISTENCE_MILLISECONDS,
      onFailure: () => {
        traffic.counts.handOversRepeated += 1;
      },
    });
  try {
    const answers = plan.collection === 'together' ? await Promise.all([once(), once(), once()]) : [await once()];
    if (plan.collection === 'twice') answers.push(await once());
    traffic.counts.handOvers += answers.length;
    const receipts = new Set(answers.map(({ evidence }) => evidence));
    if (receipts.size !== 1) traffic.faults.push(`message ${plan.index}: ${receipts.size} different E.1 as answers`);
    for (const receipt of receipts) traffic.handedOver.set(message.messageId, receipt);
    return true;
  } catch (error) {
    // After B.3 the message may be here and not opened yet: the next look finds it opened.
    const isEarly = error instanceof Refused && error.code === 'message-not-opened' && message.state === 'failed';
    if (isEarly) return false;
    if (!signal.aborted) traffic.faults.push(`message ${plan.index} could not be handed over: ${String(error)}`);
    return true;
  }
}

function deadlinesOf(message: PlannedMessage, now: number): object | undefined {
  if (message.deadlines === 'long') return undefined;
  const { relay, consignment, handover } = DEADLINES[message.deadlines];
  const at = (milliseconds: number) => new Date(now + milliseconds).toISOString();
  return { relay: at(relay), consignment: at(consignment), handover: at(handover) };
}

import type { Lane } from '../../store/contracts/records.ts';
import { createRandom, type Random } from '../fuzz/random.ts';

/** The two gateways: invented States, each sender and recipient. */
export const SIDES = ['xa', 'xb'] as const;
export type Side = (typeof SIDES)[number];

export function otherSide(side: Side): Side {
  return side === 'xa' ? 'xb' : 'xa';
}

/** All times in milliseconds from the start of the run. */
export interface PlannedMessage {
  index: number;
  /** With `inSilence`: from the moment at which that silence has begun, which takes the load of the machine out of it. */
  at: number;
  /** Index of the silence in the plan. */
  inSilence?: number;
  from: Side;
  lane: Lane;
  /** Octets of the annex; its content follows from seed and index. */
  annexLength: number;
  /** `long`: nothing but a fault of ours could miss them. `short`: given just before a silence. `uncollected`: hand-over ends soon. */
  deadlines: 'long' | 'short' | 'uncollected';
  /** What the recipient's system does with it. */
  collection: 'once' | 'twice' | 'together' | 'never' | 'late';
  /** Sent twice at once under the same key, as an impatient client would. */
  doubled: boolean;
}

export interface PlannedKill {
  at: number;
  victim: Side;
  /** Waits a while for content to be on its way before it strikes. */
  inTransfer: boolean;
  /** How long the gateway stays away. */
  pause: number;
  /** Killed again so long after it was started; counts as a kill of its own. */
  againAfter?: number;
}

/** The sender hears nothing: the other side is away, or acts and its answers are lost. */
export interface PlannedSilence {
  at: number;
  sender: Side;
  how: 'recipient-down' | 'answers-lost';
  milliseconds: number;
}

/** The time-stamp authority hangs, or is gone. */
export interface PlannedOutage {
  at: number;
  milliseconds: number;
  how: 'suspended' | 'stopped';
}

export interface PlannedCut {
  at: number;
  toward: Side;
  connections: number;
}

export interface Plan {
  seed: number;
  milliseconds: number;
  messages: readonly PlannedMessage[];
  kills: readonly PlannedKill[];
  silences: readonly PlannedSilence[];
  outages: readonly PlannedOutage[];
  cuts: readonly PlannedCut[];
}

/** Deadlines of submissions, in milliseconds after they are made. */
export const DEADLINES = {
  short: { relay: 7_000, consignment: 9_000, handover: 1_800_000 },
  uncollected: { relay: 30_000, consignment: 30_000, handover: 30_000 },
} as const;

const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;
/** Longer than the short relay deadline, the skew and the grace together, so that B.3 is stated while nothing is heard. */
const SILENCE_MILLISECONDS = 17_000;
const SHORT_MESSAGES_PER_SILENCE = 3;
/** Time between two kills: long enough for a start and some work on two busy cores. */
const MILLISECONDS_PER_KILL = 2_700;
const MILLISECONDS_PER_MESSAGE = 450;
/** Room for one silence of each kind. */
const SHORTEST_MILLISECONDS = 40_000;

/**
 * What happens in a run, all of it from one seed: the messages, and when what breaks. Processes and sockets keep their own time, so two
 * runs of one seed are alike, not equal.
 */
export function planRun(options: { seed: number; messages: number; kills: number }): Plan {
  const random = createRandom(options.seed);
  const milliseconds = Math.max(options.messages * MILLISECONDS_PER_MESSAGE, options.kills * MILLISECONDS_PER_KILL, SHORTEST_MILLISECONDS);
  const silences = planSilences(random, options.messages, milliseconds);
  const killsInSilences = silences.filter(({ how }) => how === 'recipient-down').length;
  return {
    seed: options.seed,
    milliseconds,
    silences,
    messages: planMessages(random, options.messages, milliseconds, silences),
    kills: planKills(random, Math.max(0, options.kills - killsInSilences), milliseconds),
    outages: spread(random, Math.max(2, Math.round(milliseconds / 25_000)), milliseconds).map((at, index) => ({
      at,
      milliseconds: 2_000 + random.below(6_000),
      how: index % 2 === 0 ? 'suspended' : 'stopped',
    })),
    cuts: spread(random, Math.round(milliseconds / 900), milliseconds).map((at) => ({
      at,
      toward: random.pick(SIDES),
      connections: 1 + random.below(3),
    })),
  };
}

/** One after the other, alternating in kind and direction; never at the very end, where nothing follows. */
function planSilences(random: Random, messages: number, milliseconds: number): PlannedSilence[] {
  const count = Math.max(2, Math.min(Math.round(messages / 60), Math.floor(milliseconds / (2 * SILENCE_MILLISECONDS))));
  const slot = milliseconds / count;
  const freedom = Math.max(1, Math.round(slot - SILENCE_MILLISECONDS - 1_500));
  return Array.from({ length: count }, (_, index) => ({
    at: Math.round(index * slot + random.below(freedom) + 1_500),
    sender: SIDES[(index >> 1) % 2] ?? 'xa',
    how: index % 2 === 0 ? 'answers-lost' : 'recipient-down',
    milliseconds: SILENCE_MILLISECONDS,
  }));
}

function planMessages(random: Random, count: number, milliseconds: number, silences: readonly PlannedSilence[]): PlannedMessage[] {
  const short = silences.flatMap((silence, index) =>
    Array.from({ length: SHORT_MESSAGES_PER_SILENCE }, () => shortMessage(random, silence, index)),
  );
  const others = Array.from({ length: Math.max(0, count - short.length) }, (_, index) => longMessage(random, index, count, milliseconds));
  return [...short, ...others]
    .slice(0, count)
    .sort((one, other) => one.at - other.at)
    .map((message, index) => ({ ...message, index }));
}

/** Submitted while answers are lost, or just before the recipient goes away: some arrive, and all are late. */
function shortMessage(random: Random, silence: PlannedSilence, inSilence: number): Omit<PlannedMessage, 'index'> {
  return {
    at: random.below(silence.how === 'answers-lost' ? 1_000 : 1_500),
    inSilence,
    from: silence.sender,
    lane: 'urgent',
    annexLength: (1 + random.below(30)) * KIBIBYTE,
    deadlines: 'short',
    collection: 'once',
    doubled: false,
  };
}

function longMessage(random: Random, index: number, count: number, milliseconds: number): Omit<PlannedMessage, 'index'> {
  const uncollected = index % 25 === 3;
  return {
    // What ends by a deadline begins early, so that the end of the run does not wait for it.
    at: random.below(uncollected ? Math.max(1, Math.round(milliseconds / 2)) : milliseconds),
    from: random.pick(SIDES),
    lane: random.pick(['urgent', 'ordinary', 'ordinary', 'ordinary', 'bulk'] as const),
    annexLength: annexLength(random, index, count),
    deadlines: uncollected ? 'uncollected' : 'long',
    collection: uncollected ? (index % 50 === 3 ? 'late' : 'never') : random.pick(['once', 'once', 'once', 'twice', 'together'] as const),
    doubled: random.below(12) === 0,
  };
}

/** Mostly letters with small annexes; one in ten of some MiB; one in fifty too long for a single request between gateways. */
function annexLength(random: Random, index: number, count: number): number {
  if (index % 50 === 7 || index === count - 20) return 9 * MEBIBYTE + random.below(3 * MEBIBYTE);
  if (index % 10 === 1) return MEBIBYTE + random.below(2 * MEBIBYTE);
  return KIBIBYTE + random.below(59 * KIBIBYTE);
}

function planKills(random: Random, count: number, milliseconds: number): PlannedKill[] {
  const groups: number[] = [];
  for (let planned = 0; planned < count; planned += groups.at(-1) ?? 0) {
    groups.push(random.below(3) === 0 && planned + 2 <= count ? 2 : 1);
  }
  const instants = spread(random, groups.length, milliseconds);
  return groups.map((kills, index) => ({
    at: instants[index] ?? 0,
    victim: random.pick(SIDES),
    inTransfer: random.below(2) === 0,
    pause: random.below(900),
    ...(kills === 2 ? { againAfter: 50 + random.below(1_500) } : {}),
  }));
}

/** That many instants, spread over the time with some chance, ascending. */
function spread(random: Random, count: number, milliseconds: number): number[] {
  const slot = milliseconds / Math.max(1, count);
  return Array.from({ length: count }, (_, index) => Math.round(index * slot + random.below(Math.max(1, Math.round(slot)))));
}

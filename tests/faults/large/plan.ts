import type { Random } from '../../fuzz/random.ts';

/** What one large message goes through, in this order. */
export const PHASES = ['upload', 'prepare', 'transmit', 'open', 'fetch'] as const;
export type Phase = (typeof PHASES)[number];

/** The gateways, and the command that sends or fetches. */
export type Victim = 'sender' | 'recipient' | 'client';

export interface PlannedKill {
  phase: Phase;
  /** How much of the octets of that phase are done, from 0 to 1. */
  at: number;
  victim: Victim;
}

/** Who has work in a phase that its death interrupts. */
const VICTIMS: Readonly<Record<Phase, readonly Victim[]>> = {
  upload: ['client', 'sender'],
  prepare: ['sender'],
  transmit: ['sender', 'recipient'],
  open: ['recipient'],
  fetch: ['client', 'recipient'],
};

/** What begins anew after a kill gets one; what goes on gets the others. */
const SHARES: readonly Phase[] = ['upload', 'transmit', 'fetch', 'prepare', 'open', 'upload', 'transmit', 'fetch', 'upload', 'transmit'];

/** That many kills, in every phase, each at a random part of it, in the order in which they come. */
export function planKills(random: Random, kills: number): PlannedKill[] {
  const planned = Array.from({ length: kills }, (_, index): PlannedKill => {
    const phase = SHARES[index % SHARES.length] ?? 'upload';
    return { phase, at: 0.05 + random.below(900) / 1_000, victim: random.pick(VICTIMS[phase]) };
  });
  // The sending client is always among the victims.
  const first = planned.find(({ phase }) => phase === 'upload');
  if (first !== undefined) first.victim = 'client';
  return planned.sort((one, other) => PHASES.indexOf(one.phase) - PHASES.indexOf(other.phase) || one.at - other.at);
}

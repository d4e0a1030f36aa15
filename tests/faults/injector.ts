import { setTimeout as sleep } from 'node:timers/promises';
import { otherSide, type Plan, type PlannedKill, type PlannedOutage, type PlannedSilence, SIDES, type Side } from './schedule.ts';
import type { World } from './world.ts';

/** What was done to the processes and connections. */
export interface InjectedFaults {
  kills: Record<Side, number>;
  /** Of these, while the gateway was starting. */
  killsDuringStart: number;
  /** Of these, right after content had begun to move. */
  killsInTransfer: number;
  answersLost: number;
  recipientDown: number;
  timestampOutages: { suspended: number; stopped: number };
  connectionsCut: number;
}

const TRANSFER_OCTETS = 48 * 1024;
const TRANSFER_PATIENCE = 1_500;
const QUIET_MILLISECONDS = 6_000;
const ABSENCE_BEGINS_AFTER = 800;
const LOOK_MILLISECONDS = 50;

/** Runs the plan's faults against the world; resolves when all have happened and everything is started again. `onSilence` hears when one begins. */
export async function injectFaults(world: World, plan: Plan, onSilence: (silence: PlannedSilence) => void): Promise<InjectedFaults> {
  const begun = performance.now();
  const until = (at: number) => sleep(Math.max(0, begun + at - performance.now()));
  const counts: InjectedFaults = {
    kills: { xa: 0, xb: 0 },
    killsDuringStart: 0,
    killsInTransfer: 0,
    answersLost: 0,
    recipientDown: 0,
    timestampOutages: { suspended: 0, stopped: 0 },
    connectionsCut: 0,
  };
  const injection: Injection = { world, plan, counts, until, onSilence, quietUntil: 0 };
  const tasks = [
    ...SIDES.map((side) => killAgainAndAgain(injection, side)),
    inTurn(
      plan.silences.filter(({ how }) => how === 'answers-lost'),
      until,
      (silence) => loseAnswers(injection, silence),
    ),
    inTurn(plan.outages, until, (outage) => stopTimestamps(world, outage, counts)),
    inTurn(plan.cuts, until, async (cut) => {
      const { peerProxy, clientProxy } = world.authorities[cut.toward];
      counts.connectionsCut += peerProxy.cutNow(cut.connections) + clientProxy.cutNow(1);
    }),
  ];
  await Promise.all(tasks);
  return counts;
}

interface Injection {
  world: World;
  plan: Plan;
  counts: InjectedFaults;
  until: (at: number) => Promise<void>;
  onSilence: (silence: PlannedSilence) => void;
  /** No gateway is killed before: what a silence is for needs both of them for a moment. Of `performance.now()`. */
  quietUntil: number;
}

async function inTurn<Event extends { at: number }>(
  events: readonly Event[],
  until: Injection['until'],
  work: (event: Event) => Promise<void>,
): Promise<void> {
  for (const event of events) {
    await until(event.at);
    await work(event);
  }
}

/** All kills of one gateway in turn: those of the plan, and the silences in which it is the one that is away. */
async function killAgainAndAgain(injection: Injection, side: Side): Promise<void> {
  const { plan, counts, until } = injection;
  const absences = plan.silences.filter((silence) => silence.how === 'recipient-down' && otherSide(silence.sender) === side);
  const own = plan.kills.filter(({ victim }) => victim === side);
  const events = [
    ...own.map((kill) => ({ at: kill.at, work: () => killOnce(injection, kill) })),
    ...absences.map((silence) => ({
      at: silence.at,
      work: async () => {
        await beginSilence(injection, silence);
        await sleep(ABSENCE_BEGINS_AFTER);
        await killOnce({ ...injection, quietUntil: 0 }, { ...silence, victim: side, inTransfer: false, pause: silence.milliseconds });
        counts.recipientDown += 1;
      },
    })),
  ];
  events.sort((one, other) => one.at - other.at);
  await inTurn(events, until, ({ work }) => work());
}

async function killOnce(injection: Injection, kill: PlannedKill): Promise<void> {
  const { world, counts } = injection;
  const { gateway, peerProxy } = world.authorities[kill.victim];
  while (injection.quietUntil > performance.now()) await sleep(LOOK_MILLISECONDS);
  if (!gateway.isRunning) gateway.spawn();
  if (kill.inTransfer && (await peerProxy.passes(TRANSFER_OCTETS, TRANSFER_PATIENCE))) counts.killsInTransfer += 1;
  await strike();
  await sleep(kill.pause);
  gateway.spawn();
  if (kill.againAfter !== undefined) {
    await sleep(kill.againAfter);
    await strike();
    gateway.spawn();
  }
  // A life that ends by itself is kept in the world's list, and fails the run at its end.
  await gateway.ready().catch(() => undefined);

  async function strike(): Promise<void> {
    if (gateway.startedLine === undefined) counts.killsDuringStart += 1;
    await gateway.kill();
    counts.kills[kill.victim] += 1;
  }
}

/** Both gateways are up and have a moment without kills; then whoever waits for the silence is told. */
async function beginSilence(injection: Injection, silence: PlannedSilence): Promise<void> {
  injection.quietUntil = performance.now() + QUIET_MILLISECONDS;
  const gateways = SIDES.map((side) => injection.world.authorities[side].gateway);
  const end = performance.now() + QUIET_MILLISECONDS;
  while (gateways.some(({ startedLine }) => startedLine === undefined) && performance.now() < end) await sleep(LOOK_MILLISECONDS);
  injection.quietUntil = performance.now() + QUIET_MILLISECONDS;
  injection.onSilence(silence);
}

/** The recipient acts and is not heard: its answers vanish, and it cannot reach the sender either. */
async function loseAnswers(injection: Injection, silence: PlannedSilence): Promise<void> {
  const sender = injection.world.authorities[silence.sender];
  const recipient = injection.world.authorities[otherSide(silence.sender)];
  await beginSilence(injection, silence);
  recipient.peerProxy.setMode('swallow-answers');
  sender.peerProxy.setMode('refuse');
  injection.counts.answersLost += 1;
  await sleep(silence.milliseconds);
  recipient.peerProxy.setMode('accidents');
  sender.peerProxy.setMode('accidents');
}

/** By turns it hangs with its connections open, or is gone. */
async function stopTimestamps(world: World, outage: PlannedOutage, counts: InjectedFaults): Promise<void> {
  if (outage.how === 'suspended') {
    world.tsa.suspend();
    await sleep(outage.milliseconds);
    world.tsa.resume();
  } else {
    await world.tsa.kill();
    await sleep(outage.milliseconds);
    world.tsa.spawn();
    await world.tsa.ready();
  }
  counts.timestampOutages[outage.how] += 1;
}

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

/** Runs the plan's faults against the world; resolves when all have happened and everything is started again. */
export async function injectFaults(world: World, plan: Plan): Promise<InjectedFaults> {
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
  const tasks = [
    ...SIDES.map((side) => killAgainAndAgain({ world, plan, counts, until }, side)),
    inTurn(
      plan.silences.filter(({ how }) => how === 'answers-lost'),
      until,
      (silence) => loseAnswers(world, silence, counts),
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
  const { world, plan, counts, until } = injection;
  const absences = plan.silences
    .filter((silence) => silence.how === 'recipient-down' && otherSide(silence.sender) === side)
    .map(({ at, milliseconds }): PlannedKill => ({ at, victim: side, inTransfer: false, pause: milliseconds }));
  counts.recipientDown += absences.length;
  const own = plan.kills.filter(({ victim }) => victim === side);
  const kills = [...own, ...absences].sort((one, other) => one.at - other.at);
  await inTurn(kills, until, (kill) => killOnce(world, kill, counts));
}

async function killOnce(world: World, kill: PlannedKill, counts: InjectedFaults): Promise<void> {
  const { gateway, peerProxy } = world.authorities[kill.victim];
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

/** The recipient acts and is not heard: its answers vanish, and it cannot reach the sender either. */
async function loseAnswers(world: World, silence: PlannedSilence, counts: InjectedFaults): Promise<void> {
  const sender = world.authorities[silence.sender];
  const recipient = world.authorities[otherSide(silence.sender)];
  recipient.peerProxy.setMode('swallow-answers');
  sender.peerProxy.setMode('refuse');
  counts.answersLost += 1;
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

import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../fuzz/random.ts';
import { type CheckpointWatcher, watchCheckpoints } from './checkpoint-watcher.ts';
import type { GatewayClient } from './client.ts';
import { writeLetter } from './content.ts';
import { type AuditReport, auditEverything } from './final-audit.ts';
import { type InjectedFaults, injectFaults } from './injector.ts';
import { stillAlive } from './processes.ts';
import { type Plan, planRun, SIDES, type Side } from './schedule.ts';
import { type Settling, waitUntilSettled } from './settle.ts';
import { collect, createTraffic, submit, type Traffic, type TrafficCounts } from './traffic.ts';
import { createWorld, startWorld, type World } from './world.ts';

export interface RunOptions {
  seed: number;
  messages: number;
  kills: number;
  /** Keeps the folder even when nothing was found. */
  keep: boolean;
  onProgress?: (line: string) => void;
}

/** What a run did and found, in numbers. */
export interface RunReport {
  seed: number;
  folder: string;
  passed: boolean;
  /** Everything that was found wrong, in words; empty when the run passed. */
  faults: string[];
  planned: { messages: number; kills: number; milliseconds: number };
  durations: { injection: number; settling: number; audit: number; total: number };
  injected: InjectedFaults;
  proxies: { connections: number; cuts: number; halfOpen: number; delayed: number; mebibytes: number };
  traffic: TrafficCounts & { accepted: number };
  audit: Omit<AuditReport, 'faults'>;
  checkpointsSeen: Record<Side, number>;
  /** Log lines of both gateways at `warn` and above, by event and code. */
  warnings: Record<string, number>;
}

const SETTLE_LIMIT_MILLISECONDS = 180_000;

/** One whole run: starts the world, submits, breaks, settles, audits, and leaves nothing behind. */
export async function runFaults(options: RunOptions): Promise<RunReport> {
  const begun = performance.now();
  const plan = planRun(options);
  const world = await createWorld(options.seed);
  const say = options.onProgress ?? (() => undefined);
  const abandon = () => killAll(world);
  process.once('exit', abandon);
  let report: RunReport | undefined;
  try {
    await startWorld(world);
    say(`started in ${world.folder}`);
    report = await runIn(world, plan, say, begun);
    return report;
  } catch (cause) {
    throw new Error(`the run ended early; seed ${options.seed}, folder ${world.folder}`, { cause });
  } finally {
    await tearDown(world);
    process.off('exit', abandon);
    const left = stillAlive(processesOf(world).flatMap(({ identifiers }) => identifiers));
    if (report !== undefined && left.length > 0) {
      report.faults.push(`processes are left: ${left.join(', ')}`);
      report.passed = false;
    }
    if (report?.passed === true && !options.keep) await rm(world.folder, { recursive: true, force: true });
  }
}

async function runIn(world: World, plan: Plan, say: (line: string) => void, begun: number): Promise<RunReport> {
  const traffic = createTraffic();
  const letter = await writeLetter();
  const watcher = await watchCheckpoints(world);
  try {
    const collecting = await startCollectors(world, traffic);
    const injectionBegun = performance.now();
    const silences = plan.silences.map(() => Promise.withResolvers<void>());
    const [injected] = await Promise.all([
      injectFaults(world, plan, (silence) => silences[plan.silences.indexOf(silence)]?.resolve()),
      submitAll(
        { world, plan, traffic, letter, say },
        silences.map(({ promise }) => promise),
      ),
    ]);
    say('nothing breaks any more; waiting for everything to end');
    const settleBegun = performance.now();
    const clients = await calmDown(world);
    const settling = await waitUntilSettled(world, clients, SETTLE_LIMIT_MILLISECONDS);
    await collecting.stop();
    say(settling.settled ? 'settled; auditing' : `not settled: ${settling.open.slice(0, 5).join('; ')}`);
    const auditBegun = performance.now();
    const audit = await auditEverything({ world, traffic, clients, letter, seen: watcher.seen });
    await watcher.stop();
    await Promise.all(SIDES.map((side) => clients[side].close()));
    const ended = performance.now();
    const durations = {
      injection: Math.round(settleBegun - injectionBegun),
      settling: settling.milliseconds,
      audit: Math.round(ended - auditBegun),
      total: Math.round(ended - begun),
    };
    return reportOf({ world, plan, traffic, injected, settling, audit, durations, watcher });
  } finally {
    await watcher.stop();
  }
}

async function startCollectors(world: World, traffic: Traffic): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  const running = await Promise.all(
    SIDES.map(async (side, index) => {
      const client = await world.client(side, { kind: 'officer' });
      const random = createRandom(world.seed * 10 + 7 + index);
      return { client, done: collect({ world, traffic, side, client, random }, stopping.signal) };
    }),
  );
  return {
    async stop() {
      stopping.abort();
      await Promise.all(running.map(({ done }) => done));
      await Promise.all(running.map(({ client }) => client.close()));
    },
  };
}

/** Each at its time, however many are still waiting for their answer. */
async function submitAll(
  parts: { world: World; plan: Plan; traffic: Traffic; letter: Buffer; say: (line: string) => void },
  silences: readonly Promise<void>[],
): Promise<void> {
  const { world, plan, traffic, letter, say } = parts;
  const begun = performance.now();
  const clients = {} as Record<Side, GatewayClient>;
  for (const side of SIDES) clients[side] = await world.client(side);
  const random = createRandom(world.seed * 10 + 9);
  let answered = 0;
  await Promise.all(
    plan.messages.map(async (message) => {
      const { at, inSilence } = message;
      if (inSilence === undefined) await sleep(Math.max(0, begun + at - performance.now()));
      else await silences[inSilence]?.then(() => sleep(at));
      await submit({ world, traffic, client: clients[message.from], letter, random }, message);
      answered += 1;
      if (answered % 50 === 0) say(`${answered} of ${plan.messages.length} submissions answered`);
    }),
  );
  await Promise.all(SIDES.map((side) => clients[side].close()));
}

/** Everything runs, nothing is cut; what follows goes past the proxies. */
async function calmDown(world: World): Promise<Record<Side, GatewayClient>> {
  const clients = {} as Record<Side, GatewayClient>;
  for (const side of SIDES) {
    const { gateway, peerProxy, clientProxy } = world.authorities[side];
    peerProxy.setMode('calm');
    clientProxy.setMode('calm');
    if (!gateway.isRunning) gateway.spawn();
    await gateway.ready();
    clients[side] = await world.client(side, { direct: true, patience: 30_000 });
  }
  return clients;
}

function reportOf(run: {
  world: World;
  plan: Plan;
  traffic: Traffic;
  injected: InjectedFaults;
  settling: Settling;
  audit: AuditReport;
  durations: RunReport['durations'];
  watcher: CheckpointWatcher;
}): RunReport {
  const { world, plan, traffic, injected, settling, audit, durations, watcher } = run;
  const faults = [
    ...audit.faults,
    ...(settling.settled ? [] : [`not settled after ${settling.milliseconds} ms: ${settling.open.join('; ')}`]),
    ...world.unexpectedEnds.map(({ process, code, signal, lastLines }) => {
      return `${process} ended by itself with ${code ?? signal}: ${lastLines.join(' | ')}`;
    }),
  ];
  const kills = injected.kills.xa + injected.kills.xb;
  const planned = plan.kills.reduce((sum, { againAfter }) => sum + (againAfter === undefined ? 1 : 2), injected.recipientDown);
  if (kills < planned) faults.push(`${kills} kills instead of ${planned}`);
  const { faults: _, ...found } = audit;
  return {
    seed: plan.seed,
    folder: world.folder,
    passed: faults.length === 0,
    faults,
    planned: { messages: plan.messages.length, kills: planned, milliseconds: plan.milliseconds },
    durations,
    injected,
    proxies: proxyCounts(world),
    traffic: { ...traffic.counts, accepted: traffic.accepted.size },
    audit: found,
    checkpointsSeen: { xa: watcher.seen.notes.xa.length, xb: watcher.seen.notes.xb.length },
    warnings: warningsOf(world),
  };
}

function proxyCounts(world: World): RunReport['proxies'] {
  const counts = SIDES.flatMap((side) => [world.authorities[side].peerProxy.counts, world.authorities[side].clientProxy.counts]);
  const sum = (name: 'connections' | 'cuts' | 'halfOpen' | 'delayed' | 'octets') => counts.reduce((total, one) => total + one[name], 0);
  return {
    connections: sum('connections'),
    cuts: sum('cuts'),
    halfOpen: sum('halfOpen'),
    delayed: sum('delayed'),
    mebibytes: Math.round(sum('octets') / 1024 ** 2),
  };
}

function warningsOf(world: World): Record<string, number> {
  const warnings = new Map<string, number>();
  for (const { events } of processesOf(world)) {
    for (const [label, count] of events) if (/^(warn|error|fatal) /.test(label)) warnings.set(label, (warnings.get(label) ?? 0) + count);
  }
  return Object.fromEntries([...warnings].sort());
}

function processesOf(world: World) {
  return [world.tsa, ...SIDES.map((side) => world.authorities[side].gateway)];
}

/** Also when the run itself is ended: nothing of it may stay behind. */
function killAll(world: World): void {
  for (const one of processesOf(world)) one.killNow();
}

async function tearDown(world: World): Promise<void> {
  world.tsa.resume();
  await Promise.all(processesOf(world).map((process) => process.kill()));
  await Promise.all(SIDES.flatMap((side) => [world.authorities[side].peerProxy.close(), world.authorities[side].clientProxy.close()]));
  await Promise.all(processesOf(world).map((process) => process.closeLog()));
}

import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import type { GatewayClient } from './client.ts';
import { SIDES, type Side } from './schedule.ts';
import { portOf, type World } from './world.ts';

export interface Settling {
  settled: boolean;
  milliseconds: number;
  /** What was still open when the time was up. */
  open: string[];
}

const LOOK_MILLISECONDS = 400;

/**
 * Waits until nothing moves any more: every message of both sides has ended, no work is left in either outbox, and both logs have
 * published what they hold. Looks at the API and the metrics; the limit ends a run that never gets there.
 */
export async function waitUntilSettled(world: World, clients: Record<Side, GatewayClient>, limitMilliseconds: number): Promise<Settling> {
  const begun = performance.now();
  for (;;) {
    const open = (await Promise.all(SIDES.map((side) => openOf(world, side, clients[side])))).flat();
    const milliseconds = Math.round(performance.now() - begun);
    if (open.length === 0 || milliseconds > limitMilliseconds) return { settled: open.length === 0, milliseconds, open };
    await sleep(LOOK_MILLISECONDS);
  }
}

async function openOf(world: World, side: Side, client: GatewayClient): Promise<string[]> {
  try {
    const metrics = await readMetrics(portOf(world.authorities[side].gateway, 'management') ?? 0);
    const open: string[] = [];
    const jobs = sumOf(metrics, 'valija_jobs');
    if (jobs > 0) open.push(`${side}: ${jobs} jobs`);
    const [pending, size, published] = ['valija_log_pending', 'valija_log_size', 'valija_log_published'].map((name) =>
      sumOf(metrics, name),
    );
    if (pending !== 0 || size !== published) open.push(`${side}: log at ${published} of ${size}, ${pending} waiting`);
    for (const direction of ['outbound', 'inbound'] as const) {
      const unended = (await client.list(direction)).filter(({ terminal }) => !terminal);
      open.push(...unended.map(({ messageId, state }) => `${side}: ${direction} ${messageId} is ${state}`));
    }
    return open;
  } catch (error) {
    return [`${side}: does not answer (${String(error)})`];
  }
}

/** Samples of the Prometheus text format by name, their labels left out. */
async function readMetrics(port: number): Promise<{ name: string; value: number }[]> {
  const answer = await request(`http://127.0.0.1:${port}/metrics`);
  const text = await answer.body.text();
  return text.split('\n').flatMap((line) => {
    const [, name, value] = /^([a-z_]+)(?:\{.*\})? (\S+)$/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, value: Number(value) }];
  });
}

function sumOf(metrics: readonly { name: string; value: number }[], wanted: string): number {
  const samples = metrics.filter(({ name }) => name === wanted);
  if (samples.length === 0) throw new Error(`the metrics have no ${wanted}`);
  return samples.reduce((sum, { value }) => sum + value, 0);
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { otherSide, SIDES, type Side } from './schedule.ts';
import type { World } from './world.ts';

export interface SeenCheckpoints {
  /** Signed notes, in the order in which they were first seen. */
  notes: Record<Side, string[]>;
  /** How many of the looks at the peer API were answered. */
  servedByPeerApi: number;
}

export interface CheckpointWatcher {
  readonly seen: SeenCheckpoints;
  stop(): Promise<void>;
}

const FILE_MILLISECONDS = 40;
const API_MILLISECONDS = 350;

/**
 * Keeps every checkpoint that either log publishes: as the folder shows it, also while its gateway is dead, and as the peer API serves
 * it to the other authority.
 */
export async function watchCheckpoints(world: World): Promise<CheckpointWatcher> {
  const stopping = new AbortController();
  const seen: SeenCheckpoints = { notes: { xa: [], xb: [] }, servedByPeerApi: 0 };
  const known: Record<Side, Set<string>> = { xa: new Set(), xb: new Set() };
  const keep = (side: Side, note: string) => {
    if (note === '' || known[side].has(note)) return;
    known[side].add(note);
    seen.notes[side].push(note);
  };
  const agents = await Promise.all(SIDES.map((side) => peerAgent(world, otherSide(side))));
  const loops = SIDES.flatMap((side, index) => {
    const { dataFolder, peerProxy } = world.authorities[side];
    const path = join(dataFolder, 'log', 'checkpoint');
    const url = `https://127.0.0.1:${peerProxy.port}/peer/v1/log/checkpoint`;
    return [
      every(FILE_MILLISECONDS, stopping.signal, async () => keep(side, await readFile(path, 'utf8'))),
      every(API_MILLISECONDS, stopping.signal, async () => {
        const answer = await request(url, { dispatcher: agents[index] as Agent });
        const text = await answer.body.text();
        if (answer.statusCode !== 200) return;
        seen.servedByPeerApi += 1;
        keep(side, text);
      }),
    ];
  });
  return {
    seen,
    async stop() {
      stopping.abort();
      await Promise.all(agents.map((agent) => agent.destroy()));
      await Promise.all(loops);
    },
  };
}

/** Nothing to be had, because the gateway is dead or the connection was cut, is the ordinary case here. */
async function every(milliseconds: number, signal: AbortSignal, look: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await look().catch(() => undefined);
    await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
  }
}

/** Connects as the gateway of that side does. */
async function peerAgent({ pki, authorities }: World, side: Side): Promise<Agent> {
  const files = pki.authority(authorities[side].identifier).role('tls');
  const [ca, cert, key] = await Promise.all([pki.root.certificate, files.certificate, files.key].map((path) => readFile(path, 'utf8')));
  const connect = { ca: ca ?? '', cert: cert ?? '', key: key ?? '', rejectUnauthorized: true, timeout: 2_000 };
  return new Agent({ connections: 1, connect, headersTimeout: 3_000, bodyTimeout: 3_000 });
}

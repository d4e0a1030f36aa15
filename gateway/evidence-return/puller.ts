import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf } from '../error.ts';
import { pullFromPeer } from './pull.ts';

/** A peer that hangs must not keep the others waiting. */
const MAXIMUM_PULL_MILLISECONDS = 60_000;

/** While a peer has not been heard since the start, it is asked this often. */
const FIRST_PULL_INTERVAL_MILLISECONDS = 2_000;

export interface Puller {
  close(): Promise<void>;
}

/** Pulls from every peer of the directory: at once after the start, then at the configured interval. */
export function startPuller(dependencies: GatewayDependencies): Puller {
  const closing = new AbortController();
  const running = new Map<string, Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  const last = new Map<string, number>();

  function tick(): void {
    const now = dependencies.clock.now().getTime();
    for (const peer of dependencies.directory.authorities()) {
      const { identifier } = peer;
      if (identifier === dependencies.authority || peer.endpoints.length === 0 || running.has(identifier)) continue;
      const heard = dependencies.listening.heard.has(identifier);
      const interval = heard
        ? dependencies.settings.pullInterval
        : Math.min(FIRST_PULL_INTERVAL_MILLISECONDS, dependencies.settings.pullInterval);
      if (now - (last.get(identifier) ?? 0) < interval) continue;
      last.set(identifier, now);
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(MAXIMUM_PULL_MILLISECONDS)]);
      const pull = pullFromPeer(dependencies, peer, signal)
        .catch((error: unknown) => dependencies.observe({ name: 'pull-failed', peer: identifier, code: codeOf(error) }))
        .finally(() => running.delete(identifier));
      running.set(identifier, pull);
    }
    timer = setTimeout(tick, Math.min(500, dependencies.settings.pullInterval));
  }

  tick();
  return {
    async close() {
      clearTimeout(timer);
      closing.abort();
      await Promise.allSettled(running.values());
    },
  };
}

import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import type { Recovery } from '../recovery/recovery.ts';

/**
 * After a start, a restore or a long outage a gateway listens before it speaks (design section 4, peer API): it may have said things
 * it no longer remembers, and its peers hold them.
 */
export interface Listening {
  startedAt: Date;
  /** When each peer was last pulled from completely, in this process. */
  heard: Map<string, Date>;
  /** What a restored gateway still has to take back from its peers. */
  recovery: Recovery | undefined;
  /** The checkpoint of our own log that each peer quoted last, once it has been examined. */
  quoted: Map<string, string>;
}

export function startListening(now: Date): Listening {
  return { startedAt: now, heard: new Map(), recovery: undefined, quoted: new Map() };
}

/** Throws GatewayError `peer-not-heard` (wait) until a first pull from the peer succeeded, at most for the configured time after start. */
export function requireHeard(dependencies: Pick<GatewayDependencies, 'listening' | 'clock' | 'settings'>, peer: string): void {
  const { listening, clock, settings } = dependencies;
  if (listening.heard.has(peer)) return;
  if (clock.now().getTime() - listening.startedAt.getTime() >= settings.listenFirst) return;
  throw new GatewayError('peer-not-heard', 'waiting for a first pull from the peer', { disposition: 'wait' });
}

/** Whether the peer was pulled from after `instant`: only then does its silence mean something. */
export function heardSince(dependencies: Pick<GatewayDependencies, 'listening'>, peer: string, instant: Date): boolean {
  const heard = dependencies.listening.heard.get(peer);
  return heard !== undefined && heard > instant;
}

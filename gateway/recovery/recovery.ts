import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { rebuildUntilCommitted } from '../unit-of-work.ts';
import { markerChange, type RestoreMarker, readRestoreMarker, restoreMarkerRow } from './restore-marker.ts';

/**
 * What a restored gateway has forgotten, and which peers have told it: until a peer has, nothing is signed about messages with it and
 * none of its deliveries is taken (design section 4: a restored peer re-adopts its own receipts and never signs a second).
 */
export interface Recovery {
  /** Everything before this moment is here. */
  since: Date;
  /** Peers that have given back everything they hold. */
  recovered: Set<string>;
  /** Where the next page of each peer begins. */
  cursors: Map<string, string>;
}

/** Clocks of peers may differ by so much from ours. */
const CLOCK_MARGIN_MILLISECONDS = 3_600_000;

type RecoveringGateway = Pick<GatewayDependencies, 'authority' | 'ledger' | 'listening' | 'directory' | 'observe'>;

/** Reads at the start, before anything else, whether there is something to recover. */
export async function loadRecovery(
  dependencies: Pick<RecoveringGateway, 'authority' | 'directory' | 'ledger' | 'listening'>,
): Promise<void> {
  const found = await readRestoreMarker(dependencies.ledger);
  const isOver = found?.marker.succeeded === true && hasEveryPeer(dependencies, new Set(found.marker.recovered));
  if (found !== undefined && isOver)
    await dependencies.ledger.commit({ rows: [{ ...markerChange(found.row, found.marker), value: null }] });
  dependencies.listening.recovery =
    found === undefined || isOver
      ? undefined
      : {
          since: new Date(Math.max(0, Date.parse(found.marker.since) - CLOCK_MARGIN_MILLISECONDS)),
          recovered: new Set(found.marker.recovered ?? []),
          cursors: new Map(),
        };
}

/** Whether this peer still has to tell what we have forgotten. One without an endpoint cannot be asked, and so is not waited for. */
export function isRecoveringFrom({ listening, directory }: Pick<RecoveringGateway, 'listening' | 'directory'>, peer: string): boolean {
  const { recovery } = listening;
  if (recovery === undefined || recovery.recovered.has(peer)) return false;
  return (directory.authority(peer)?.endpoints.length ?? 0) > 0;
}

/** Throws GatewayError `peer-not-heard` (wait) while we may have signed something about messages with this peer that we have forgotten. */
export function requireRecovered(dependencies: Pick<RecoveringGateway, 'listening' | 'directory'>, peer: string): void {
  if (!isRecoveringFrom(dependencies, peer)) return;
  throw new GatewayError('peer-not-heard', 'after a restore the peer has not told yet what it holds', { disposition: 'wait' });
}

/** Remembers that a peer has told everything; the last one ends the recovery, once the log has its successor as well. */
export async function noteRecovered(dependencies: RecoveringGateway, peer: string): Promise<void> {
  const { recovery } = dependencies.listening;
  if (recovery === undefined) return;
  const isDone = hasEveryPeer(dependencies, new Set([...recovery.recovered, peer]));
  await rebuildUntilCommitted(dependencies as GatewayDependencies, async () => {
    const found = await readRestoreMarker(dependencies.ledger);
    if (found === undefined) return { result: undefined };
    const recovered = [...new Set([...(found.marker.recovered ?? []), peer])];
    const row = markerChange(found.row, { ...found.marker, recovered });
    return { change: { rows: [isDone && found.marker.succeeded === true ? { ...row, value: null } : row] }, result: undefined };
  });
  recovery.recovered.add(peer);
  dependencies.observe({ name: 'peer-recovered', peer });
  if (!isDone) return;
  dependencies.listening.recovery = undefined;
  dependencies.observe({ name: 'recovery-done' });
}

/** Begins a recovery in the running gateway, for what a peer has shown us to have forgotten; one that is under way goes on. */
export async function beginRecovery(dependencies: RecoveringGateway, marker: RestoreMarker): Promise<void> {
  if (dependencies.listening.recovery !== undefined) return;
  await rebuildUntilCommitted(dependencies as GatewayDependencies, async () => {
    return { change: { rows: [await restoreMarkerRow(dependencies.ledger, marker)] }, result: undefined };
  });
  await loadRecovery(dependencies);
  dependencies.observe({ name: 'recovery-begun', code: marker.reason });
}

function hasEveryPeer(
  { authority, directory }: Pick<RecoveringGateway, 'authority' | 'directory'>,
  recovered: ReadonlySet<string>,
): boolean {
  return directory
    .authorities()
    .every(({ identifier, endpoints }) => identifier === authority || endpoints.length === 0 || recovered.has(identifier));
}

import { stat } from 'node:fs/promises';
import type { ValijaClient } from '../../../clients/typescript/client.ts';
import { PHASES, type Phase } from './plan.ts';

/** Where the message stands, as both APIs and the folder of the fetching client show it. */
export interface Place {
  phase: Phase;
  /** From 0 to 1. */
  done: number;
}

export interface Watched {
  sender: () => Promise<ValijaClient>;
  recipient: () => Promise<ValijaClient>;
  /** Of the large file. */
  octets: number;
  /** The file that is being fetched, and its length; undefined before that begins. */
  fetching: () => { path: string; length: number } | undefined;
}

/** Undefined while nobody can tell, for example because a gateway is being started. */
export async function placeOf({ sender, recipient, fetching, octets }: Watched): Promise<Place | undefined> {
  const download = fetching();
  if (download !== undefined) return { phase: 'fetch', done: (await sizeOf(`${download.path}.part`)) / download.length };
  const from = await sender();
  const [sent] = (await from.listMessages({ direction: 'outbound', limit: 1 })).messages;
  if (sent === undefined) {
    const { uploads } = await from.listUploads();
    const large = uploads.find(({ length }) => length === octets);
    return { phase: 'upload', done: (large?.offset ?? 0) / octets };
  }
  const outbound = await from.showMessage({ messageId: sent.messageId, direction: 'outbound' });
  if (outbound.state === 'submitted' || outbound.state === 'accepted') {
    const phase = outbound.state === 'submitted' ? 'prepare' : 'transmit';
    return { phase, done: doneOf(outbound.pending, phase) };
  }
  const inbound = await (await recipient()).showMessage({ messageId: sent.messageId, direction: 'inbound' });
  return { phase: 'open', done: inbound.state === 'consigned' ? 1 : doneOf(inbound.pending, 'open') };
}

/** Whether a place lies at or behind another. */
export function isBehind(place: Place, planned: { phase: Phase; at: number }): boolean {
  const [here, there] = [PHASES.indexOf(place.phase), PHASES.indexOf(planned.phase)];
  return here > there || (here === there && place.done >= planned.at);
}

function doneOf(pending: readonly { kind: string; progress?: { done: number; total: number } }[], kind: string): number {
  const progress = pending.find((work) => work.kind === kind)?.progress;
  return progress === undefined ? 0 : progress.done / progress.total;
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

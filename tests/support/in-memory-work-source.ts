import type { ClaimedItem, Lane, WorkItem, WorkSource } from '../../queue/contract.ts';

interface Row extends WorkItem {
  lease: number;
  attempts: number;
  leaseUntil: number | undefined;
}

export class LeaseLost extends Error {}

/** An outbox without a disk, with the same rules: fenced leases, an effect and the completion of its job in one step. */
export interface InMemoryWorkSource extends WorkSource {
  add(item: { id: string; lane?: Lane; peer?: string; dueAt?: number }): void;
  /** The unit of work of a step: its effect and the end of the job. Throws LeaseLost for an older lease. */
  complete(id: string, lease: number): void;
  reschedule(id: string, lease: number, dueAt: number): void;
  cancel(id: string): void;
  /** How often the effect of each job happened. */
  readonly effects: ReadonlyMap<string, number>;
  readonly pending: number;
}

export function createInMemoryWorkSource(): InMemoryWorkSource {
  const rows = new Map<string, Row>();
  const effects = new Map<string, number>();

  function held(id: string, lease: number): Row {
    const row = rows.get(id);
    if (row === undefined || row.leaseUntil === undefined || row.lease !== lease) throw new LeaseLost(id);
    return row;
  }

  const isDue = (row: Row, now: number) => (row.leaseUntil === undefined ? row.dueAt <= now : row.leaseUntil <= now);

  return {
    add: ({ id, lane = 'ordinary', peer, dueAt = 0 }) => {
      if (rows.has(id)) throw new Error(`job ${id} exists`);
      rows.set(id, { id, lane, dueAt, lease: 0, attempts: 0, leaseUntil: undefined, ...(peer === undefined ? {} : { peer }) });
    },
    complete: (id, lease) => {
      held(id, lease);
      rows.delete(id);
      effects.set(id, (effects.get(id) ?? 0) + 1);
    },
    reschedule: (id, lease, dueAt) => {
      const row = held(id, lease);
      row.leaseUntil = undefined;
      row.dueAt = dueAt;
    },
    cancel: (id) => {
      rows.delete(id);
    },
    due: async ({ now, limit, lane }) =>
      [...rows.values()]
        .filter((row) => isDue(row, now) && (lane === undefined || row.lane === lane))
        .sort((left, right) => left.dueAt - right.dueAt)
        .slice(0, limit)
        .map(itemOf),
    get: async (id) => {
      const row = rows.get(id);
      return row === undefined ? undefined : itemOf(row);
    },
    claim: async (id, { now, milliseconds }): Promise<ClaimedItem | undefined> => {
      const row = rows.get(id);
      if (row === undefined || !isDue(row, now)) return undefined;
      row.lease += 1;
      row.attempts += 1;
      row.leaseUntil = now + milliseconds;
      return { ...itemOf(row), lease: row.lease, attempts: row.attempts };
    },
    renew: async (id, lease, leaseUntil) => {
      const row = rows.get(id);
      if (row === undefined || row.leaseUntil === undefined || row.lease !== lease) return false;
      row.leaseUntil = leaseUntil;
      return true;
    },
    effects,
    get pending() {
      return rows.size;
    },
  };
}

function itemOf({ id, lane, peer, dueAt }: Row): WorkItem {
  return peer === undefined ? { id, lane, dueAt } : { id, lane, peer, dueAt };
}

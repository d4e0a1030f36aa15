/** Lanes in the order of their precedence. A flood in one lane must not hold up a higher one. */
export type Lane = 'urgent' | 'ordinary' | 'bulk';

export interface Announcement {
  id: string;
  lane: Lane;
}

export interface Consumer {
  /** Stops taking new ids and waits for the handlers that run. */
  close(): Promise<void>;
}

/**
 * Wakes workers; holds no truth. An announcement MAY be lost or delivered twice, so handlers claim the job from the outbox first,
 * and a reconciler announces again what is due. announce() MUST NOT throw for an id it holds already, and an id that was consumed
 * MUST be announceable again.
 */
export interface Queue {
  announce(announcements: readonly Announcement[]): Promise<void>;
  /** Calls `handler` with each id of the lane, at most `concurrency` at a time. A handler that throws does not stop the consumer. */
  consume(lane: Lane, handler: (id: string) => Promise<void>, options: { concurrency: number }): Consumer;
  /** False while the queue cannot wake anybody (for example Redis is gone); work then only waits. */
  healthy(): Promise<boolean>;
  close(): Promise<void>;
}

/** What the worker and the reconciler need of an outbox (store/contracts/outbox.ts fits). */
export interface WorkSource {
  due(query: { now: number; limit: number; lane?: Lane }): Promise<readonly WorkItem[]>;
  get(id: string): Promise<WorkItem | undefined>;
  claim(id: string, options: { now: number; milliseconds: number }): Promise<ClaimedItem | undefined>;
  renew(id: string, lease: number, leaseUntil: number): Promise<boolean>;
}

export interface WorkItem {
  id: string;
  lane: Lane;
  peer?: string;
  dueAt: number;
}

export interface ClaimedItem extends WorkItem {
  lease: number;
  attempts: number;
}

import type { Lane } from './records.ts';

/** The kinds of work; one step of the flow each. */
export type JobKind =
  | 'prepare'
  | 'transmit'
  | 'relay-deadline'
  | 'consignment-deadline'
  | 'handover-deadline'
  | 'open'
  | 'register'
  | 'return-evidence'
  | 'stamp-evidence'
  | 'archive'
  | 'deliver-again';

/** Work to do about one subject, described by ids only. */
export interface Job {
  /** Unique for ever, without ":"; for example `transmit/<message key>`. Adding an id that exists is a `job-exists` conflict. */
  id: string;
  kind: JobKind;
  lane: Lane;
  /** Usually a message key. */
  subject: string;
  /** Second subject, for example the evidence identifier to return. */
  detail?: string;
  /** The authority whose gateway the work talks to, for per-peer concurrency. */
  peer?: string;
  /** Milliseconds since 1970: not before. */
  dueAt: number;
  /** Milliseconds since 1970 after which retrying makes no sense. */
  expiresAt?: number;
}

export interface JobRow extends Job {
  state: 'ready' | 'leased' | 'dead';
  attempts: number;
  lastError?: string;
  leaseUntil?: number;
}

/** A job held by one worker. `lease` is a fencing number: a change that names an older one fails with `lease-lost`. */
export interface ClaimedJob extends JobRow {
  lease: number;
}

/** Changes that take part in the unit of work. `complete` removes the row. */
export type JobChange =
  | { operation: 'add'; job: Job }
  /** Adds the job, or when its id exists already leaves that one as it is. */
  | { operation: 'ensure'; job: Job }
  | { operation: 'complete'; id: string; lease: number }
  | { operation: 'reschedule'; id: string; lease: number; dueAt: number; error: string }
  | { operation: 'bury'; id: string; lease: number; error: string }
  /** Operator's release of a dead letter: back to ready with zero attempts. */
  | { operation: 'release'; id: string; dueAt: number }
  /** Removes a job in any state; no error when it is not there. */
  | { operation: 'cancel'; id: string };

/** The truth about pending work; queues only wake workers. */
export interface Outbox {
  /** Ready jobs with dueAt <= now, and leased ones whose lease ran out; oldest due first. */
  due(query: { now: number; limit: number; lane?: Lane }): Promise<JobRow[]>;
  get(id: string): Promise<JobRow | undefined>;
  /** Takes the job for `milliseconds`, or undefined when it is not due, held by another, dead or gone. Counts an attempt. Durable. */
  claim(id: string, options: { now: number; milliseconds: number }): Promise<ClaimedJob | undefined>;
  /** Extends a held lease; false when it was lost. */
  renew(id: string, lease: number, leaseUntil: number): Promise<boolean>;
  dead(query: { after?: string; limit: number }): Promise<JobRow[]>;
  /** Ready and leased jobs by lane, dead ones, and the dueAt of the oldest overdue job. */
  counts(now: number): Promise<{ ready: Record<Lane, number>; leased: Record<Lane, number>; dead: number; oldestDueAt?: number }>;
}

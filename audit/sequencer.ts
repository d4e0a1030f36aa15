import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, LogRows, PublishedNote, TileFile, Tiles } from './contracts.ts';
import { AuditError } from './error.ts';
import { signCheckpoint } from './log/checkpoint.ts';
import type { Integration, LogParts } from './log/integration.ts';
import { integrateRows, restoreIntegration } from './log/integration.ts';
import { parseNote } from './log/note.ts';
import type { NoteSigner } from './log/note-key.ts';
import { parseVerifierKey } from './log/note-key.ts';

/** Leaves that get their index in one transaction, and transactions before the next checkpoint: a flood delays it by little. */
const SEQUENCE_BATCH = 2048;
const BATCHES_PER_CHECKPOINT = 8;
const LEASE_MILLISECONDS = 15_000;
const STANDBY_MILLISECONDS = 1000;
const LONGEST_PAUSE_MILLISECONDS = 30_000;

export interface SequencerOptions {
  log: LogRows;
  tiles: Tiles & { sweepStaging?: () => Promise<void> };
  /** Ed25519 key of the log; its name is the origin. */
  signer: NoteSigner;
  origin: string;
  clock: Clock;
  /** Time between two looks at the waiting leaves; at most a second, which is how late a checkpoint may be. */
  intervalMilliseconds: number;
  /** Names this process in the lease; a fresh random name by default. */
  holder?: string;
  /** Asked before each round; what it throws keeps the round from signing anything. */
  precondition?: () => Promise<void>;
  onCheckpoint?: (checkpoint: PublishedNote) => void;
  /** Every failure; after one with disposition `operator` nothing more is signed until a restart. */
  onProblem?: (error: unknown) => void;
}

export interface SequencerState {
  /** `standby`: another holder has the lease. `halted`: an operator must look first. */
  role: 'starting' | 'sequencing' | 'standby' | 'halted' | 'stopped';
  epoch?: number;
  publishedSize: number;
  /** The last failure, until a round succeeds. */
  problem?: unknown;
}

export interface Sequencer {
  /** One complete round, after the one that may be running: what waits now is published when it resolves. Throws what stopped it. */
  runOnce(): Promise<SequencerState>;
  /**
   * Publishes the checkpoint again, with cosignatures; false when it is not the one published now. Between rounds, so that no newer one is
   * ever replaced; the note in the ledger stays as the log signed it.
   */
  publishCosigned(note: string): Promise<boolean>;
  /** Starts the next round now instead of at the end of the interval. */
  wake(): void;
  state(): SequencerState;
  /** Ends after the round in progress. */
  stop(): Promise<void>;
}

/**
 * Starts the one writer of the log: gives waiting leaves their indexes under its epoch, writes the tiles that follow from the
 * committed rows, signs the checkpoint, commits the note and publishes it. Nothing waits for it, and a crash between any two
 * of these steps is mended by the next start (design section 5, log). AuditError `checkpoint-origin` for a key of another name.
 */
export function startSequencer(options: SequencerOptions): Sequencer {
  if (options.signer.name !== options.origin) {
    throw new AuditError('checkpoint-origin', 'The name of the signing key differs from the origin of the log.', {
      disposition: 'operator',
    });
  }
  if (!(options.intervalMilliseconds > 0 && options.intervalMilliseconds <= 1000)) {
    throw new RangeError('intervalMilliseconds must be above 0 and at most 1000.');
  }
  return new RunningSequencer(options);
}

class RunningSequencer implements Sequencer {
  readonly #options: SequencerOptions;
  readonly #parts: LogParts;
  readonly #holder: string;
  readonly #loop: Promise<void>;
  #state: SequencerState = { role: 'starting', publishedSize: 0 };
  #lease: { epoch: number; renewAt: number } | undefined;
  #integration: Integration | undefined;
  #round: Promise<unknown> = Promise.resolve();
  #pause = new AbortController();
  #isStopping = false;

  constructor(options: SequencerOptions) {
    this.#options = options;
    this.#parts = { log: options.log, tiles: options.tiles, verifier: parseVerifierKey(options.signer.verifierKey) };
    this.#holder = options.holder ?? randomUUID();
    this.#loop = this.#run();
  }

  state(): SequencerState {
    return { ...this.#state };
  }

  wake(): void {
    this.#pause.abort();
  }

  runOnce(): Promise<SequencerState> {
    const round = this.#round.then(() => this.#guardedRound());
    this.#round = round.catch(() => undefined);
    return round;
  }

  publishCosigned(note: string): Promise<boolean> {
    const publishing = this.#round.then(async () => {
      const published = this.#integration?.published;
      if (published === undefined || parseNote(published.note).text !== parseNote(note).text) {
        return false;
      }
      await this.#parts.tiles.publishCheckpoint(note);
      return true;
    });
    this.#round = publishing.catch(() => undefined);
    return publishing;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.wake();
    await this.#loop;
    await this.#round;
    this.#state = { ...this.#state, role: 'stopped' };
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#isStopping && this.#state.role !== 'halted') {
      failures = await this.runOnce().then(
        () => 0,
        () => failures + 1,
      );
      const interval = this.#state.role === 'standby' ? STANDBY_MILLISECONDS : this.#options.intervalMilliseconds;
      await this.#rest(Math.min(interval * 2 ** Math.min(failures, 10), LONGEST_PAUSE_MILLISECONDS));
    }
  }

  async #rest(milliseconds: number): Promise<void> {
    if (!this.#isStopping) {
      await sleep(milliseconds, undefined, { signal: this.#pause.signal, ref: false }).catch(() => undefined);
    }
    this.#pause = new AbortController();
  }

  async #guardedRound(): Promise<SequencerState> {
    if (this.#isStopping || this.#state.role === 'halted') {
      throw new AuditError('sequencer-stopped', 'The sequencer does not run any more.', {
        cause: this.#state.problem,
        disposition: 'operator',
      });
    }
    try {
      await this.#oneRound();
      return this.state();
    } catch (error) {
      // Whatever went wrong, memory may differ from what was committed: the next round starts from rows and tiles again.
      this.#lease = undefined;
      this.#integration = undefined;
      const needsOperator = error instanceof AuditError && error.disposition === 'operator';
      this.#state = { ...this.#state, role: needsOperator ? 'halted' : 'starting', problem: error };
      this.#options.onProblem?.(error);
      throw error;
    }
  }

  async #oneRound(): Promise<void> {
    await this.#options.precondition?.();
    const epoch = await this.#holdLease();
    if (epoch === undefined) {
      this.#integration = undefined;
      this.#state = { role: 'standby', publishedSize: this.#state.publishedSize };
      return;
    }
    this.#integration ??= await this.#restore(epoch);
    await this.#sequence(epoch);
    const completed = await integrateRows(this.#parts, this.#integration.builder, await this.#parts.log.size());
    await this.#publish(epoch, this.#integration, completed);
    this.#state = { role: 'sequencing', epoch, publishedSize: this.#integration.published?.size ?? 0 };
  }

  /** Renewed when half of it has passed; the epoch, not the lease, is what keeps a slow former holder from writing. */
  async #holdLease(): Promise<number | undefined> {
    const now = this.#options.clock.now().getTime();
    const held = this.#lease;
    if (held !== undefined && now < held.renewAt && now > held.renewAt - LEASE_MILLISECONDS) {
      return held.epoch;
    }
    const lease = await this.#parts.log.acquire(this.#holder, now, LEASE_MILLISECONDS);
    if (lease?.epoch !== held?.epoch) {
      this.#integration = undefined;
    }
    this.#lease = lease === undefined ? undefined : { epoch: lease.epoch, renewAt: now + LEASE_MILLISECONDS / 2 };
    return lease?.epoch;
  }

  async #restore(epoch: number): Promise<Integration> {
    await this.#options.tiles.sweepStaging?.();
    return restoreIntegration(this.#parts, epoch);
  }

  async #sequence(epoch: number): Promise<void> {
    for (let batch = 0; batch < BATCHES_PER_CHECKPOINT; batch += 1) {
      if ((await this.#parts.log.pendingCount()) === 0) {
        return;
      }
      await this.#parts.log.sequence(epoch, SEQUENCE_BATCH);
    }
  }

  /** Signs only what extends the note that is published now, and only if that is the note this process last saw. */
  async #publish(epoch: number, integration: Integration, completed: readonly TileFile[]): Promise<void> {
    const { builder } = integration;
    const current = await this.#parts.log.published();
    if (current?.note !== integration.published?.note) {
      throw new AuditError('lease-not-held', 'Another sequencer has published meanwhile.', { disposition: 'retry' });
    }
    const publishedSize = current?.size ?? 0;
    if (builder.size < publishedSize) {
      throw new AuditError('log-behind-checkpoint', 'The log is smaller than its published checkpoint.', { disposition: 'operator' });
    }
    if (builder.size === publishedSize) {
      return;
    }
    await this.#parts.tiles.write(builder.partials());
    const note = signCheckpoint({ origin: this.#options.origin, size: builder.size, root: builder.root() }, this.#options.signer);
    const next = { size: builder.size, note, epoch };
    await this.#parts.log.publish(next, publishedSize);
    await this.#parts.tiles.publishCheckpoint(note);
    integration.published = next;
    this.#options.onCheckpoint?.(next);
    for (const { path } of completed) {
      await this.#parts.tiles.removePartials(path);
    }
  }
}

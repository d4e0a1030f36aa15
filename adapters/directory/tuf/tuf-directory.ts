import { createHash } from 'node:crypto';
import type { Clock } from '../../../gateway/contracts/clock.ts';
import type { AuthorityRecord, Directory, DirectoryStatus } from '../../../gateway/contracts/directory.ts';
import { DirectoryError } from '../error.ts';
import { graceOf } from '../grace.ts';
import { type Contents, readContents } from './contents.ts';
import type { DirectoryStore } from './directory-store.ts';
import { readMetadata } from './metadata.ts';
import type { Mirror } from './mirror.ts';
import { updateFrom } from './update.ts';
import { parseState, serializeState, type TrustedState, type VerifiedSet } from './verified-set.ts';

/** What one refresh may take over one mirror. */
const DEFAULT_MIRROR_MILLISECONDS = 60_000;

export interface TufDirectoryOptions {
  /** Asked one after the other at every refresh: the newest that is valid wins, so that one bad mirror alone hides nothing. */
  mirrors: readonly Mirror[];
  /** The root with which trust begins: handed over at installation, its digest compared over another channel. */
  root: Buffer;
  store: DirectoryStore;
  clock: Clock;
  graceMilliseconds?: number;
  mirrorMilliseconds?: number;
  /** Called with each newly accepted version. */
  onAccepted?: (version: number) => void;
  /** Called when a mirror gave nothing that could be accepted, even though another one did. */
  onFault?: (mirror: string, error: DirectoryError) => void;
}

/** What is believed now, and what it says. */
interface Belief {
  state: TrustedState;
  contents: Contents;
}

/**
 * Opens a directory that a TUF repository publishes. What was verified before is served again at once, also when no mirror can be reached;
 * the first time of all, one must give a valid set.
 *
 * @throws DirectoryError when there is nothing to serve
 */
export async function openTufDirectory(options: TufDirectoryOptions): Promise<Directory & { close(): Promise<void> }> {
  const directory = new TufDirectory(options, await loadState(options));
  try {
    await directory.refresh();
  } catch (error) {
    if (!directory.serves()) {
      await directory.close();
      throw error;
    }
  }
  return directory;
}

/** The newer of the root that is configured and the one that was reached from it. */
async function loadState({ root, store }: TufDirectoryOptions): Promise<TrustedState> {
  const bytes = await store.load();
  if (bytes === undefined) return { root };
  const state = parseState(bytes);
  const isNewer = readMetadata('root', root).signed.version > readMetadata('root', state.root).signed.version;
  return isNewer ? { ...state, root } : state;
}

class TufDirectory implements Directory {
  readonly #options: TufDirectoryOptions;
  readonly #grace: number;
  #state: TrustedState;
  #belief: (Belief & { byIdentifier: ReadonlyMap<string, AuthorityRecord> }) | undefined;
  #lastError: string | undefined;
  #refreshing: Promise<void> | undefined;

  constructor(options: TufDirectoryOptions, state: TrustedState) {
    this.#options = options;
    this.#grace = graceOf(options.graceMilliseconds);
    this.#state = state;
    if (state.set !== undefined) this.#believeKept(state, state.set);
  }

  serves(): boolean {
    return this.#belief !== undefined;
  }

  authority(identifier: string): AuthorityRecord | undefined {
    const record = this.#belief?.byIdentifier.get(identifier);
    return record === undefined || this.#isGone(record.country) ? undefined : record;
  }

  authorities(): readonly AuthorityRecord[] {
    const { authorities, stateEnds } = this.#held();
    return [...stateEnds.keys()].some((country) => this.#isGone(country))
      ? authorities.filter(({ country }) => !this.#isGone(country))
      : authorities;
  }

  instruments(): ReturnType<Directory['instruments']> {
    return this.#held().instruments;
  }

  status(): DirectoryStatus {
    const { version, digest, expiresAt, commonEnd, stateEnds } = this.#held();
    const now = this.#options.clock.now().getTime();
    const lapsed = [...stateEnds].flatMap(([country, end]) => (now > end.getTime() ? [country] : []));
    return {
      version,
      digest,
      expiresAt,
      renewBy: new Date(Math.min(commonEnd.getTime(), ...[...stateEnds.values()].map((end) => end.getTime()).filter((end) => end >= now))),
      usable: now <= expiresAt.getTime() + this.#grace,
      stale: now > expiresAt.getTime(),
      ...(lapsed.length === 0 ? {} : { lapsed }),
      ...(this.#lastError === undefined ? {} : { lastError: this.#lastError }),
    };
  }

  /** Those who ask while one is under way share it. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refreshOnce().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async close(): Promise<void> {
    await this.#refreshing?.catch(() => {});
    await Promise.all(this.#options.mirrors.map((mirror) => mirror.close()));
  }

  async #refreshOnce(): Promise<void> {
    const errors: DirectoryError[] = [];
    for (const mirror of this.#options.mirrors) {
      try {
        await this.#refreshFrom(mirror);
      } catch (cause) {
        const error = cause instanceof DirectoryError ? cause : unexpected(mirror, cause);
        errors.push(error);
        this.#options.onFault?.(mirror.name, error);
      }
    }
    if (errors.length < this.#options.mirrors.length) {
      this.#lastError = undefined;
      return;
    }
    // A refusal says more than a mirror that is away.
    const error = errors.find(({ code }) => code !== 'directory-unreadable') ?? errors[0] ?? unreachable();
    this.#lastError = error.code;
    throw error;
  }

  async #refreshFrom(mirror: Mirror): Promise<void> {
    const { clock, mirrorMilliseconds = DEFAULT_MIRROR_MILLISECONDS } = this.#options;
    const now = clock.now();
    const before = this.#state.root;
    try {
      const set = await updateFrom({
        mirror,
        trusted: this.#state,
        now,
        signal: AbortSignal.timeout(mirrorMilliseconds),
        onRoot: (root) => {
          this.#state = { ...this.#state, root };
        },
      });
      if (set !== undefined) return await this.#accept(set);
    } catch (error) {
      // A root that was reached takes keys away from whoever lost them, even while the rest is kept from us.
      if (this.#state.root !== before) await this.#options.store.save(serializeState(this.#state));
      throw error;
    }
    if (now.getTime() >= this.#held().expiresAt.getTime()) {
      throw new DirectoryError('directory-expired', 'the mirror has nothing newer than the directory that has expired');
    }
  }

  async #accept(set: VerifiedSet): Promise<void> {
    const { store, onAccepted } = this.#options;
    const state = { root: this.#state.root, set };
    const contents = readContents(state.root, set);
    const keys = keysOf(state.root);
    const floor = await store.floor();
    if (floor !== undefined && contents.version < floor.version && (floor.keys ?? keys) === keys) {
      throw new DirectoryError('directory-rolled-back', `version ${contents.version} is older than version ${floor.version} seen before`);
    }
    await store.raiseFloor({ version: contents.version, keys });
    await store.save(serializeState(state));
    const isNew = this.#belief?.contents.digest !== contents.digest;
    this.#state = state;
    this.#believe(state, set);
    if (isNew) onAccepted?.(contents.version);
  }

  /** What an earlier version of the program has kept may not be what this one can read: then it is fetched anew. */
  #believeKept(state: TrustedState, set: VerifiedSet): void {
    try {
      this.#believe(state, set);
    } catch {
      this.#state = { root: state.root };
    }
  }

  #believe(state: TrustedState, set: VerifiedSet): void {
    const contents = readContents(state.root, set);
    this.#belief = { state, contents, byIdentifier: new Map(contents.authorities.map((record) => [record.identifier, record])) };
  }

  #held(): Contents {
    if (this.#belief === undefined) throw unreachable();
    return this.#belief.contents;
  }

  #isGone(country: string): boolean {
    const end = this.#belief?.contents.stateEnds.get(country);
    return end !== undefined && this.#options.clock.now().getTime() > end.getTime() + this.#grace;
  }
}

/** Which keys sign snapshot and timestamp under this root. */
function keysOf(root: Buffer): string {
  const { roles } = readMetadata('root', root).signed;
  const identifiers = ['snapshot', 'timestamp'].map((role) => [...(roles[role]?.keyIDs ?? [])].sort().join(' '));
  return createHash('sha256').update(identifiers.join('\n')).digest('hex');
}

function unexpected(mirror: Mirror, cause: unknown): DirectoryError {
  return new DirectoryError('directory-unreadable', `the directory cannot be had from ${mirror.name}`, { cause });
}

function unreachable(): DirectoryError {
  return new DirectoryError('directory-unreadable', 'no mirror of the directory is configured');
}

import type { GatewayDependencies } from '../../gateway/dependencies.ts';
import type { BlobReader, Blobs, BlobWriter, ResumableBlobWriter } from '../../store/contracts/blobs.ts';
import type { Ledger } from '../../store/contracts/ledger.ts';

/** Where a process dies: at its n-th call that leaves a trace outside the process, before or after the trace. */
export interface Fault {
  call: number;
  when: 'before' | 'after';
}

/** A process that died. Nothing it does afterwards has any effect, cleaning up included. */
export class SimulatedCrash extends Error {
  readonly code = 'simulated-crash';
  readonly disposition = 'retry';
  readonly gateway: string;

  constructor(gateway: string) {
    super(`${gateway} died`);
    this.gateway = gateway;
  }
}

export interface InjectedProcess {
  wrap: (dependencies: GatewayDependencies) => GatewayDependencies;
  readonly dead: boolean;
  /** The call at which it died, for the report of a failure. */
  readonly diedAt: string | undefined;
}

/** One life of a process, with at most one fault. Commits, claims, files, time-stamps and messages to the peer count as calls. */
export function injectFault(gateway: string, fault: Fault | undefined): InjectedProcess {
  let calls = 0;
  let diedAt: string | undefined;

  const requireAlive = (): void => {
    if (diedAt !== undefined) throw new SimulatedCrash(gateway);
  };
  const die = (name: string, when: string): never => {
    diedAt = `${gateway.slice(-10)} ${name} #${calls} ${when}`;
    throw new SimulatedCrash(gateway);
  };
  /** A call with an effect. */
  const effect = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    requireAlive();
    calls += 1;
    const isMine = fault?.call === calls;
    if (isMine && fault.when === 'before') return die(name, 'before');
    const result = await work();
    requireAlive();
    return isMine ? die(name, 'after') : result;
  };
  /** A call without effect: it only must not work for the dead. */
  const look = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    requireAlive();
    return work();
  };

  const wrap = (dependencies: GatewayDependencies): GatewayDependencies => ({
    ...dependencies,
    ledger: mortalLedger(dependencies.ledger, effect, look),
    blobs: mortalBlobs(dependencies.blobs, effect, look, requireAlive),
    timestamps: { stamp: (imprint, options) => effect('stamp', () => dependencies.timestamps.stamp(imprint, options)) },
    transport: {
      ...dependencies.transport,
      deliver: (...call) => effect('deliver', () => dependencies.transport.deliver(...call)),
      pushEvidence: (...call) => effect('push', () => dependencies.transport.pushEvidence(...call)),
      pullEvidence: (...call) => effect('pull', () => dependencies.transport.pullEvidence(...call)),
    },
  });
  return {
    wrap,
    get dead() {
      return diedAt !== undefined;
    },
    get diedAt() {
      return diedAt;
    },
  };
}

type Effect = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;
type Look = <Result>(work: () => Promise<Result>) => Promise<Result>;

function mortalLedger(ledger: Ledger, effect: Effect, look: Look): Ledger {
  const { outbox, log } = ledger;
  return {
    commit: (change) => effect('commit', () => ledger.commit(change)),
    get: (table, key) => look(() => ledger.get(table, key)),
    list: (table, query) => look(() => ledger.list(table, query)),
    readFeed: (feed, after, limit) => look(() => ledger.readFeed(feed, after, limit)),
    get feedEpoch() {
      return ledger.feedEpoch;
    },
    outbox: {
      due: (query) => outbox.due(query),
      get: (id) => look(() => outbox.get(id)),
      claim: (id, options) => effect('claim', () => outbox.claim(id, options)),
      renew: (id, lease, until) => effect('renew', () => outbox.renew(id, lease, until)),
      dead: (query) => outbox.dead(query),
      counts: (now) => outbox.counts(now),
    },
    log,
    backup: (path) => effect('backup', () => ledger.backup(path)),
    scrub: () => look(() => ledger.scrub()),
    close: () => ledger.close(),
  };
}

function mortalBlobs(blobs: Blobs, effect: Effect, look: Look, requireAlive: () => void): Blobs {
  const writer = <Writer extends BlobWriter>(inner: Writer) => ({
    blobId: inner.blobId,
    write: (chunk: Buffer) => look(() => inner.write(chunk)),
    finish: () => effect('finish', () => inner.finish()),
    // Whoever is dead cleans nothing up; abort never throws.
    abort: () => look(() => inner.abort()).catch(() => undefined),
  });
  const resumable = (inner: ResumableBlobWriter): ResumableBlobWriter => ({
    ...writer(inner),
    get durableOffset() {
      return inner.durableOffset;
    },
    finish: () => effect('finish', () => inner.finish()),
    flush: () => effect('flush', () => inner.flush()),
    rewind: (offset) => effect('rewind', () => inner.rewind(offset)),
    suspend: () => effect('suspend', () => inner.suspend()),
  });
  const reader = (inner: BlobReader): BlobReader => ({
    size: inner.size,
    read: (offset, length) => look(() => inner.read(offset, length)),
    async *stream(range) {
      for await (const chunk of inner.stream(range)) {
        requireAlive();
        yield chunk;
      }
    },
    close: () => inner.close(),
  });
  return {
    newWrappedKey: () => blobs.newWrappedKey(),
    forgetKey: (wrappedKey) => blobs.forgetKey(wrappedKey),
    create: (options) => {
      requireAlive();
      return writer(blobs.create(options));
    },
    put: (options, content) => effect('put', () => blobs.put(options, content)),
    createResumable: async (options) => resumable(await effect('create transfer', () => blobs.createResumable(options))),
    resume: async (options) => resumable(await effect('resume', () => blobs.resume(options))),
    open: async (options) => reader(await look(() => blobs.open(options))),
    openReceipt: async (options) => reader(await look(() => blobs.openReceipt(options))),
    openAtRest: (blobId) => look(() => blobs.openAtRest(blobId)),
    holdRemovals: () => look(() => blobs.holdRemovals()),
    remove: (blobId) => effect('remove', () => blobs.remove(blobId)),
    sweep: (olderThan, keep) => look(() => blobs.sweep(olderThan, keep)),
    freeSpace: () => blobs.freeSpace(),
  };
}

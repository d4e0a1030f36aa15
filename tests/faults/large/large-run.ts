import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ValijaClient } from '../../../clients/typescript/client.ts';
import { ClientError } from '../../../clients/typescript/error.ts';
import { createRandom } from '../../fuzz/random.ts';
import { writeLetter } from '../content.ts';
import { SIDES, type Side } from '../schedule.ts';
import { createWorld, startWorld, type World } from '../world.ts';
import { writeInventedFile } from './invented-file.ts';
import { type PersistentCommand, startPersistentCommand } from './persistent-command.ts';
import { type Phase, type PlannedKill, planKills } from './plan.ts';
import { type ResidentMemory, watchResidentMemory } from './resident-memory.ts';
import { isBehind, type Place, placeOf } from './watched-phase.ts';

export interface LargeOptions {
  seed: number;
  /** Of the annex. */
  octets: number;
  kills: number;
  keep: boolean;
  onProgress?: (line: string) => void;
}

export interface LargeReport {
  seed: number;
  octets: number;
  faults: string[];
  /** Seconds from the beginning, and where the message was then. */
  kills: (PlannedKill & { seconds: number; found: Place | undefined })[];
  /** In seconds. */
  durations: Record<'send' | 'deliver' | 'fetch' | 'handOver' | 'total', number>;
  /** Highest resident memory of every life, in MiB (VmHWM). */
  peaks: { name: string; peakMiB: number }[];
  /** How often the sending and the fetching command were begun. */
  starts: { send: number; fetch: number };
  handoverReceipts: Record<Side, number>;
}

const SENDER: Side = 'xa';
const RECIPIENT: Side = 'xb';
const POLL_MILLISECONDS = 25;
const ANNEX = 'anexo.bin';
/** Source, what each gateway keeps twice, and what is fetched. */
const COPIES = 6;

/** One large message through two gateways, with kills on its whole way. Bounded by the disk: refuses when it is too small. */
export async function runLarge(options: LargeOptions): Promise<LargeReport> {
  const free = await statfs(tmpdir());
  if (free.bavail * free.bsize < COPIES * options.octets + 2 * 1024 ** 3) throw new Error(`${tmpdir()} has no room for ${COPIES} copies`);
  const world = await createWorld(options.seed);
  const processes = [world.tsa, ...SIDES.map((side) => world.authorities[side].gateway)];
  const abandon = () => {
    for (const one of processes) one.killNow();
  };
  process.once('exit', abandon);
  const memory = watchResidentMemory();
  try {
    for (const side of SIDES) {
      world.authorities[side].peerProxy.setMode('calm');
      world.authorities[side].clientProxy.setMode('calm');
    }
    await startWorld(world);
    const report = await new LargeRun(world, memory, options).run();
    return { ...report, faults: [...report.faults, ...world.unexpectedEnds.map((end) => `${end.process} ended by itself`)] };
  } finally {
    memory.stop();
    await Promise.all(processes.map((process) => process.kill()));
    for (const side of SIDES) {
      await world.authorities[side].peerProxy.close();
      await world.authorities[side].clientProxy.close();
    }
    process.off('exit', abandon);
    if (!options.keep) await rm(world.folder, { recursive: true, force: true });
  }
}

class LargeRun {
  readonly #world: World;
  readonly #memory: ResidentMemory;
  readonly #options: LargeOptions;
  readonly #clients = new Map<Side, ValijaClient>();
  readonly #began = performance.now();
  #command: PersistentCommand | undefined;
  #fetching: { path: string; length: number } | undefined;

  constructor(world: World, memory: ResidentMemory, options: LargeOptions) {
    this.#world = world;
    this.#memory = memory;
    this.#options = options;
    for (const side of SIDES) this.#watchGateway(side);
  }

  async run(): Promise<LargeReport> {
    const { seed, octets, kills: count } = this.#options;
    const folder = join(this.#world.folder, 'work');
    await mkdir(folder);
    const annex = join(folder, ANNEX);
    const sha256 = await writeInventedFile(annex, { seed, length: octets });
    await writeFile(join(folder, 'carta.pdf'), await writeLetter());
    this.#say(`the annex has ${octets} octets, SHA-256 ${sha256}`);
    const kills: LargeReport['kills'] = [];
    const striking = this.#strike(planKills(createRandom(seed), count), kills);
    striking.catch(() => undefined);
    const times = [performance.now()];
    const sent = this.#start(SENDER, [
      'send',
      '--to',
      this.#identifier(RECIPIENT),
      '--letter',
      join(folder, 'carta.pdf'),
      '--annex',
      annex,
    ]);
    const messageId = String((await sent.ended).messageId);
    times.push(performance.now());
    await this.#reaches(RECIPIENT, messageId, 'consigned');
    times.push(performance.now());
    const out = join(folder, 'fetched');
    this.#fetching = { path: join(out, ANNEX), length: octets };
    const fetched = this.#start(RECIPIENT, ['fetch', messageId, '--what', 'files', '--out', out]);
    await fetched.ended;
    times.push(performance.now());
    await striking;
    await this.#handOver(messageId);
    times.push(performance.now());
    const faults = kills.length < count ? [`${kills.length} kills instead of ${count}`] : [];
    if ((await digestOf(join(out, ANNEX))) !== sha256) faults.push('what was fetched is not what was sent');
    const handoverReceipts = { xa: await this.#receipts('xa', messageId), xb: await this.#receipts('xb', messageId) };
    for (const side of SIDES) if (handoverReceipts[side] !== 1) faults.push(`${handoverReceipts[side]} receipts E.1 at ${side}`);
    for (const side of SIDES) faults.push(...(await this.#leftOver(side)));
    await Promise.all([...this.#clients.values()].map((client) => client.close()));
    const starts = { send: sent.starts, fetch: fetched.starts };
    return { seed, octets, faults, kills, durations: durationsOf(times), peaks: this.#memory.peaks(), starts, handoverReceipts };
  }

  /** Kills when the message has come so far; what was over before the kill came is killed all the same. */
  async #strike(planned: readonly PlannedKill[], done: LargeReport['kills']): Promise<void> {
    for (const kill of planned) {
      const found = await this.#awaitPlace(kill);
      const seconds = Math.round((performance.now() - this.#began) / 100) / 10;
      this.#say(`${seconds} s: kill ${kill.victim} in ${found.phase} at ${Math.round(found.done * 100)} %`);
      done.push({ ...kill, seconds, found });
      if (kill.victim === 'client') this.#command?.kill();
      else await this.#restart(kill.victim === 'sender' ? SENDER : RECIPIENT);
    }
  }

  async #awaitPlace(kill: PlannedKill): Promise<Place> {
    const watched = {
      sender: () => this.#client(SENDER),
      recipient: () => this.#client(RECIPIENT),
      fetching: () => this.#fetching,
      octets: this.#options.octets,
    };
    for (;;) {
      const place = await placeOf(watched).catch(onlyPassing);
      if (place !== undefined && isBehind(place, kill)) return place;
      await sleep(POLL_MILLISECONDS);
    }
  }

  async #restart(side: Side): Promise<void> {
    const { gateway } = this.#world.authorities[side];
    await gateway.kill();
    gateway.spawn();
    this.#watchGateway(side);
    await gateway.ready();
  }

  #watchGateway(side: Side): void {
    const lives = this.#world.authorities[side].gateway.identifiers;
    const pid = lives.at(-1);
    if (pid !== undefined) this.#memory.watch(`${side === SENDER ? 'sender' : 'recipient'} ${lives.length}`, pid);
  }

  #start(side: Side, words: readonly string[]): PersistentCommand {
    const { pki, authorities, folder } = this.#world;
    const files = pki.authority(authorities[side].identifier).client('system');
    const api = `https://127.0.0.1:${authorities[side].clientProxy.port}`;
    const identity = ['--api', api, '--key', files.key, '--cert', files.certificate, '--ca', pki.root.certificate];
    let lives = 0;
    const command = startPersistentCommand({
      arguments: [...words, ...identity],
      environment: { XDG_STATE_HOME: join(folder, 'state'), NODE_COMPILE_CACHE: join(folder, 'compile-cache') },
      onStart: (pid) => {
        lives += 1;
        this.#memory.watch(`valija ${words[0]} ${lives}`, pid);
      },
    });
    this.#command = command;
    return command;
  }

  async #client(side: Side): Promise<ValijaClient> {
    const known = this.#clients.get(side);
    if (known !== undefined) return known;
    const { pki, authorities } = this.#world;
    const files = pki.authority(authorities[side].identifier).client('system');
    const [anchors = '', certificate = '', key = ''] = await Promise.all(
      [pki.root.certificate, files.certificate, files.key].map((path) => readFile(path, 'utf8')),
    );
    const url = `https://127.0.0.1:${authorities[side].clientProxy.port}`;
    const client = new ValijaClient({ url, anchors, certificate, key, language: 'en' });
    this.#clients.set(side, client);
    return client;
  }

  async #reaches(side: Side, messageId: string, state: string): Promise<void> {
    const direction = side === SENDER ? 'outbound' : 'inbound';
    for (;;) {
      const client = await this.#client(side);
      const message = await client.showMessage({ messageId, direction }).catch(onlyPassing);
      if (message?.state === state) return;
      await sleep(POLL_MILLISECONDS);
    }
  }

  async #handOver(messageId: string): Promise<void> {
    const client = await this.#client(RECIPIENT);
    const { packageDigest = '' } = await client.showMessage({ messageId, direction: 'inbound' });
    for (let answered: unknown; answered === undefined; ) {
      answered = await client.handOverMessage({ messageId, body: { packageDigest } }).catch(onlyPassing);
    }
    await this.#reaches(SENDER, messageId, 'handed-over');
  }

  async #receipts(side: Side, messageId: string): Promise<number> {
    const client = await this.#client(side);
    return (await client.listEvidence({ messageId, event: 'ContentHandover' })).evidence.length;
  }

  /** One message on each side, and nothing waiting. */
  async #leftOver(side: Side): Promise<string[]> {
    const client = await this.#client(side);
    const { messages } = await client.listMessages({ limit: 10 });
    const { uploads } = await client.listUploads();
    return [
      ...(messages.length === 1 ? [] : [`${messages.length} messages at ${side}`]),
      ...(uploads.length === 0 ? [] : [`${uploads.length} uploads left at ${side}`]),
    ];
  }

  #identifier(side: Side): string {
    return this.#world.authorities[side].identifier;
  }

  #say(line: string): void {
    this.#options.onProgress?.(line);
  }
}

/** A gateway that is being started, or does not have the message yet. */
function onlyPassing(error: unknown): undefined {
  if (error instanceof ClientError && (error.status === undefined || error.retryAfter !== undefined || error.status === 404)) return;
  throw error;
}

function durationsOf([begun = 0, sent = 0, consigned = 0, fetched = 0, ended = 0]: readonly number[]): LargeReport['durations'] {
  const seconds = (from: number, to: number) => Math.round((to - from) / 100) / 10;
  return {
    send: seconds(begun, sent),
    deliver: seconds(sent, consigned),
    fetch: seconds(consigned, fetched),
    handOver: seconds(fetched, ended),
    total: seconds(begun, ended),
  };
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 ** 2 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

export type { Phase };

import { createHash } from 'node:crypto';
import { CryptoError } from '../../crypto/error.ts';
import type { Signer } from '../../crypto/signer.ts';
import { type Certificate, parseCertificate } from '../../crypto/x509/certificate.ts';
import type { LetterSigning, Letters } from '../../gateway/contracts/letters.ts';
import type { RevocationSource } from '../../gateway/contracts/revocation.ts';
import { LetterError } from './error.ts';
import { createLetterRoom } from './letter-room.ts';
import { type LetterThread, type Respond, startLetterThread } from './thread.ts';
import {
  type Answers,
  apart,
  asBuffer,
  type Question,
  type SignerDescription,
  type Task,
  type TaskOf,
  type TaskResults,
} from './thread-messages.ts';

/** A letter that keeps its thread busy for longer is given up, and the thread is replaced. */
const TIMEOUT_MILLISECONDS = 20_000;

/** A thread that has had no letter for so long ends: with its parser it holds 40 MiB, and a new one is there in a fifth of a second. */
const IDLE_MILLISECONDS = 5_000;

/** A letter under way is in memory about four times, here and in its thread. */
const ROOM = 32 * 1024 * 1024;

/** Signed attributes of PAdES take a few hundred octets; a signature that turns out larger than planned is made twice, without a stamp twice more. */
const MAXIMUM_SIGNED_LENGTH = 4_096;
const MAXIMUM_SIGNATURES = 4;

export interface LettersOptions {
  /** Longest letter, in octets. */
  maximumLength: number;
  /** Roots under which signers of letters stand. */
  anchors: readonly Certificate[];
  timestampAnchors: readonly Certificate[];
  revocation: Pick<RevocationSource, 'current' | 'inquire'>;
  timeoutMilliseconds?: number;
  idleMilliseconds?: number;
  /** Octets of letters under way at once. */
  room?: number;
}

/**
 * Letters in a worker thread (design section 5, event loop): a letter made to exhaust time or memory costs its own message and nobody
 * else anything. The keys stay here: the thread asks for each signature.
 */
export function createLetters(options: LettersOptions): Letters {
  const threads = keepThreads(options);
  const known = (question: Question) => answerAboutRevocation(question, options.revocation);
  return {
    async inspect(letter, { at, toBeSignedBy }) {
      const signer = toBeSignedBy === undefined ? {} : { toBeSignedBy: describe(toBeSignedBy) };
      try {
        return await threads.runTwice(() => ({ kind: 'inspect', letter: apart(letter), at, ...signer }), known);
      } catch (error) {
        // Alone in a thread of its own it did the same again: it was made to, or is as good as damaged.
        if (error instanceof LetterError) return { acceptable: false, code: 'letter-damaged' };
        throw error;
      }
    },
    async examine(letter, { at }) {
      try {
        return await threads.runTwice(() => ({ kind: 'examine', letter: apart(letter), at }), known);
      } catch (error) {
        if (error instanceof LetterError) return { signatures: [], code: error.code };
        throw error;
      }
    },
    async sign(request) {
      const { letter, signer, signingTime, mark } = request;
      const field = mark === undefined ? {} : { mark: mark.field };
      const task = { kind: 'sign' as const, letter: apart(letter), signer: describe(signer), signingTime, ...field };
      const { update, ...signed } = await threads.run(task, respondToSigning(request, known));
      return { ...signed, update: asBuffer(update) };
    },
    hold: createLetterRoom(options.room ?? ROOM),
    close: () => threads.close(),
  };
}

function describe({ certificate, chain, algorithm }: Signer): SignerDescription {
  return { certificate: certificate.der, chain: chain.map(({ der }) => der), algorithm };
}

/** A thread that a letter has taken over must not get more signatures out of us than a letter needs. */
function respondToSigning({ signer, stamp, mark }: LetterSigning, known: Respond): Respond {
  let signatures = 0;
  return async (question) => {
    if (question.ask === 'timestamp') return stamp(asBuffer(question.imprint));
    if (question.ask === 'mark' && mark !== undefined) return mark.draw(question.place);
    if (question.ask !== 'signature') return known(question);
    signatures += 1;
    if (signatures > MAXIMUM_SIGNATURES || question.data.length > MAXIMUM_SIGNED_LENGTH) {
      throw new LetterError('letter-thread-lost', 'the thread asked for more than a letter needs');
    }
    return signer.sign(asBuffer(question.data), question.encoding);
  };
}

async function answerAboutRevocation(question: Question, revocation: LettersOptions['revocation']): Promise<Answers['validation-data']> {
  if (question.ask !== 'validation-data') throw new LetterError('letter-thread-lost', 'the thread asked for what this task has not');
  const responses = await revocation.inquire(question.certificates.flatMap(readable));
  const lists = revocation.current();
  const fingerprint = createHash('sha256')
    .update(lists.map((list) => list.fingerprint).join())
    .digest('hex');
  return {
    fingerprint,
    ...(fingerprint === question.known ? {} : { revocationLists: lists.map(({ der }) => der) }),
    ocspResponses: responses.map(({ der }) => der),
  };
}

/** What is no certificate has no status. */
function readable(der: Uint8Array): Certificate[] {
  try {
    return [parseCertificate(asBuffer(der))];
  } catch (error) {
    if (error instanceof CryptoError) return [];
    throw error;
  }
}

interface Threads {
  run<Kind extends Task['kind']>(task: TaskOf<Kind>, respond: Respond): Promise<TaskResults[Kind]>;
  /** The same, and once more alone in a thread of its own when the first was lost, perhaps by the fault of another letter. */
  runTwice<Kind extends Task['kind']>(task: () => TaskOf<Kind>, respond: Respond): Promise<TaskResults[Kind]>;
  close(): Promise<void>;
}

function keepThreads(options: LettersOptions): Threads {
  const { timeoutMilliseconds = TIMEOUT_MILLISECONDS, idleMilliseconds = IDLE_MILLISECONDS } = options;
  const settings = {
    maximumLength: options.maximumLength,
    anchors: options.anchors.map(({ der }) => der),
    timestampAnchors: options.timestampAnchors.map(({ der }) => der),
  };
  const open = new Set<LetterThread>();
  let shared: LetterThread | undefined;
  let idle: NodeJS.Timeout | undefined;
  let alone: Promise<unknown> = Promise.resolve();

  function start(): LetterThread {
    const thread: LetterThread = startLetterThread({
      settings,
      timeoutMilliseconds,
      onEnd: () => {
        open.delete(thread);
        if (shared === thread) shared = undefined;
      },
    });
    open.add(thread);
    return thread;
  }

  async function run<Kind extends Task['kind']>(task: TaskOf<Kind>, respond: Respond): Promise<TaskResults[Kind]> {
    clearTimeout(idle);
    shared ??= start();
    const thread = shared;
    try {
      return await thread.run(task, respond);
    } finally {
      if (thread === shared && thread.busy === 0) idle = setTimeout(() => void thread.end(), idleMilliseconds).unref();
    }
  }

  async function runAlone<Kind extends Task['kind']>(task: TaskOf<Kind>, respond: Respond): Promise<TaskResults[Kind]> {
    const thread = start();
    try {
      return await thread.run(task, respond);
    } finally {
      await thread.end();
    }
  }

  return {
    run,
    async runTwice(task, respond) {
      try {
        return await run(task(), respond);
      } catch (error) {
        if (!(error instanceof LetterError)) throw error;
      }
      // One after the other, so that many such letters are not many threads.
      const turn = alone.then(() => runAlone(task(), respond));
      alone = turn.catch(() => undefined);
      return turn;
    },
    close: async () => {
      clearTimeout(idle);
      await Promise.all([...open].map((thread) => thread.end()));
    },
  };
}

import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { CryptoError } from '../../crypto/error.ts';
import type { Signer } from '../../crypto/signer.ts';
import type { ValidationContext } from '../../crypto/validation/context.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { examineLetter, openLetter } from './examine-letter.ts';
import type { LetterTrust } from './judge-signatures.ts';
import {
  type Answers,
  asBuffer,
  type News,
  type Order,
  type Question,
  type SignerDescription,
  type Task,
  type ThreadSettings,
} from './thread-messages.ts';

/** The thread itself: takes tasks, asks for what it must not or cannot have, and tells results. */
function serve(port: MessagePort, settings: ThreadSettings): void {
  const open = new Map<number, PromiseWithResolvers<never>>();
  const held: Held = { fingerprint: '', revocationLists: [], validators: undefined };
  let questions = 0;

  const ask =
    (id: number): Ask =>
    (asked) => {
      questions += 1;
      const answered = Promise.withResolvers<never>();
      open.set(questions, answered);
      tell(port, { id, question: questions, asked });
      return answered.promise;
    };

  port.on('message', (order: Order) => {
    if ('task' in order) {
      void work(port, order, { settings, held, ask: ask(order.id) });
      return;
    }
    const answered = open.get(order.question);
    open.delete(order.question);
    if ('refused' in order) answered?.reject(new TypeError('the question was not answered'));
    else answered?.resolve(order.answer as never);
  });
}

type Ask = <Asked extends Question>(asked: Asked) => Promise<Answers[Asked['ask']]>;

/** What the thread keeps from letter to letter. */
interface Held {
  /** Lists of authorities can have megabytes and change daily: they come over once. */
  fingerprint: string;
  revocationLists: readonly Buffer[];
  validators: Promise<Validators> | undefined;
}

type Validators = Pick<ValidationContext, 'signerPaths' | 'timestampPaths'>;

interface PlaceSize {
  width: number;
  height: number;
}

interface Place {
  settings: ThreadSettings;
  held: Held;
  ask: Ask;
}

async function work(port: MessagePort, { id, task }: { id: number; task: Task }, place: Place): Promise<void> {
  try {
    tell(port, { id, result: await perform(task, place) });
  } catch (error) {
    const { code, message, disposition } = error as CryptoError;
    tell(port, { id, failure: error instanceof CryptoError ? { code, message, disposition } : { message: String(error) } });
  }
}

async function perform(task: Task, place: Place) {
  const trust = trustOf(place);
  const { maximumLength } = place.settings;
  const letter = asBuffer(task.letter);
  if (task.kind === 'examine') return examineLetter(letter, { maximumLength, trust, at: task.at });
  if (task.kind === 'inspect') {
    const toBeSignedBy = task.toBeSignedBy === undefined ? {} : { toBeSignedBy: signerOf(task.toBeSignedBy, place.ask) };
    return openLetter(letter, { maximumLength, trust, at: task.at, ...toBeSignedBy });
  }
  const stamp = async (imprint: Buffer) => {
    const token = await place.ask({ ask: 'timestamp', imprint });
    return token === undefined ? undefined : asBuffer(token);
  };
  const { signingTime, mark: field } = task;
  const mark = field === undefined ? {} : { mark: { field, draw: (size: PlaceSize) => place.ask({ ask: 'mark', place: size }) } };
  const request = { letter, signer: signerOf(task.signer, place.ask), signingTime, stamp, ...mark };
  const { signLetter } = await import('./sign-letter.ts');
  return signLetter(request, { maximumLength });
}

function signerOf({ certificate, chain, algorithm }: SignerDescription, ask: Ask): Signer {
  return {
    certificate: parseCertificate(asBuffer(certificate)),
    chain: chain.map((der) => parseCertificate(asBuffer(der))),
    algorithm,
    sign: async (data, encoding) => asBuffer(await ask({ ask: 'signature', data, encoding })),
  };
}

function trustOf({ settings, held, ask }: Place): LetterTrust {
  return {
    contextFor: async (certificates) => {
      held.validators ??= createValidators(settings);
      const { fingerprint, revocationLists, ocspResponses } = await ask({ ask: 'validation-data', certificates, known: held.fingerprint });
      if (revocationLists !== undefined) Object.assign(held, { fingerprint, revocationLists: revocationLists.map(asBuffer) });
      const data = { certificates: [], revocationLists: held.revocationLists, ocspResponses: ocspResponses.map(asBuffer) };
      return { ...(await held.validators), data };
    },
  };
}

async function createValidators({ anchors, timestampAnchors }: ThreadSettings): Promise<Validators> {
  const { createPathValidator } = await import('../../crypto/x509/path.ts');
  const upTo = (ders: readonly Uint8Array[]) => createPathValidator({ anchors: ders.map((der) => parseCertificate(asBuffer(der))) });
  return { signerPaths: upTo(anchors), timestampPaths: upTo(timestampAnchors) };
}

function tell(port: MessagePort, news: News): void {
  port.postMessage(news);
}

if (parentPort !== null) serve(parentPort, workerData as ThreadSettings);

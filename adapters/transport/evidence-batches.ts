import type { AuthorityRecord } from '../../gateway/contracts/directory.ts';
import type { EvidenceAnswer, TravellingEvidence } from '../../gateway/contracts/peer-transport.ts';
import { TransportError } from './error.ts';

/** Pieces and octets in one request; the same limits as those of the gateway that takes them. */
const MAXIMUM_PIECES = 32;
const MAXIMUM_OCTETS = 1024 * 1024 - 1024;

/** Names, quotation marks and braces of a piece, and the comma after it. */
const FRAME_OCTETS = 32;

/** Requests to one peer at a time: one may be slow without the others waiting for it. */
const REQUESTS_UNDER_WAY = 2;

/** Sends some pieces to a peer and tells what became of each, in their order. */
export type SendEvidence = (
  peer: AuthorityRecord,
  pieces: readonly TravellingEvidence[],
  signal: AbortSignal,
) => Promise<readonly EvidenceAnswer[]>;

interface Waiting {
  peer: AuthorityRecord;
  piece: TravellingEvidence;
  signal: AbortSignal;
  settle: (answer: EvidenceAnswer) => void;
  reject: (error: unknown) => void;
}

interface Lane {
  waiting: Waiting[];
  underWay: number;
}

/**
 * Puts evidence for one peer together: while a request is under way, what comes next gathers and goes as one. A single piece never
 * waits for company. Each caller gets the answer to its own piece, and may give up by its own signal: the request goes on for the others.
 */
export class EvidenceBatches {
  readonly #send: SendEvidence;
  readonly #lanes = new Map<string, Lane>();

  constructor(send: SendEvidence) {
    this.#send = send;
  }

  /** @throws TransportError what `send` throws, and `peer-unreachable` when the signal aborts first */
  push(peer: AuthorityRecord, piece: TravellingEvidence, signal: AbortSignal): Promise<EvidenceAnswer> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(givenUp(signal));
      const onAbort = () => waiting.reject(givenUp(signal));
      const done = () => signal.removeEventListener('abort', onAbort);
      const waiting: Waiting = {
        peer,
        piece,
        signal,
        settle: (answer) => {
          done();
          resolve(answer);
        },
        reject: (error) => {
          done();
          reject(error);
        },
      };
      signal.addEventListener('abort', onAbort);
      const lane = this.#lane(peer.identifier);
      lane.waiting.push(waiting);
      this.#advance(peer.identifier, lane);
    });
  }

  #lane(identifier: string): Lane {
    const lane = this.#lanes.get(identifier) ?? { waiting: [], underWay: 0 };
    this.#lanes.set(identifier, lane);
    return lane;
  }

  #advance(identifier: string, lane: Lane): void {
    while (lane.underWay < REQUESTS_UNDER_WAY) {
      const batch = takeBatch(lane.waiting);
      if (batch.length === 0) break;
      lane.underWay += 1;
      this.#request(batch).finally(() => {
        lane.underWay -= 1;
        this.#advance(identifier, lane);
      });
    }
    if (lane.underWay === 0) this.#lanes.delete(identifier);
  }

  /** Never rejects: every outcome belongs to somebody who waits. */
  async #request(batch: readonly Waiting[]): Promise<void> {
    const everybodyGaveUp = allAborted(batch.map(({ signal }) => signal));
    try {
      // The record of the directory as the latest caller has read it.
      const { peer } = batch.at(-1) as Waiting;
      const answers = await this.#send(
        peer,
        batch.map(({ piece }) => piece),
        everybodyGaveUp.signal,
      );
      batch.forEach(({ settle, reject }, index) => {
        const answer = answers[index];
        if (answer === undefined) reject(new TransportError('peer-protocol', 'a piece of evidence was not answered'));
        else settle(answer);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      everybodyGaveUp.release();
    }
  }
}

/** As many as fit; those who have given up meanwhile are left out. */
function takeBatch(waiting: Waiting[]): Waiting[] {
  const batch: Waiting[] = [];
  for (let octets = 0; batch.length < MAXIMUM_PIECES && waiting.length > 0; ) {
    const [next] = waiting as [Waiting];
    octets += mostOctets(next.piece);
    if (batch.length > 0 && octets > MAXIMUM_OCTETS) break;
    waiting.shift();
    if (next.signal.aborted) continue;
    batch.push(next);
  }
  return batch;
}

/** A piece as JSON has at most so many octets: the text of a JWS is ASCII without control characters, of which some are escaped. */
function mostOctets({ evidence, salt }: TravellingEvidence): number {
  return 2 * evidence.length + salt.length + FRAME_OCTETS;
}

/** Aborts when the last of the signals has. */
function allAborted(signals: readonly AbortSignal[]): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const look = () => {
    if (signals.every(({ aborted }) => aborted)) controller.abort();
  };
  for (const signal of signals) signal.addEventListener('abort', look);
  return {
    signal: controller.signal,
    release: () => {
      for (const signal of signals) signal.removeEventListener('abort', look);
    },
  };
}

function givenUp(signal: AbortSignal): TransportError {
  return new TransportError('peer-unreachable', 'the request was given up', { cause: signal.reason });
}

import { GatewayError } from '../error.ts';

/** Requests one peer may have under way: more than its own limit of connections to us ever makes. */
const MAXIMUM_REQUESTS_PER_PEER = 128;

/** Keeps one peer from taking the whole gateway: beyond its share it is asked to come back. */
export class PeerLoad {
  readonly #underWay = new Map<string, number>();

  /** Runs `work`; GatewayError `too-busy` (retry) when the peer has too many requests under way. */
  async run(peer: string, work: () => Promise<void>): Promise<void> {
    const count = this.#underWay.get(peer) ?? 0;
    if (count >= MAXIMUM_REQUESTS_PER_PEER) {
      throw new GatewayError('too-busy', 'too many requests of this peer under way', { disposition: 'retry' });
    }
    this.#underWay.set(peer, count + 1);
    try {
      await work();
    } finally {
      const left = (this.#underWay.get(peer) ?? 1) - 1;
      if (left === 0) this.#underWay.delete(peer);
      else this.#underWay.set(peer, left);
    }
  }
}

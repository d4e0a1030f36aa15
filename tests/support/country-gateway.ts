import { createHash } from 'node:crypto';
import type { CountryGateway, CountrySubmission, ShownMessage } from '../../services/demo-country/country-gateway.ts';
import { type LegalMessage, parseLegalMessage } from '../../treaty/message.ts';

export const COUNTRY = 'urn:valija:authority:xb-central';
export const PEER = 'urn:valija:authority:xa-central';
const CONVERSATION = 'ensayo-1';

/** A call that never came back: before anything was done, or after it was done and before the answer was heard. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/**
 * A register, a feed and a table of Idempotency-Keys as a gateway keeps them, in memory: what a country may do twice, and what it must not, can be
 * counted here thousands of times. `say` is told of each answer, and gives what the other side says to it.
 */
export class CountryGatewayInMemory implements CountryGateway {
  readonly messages: (ShownMessage & { message: LegalMessage })[] = [];
  readonly handovers: string[] = [];
  readonly #keys = new Map<string, string>();
  readonly #feed: { position: number; direction: string; sender: string; messageId: string; state: string }[] = [];
  readonly #answer: (messageId: string, message: LegalMessage) => LegalMessage | undefined;
  #calls = 0;
  #kill: { call: number; when: 'before' | 'after' } | undefined;
  epoch = 'epoch-1';

  constructor(answer: (messageId: string, message: LegalMessage) => LegalMessage | undefined) {
    this.#answer = answer;
  }

  /** The call of that number from now on never comes back. */
  killAt(kill: { call: number; when: 'before' | 'after' } | undefined): void {
    this.#calls = 0;
    this.#kill = kill;
  }

  receive(message: LegalMessage): string {
    return this.#add('inbound', message);
  }

  changes(start: Parameters<CountryGateway['changes']>[0]): ReturnType<CountryGateway['changes']> {
    const after = start.epoch === undefined || start.epoch === this.epoch ? start.after : 0;
    return this.#call(() => ({ epoch: this.epoch, changes: this.#feed.filter(({ position }) => position > after) }));
  }

  received({ messageId }: { messageId: string }): Promise<ShownMessage | undefined> {
    return this.#call(() => this.messages.find((each) => each.messageId === messageId));
  }

  case(): ReturnType<CountryGateway['case']> {
    return this.#call(() => ({ registerNumber: 'XB-CENTRAL/2026/000001', messages: [...this.messages] }));
  }

  handOver({ messageId }: { messageId: string }): Promise<void> {
    return this.#call(() => {
      const message = this.messages.find((each) => each.messageId === messageId);
      if (message?.state === 'consigned') this.handovers.push(messageId);
      if (message !== undefined) message.state = 'handed-over';
    });
  }

  submit(submission: CountrySubmission): ReturnType<CountryGateway['submit']> {
    return this.#call(() => {
      const { idempotencyKey, message } = submission;
      const { message: accepted, faults } = parseLegalMessage(message);
      if (accepted === undefined) return { outcome: 'refused', code: JSON.stringify(faults) };
      // Another body under a key that was used is refused, which tells the country that it has said this already.
      if (this.#keys.has(idempotencyKey)) return { outcome: 'taken' };
      const messageId = this.#add('outbound', accepted);
      this.#keys.set(idempotencyKey, messageId);
      const said = this.#answer(messageId, accepted);
      if (said !== undefined) this.#add('inbound', said);
      return { outcome: 'taken' };
    });
  }

  #add(direction: 'inbound' | 'outbound', message: LegalMessage): string {
    const count = this.messages.length + 1;
    const messageId = `019a0000-0000-7000-8000-${String(count).padStart(12, '0')}`;
    const [sender, recipient] = direction === 'inbound' ? [PEER, COUNTRY] : [COUNTRY, PEER];
    const submissionTime = new Date(Date.parse('2026-11-20T09:00:00Z') + count * 1_000).toISOString();
    const packageDigest = createHash('sha256').update(messageId).digest('hex');
    const state = 'consigned';
    const shown = { messageId, direction, sender, recipient, conversation: CONVERSATION, lane: 'ordinary' as const, submissionTime };
    this.messages.push({ ...shown, state, packageDigest, message });
    this.#feed.push({ position: count, direction, sender, messageId, state });
    return messageId;
  }

  async #call<Result>(effect: () => Result): Promise<Result> {
    this.#calls += 1;
    const isHit = this.#kill?.call === this.#calls;
    if (isHit && this.#kill?.when === 'before') throw new Killed();
    const result = effect();
    if (isHit) throw new Killed();
    return result;
  }
}

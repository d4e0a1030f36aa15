import { Redis, type RedisOptions } from 'ioredis';

/**
 * The Redis client, with an end that always comes. While it waits to reconnect, the library's `disconnect` only cancels the waiting:
 * no `end` event follows, commands that wait are never refused, and who awaits them hangs. Here the reconnect begins and is cut at
 * once, which ends the client in the ordinary way.
 */
export class ClosableRedis extends Redis {
  /** Told of each copy: BullMQ makes one for the commands that block. */
  readonly #onDuplicate: (copy: ClosableRedis) => void;

  constructor(options: RedisOptions, onDuplicate: (copy: ClosableRedis) => void = () => {}) {
    super(options);
    this.#onDuplicate = onDuplicate;
  }

  override disconnect(reconnect = false): void {
    if (reconnect || this.status !== 'reconnecting') super.disconnect(reconnect);
    else this.once('connecting', () => super.disconnect());
  }

  override duplicate(override?: Partial<RedisOptions>): ClosableRedis {
    const copy = new ClosableRedis({ ...this.options, ...override }, this.#onDuplicate);
    this.#onDuplicate(copy);
    return copy;
  }
}

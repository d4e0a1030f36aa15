/** A size of message as the command line names it; `octets` is that of its files together. */
export interface MessageSize {
  label: string;
  octets: number;
}

/** How a size is driven where the command line does not say. */
export interface Load {
  messages: number;
  inFlight: number;
  /** Sent and finished before anything is measured. */
  warmUp: number;
}

export const DEFAULT_SIZES = '10KiB,1MiB,100MiB,1GiB';

const UNITS: Readonly<Record<string, number>> = { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

/** Reads `10KiB,1MiB`. Throws TypeError for anything else. */
export function parseSizes(text: string): MessageSize[] {
  return text.split(',').map((label) => {
    const [, count, unit] = /^([1-9]\d{0,5})(KiB|MiB|GiB)$/.exec(label) ?? [];
    const factor = UNITS[unit ?? ''];
    if (count === undefined || factor === undefined) throw new TypeError(`${label} is no size such as 10KiB, 1MiB or 1GiB`);
    return { label, octets: Number(count) * factor };
  });
}

/** Fewer and fewer side by side as messages grow: from one mebibyte on, octets are what is moved and not messages. */
export function defaultLoad({ octets }: MessageSize): Load {
  if (octets <= 256 * 1024) return { messages: 6_000, inFlight: 32, warmUp: 3_000 };
  if (octets <= 8 * 1024 ** 2) return { messages: 240, inFlight: 8, warmUp: 16 };
  if (octets <= 256 * 1024 ** 2) return { messages: 8, inFlight: 2, warmUp: 1 };
  return { messages: 2, inFlight: 1, warmUp: 0 };
}

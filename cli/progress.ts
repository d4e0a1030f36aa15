/** How far long work has come, for somebody who looks at a terminal. */
export interface Progress {
  /** The content as it was, counted on its way. */
  over(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer>;
  /** So many octets have gone by. */
  at(octets: number): void;
  /** Takes the line away again. */
  end(): void;
}

/** A stream that may be a terminal. */
export interface ProgressOutput {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/** Work that is done before anybody would look needs no bar. */
const QUIET_MILLISECONDS = 500;
const REDRAW_MILLISECONDS = 100;
const BAR_WIDTH = 24;

/**
 * One line that is drawn over itself while `total` octets go by, on a terminal alone: logs and pipes get nothing. An unknown total shows
 * what has gone by.
 */
export function createProgress(options: { label: string; total: number | undefined; output: ProgressOutput; now: () => number }): Progress {
  const { label, total, output, now } = options;
  const beginning = now();
  let done = 0;
  let drawnAt = beginning + QUIET_MILLISECONDS - REDRAW_MILLISECONDS;
  let isDrawn = false;
  const draw = () => {
    const instant = now();
    if (output.isTTY !== true || instant - drawnAt < REDRAW_MILLISECONDS) return;
    drawnAt = instant;
    isDrawn = true;
    const line = progressLine({ label, done, total, seconds: (instant - beginning) / 1_000 });
    output.write(`\r${line.slice(0, widthOf(output))}\u001b[K`);
  };
  return {
    async *over(content) {
      for await (const chunk of content) {
        yield chunk;
        done += chunk.length;
        draw();
      }
    },
    at(octets) {
      done = octets;
      draw();
    },
    end() {
      if (isDrawn) output.write('\r\u001b[K');
      isDrawn = false;
    },
  };
}

/** Some terminals do not know how wide they are, and say 0. */
function widthOf({ columns }: ProgressOutput): number {
  return (columns === undefined || columns < 2 ? 80 : columns) - 1;
}

/** `carta.pdf [######------]  50 %  1.0 GiB / 2.0 GiB  35.0 MiB/s`; lengths in octets. */
export function progressLine(state: { label: string; done: number; total: number | undefined; seconds: number }): string {
  const { label, done, total, seconds } = state;
  const pace = seconds > 0 ? `  ${lengthText(done / seconds)}/s` : '';
  if (total === undefined || total === 0) return `${label}  ${lengthText(done)}${pace}`;
  const share = Math.min(1, done / total);
  const filled = Math.floor(share * BAR_WIDTH);
  const bar = `[${'#'.repeat(filled)}${'-'.repeat(BAR_WIDTH - filled)}]`;
  return `${label} ${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${lengthText(done)} / ${lengthText(total)}${pace}`;
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** A length as people read it: `512 B`, `1.5 GiB`. */
export function lengthText(octets: number): string {
  let [value, unit] = [octets, 0];
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

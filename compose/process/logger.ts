import { destination, type Logger, pino } from 'pino';

export type { Logger };

/** Keys under which a library or a mistake could hand over content or a secret: they never reach the log (design rule 3). */
const REDACTED = [
  'password',
  'key',
  'privateKey',
  'pfx',
  'passphrase',
  'authorization',
  'cookie',
  'subject',
  'name',
  'fileName',
  'headers',
  'body',
  'jws',
  'evidence',
  'envelope',
];

/**
 * Structured lines on standard error, one per event. Only what is named is written: an error becomes its class and code, because its
 * message may quote input.
 */
export function createLogger(options: { level: string; process: string; synchronous?: boolean }): Logger {
  return pino(
    {
      level: options.level,
      base: { process: options.process, pid: process.pid },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: REDACTED.flatMap((key) => [key, `*.${key}`]), remove: true },
      serializers: { error: describeError, err: describeError },
    },
    destination({ dest: 2, sync: options.synchronous ?? true }),
  );
}

/** Frames of a stack: functions and places of the program, nothing of what it worked on. */
const MAXIMUM_FRAMES = 8;

/**
 * Class and code of an error and of what caused it; never its message. An error without a code of ours is a fault of the program or of
 * a library: it also tells where it came from.
 */
export function describeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { class: typeof error };
  const { code } = error as { code?: unknown };
  const isCode = typeof code === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(code);
  // Codes of ours are in lower case; those of the platform say what failed, and only the place says why.
  const explainsItself = isCode && /^[a-z0-9-]+$/.test(code);
  return {
    class: error.name,
    ...(isCode ? { code } : {}),
    ...(explainsItself ? {} : { at: framesOf(error) }),
    ...(error.cause === undefined || depth > 4 ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
}

/** The message opens the stack and may have lines that look like frames: only what follows it is the platform's. */
/** Only lines of the form that the engine writes, so that no line of a message is taken for one. */
const FRAME = /^ {4}at (?:[\w$.<>#[\] ]{1,120} \()?(?:file:\/\/|node:)[^\s()]{1,240}:\d+:\d+\)?$/;

function framesOf({ stack = '' }: Error): string[] {
  const frames = stack.split('\n').filter((line) => FRAME.test(line));
  return frames.slice(0, MAXIMUM_FRAMES).map((frame) => frame.slice(7));
}

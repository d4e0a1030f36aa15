import { destination, type Logger as PinoLogger, pino } from 'pino';

/** No children: members bound to a child would be written without a look at their names. */
export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'flush'>;

/** Keys under which a library or a mistake could hand over content or a secret: they never reach the log (design rule 3). */
const REDACTED: ReadonlySet<string> = new Set([
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
]);

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
      formatters: { level: (label) => ({ level: label }), log: withoutRedacted },
      serializers: { error: describeError, err: describeError },
    },
    destination({ dest: 2, sync: options.synchronous ?? true }),
  );
}

/**
 * What is logged, without the members of those names, its own and those one level down. pino's own redaction copies every line whole,
 * which cost a gateway more memory than all its JSON.
 */
function withoutRedacted(members: Record<string, unknown>): Record<string, unknown> {
  let kept = members;
  for (const [name, value] of Object.entries(members)) {
    const allowed = REDACTED.has(name) ? undefined : nestedWithoutRedacted(value);
    if (allowed === value) continue;
    if (kept === members) kept = { ...members };
    if (allowed === undefined) delete kept[name];
    else kept[name] = allowed;
  }
  return kept;
}

function nestedWithoutRedacted(value: unknown): unknown {
  // An error is told by its class and code alone.
  if (typeof value !== 'object' || value === null || value instanceof Error) return value;
  if (!Object.keys(value).some((name) => REDACTED.has(name))) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !REDACTED.has(name)));
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

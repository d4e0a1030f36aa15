import { codeOf } from './error.ts';

const MAXIMUM_FRAMES = 6;
const MAXIMUM_CAUSES = 3;
const ROOT = new URL('..', import.meta.url).href;

/**
 * Where an error that nobody foresaw came from: names, platform codes and places in the source, never a message, because messages quote
 * what was being worked on (design rule 3). Undefined for errors with a code of ours, which explain themselves.
 */
export function traceOf(error: unknown): string | undefined {
  if (codeOf(error) !== 'internal' || !(error instanceof Error)) return undefined;
  const links: string[] = [];
  for (let link: unknown = error; link instanceof Error && links.length < MAXIMUM_CAUSES; link = link.cause) links.push(describe(link));
  return links.join(' < ');
}

function describe(error: Error): string {
  const { code } = error as { code?: unknown };
  const known = typeof code === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(code) ? ` ${code}` : '';
  return `${error.name}${known} ${framesOf(error).join(' ')}`.trimEnd();
}

/** The message opens the stack and may have lines that look like frames: what follows it is the platform's. */
function framesOf({ stack = '', message }: Error): string[] {
  const start = stack.indexOf(message);
  if (start === -1) return [];
  const frames = stack
    .slice(start + message.length)
    .split('\n')
    .filter((line) => /^ {4}at /.test(line));
  return frames.slice(0, MAXIMUM_FRAMES).map((frame) => frame.trim().replaceAll(ROOT, '').replaceAll('file://', ''));
}

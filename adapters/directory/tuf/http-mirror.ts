import { Agent, request } from 'undici';
import { DirectoryError } from '../error.ts';
import type { Mirror } from './mirror.ts';

export interface HttpMirrorOptions {
  /** Where the repository begins, such as `https://directory.example/`. */
  url: string;
  /** PEM of the anchors of its TLS certificate; left out: those of Node. */
  anchors?: readonly string[];
  /** For each file, from the first octet asked to the last one received, in milliseconds. */
  timeoutMilliseconds: number;
}

/** A mirror over HTTP. Redirections are not followed: where files come from is for the configuration to say. */
export function createHttpMirror({ url, anchors, timeoutMilliseconds: timeout }: HttpMirrorOptions): Mirror {
  const connect = { timeout, ...(anchors === undefined ? {} : { ca: [...anchors] }) };
  const agent = new Agent({ connections: 4, connect, headersTimeout: timeout, bodyTimeout: timeout });
  const base = url.endsWith('/') ? url : `${url}/`;
  return {
    name: base,
    async fetch(path, maximumLength, signal) {
      try {
        const limit = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
        const answer = await request(`${base}${path}`, { dispatcher: agent, signal: limit, headers: { accept: 'application/json' } });
        if (answer.statusCode === 200) return await readCapped(answer.body, path, maximumLength);
        // What an error says is of no use, and it may have no end. Cutting it off is an error of the stream that nobody waits for.
        answer.body.on('error', () => {}).destroy();
        // Some stores of files answer 403 for what is not there.
        if (answer.statusCode === 404 || answer.statusCode === 403) return undefined;
        throw new DirectoryError('directory-unreadable', `${path}: the mirror answered with status ${answer.statusCode}`);
      } catch (cause) {
        if (cause instanceof DirectoryError) throw cause;
        throw new DirectoryError('directory-unreadable', `${path}: the mirror cannot be reached or is too slow`, { cause });
      }
    },
    close: () => agent.destroy(),
  };
}

async function readCapped(body: AsyncIterable<Buffer>, path: string, maximumLength: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop ends the transfer, however much more the mirror would send.
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maximumLength) throw new DirectoryError('directory-too-large', `${path} has more than ${maximumLength} octets`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

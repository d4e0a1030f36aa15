import { Agent, request } from 'undici';
import { type CertificateReader, createCertificateCache } from '../../crypto/jades/certificate-cache.ts';
import { buildTimestampRequest } from '../../crypto/tsp/request.ts';
import { verifyTimestampResponse } from '../../crypto/tsp/verify.ts';
import type { PathValidator } from '../../crypto/x509/path.ts';
import type { Clock } from '../../gateway/contracts/clock.ts';
import type { RevocationSource } from '../../gateway/contracts/revocation.ts';
import type { IssuedTimestamp, TimestampAuthority } from '../../gateway/contracts/timestamp-authority.ts';
import { TimestampError } from './error.ts';

const MAXIMUM_RESPONSE_LENGTH = 64 * 1024;

/** RFC 3161 section 2.4.1 asks for a large random number; 16 octets. */
const NONCE_LENGTH = 16;

/** One authority signs with one certificate, and sends its issuer along. */
const REMEMBERED_CERTIFICATES = 16;

export interface HttpTimestampAuthorityOptions {
  url: string;
  clock: Clock;
  /** Paths up to the anchors pinned for time-stamp authorities. */
  paths: PathValidator;
  revocation: RevocationSource;
  policies: readonly string[];
  randomBytes: (length: number) => Buffer;
  timeoutMilliseconds?: number;
  /** Connections kept open, and so the number of requests under way at once. */
  connections?: number;
}

/** A time-stamp authority over HTTP (RFC 3161 section 3.4). Every token is verified completely before it is handed on. */
export function createHttpTimestampAuthority(options: HttpTimestampAuthorityOptions): TimestampAuthority & { close(): Promise<void> } {
  const timeout = options.timeoutMilliseconds ?? 5_000;
  const agent = new Agent({ connections: options.connections ?? 8, connect: { timeout }, headersTimeout: timeout, bodyTimeout: timeout });
  const readCertificate = createCertificateCache(REMEMBERED_CERTIFICATES);
  return {
    async stamp(imprint, { signal } = {}) {
      const nonce = options.randomBytes(NONCE_LENGTH);
      const query = buildTimestampRequest({ imprint, nonce, certificateRequested: true });
      const response = await exchange(agent, options.url, query, signal);
      return verified({ ...options, readCertificate }, response, imprint, nonce);
    },
    close: () => agent.close(),
  };
}

async function exchange(agent: Agent, url: string, query: Buffer, signal: AbortSignal | undefined): Promise<Buffer> {
  try {
    const answer = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
      body: query,
      dispatcher: agent,
      ...(signal === undefined ? {} : { signal }),
    });
    if (answer.statusCode !== 200 || answer.headers['content-type'] !== 'application/timestamp-reply') {
      await answer.body.dump();
      throw new TimestampError('timestamp-refused', `the time-stamp authority answered with status ${answer.statusCode}`);
    }
    return await readCapped(answer.body);
  } catch (error) {
    if (error instanceof TimestampError) throw error;
    throw new TimestampError('timestamp-unreachable', 'the time-stamp authority cannot be reached', { cause: error });
  }
}

async function readCapped(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > MAXIMUM_RESPONSE_LENGTH) throw new TimestampError('timestamp-refused', 'the time-stamp response is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function verified(
  options: HttpTimestampAuthorityOptions & { readCertificate: CertificateReader },
  response: Buffer,
  imprint: Buffer,
  nonce: Buffer,
): Promise<IssuedTimestamp> {
  try {
    const timestamp = await verifyTimestampResponse({
      response,
      imprint,
      nonce,
      pathValidator: options.paths,
      revocationLists: options.revocation.current(),
      policies: options.policies,
      readCertificate: options.readCertificate,
    });
    // The nonce proves freshness, so a large difference tells about a clock, ours or theirs: the clock decides what follows from it.
    options.clock.observe({ source: options.url, time: timestamp.generationTime });
    if (!options.clock.status().trusted) throw new TimestampError('timestamp-not-verified', 'clock and time-stamp authority disagree');
    return { token: timestamp.der, generationTime: timestamp.generationTime };
  } catch (error) {
    if (error instanceof TimestampError) throw error;
    throw new TimestampError('timestamp-not-verified', 'the time-stamp token was refused', { cause: error });
  }
}

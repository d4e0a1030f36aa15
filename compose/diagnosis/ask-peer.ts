import { type IncomingMessage, request } from 'node:http';
import type { TLSSocket } from 'node:tls';
import * as z from 'zod';
import { parseCheckpoint } from '../../audit/log/checkpoint.ts';
import { parseVerifierKey } from '../../audit/log/note-key.ts';
import { parseStrictJson } from '../../crypto/json/parse-strict-json.ts';
import type { AuthorityRecord } from '../../gateway/contracts/directory.ts';
import { isRefusalOfOurs, platformCode } from './connection-faults.ts';
import type { Findings } from './finding.ts';
import { limited } from './limited.ts';
import type { Address } from './peer-connection.ts';

const MAXIMUM_ANSWER_LENGTH = 64 * 1024;

/** Differences that show in a header with whole seconds, and those with which nothing is signed any more. */
const NOTABLE_SECONDS = 5;
const INTOLERABLE_SECONDS = 60;

interface Answer {
  status: number;
  mediaType: string;
  date: string | undefined;
  body: Buffer;
}

/** Asks for the checkpoint of the peer's log, the smallest thing that only a gateway has and only a peer gets. */
export async function askPeer(
  socket: TLSSocket,
  { address, authority, basePath, timeout }: { address: Address; authority: AuthorityRecord; basePath: string; timeout: number },
  findings: Findings,
): Promise<void> {
  const { subject } = address;
  const asked = Date.now();
  let answer: Answer;
  try {
    answer = await limited(exchange(socket, address, `${basePath}/peer/v1/log/checkpoint`), timeout);
  } catch (error) {
    tellMissing(platformCode(error), subject, findings);
    return;
  } finally {
    socket.destroy();
  }
  tellClocks(answer.date, (asked + Date.now()) / 2, subject, findings);
  tellAnswer(answer, authority, subject, findings);
}

async function exchange(socket: TLSSocket, { host, port }: Address, path: string): Promise<Answer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const call = request({ createConnection: () => socket, host, port, path, method: 'GET', headers: { accept: 'text/plain' } });
    call.once('response', resolve);
    call.once('error', reject);
    call.end();
  });
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAXIMUM_ANSWER_LENGTH) break;
    chunks.push(chunk);
  }
  const { 'content-type': type = '', date } = response.headers;
  return { status: response.statusCode ?? 0, mediaType: type.split(';')[0]?.trim() ?? '', date, body: Buffer.concat(chunks) };
}

function tellMissing(code: string, subject: string, findings: Findings): void {
  if (code.startsWith('HPE_')) findings.fault('answer-not-ours', subject, code);
  else if (code === 'ETIMEDOUT') findings.fault('answer-missing', subject);
  // With TLS 1.3 a server sees our certificate after the handshake is over for us: it refuses it by an alert, or by hanging up.
  else if (isRefusalOfOurs(code) || CLOSED.has(code)) findings.fault('our-certificate-refused', subject, code);
  else findings.fault('answer-missing', subject, code);
}

const CLOSED: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE']);

const problemDocument = z.looseObject({ type: z.string(), code: z.string().regex(/^[a-z0-9-]{1,64}$/) });

function tellAnswer(answer: Answer, authority: AuthorityRecord, subject: string, findings: Findings): void {
  const { status, mediaType } = answer;
  const problem = problemOf(answer);
  if (status === 200 && isCheckpointOf(answer, authority)) findings.pass('answered-as-gateway', subject);
  // A log that has published nothing yet.
  else if (problem === 'not-found' && status === 404) findings.pass('answered-as-gateway', subject);
  else if (problem === 'peer-unknown') findings.fault('our-certificate-unknown', subject, `${status} ${problem}`);
  else if (problem !== undefined) findings.fault('peer-not-ready', subject, `${status} ${problem}`);
  else findings.fault('answer-not-ours', subject, `${status} ${mediaType}`);
}

function problemOf({ mediaType, body }: Answer): string | undefined {
  if (mediaType !== 'application/problem+json') return undefined;
  try {
    const { type, code } = problemDocument.parse(parseStrictJson(body, { maximumBytes: MAXIMUM_ANSWER_LENGTH }));
    return type.startsWith('urn:valija:problem:') ? code : undefined;
  } catch {
    return undefined;
  }
}

/** The note itself is verified wherever checkpoints count; here it is enough that it is one of this authority's logs. */
function isCheckpointOf({ mediaType, body }: Answer, { noteKeys }: AuthorityRecord): boolean {
  if (mediaType !== 'text/plain') return false;
  const [text = ''] = body.toString('utf8').split('\n\n', 1);
  try {
    const { origin } = parseCheckpoint(`${text}\n`);
    return noteKeys.some(({ role, verifierKey }) => role === 'log' && parseVerifierKey(verifierKey).name === origin);
  } catch {
    return false;
  }
}

function tellClocks(date: string | undefined, ours: number, subject: string, findings: Findings): void {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return;
  // The header cuts off fractions of a second.
  const seconds = Math.round((theirs + 500 - ours) / 1_000);
  const text = `${seconds > 0 ? '+' : ''}${seconds} s`;
  if (Math.abs(seconds) >= INTOLERABLE_SECONDS) findings.fault('clocks-differ', subject, text);
  else if (Math.abs(seconds) >= NOTABLE_SECONDS) findings.warning('clocks-differ', subject, text);
  else findings.pass('clocks-agree', subject);
}

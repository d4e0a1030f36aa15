import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type Command, Option } from 'commander';
import type { SubmissionAnswer } from '../../compose/api-client/answers.ts';
import type { ApiClient, Direction } from '../../compose/api-client/client.ts';
import type { SubmittedFile } from '../../compose/api-client/submitted-file.ts';
import { exitCode } from '../../compose/command-outcome.ts';
import { eventSentence } from '../../compose/wording/events.ts';
import { letterLines } from '../../compose/wording/letter-signatures.ts';
import { messageLines, NO_MESSAGES, summaryLines } from '../../compose/wording/message-lines.ts';
import { defineApiCommand } from '../api-options.ts';
import { type Options, type Terminal, UsageError } from '../command-line.ts';
import { directionChoice, directionOption, numberOption } from '../common-options.ts';
import { keptSending } from '../sending-state.ts';
import { type NamedFile, namedFiles } from '../submitted-files.ts';

const LARGEST_PAGE = 500;

/** Octets of a submission from which on its files are brought piece by piece. */
const LARGE = 16 * 1024 ** 2;
const LANES = ['urgent', 'ordinary', 'bulk'];

/** Commands about messages: send, inbox, show, handover. */
export function messageCommands(): Command[] {
  return [sendCommand(), inboxCommand(), showCommand(), handoverCommand()];
}

function sendCommand(): Command {
  return defineApiCommand('send', 'submit a letter of request', async (client, terminal, options) => {
    const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
    const files = await namedFiles({
      letter: String(options.letter),
      translations: list(options.translation),
      annexes: list(options.annex),
    });
    const { answer, idempotencyKey } = await sendFiles({ client, terminal }, options, files);
    const { messageId, letterSignatures, letterProblem } = answer;
    for (const line of letterLines(answer, terminal.language)) terminal.note(line);
    const problem = letterProblem === undefined ? {} : { letterProblem };
    terminal.result({ messageId, idempotencyKey, letterSignatures, ...problem }, [messageId]);
    return exitCode('ok');
  })
    .requiredOption('--to <authority>', 'identifier of the recipient, such as urn:valija:authority:xb-central')
    .requiredOption('--letter <file>', 'the letter of request, PDF; LANGUAGE=FILE names its language')
    .option('--translation <file...>', 'translations, LANGUAGE=FILE')
    .option('--annex <file...>', 'annexes of any type')
    .option('--sign-letter', 'put the seal of the authority on the letter itself, beside any signature it has (PAdES)')
    .option('--subject <text>', 'subject, sealed with the rest')
    .addOption(new Option('--lane <lane>', 'how urgent it is').choices(LANES).default('ordinary'))
    .option('--conversation <id>', 'the conversation it belongs to (default: a new one)')
    .option('--idempotency-key <key>', 'repeat with the same key to be sure that it is sent only once (default: a random one)');
}

type Sent = { answer: SubmissionAnswer; idempotencyKey: string };

/** Together in one request, or piece by piece where that would take long to repeat. */
function sendFiles(source: { client: ApiClient; terminal: Terminal }, options: Options, files: readonly NamedFile[]): Promise<Sent> {
  const key = typeof options.idempotencyKey === 'string' ? options.idempotencyKey : undefined;
  const length = files.reduce((sum, { file }) => sum + file.length, 0);
  return length < LARGE ? sendTogether(source, options, files, key ?? randomUUID()) : sendByUploads(source, options, files, key);
}

async function sendTogether(
  { client, terminal }: { client: ApiClient; terminal: Terminal },
  options: Options,
  files: readonly NamedFile[],
  idempotencyKey: string,
): Promise<Sent> {
  terminal.note(`Idempotency-Key: ${idempotencyKey}`);
  const progress = progressOf(terminal, files);
  const sent = files.map(({ file }): SubmittedFile => ({ ...file, open: () => progress.over(file.open()) }));
  const answer = await client.submit({ document: documentOf(options, files), files: sent, idempotencyKey }).finally(() => progress.end());
  return { answer, idempotencyKey };
}

/** Goes on where the same command was ended before. */
async function sendByUploads(
  { client, terminal }: { client: ApiClient; terminal: Terminal },
  options: Options,
  files: readonly NamedFile[],
  key: string | undefined,
): Promise<Sent> {
  const { files: _described, ...document } = documentOf(options, files);
  const described = files.map(({ file: { name, role, length }, changedAt, language }) => ({ name, role, length, changedAt, language }));
  const sending = await keptSending({ files: [client.url, described], document }, key);
  const { idempotencyKey } = sending.state;
  terminal.note(`Idempotency-Key: ${idempotencyKey}`);
  const progress = progressOf(terminal, files);
  const sent = files.map(({ file, language }) => ({ ...file, ...(language === undefined ? {} : { language }) }));
  const answer = await client
    .submitLarge({ document, files: sent, state: sending.state, keep: sending.keep, onProgress: (octets) => progress.at(octets) })
    .finally(() => progress.end());
  await sending.forget();
  return { answer, idempotencyKey };
}

/** One bar over all files. */
function progressOf(terminal: Terminal, files: readonly NamedFile[]) {
  const [first] = files;
  const label = files.length === 1 && first !== undefined ? first.file.name : String(files.length);
  const total = files.reduce((sum, { file }) => sum + file.length, 0);
  return terminal.progress(label, total);
}

function documentOf(options: Options, files: readonly NamedFile[]): Record<string, unknown> {
  return {
    recipient: options.to,
    lane: options.lane,
    ...(options.signLetter === true ? { signLetter: true } : {}),
    ...(options.subject === undefined ? {} : { subject: options.subject }),
    ...(options.conversation === undefined ? {} : { conversation: options.conversation }),
    files: files.flatMap(({ file, language }) => (language === undefined ? [] : [{ name: file.name, language }])),
  };
}

function inboxCommand(): Command {
  return defineApiCommand('inbox', 'list received messages, or those sent', async (client, terminal, options) => {
    const limit = numberOption(options.limit, '--limit', 1, LARGEST_PAGE);
    const direction: Direction = options.sent === true ? 'outbound' : 'inbound';
    const after = typeof options.after === 'string' ? { after: options.after } : {};
    const page = await client.list({ direction, limit, ...after });
    terminal.result(
      page,
      page.messages.flatMap((message) => summaryLines(message, terminal.language)),
    );
    if (page.messages.length === 0 && !terminal.json) terminal.note(NO_MESSAGES[terminal.language]);
    if (page.next !== undefined && !terminal.json) terminal.note(`--after ${page.next}`);
    return exitCode('ok');
  })
    .option('--sent', 'messages that we sent')
    .option('--limit <number>', `at most this many, up to ${LARGEST_PAGE}`, '50')
    .option('--after <cursor>', 'the next page, as the page before told it');
}

function showCommand(): Command {
  return defineApiCommand('show', 'show a message with its files and receipts', async (client, terminal, options, messageId = '') => {
    const message = await client.show(messageId, directionChoice(options));
    terminal.result(message, messageLines(message, terminal.language));
    return exitCode('ok');
  })
    .argument('<message>', 'identifier of the message')
    .addOption(directionOption('the side meant, where both have this identifier'));
}

function handoverCommand(): Command {
  return defineApiCommand('handover', 'take a message over: states E.1, once', async (client, terminal, options, messageId = '') => {
    const digest = await packageDigest(options);
    const { evidence, salt } = await client.handOver(messageId, digest);
    terminal.result({ messageId, packageDigest: digest, evidence, salt }, [eventSentence('ContentHandover', terminal.language)]);
    return exitCode('ok');
  })
    .argument('<message>', 'identifier of the message')
    .option('--package <file>', 'the package as fetched: its SHA-256 is what is taken over')
    .option('--digest <sha256>', 'the SHA-256 of the package, hexadecimal');
}

/** What is taken over must be what was fetched, so its digest is never looked up for the caller. */
async function packageDigest(options: Options): Promise<string> {
  if (typeof options.digest === 'string' && options.package === undefined) return options.digest.toLowerCase();
  if (typeof options.package !== 'string' || options.digest !== undefined) throw new UsageError('either --package FILE or --digest SHA256');
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(options.package)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

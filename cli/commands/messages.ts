import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import type { MessageAnswer, MessageSummaryAnswer } from '../../compose/api-client/answers.ts';
import type { Direction } from '../../compose/api-client/client.ts';
import { exitCode, type Language } from '../../compose/command-outcome.ts';
import { eventSentence, reasonSentences } from '../../compose/wording/events.ts';
import { letterLines } from '../../compose/wording/letter-signatures.ts';
import { defineApiCommand } from '../api-options.ts';
import { type Options, UsageError } from '../command-line.ts';
import { namedFiles } from '../submitted-files.ts';

const LARGEST_PAGE = 500;
const LONGEST_POLL_SECONDS = 25;

/** Commands about messages: send, inbox, show, handover, watch. */
export function messageCommands(): Command[] {
  return [sendCommand(), inboxCommand(), showCommand(), handoverCommand(), watchCommand()];
}

function sendCommand(): Command {
  return defineApiCommand('send', 'submit a letter of request', async (client, terminal, options) => {
    const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
    const files = await namedFiles({
      letter: String(options.letter),
      translations: list(options.translation),
      annexes: list(options.annex),
    });
    const idempotencyKey = typeof options.idempotencyKey === 'string' ? options.idempotencyKey : randomUUID();
    terminal.note(`Idempotency-Key: ${idempotencyKey}`);
    const answer = await client.submit({ document: documentOf(options, files), files: files.map(({ file }) => file), idempotencyKey });
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
    .option('--lane <lane>', 'urgent, ordinary or bulk', 'ordinary')
    .option('--conversation <id>', 'the conversation it belongs to (default: a new one)')
    .option('--idempotency-key <key>', 'repeat with the same key to be sure that it is sent only once (default: a random one)');
}

function documentOf(options: Options, files: Awaited<ReturnType<typeof namedFiles>>): Record<string, unknown> {
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
    terminal.result(page, page.messages.map(summaryLine));
    if (page.next !== undefined && !terminal.json) terminal.note(`--after ${page.next}`);
    return exitCode('ok');
  })
    .option('--sent', 'messages that we sent')
    .option('--limit <number>', `at most this many, up to ${LARGEST_PAGE}`, '50')
    .option('--after <cursor>', 'the next page, as the page before told it');
}

function summaryLine({ messageId, createdAt, state, lane, direction, sender, recipient }: MessageSummaryAnswer): string {
  return [messageId, createdAt, state, lane, direction === 'inbound' ? sender : recipient].join('  ');
}

function showCommand(): Command {
  return defineApiCommand('show', 'show a message with its files and receipts', async (client, terminal, options, messageId = '') => {
    const message = await client.show(messageId, directionOption(options));
    terminal.result(message, messageLines(message, terminal.language));
    return exitCode('ok');
  })
    .argument('<message>', 'identifier of the message')
    .option('--direction <side>', 'inbound or outbound, where both have this identifier');
}

function messageLines(message: MessageAnswer, language: Language): string[] {
  return [
    summaryLine(message),
    ...(message.subject === undefined ? [] : [message.subject]),
    ...message.files.map(({ name, role, size, sha256 }) => `  ${role}  ${name}  ${size}  ${sha256}`),
    ...letterLines(message, language).map((line) => `  ${line}`),
    ...message.evidence.flatMap(({ eventTime, event, issuer, reasons }) => [
      `  ${eventTime}  ${eventSentence(event, language)} (${issuer})`,
      ...reasonSentences(reasons, language).map((reason) => `    ${reason}`),
    ]),
    ...message.conflicts.map(({ kind }) => `  ! ${kind}`),
  ];
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

function watchCommand(): Command {
  return defineApiCommand('watch', 'print changes of state as they happen, until Ctrl-C', async (client, terminal, options) => {
    const wanted = options.count === undefined ? Number.POSITIVE_INFINITY : numberOption(options.count, '--count', 1, 1_000_000);
    let after = numberOption(options.after, '--after', 0, Number.MAX_SAFE_INTEGER);
    for (let told = 0; told < wanted; ) {
      const { changes } = await client.changes({ after, wait: LONGEST_POLL_SECONDS });
      for (const change of changes.slice(0, wanted - told)) {
        const { position, direction, sender, messageId, state } = change;
        terminal.next(change, [position, direction, messageId, state, sender].join('  '));
        after = position;
        told += 1;
      }
    }
    return exitCode('ok');
  })
    .option('--after <position>', 'only changes after this position', '0')
    .option('--count <number>', 'end after this many changes');
}

function directionOption({ direction }: Options): Direction | undefined {
  if (direction === undefined || direction === 'inbound' || direction === 'outbound') return direction;
  throw new UsageError('--direction is inbound or outbound');
}

function numberOption(value: unknown, name: string, minimum: number, maximum: number): number {
  const number = /^\d{1,16}$/.test(String(value)) ? Number(value) : Number.NaN;
  if (!(number >= minimum && number <= maximum)) throw new UsageError(`${name} takes a whole number from ${minimum} to ${maximum}`);
  return number;
}

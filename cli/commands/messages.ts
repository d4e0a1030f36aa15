import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import type { Direction } from '../../compose/api-client/client.ts';
import { exitCode } from '../../compose/command-outcome.ts';
import { eventSentence } from '../../compose/wording/events.ts';
import { messageLines, NO_MESSAGES, summaryLines } from '../../compose/wording/message-lines.ts';
import { defineApiCommand } from '../api-options.ts';
import { type Options, UsageError } from '../command-line.ts';
import { directionChoice, directionOption, numberOption } from '../common-options.ts';
import { sendCommand } from './send.ts';

const LARGEST_PAGE = 500;

/** Commands about messages: send, inbox, show, handover. */
export function messageCommands(): Command[] {
  return [sendCommand(), inboxCommand(), showCommand(), handoverCommand()];
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

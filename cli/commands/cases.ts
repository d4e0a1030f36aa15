import type { Command } from 'commander';
import type { CaseAnswer } from '../../compose/api-client/answers-cases.ts';
import type { ApiClient } from '../../compose/api-client/client.ts';
import { ApiError } from '../../compose/api-client/error.ts';
import { exitCode } from '../../compose/command-outcome.ts';
import { caseLines, registeredCaseLines } from '../../compose/wording/legal/case-lines.ts';
import { caseWord } from '../../compose/wording/legal/case-words.ts';
import { defineApiCommand } from '../api-options.ts';
import type { Options } from '../command-line.ts';
import { MESSAGE_IDENTIFIER, momentOption, numberOption } from '../common-options.ts';

const LARGEST_PAGE = 500;
const REGISTER_NUMBER = /^[A-Z0-9-]{1,84}\/\d{4}\/\d{6,12}$/;

/** Commands about cases of the register: cases, case. */
export function caseCommands(): Command[] {
  return [casesCommand(), caseCommand()];
}

function casesCommand(): Command {
  return defineApiCommand('cases', 'list the cases of the register', async (client, terminal, options) => {
    const page = await client.cases({
      limit: numberOption(options.limit, '--limit', 1, LARGEST_PAGE),
      ...moments(options),
      ...given({ peer: options.peer, registerNumber: upper(options.number), after: options.after }),
    });
    terminal.result(page, page.cases.flatMap(registeredCaseLines));
    if (page.cases.length === 0 && page.next === undefined && !terminal.json) terminal.note(caseWord('no-cases', terminal.language));
    if (page.next !== undefined && !terminal.json) terminal.note(`--after ${page.next}`);
    return exitCode('ok');
  })
    .option('--since <time>', 'only those opened then or later: a day, or RFC 3339 in UTC such as 2026-11-01T00:00:00Z')
    .option('--until <time>', 'only those opened before')
    .option('--peer <authority>', 'only those with this authority')
    .option('--number <number>', 'the one with this number of our register')
    .option('--limit <number>', `at most this many, up to ${LARGEST_PAGE}`, '50')
    .option('--after <cursor>', 'the next page, as the page before told it');
}

function moments({ since, until }: Options): { since?: string; until?: string } {
  return {
    ...(since === undefined ? {} : { since: momentOption(since, '--since') }),
    ...(until === undefined ? {} : { until: momentOption(until, '--until') }),
  };
}

function caseCommand(): Command {
  return defineApiCommand(
    'case',
    'show a case: where it stands, whose turn it is, what is due',
    async (client, terminal, options, named = '') => {
      const shown = await findCase(client, options, named);
      terminal.result(shown, caseLines(shown, terminal.language));
      return exitCode('ok');
    },
  )
    .argument('<case>', 'its number in our register, its conversation, or one of its messages')
    .option('--peer <authority>', 'the other authority, where several use the same identifier of a conversation');
}

/** By its number, its conversation, or any of its messages. ApiError `not-found`. */
async function findCase(client: ApiClient, { peer }: Options, named: string): Promise<CaseAnswer> {
  const number = named.toUpperCase();
  if (REGISTER_NUMBER.test(number)) {
    const found = await client.registered(number);
    return client.case(found.conversation, found.peer);
  }
  const other = given({ peer }).peer;
  try {
    return await client.case(named, other);
  } catch (error) {
    const conversation = error instanceof ApiError && error.code === 'not-found' ? await conversationOfMessage(client, named) : undefined;
    if (conversation === undefined) throw error;
    return client.case(conversation, other);
  }
}

async function conversationOfMessage(client: ApiClient, messageId: string): Promise<string | undefined> {
  if (!MESSAGE_IDENTIFIER.test(messageId)) return undefined;
  const message = await client.show(messageId).catch(() => undefined);
  return message?.conversation;
}

function upper(number: unknown): string | undefined {
  return typeof number === 'string' ? number.toUpperCase() : undefined;
}

/** The options that were given, as texts. */
function given<Name extends string>(options: Record<Name, unknown>): { [Key in Name]?: string } {
  const entries = Object.entries(options).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(entries) as { [Key in Name]?: string };
}

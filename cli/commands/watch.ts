import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { ChangesAnswer } from '../../compose/api-client/answers.ts';
import type { ApiClient } from '../../compose/api-client/client.ts';
import { ApiError } from '../../compose/api-client/error.ts';
import { exitCode } from '../../compose/command-outcome.ts';
import { stateSentence } from '../../compose/wording/message-lines.ts';
import { printable } from '../../compose/wording/printable.ts';
import { defineApiCommand } from '../api-options.ts';
import { type Options, type Terminal, UsageError } from '../command-line.ts';
import { numberOption } from '../common-options.ts';

const LONGEST_POLL_SECONDS = 25;
const FIRST_WAIT_MILLISECONDS = 500;
const LONGEST_WAIT_MILLISECONDS = 30_000;
const INTERRUPTED_EXIT_CODE = 130;

/** `valija watch`: the changes of state in their order; none is lost to whoever goes on after the last position printed. */
export function watchCommand(): Command {
  return defineApiCommand('watch', 'print changes of state as they happen, until Ctrl-C', async (client, terminal, options) => {
    const wanted = readOptions(options);
    const place = { after: wanted.after };
    process.once('SIGINT', () => {
      terminal.note(`--after ${place.after}`);
      process.exit(INTERRUPTED_EXIT_CODE);
    });
    await watch({ client, terminal, place, ...wanted });
    return exitCode('ok');
  })
    .option('--after <position>', 'only changes after this position, as printed before', '0')
    .option('--count <number>', 'end after this many changes')
    .option('--follow', 'go on when the gateway is away for a while, from where it stopped')
    .option('--no-wait', 'print what there is now, and end');
}

interface Wanted {
  after: number;
  count: number;
  isFollowing: boolean;
  isWaiting: boolean;
}

function readOptions(options: Options): Wanted {
  const isFollowing = options.follow === true;
  const isWaiting = options.wait !== false;
  if (isFollowing && !isWaiting) throw new UsageError('either --follow or --no-wait');
  return {
    after: numberOption(options.after, '--after', 0, Number.MAX_SAFE_INTEGER),
    count: options.count === undefined ? Number.POSITIVE_INFINITY : numberOption(options.count, '--count', 1, 1_000_000),
    isFollowing,
    isWaiting,
  };
}

interface Watch extends Wanted {
  client: ApiClient;
  terminal: Terminal;
  /** The last position printed; moves on. */
  place: { after: number };
}

async function watch({ client, terminal, place, count, isFollowing, isWaiting }: Watch): Promise<void> {
  let epoch: string | undefined;
  for (let told = 0; told < count; ) {
    const wait = isWaiting ? LONGEST_POLL_SECONDS : 0;
    const poll = () => client.changes({ after: place.after, wait });
    const answer = isFollowing ? await untilAnswered(poll, terminal) : await poll();
    if (epoch !== undefined && answer.epoch !== epoch) {
      // Positions of before a restore mean nothing any more: better everything again than something never.
      place.after = 0;
      epoch = answer.epoch;
      terminal.note(terminal.json ? JSON.stringify({ restarted: { epoch } }) : '--after 0');
      continue;
    }
    epoch = answer.epoch;
    for (const change of answer.changes.slice(0, count - told)) {
      terminal.next(change, changeLine(change, terminal));
      place.after = change.position;
      told += 1;
    }
    if (answer.changes.length === 0 && !isWaiting) return;
  }
}

/** One line, to be searched in and counted. */
function changeLine({ position, direction, messageId, state, sender }: ChangesAnswer['changes'][number], { language }: Terminal): string {
  return [position, direction, messageId, state, printable(sender), stateSentence(state, language)].join('  ');
}

/** Asks again, with longer and longer waits, while the gateway is away; says so once. */
async function untilAnswered(poll: () => Promise<ChangesAnswer>, terminal: Terminal): Promise<ChangesAnswer> {
  for (let wait = FIRST_WAIT_MILLISECONDS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MILLISECONDS)) {
    try {
      return await poll();
    } catch (error) {
      if (!(error instanceof ApiError) || error.disposition !== 'retry') throw error;
      if (wait === FIRST_WAIT_MILLISECONDS) terminal.problem(error);
      await sleep(wait);
    }
  }
}

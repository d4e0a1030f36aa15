import { type Command, Option } from 'commander';
import { exitCode } from '../../compose/command-outcome.ts';
import { statisticsAsCsv, statisticsLines } from '../../compose/wording/legal/statistics-lines.ts';
import { defineApiCommand } from '../api-options.ts';
import { UsageError } from '../command-line.ts';
import { momentOption } from '../common-options.ts';

/** `valija statistics`: counts and times of the requests of a period, without content. */
export function statisticsCommand(): Command {
  return defineApiCommand('statistics', 'count the requests of a period', async (client, terminal, options) => {
    const [from, to] = [momentOption(options.from, '--from'), momentOption(options.to, '--to')];
    if (from >= to) throw new UsageError('--from lies before --to');
    const counted = await client.statistics({ from, to });
    const csv = options.csv === true ? [statisticsAsCsv(counted).replace(/\r?\n$/, '')] : undefined;
    terminal.result(counted, csv ?? statisticsLines(counted, terminal.language));
    return exitCode('ok');
  })
    .requiredOption('--from <time>', 'beginning of the period: a day, or RFC 3339 in UTC such as 2026-01-01T00:00:00Z')
    .requiredOption('--to <time>', 'end of the period, which is no part of it')
    .addOption(new Option('--csv', 'everything that is counted, as comma-separated values').conflicts('json'));
}

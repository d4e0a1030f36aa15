import { Command } from 'commander';
import { exitCode } from '../../compose/command-outcome.ts';
import { defineApiCommand } from '../api-options.ts';

const PAGE = 500;

/** `valija dead-letters list|release`: work that gave up and waits for a person. Needs the certificate of an operator. */
export function deadLetterCommands(): Command {
  const list = defineApiCommand('list', 'list work that gave up', async (client, terminal) => {
    const all: Awaited<ReturnType<typeof client.deadLetters>> = [];
    for (let after: string | undefined; ; ) {
      const page = await client.deadLetters({ limit: PAGE, ...(after === undefined ? {} : { after }) });
      all.push(...page);
      after = page.at(-1)?.id;
      if (page.length < PAGE || after === undefined) break;
    }
    const lines = all.map(({ id, kind, lane, attempts, lastError = '' }) => [id, kind, lane, attempts, lastError].join('  '));
    terminal.result({ deadLetters: all }, lines);
    return exitCode('ok');
  });
  const release = defineApiCommand('release', 'put a dead letter back to work', async (client, terminal, _options, id = '') => {
    await client.releaseDeadLetter(id);
    terminal.result({ released: id }, [id]);
    return exitCode('ok');
  }).argument('<id>', 'identifier as listed');
  return new Command('dead-letters')
    .description('work that gave up and waits for a person')
    .exitOverride()
    .addCommand(list)
    .addCommand(release);
}

import { Command } from 'commander';
import type { ApiClient, Direction } from '../../compose/api-client/client.ts';
import { exitCode } from '../../compose/command-outcome.ts';
import { defineApiCommand } from '../api-options.ts';
import { type Options, UsageError } from '../command-line.ts';

const PAGE = 500;

/** `valija hold place|release|list`: content that must not be purged. Needs the certificate of an officer. */
export function legalHoldCommands(): Command {
  const place = holdCommand('place', 'keep the content of a message, whatever its retention says', async (client, messageId, options) => {
    const hold = await client.placeHold(messageId, reasonOf(options), directionOf(options));
    return { document: hold, line: `${hold.messageId}  ${hold.placedAt}` };
  });
  const release = holdCommand('release', 'end the hold of a message', async (client, messageId, options) => {
    await client.releaseHold(messageId, reasonOf(options), directionOf(options));
    return { document: { released: messageId }, line: messageId };
  });
  const list = defineApiCommand('list', 'list the holds in force', async (client, terminal) => {
    const all: Awaited<ReturnType<typeof client.holds>>['holds'] = [];
    for (let after: string | undefined; ; ) {
      const { holds, next } = await client.holds({ limit: PAGE, ...(after === undefined ? {} : { after }) });
      all.push(...holds);
      if (next === undefined) break;
      after = next;
    }
    terminal.result(
      { holds: all },
      all.map(({ messageId, direction, placedAt, placedBy, reason }) => [messageId, direction, placedAt, placedBy, reason].join('  ')),
    );
    return exitCode('ok');
  });
  return new Command('hold')
    .description('content that must not be purged')
    .exitOverride()
    .addCommand(place)
    .addCommand(release)
    .addCommand(list);
}

type Act = (client: ApiClient, messageId: string, options: Options) => Promise<{ document: unknown; line: string }>;

function holdCommand(name: string, description: string, act: Act): Command {
  return defineApiCommand(name, description, async (client, terminal, options, messageId = '') => {
    const { document, line } = await act(client, messageId, options);
    terminal.result(document, [line]);
    return exitCode('ok');
  })
    .argument('<message>', 'identifier of the message')
    .requiredOption('--reason <text>', 'why; kept encrypted, and committed to by an entry of the log')
    .option('--direction <side>', 'inbound or outbound, where both have the identifier');
}

function reasonOf({ reason }: Options): string {
  return String(reason);
}

function directionOf({ direction }: Options): Direction | undefined {
  if (direction === undefined || direction === 'inbound' || direction === 'outbound') return direction;
  throw new UsageError('--direction is inbound or outbound');
}

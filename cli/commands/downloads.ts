import { resolve, sep } from 'node:path';
import type { Command } from 'commander';
import type { ApiClient, Direction } from '../../compose/api-client/client.ts';
import { type SavedFile, saveContent } from '../../compose/api-client/save.ts';
import { exitCode } from '../../compose/command-outcome.ts';
import { defineApiCommand } from '../api-options.ts';
import { type Options, UsageError } from '../command-line.ts';

/** Commands that write files: fetch and bundle. */
export function downloadCommands(): Command[] {
  return [fetchCommand(), bundleCommand()];
}

const KINDS = ['package', 'files', 'sealed', 'archive', 'all'] as const;
type Kind = (typeof KINDS)[number];

function fetchCommand(): Command {
  return defineApiCommand('fetch', 'write the content of a message into a folder', async (client, terminal, options, messageId = '') => {
    const kind = KINDS.find((known) => known === options.what);
    if (kind === undefined) throw new UsageError(`--what is one of ${KINDS.join(', ')}`);
    const saved = await fetchContent(client, { messageId, kind, folder: resolve(String(options.out)), direction: directionOf(options) });
    terminal.result({ messageId, files: saved }, saved.map(savedLine));
    return exitCode('ok');
  })
    .argument('<message>', 'identifier of the message')
    .option('--what <content>', `what to fetch: ${KINDS.join(', ')}`, 'package')
    .option('--out <folder>', 'where to write', '.')
    .option(
      '--direction <side>',
      'inbound or outbound; only sealed content and the long-term copy can be fetched of a message that we sent',
      'inbound',
    );
}

interface Wanted {
  messageId: string;
  kind: Kind;
  folder: string;
  direction: Direction;
}

async function fetchContent(client: ApiClient, { messageId, kind, folder, direction }: Wanted): Promise<SavedFile[]> {
  const saved: SavedFile[] = [];
  const message = await client.show(messageId, direction);
  if (kind === 'package' || kind === 'all') {
    const { body } = await client.download(messageId, 'package', direction);
    const expected = message.packageDigest === undefined ? {} : { sha256: message.packageDigest };
    saved.push(await saveContent(body, within(folder, `${message.messageId}.asice`), expected));
  }
  if (kind === 'files' || kind === 'all') {
    for (const [index, { name, sha256 }] of message.files.entries()) {
      const { body } = await client.download(messageId, `files/${index}`, direction);
      saved.push(await saveContent(body, within(folder, name), { sha256 }));
    }
  }
  if (kind === 'sealed' || kind === 'all') {
    const { body } = await client.download(messageId, 'sealed', direction);
    saved.push(await saveContent(body, within(folder, `${message.messageId}.p7m`)));
  }
  // Not part of `all`: it holds the same files once more, and is there only half a day after the message.
  if (kind === 'archive') {
    const { body } = await client.download(messageId, 'archive', direction);
    saved.push(await saveContent(body, within(folder, `${message.messageId}-archive.asice`)));
  }
  return saved;
}

function bundleCommand(): Command {
  return defineApiCommand('bundle', 'write the proof bundle of a message', async (client, terminal, options, messageId = '') => {
    const { body } = await client.download(messageId, 'bundle', options.direction === undefined ? undefined : directionOf(options));
    const saved = await saveContent(body, resolve(String(options.out ?? `${messageId}.valija.zip`)));
    terminal.result({ messageId, bundle: saved }, [savedLine(saved)]);
    return exitCode('ok');
  })
    .argument('<message>', 'identifier of the message')
    .option('--out <file>', 'where to write (default: MESSAGE.valija.zip)')
    .option('--direction <side>', 'inbound or outbound, where both have this identifier');
}

function directionOf({ direction }: Options): Direction {
  if (direction === 'inbound' || direction === 'outbound') return direction;
  throw new UsageError('--direction is inbound or outbound');
}

/** File names come from the other authority: whatever they are, nothing is written outside the folder. */
function within(folder: string, name: string): string {
  const path = resolve(folder, name);
  if (!path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)) throw new UsageError('a file name leads out of the folder');
  return path;
}

function savedLine({ path, size, sha256 }: SavedFile): string {
  return `${sha256}  ${size}  ${path}`;
}

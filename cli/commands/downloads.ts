import { basename, resolve, sep } from 'node:path';
import { type Command, Option } from 'commander';
import type { ApiClient, BundleSubject, Content, Direction } from '../../compose/api-client/client.ts';
import { type SavedFile, saveContent } from '../../compose/api-client/save.ts';
import { exitCode } from '../../compose/command-outcome.ts';
import { defineApiCommand } from '../api-options.ts';
import { type Options, type Terminal, UsageError } from '../command-line.ts';
import { directionChoice, directionOption } from '../common-options.ts';
import type { Progress } from '../progress.ts';

/** Commands that write files: fetch and bundle. */
export function downloadCommands(): Command[] {
  return [fetchCommand(), bundleCommand()];
}

const KINDS = ['package', 'files', 'sealed', 'archive', 'all'] as const;
type Kind = (typeof KINDS)[number];

function fetchCommand(): Command {
  return defineApiCommand('fetch', 'write the content of a message into a folder', async (client, terminal, options, messageId = '') => {
    const wanted = {
      messageId,
      kind: options.what as Kind,
      folder: resolve(String(options.out)),
      direction: directionChoice(options) ?? 'inbound',
    };
    const saved = await fetchContent({ client, terminal }, wanted);
    terminal.result({ messageId, files: saved }, saved.map(savedLine));
    return exitCode('ok');
  })
    .argument('<message>', 'identifier of the message')
    .addOption(new Option('--what <content>', 'what to fetch').choices(KINDS).default('package'))
    .option('--out <folder>', 'where to write', '.')
    .addOption(
      directionOption('the side meant; only sealed content and the long-term copy can be fetched of a message that we sent').default(
        'inbound',
      ),
    );
}

interface Wanted {
  messageId: string;
  kind: Kind;
  folder: string;
  direction: Direction;
}

/** Where content comes from and who looks on while it does. */
interface Source {
  client: ApiClient;
  terminal: Terminal;
}

async function fetchContent(source: Source, { messageId, kind, folder, direction }: Wanted): Promise<SavedFile[]> {
  const saved: SavedFile[] = [];
  const message = await source.client.show(messageId, direction);
  const fetchOne = async (content: Content, name: string, expected: { sha256?: string } = {}) => {
    saved.push(await save(source, { messageId, content, direction, path: within(folder, name), expected }));
  };
  if (kind === 'package' || kind === 'all') {
    await fetchOne('package', `${message.messageId}.asice`, message.packageDigest === undefined ? {} : { sha256: message.packageDigest });
  }
  if (kind === 'files' || kind === 'all') {
    for (const [index, { name, sha256 }] of message.files.entries()) await fetchOne(`files/${index}`, name, { sha256 });
  }
  if (kind === 'sealed' || kind === 'all') {
    await fetchOne('sealed', `${message.messageId}.p7m`, message.sealedDigest === undefined ? {} : { sha256: message.sealedDigest });
  }
  // Not part of `all`: it holds the same files once more, and is there only half a day after the message.
  if (kind === 'archive') await fetchOne('archive', `${message.messageId}-archive.asice`);
  return saved;
}

interface Download {
  messageId: string;
  content: Content;
  direction: Direction | undefined;
  path: string;
  expected?: { sha256?: string };
}

async function save({ client, terminal }: Source, { messageId, content, direction, path, expected }: Download): Promise<SavedFile> {
  const { sha256 } = expected ?? {};
  if (sha256 !== undefined) {
    let progress: Progress | undefined;
    const onProgress = (octets: number, total: number | undefined) => {
      progress ??= terminal.progress(basename(path), total);
      progress.at(octets);
    };
    return client.save({ messageId, content, direction }, { path, sha256, onProgress }).finally(() => progress?.end());
  }
  const { body, length } = await client.download(messageId, content, direction);
  const progress = terminal.progress(basename(path), length);
  return saveContent(progress.over(body), path, expected).finally(() => progress.end());
}

function bundleCommand(): Command {
  return defineApiCommand(
    'bundle',
    'write the proof bundle of a message or of a conversation',
    async (client, terminal, options, id = '') => {
      const path = resolve(String(options.out ?? `${id.replaceAll(':', '-')}.valija.zip`));
      const subject = subjectOf(id, options);
      const { body, length } = await client.downloadBundle(subject, {
        content: options.withoutContent !== true,
        entries: options.withEntries === true,
      });
      const progress = terminal.progress(basename(path), length);
      const saved = await saveContent(progress.over(body), path).finally(() => progress.end());
      terminal.result({ ...subject, bundle: saved }, [savedLine(saved)]);
      return exitCode('ok');
    },
  )
    .argument('<id>', 'identifier of the message or conversation')
    .option('--out <file>', 'where to write (default: the identifier with .valija.zip)')
    .option('--without-content', 'leave out the package and every file name; the rest verifies all the same')
    .option('--with-entries', 'add every entry of both logs, so that nobody has to ask for copies of them')
    .option('--conversation', 'the identifier is that of a conversation, even though it could be that of a message')
    .addOption(directionOption('the side meant, where both have this identifier'));
}

const MESSAGE_IDENTIFIER = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Identifiers of messages have one form, which those of conversations may have too. */
function subjectOf(id: string, options: Options): BundleSubject {
  const isConversation = options.conversation === true || !MESSAGE_IDENTIFIER.test(id);
  const direction = directionChoice(options);
  return isConversation ? { conversation: id } : { messageId: id, ...(direction === undefined ? {} : { direction }) };
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

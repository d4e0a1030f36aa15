import { Command, Option } from 'commander';
import { exitCode } from '../../compose/command-outcome.ts';
import { defineCommand, type Options, type Terminal, UsageError } from '../command-line.ts';
import { numberOption } from '../common-options.ts';

const governance = () => import('../../compose/directory/commands.ts');

/** `valija directory ...`: what those do who govern the directory of authorities, offline in a folder, and the server of what they publish. */
export function directoryCommands(): Command {
  const group = new Command('directory').description('govern, publish and explain the directory of authorities').exitOverride();
  const commands = [initCommand(), rotateCommand(), addCommand(), importCommand(), diffCommand(), signCommand(), publishCommand()];
  for (const command of [...commands, showCommand(), explainCommand(), serveCommand()]) group.addCommand(command);
  return group;
}

function initCommand(): Command {
  return defineCommand('init', 'begin a directory in a new folder', async (terminal, options, folder = '') => {
    const { initCommand: run } = await governance();
    const keys = (role: string, threshold?: unknown) => ({
      files: listOf(options[`${role}Key`]),
      ...(threshold === undefined ? {} : { threshold: numberOption(threshold, `--${role}-threshold`, 1, 64) }),
    });
    return tell(
      terminal,
      await run(
        {
          folder,
          root: keys('root', options.rootThreshold),
          targets: keys('targets', options.targetsThreshold),
          snapshot: keys('snapshot'),
          timestamp: keys('timestamp'),
          days: daysOf(options),
        },
        terminal.language,
      ),
    );
  })
    .argument('<folder>', 'a new or empty folder')
    .requiredOption('--root-key <file...>', 'keys of those who say which keys count (PEM, public or private)')
    .option('--root-threshold <number>', 'how many of them it takes (default: two)')
    .requiredOption('--targets-key <file...>', 'keys of the authorities that together admit States and keep the instruments')
    .option('--targets-threshold <number>', 'how many of them it takes (default: two)')
    .requiredOption('--snapshot-key <file...>', 'keys of the publisher')
    .requiredOption('--timestamp-key <file...>', 'keys of the server of the publisher')
    .addOption(daysOption());
}

function rotateCommand(): Command {
  return defineCommand('rotate', 'give a role other keys, or a State its first ones', async (terminal, options, folder = '') => {
    const { rotateCommand: run } = await governance();
    const exchange = {
      role: String(options.role),
      add: listOf(options.add),
      remove: listOf(options.remove),
      days: daysOf(options),
      ...(options.threshold === undefined ? {} : { threshold: numberOption(options.threshold, '--threshold', 1, 64) }),
    };
    return tell(terminal, await run(folder, exchange, terminal.language));
  })
    .argument('<folder>', 'working copy')
    .requiredOption('--role <role>', 'root, targets, snapshot, timestamp, or state-xa for a State')
    .option('--add <file...>', 'keys that come (PEM, public or private)')
    .option('--remove <key...>', 'identifiers of keys that go, or beginnings of them')
    .option('--threshold <number>', 'how many signatures it takes from now on')
    .addOption(daysOption());
}

function addCommand(): Command {
  return defineCommand(
    'add',
    'put records of authorities, and instruments, into the folder',
    async (terminal, options, folder = '', ...files) => {
      const { addCommand: run } = await governance();
      return tell(terminal, await run(folder, files, daysOf(options), terminal.language));
    },
  )
    .argument('<folder>', 'working copy')
    .argument('<file...>', 'JSON: the record of an authority, as valija init writes it, or instruments')
    .addOption(daysOption());
}

function importCommand(): Command {
  return defineCommand('import', 'put the authorities of a table into the folder', async (terminal, options, folder = '', file = '') => {
    const { importCommand: run } = await governance();
    const format = options.format ?? (/\.json$/i.test(file) ? 'json' : 'csv');
    return tell(terminal, await run(folder, { file, format: format as 'csv' | 'json' }, daysOf(options), terminal.language));
  })
    .argument('<folder>', 'working copy')
    .argument('<file>', 'CSV, or JSON with an array of records')
    .addOption(new Option('--format <form>', 'what the file is (default: by its name)').choices(['csv', 'json']))
    .addOption(daysOption());
}

function diffCommand(): Command {
  return defineCommand('diff', 'say what waits, and what it would change', async (terminal, _options, folder = '') => {
    const { diffCommand: run } = await governance();
    return tell(terminal, await run(folder, terminal.language));
  }).argument('<folder>', 'working copy');
}

function signCommand(): Command {
  return defineCommand('sign', 'show what waits and sign it, or take over signatures of others', async (terminal, options, folder = '') => {
    const { signCommand: run } = await governance();
    const signing = { keys: listOf(options.key), merge: listOf(options.merge) };
    if (signing.keys.length + signing.merge.length === 0) throw new UsageError('--key FILE, --merge FILE, or both');
    const roles = options.role === undefined ? {} : { roles: listOf(options.role) };
    const show = (lines: readonly string[]) => {
      for (const line of lines) terminal.note(line);
    };
    return tell(terminal, await run(folder, { ...signing, ...roles }, show, terminal.language));
  })
    .argument('<folder>', 'working copy')
    .option('--key <file...>', 'own private keys (PKCS#8 in PEM)')
    .option('--role <role...>', 'sign nothing else (default: all that the key may sign)')
    .option('--merge <file...>', 'drafts that others have signed, such as root.json');
}

function publishCommand(): Command {
  return defineCommand(
    'publish',
    'publish what has its signatures, and renew snapshot and timestamp',
    async (terminal, options, folder = '') => {
      const { publishCommand: run } = await governance();
      const publication = {
        snapshotKeys: listOf(options.snapshotKey),
        timestampKeys: listOf(options.timestampKey),
        snapshotDays: numberOption(options.snapshotDays, '--snapshot-days', 1, 365),
        timestampHours: numberOption(options.timestampHours, '--timestamp-hours', 1, 720),
        renewOnly: options.renew === true,
      };
      return tell(terminal, await run(folder, publication, terminal.language));
    },
  )
    .argument('<folder>', 'working copy; what is published stands in repository/ of it')
    .requiredOption('--snapshot-key <file...>', 'private keys of the publisher')
    .requiredOption('--timestamp-key <file...>', 'private keys of its server')
    .option('--snapshot-days <number>', 'how long the snapshot holds', '30')
    .option('--timestamp-hours <number>', 'how long the timestamp holds', '24')
    .option('--renew', 'leave drafts where they are');
}

function showCommand(): Command {
  return defineCommand('show', 'say what is published, and who signs it', async (terminal, _options, folder = '', authority) => {
    const { showCommand: run } = await governance();
    return tell(terminal, await run(folder, authority, terminal.language));
  })
    .argument('<folder>', 'working copy')
    .argument('[authority]', 'identifier of an authority, or the end of it: its record');
}

function explainCommand(): Command {
  return defineCommand('explain', 'say whether and how a request can go from one authority to another', async (terminal, options) => {
    const { explainCommand: run } = await governance();
    const { folder, config, date = new Date().toISOString().slice(0, 10) } = options;
    if ((folder === undefined) === (config === undefined)) throw new UsageError('either --folder FOLDER or --config FILE');
    if (!/^\d{4}-\d{2}-\d{2}$/.test(String(date)) || Number.isNaN(Date.parse(String(date))))
      throw new UsageError('--date takes YYYY-MM-DD');
    const question = {
      from: String(options.from),
      to: String(options.to),
      type: String(options.type),
      date: String(date),
      matter: String(options.matter),
      urgent: options.urgent === true,
    };
    const place = folder === undefined ? { configuration: String(config) } : { folder: String(folder) };
    return tell(terminal, await run(place, question, terminal.language));
  })
    .requiredOption('--from <authority>', 'who asks: an identifier, or the end of it')
    .requiredOption('--to <authority>', 'who is asked')
    .requiredOption('--type <type>', 'type of request, such as extradition')
    .option('--date <day>', 'day of the request, YYYY-MM-DD (default: today)')
    .option('--matter <matter>', 'criminal, civil or administrative', 'criminal')
    .option('--urgent', 'the case is urgent')
    .option('--folder <folder>', 'working copy, with what waits in it')
    .option('--config <file>', 'gateway.json: the directory of that gateway');
}

function serveCommand(): Command {
  return defineCommand('serve', 'serve what a folder has published until told to stop', async (_terminal, { config, stopWithInput }) => {
    const { runDirectory } = await import('../../compose/run-directory.ts');
    process.exit(await runDirectory(String(config), { stopWithInput: stopWithInput === true }));
  })
    .requiredOption('--config <file>', 'directory.json; docs/configuration.md explains every key')
    .option('--stop-with-input', 'stop as well when standard input ends');
}

function daysOption(): Option {
  return new Option('--days <number>', 'how long what is drafted will hold').default('365');
}

function daysOf({ days }: Options): number {
  return numberOption(days, '--days', 1, 3_660);
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function tell(terminal: Terminal, { document, lines }: { document: unknown; lines: readonly string[] }): number {
  terminal.result(document, lines);
  return exitCode('ok');
}

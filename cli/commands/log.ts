import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { exitCode } from '../../compose/command-outcome.ts';
import type { LogInspection } from '../../compose/log-inspection/log-report.ts';
import type { LogTrustFiles } from '../../compose/log-inspection/log-trust.ts';
import { defineApiCommand } from '../api-options.ts';
import { type Action, defineCommand, type Options, type Terminal, UsageError } from '../command-line.ts';

const PROGRESS_STEPS = 20;

/** `valija log verify|consistency|fsck|compare|fork`: offline, over copies of a log; nothing in them is ever changed. */
export function logCommands(): Command {
  const commands = [verifyCommand(), consistencyCommand(), fsckCommand(), compareCommand(), forkCommand(), contradictionsCommand()];
  const group = new Command('log').description('check transparency logs').exitOverride();
  for (const command of commands) group.addCommand(command);
  return group;
}

const inspect = () => import('../../compose/log-inspection/inspect-log.ts');

function verifyCommand(): Command {
  return logCommand('verify', 'verify a checkpoint and its cosignatures', async (terminal, options, path = '') => {
    const { inspectCheckpoint } = await inspect();
    return tell(terminal, await inspectCheckpoint(path, trustOf(options)));
  }).argument('<log>', 'folder of a log, or a file with a checkpoint');
}

function consistencyCommand(): Command {
  return logCommand(
    'consistency',
    'verify that a later state holds all of an earlier one',
    async (terminal, options, one = '', other = '') => {
      const { inspectConsistency } = await inspect();
      const { proof, tiles } = options;
      if (proof !== undefined && tiles !== undefined) throw new UsageError('either --proof FILE or --tiles FOLDER');
      const given = { ...textOf(options, 'proof'), ...textOf(options, 'tiles'), ...textOf(options, 'out') };
      return tell(terminal, await inspectConsistency([one, other], trustOf(options), given));
    },
  )
    .argument('<one>', 'folder of a log, or a file with a checkpoint')
    .argument('<other>', 'the same, of the same log')
    .option('--proof <file>', 'proof of consistency, one hash in base64 on each line')
    .option('--tiles <folder>', 'folder of the log, where the larger side is only a checkpoint')
    .option('--out <file>', 'where to write the proof that was found');
}

function fsckCommand(): Command {
  return logCommand('fsck', 'hash every entry again and compare every tile', async (terminal, options, folder = '') => {
    const { inspectFiles } = await inspect();
    const given = { ...textOf(options, 'checkpoint'), foreign: options.foreign === true, onProgress: progressOf(terminal) };
    return tell(terminal, await inspectFiles(folder, trustOf(options), given));
  })
    .argument('<folder>', 'folder of a log')
    .option('--checkpoint <file>', 'the checkpoint to hold the entries against (default: that of the folder)')
    .option('--foreign', 'a log of another network, whose entries have other forms');
}

function compareCommand(): Command {
  return logCommand('compare', 'compare two copies of a log', async (terminal, options, one = '', other = '') => {
    const { inspectCopies } = await inspect();
    return tell(terminal, await inspectCopies([one, other], trustOf(options), textOf(options, 'out').out));
  })
    .argument('<one>', 'folder of a log, or a file with a checkpoint')
    .argument('<other>', 'the same, of the same log')
    .option('--out <file>', 'where to write the proof, when the two prove a fork');
}

function forkCommand(): Command {
  return logCommand('fork', 'verify a proof that a log forked', async (terminal, options, path = '') => {
    const { inspectFork } = await inspect();
    return tell(terminal, await inspectFork(path, trustOf(options)));
  }).argument('<file>', 'the proof (valija-fork/1)');
}

/** The one command here that asks a gateway. */
function contradictionsCommand(): Command {
  return defineApiCommand('contradictions', 'list what logs contradicted, and fetch the proofs', async (client, terminal, options) => {
    const found = await client.contradictions();
    const files = await writeProofs(found, textOf(options, 'out').out);
    const lines = found.map(({ foundAt, kind, origin, id }, index) => [foundAt, kind, origin, files[index] ?? id].join('  '));
    terminal.result({ contradictions: found, files }, lines);
    return exitCode('ok');
  }).option('--out <folder>', 'folder to write each proof into, as <id>.fork.json');
}

async function writeProofs(found: readonly { id: string; proof: string }[], folder: string | undefined): Promise<string[]> {
  if (folder === undefined) return [];
  await mkdir(folder, { recursive: true });
  const files: string[] = [];
  for (const { id, proof } of found) {
    const path = join(folder, `${id.slice(0, 16)}.fork.json`);
    await writeFile(path, proof);
    files.push(path);
  }
  return files;
}

function logCommand(name: string, description: string, action: Action): Command {
  return defineCommand(name, description, action)
    .option('--key <key...>', 'verifier keys of the log and of witnesses, or files with one each')
    .option('--policy <file>', 'log policy (C2SP tlog-policy): keys, and the quorum of witnesses that a checkpoint needs')
    .option('--trust <file>', 'trust snapshot (valija-trust/1) with the keys of logs and witnesses');
}

function trustOf(options: Options): LogTrustFiles {
  const keys = Array.isArray(options.key) ? options.key.map(String) : [];
  const files = { keys, ...textOf(options, 'policy'), ...textOf(options, 'trust') };
  if (keys.length === 0 && files.policy === undefined && files.trust === undefined)
    throw new UsageError('whom to believe is given as --key, --policy or --trust');
  return files;
}

async function tell(terminal: Terminal, inspection: LogInspection): Promise<number> {
  const { inspectionLines } = await import('../../compose/log-inspection/log-report.ts');
  terminal.result(inspection, inspectionLines(inspection, terminal.language));
  return exitCode(inspection.verdict === 'PASSED' ? 'ok' : 'checkFailed');
}

/** A line on standard error for each twentieth of the log. */
function progressOf(terminal: Terminal): (entries: number, size: number) => void {
  let told = 0;
  return (entries, size) => {
    const step = Math.floor((entries / size) * PROGRESS_STEPS);
    if (step === told) return;
    told = step;
    terminal.note(terminal.json ? JSON.stringify({ progress: { entries, size } }) : `${entries} / ${size}`);
  };
}

function textOf<Name extends string>(options: Options, name: Name): Partial<Record<Name, string>> {
  const value = options[name];
  return typeof value === 'string' ? ({ [name]: value } as Partial<Record<Name, string>>) : {};
}

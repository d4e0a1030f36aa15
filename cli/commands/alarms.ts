import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { AlarmAnswer } from '../../compose/api-client/answers-alarms.ts';
import { exitCode } from '../../compose/command-outcome.ts';
import { alarmLines, alarmSummaryLines, NO_ALARMS } from '../../compose/wording/alarm-lines.ts';
import { defineApiCommand } from '../api-options.ts';
import { type Options, UsageError } from '../command-line.ts';

/** `valija alarms` and `valija alarm ID`: what a person should see, its proofs, and what came of it. */
export function alarmCommands(): Command[] {
  return [listCommand(), showCommand()];
}

function listCommand(): Command {
  return defineApiCommand('alarms', 'list what waits for a person: open alarms, the oldest first', async (client, terminal, options) => {
    const alarms = await client.alarms({ all: options.all === true });
    const lines = alarms.flatMap((alarm) => alarmSummaryLines(alarm, terminal.language));
    terminal.result({ alarms }, lines.length === 0 ? [NO_ALARMS[terminal.language]] : lines);
    return exitCode('ok');
  }).option('--all', 'also those that were acknowledged');
}

function showCommand(): Command {
  return defineApiCommand('alarm', 'show an alarm, take out its proof, or acknowledge it', async (client, terminal, options, id = '') => {
    const note = noteOf(options);
    const shown = await client.alarm(id);
    const files = typeof options.proof === 'string' ? await writeProofs(shown, options.proof) : [];
    const alarm = note === undefined ? shown : await client.acknowledgeAlarm(id, note);
    terminal.result({ ...alarm, files }, [...alarmLines(alarm, terminal.language), ...files]);
    return exitCode('ok');
  })
    .argument('<id>', 'identifier as listed')
    .option('--proof <file>', 'where to write its proof; of several, the others beside it with .2, .3 and so on')
    .option('--acknowledge', 'somebody has looked at it: it is told no more, and stays with its proof')
    .option('--note <text>', 'with --acknowledge: what came of it; kept encrypted, and committed to by an entry of the log');
}

function noteOf({ acknowledge, note }: Options): string | undefined {
  if (acknowledge !== true && note === undefined) return undefined;
  if (acknowledge === true && typeof note === 'string' && note !== '') return note;
  throw new UsageError('--acknowledge and --note TEXT go together');
}

/** Octets as they are kept, so that their digest is the one that the log commits to. Nothing is overwritten. */
async function writeProofs({ proofs }: AlarmAnswer, path: string): Promise<string[]> {
  if (proofs.length === 0) throw new UsageError('this alarm has no proof: it is about no signed object');
  const files: string[] = [];
  for (const { document } of proofs) {
    const file = files.length === 0 ? path : `${path}.${files.length + 1}`;
    await writeFile(file, document, { flag: 'wx' });
    files.push(file);
  }
  return files;
}

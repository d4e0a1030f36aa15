import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import type { OperationAnswer } from '../../compose/api-client/answers.ts';
import { exitCode } from '../../compose/command-outcome.ts';
import { defineApiCommand } from '../api-options.ts';
import type { Options } from '../command-line.ts';

const PAGE = 500;

/** `valija operations list|prove`: what was done and by whom. Needs the certificate of an auditor or an operator. */
export function operationCommands(): Command {
  const list = defineApiCommand('list', 'list what was done at the gateway, the oldest first', async (client, terminal, options) => {
    const all: OperationAnswer[] = [];
    for (let after: string | undefined; ; ) {
      const page = await client.operations({ ...filtersOf(options), limit: PAGE, ...(after === undefined ? {} : { after }) });
      all.push(...page.operations);
      after = page.next;
      if (after === undefined) break;
    }
    terminal.result({ operations: all }, all.map(lineOf));
    return exitCode('ok');
  })
    .option('--since <time>', 'only what was done at this moment or later, RFC 3339 in UTC')
    .option('--until <time>', 'only what was done before this moment')
    .option('--actor <id>', 'only what this actor did; gateway for the gateway itself')
    .option('--action <name>', 'only this kind');
  const prove = defineApiCommand('prove', 'write the proof that the log holds a record', async (client, terminal, options, digest = '') => {
    const proof = await client.operationProof(digest);
    const path = String(options.out ?? `${digest.slice(0, 16)}.tlog-proof`);
    await writeFile(path, proof, { flag: 'wx' });
    terminal.result({ digest, proof: path }, [path]);
    return exitCode('ok');
  })
    .argument('<digest>', 'digest as listed')
    .option('--out <file>', 'where to write (default: named after the digest)');
  return new Command('operations')
    .description('what was done at the gateway, for auditors')
    .exitOverride()
    .addCommand(list)
    .addCommand(prove);
}

function filtersOf({ since, until, actor, action }: Options): Record<string, string> {
  const given = Object.entries({ since, until, actorId: actor, action });
  return Object.fromEntries(given.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}

function lineOf({ at, action, actor, messageKey, facts = {}, digest }: OperationAnswer): string {
  const told = Object.entries(facts).map(([name, value]) => `${name}=${value}`);
  return [at, action, actor, ...(messageKey === undefined ? [] : [messageKey]), ...told, digest.slice(0, 16)].join('  ');
}

import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { exitCode } from '../../compose/command-outcome.ts';
import { defineApiCommand } from '../api-options.ts';
import { defineCommand, type Options, UsageError } from '../command-line.ts';

const SAMPLE = '10';

/** `valija audit period`: whether what a gateway keeps, its log and the receipts agree. Needs the certificate of an auditor. */
export function auditCommands(): Command {
  const period = defineApiCommand(
    'period',
    'hold messages, receipts, log and operations of a period together',
    async (client, terminal, options) => {
      const { auditPeriod } = await import('../../compose/audit/audit-period.ts');
      const { auditLines } = await import('../../compose/audit/audit-lines.ts');
      const { auditPdf } = await import('../../compose/audit/audit-pdf.ts');
      const folder = resolve(String(options.out));
      await mkdir(folder, { recursive: true });
      const report = await auditPeriod(client, { ...(await optionsOf(options)), at: new Date(), folder });
      const lines = auditLines(report, terminal.language);
      await writeFile(join(folder, 'audit.json'), `${JSON.stringify(report, null, 1)}\n`);
      const metadata = { title: lines[0]?.text ?? '', language: terminal.language, date: new Date(report.at) };
      await writeFile(join(folder, 'audit.pdf'), await auditPdf(lines, metadata));
      terminal.result(report, [...lines.map(({ text }) => text), '', join(folder, 'audit.json'), join(folder, 'audit.pdf')]);
      return exitCode(report.verdict === 'PASSED' ? 'ok' : 'checkFailed');
    },
  )
    .requiredOption('--from <time>', 'beginning of the period, RFC 3339 in UTC, such as 2026-11-01T00:00:00Z')
    .requiredOption('--to <time>', 'end of the period, which is no part of it')
    .option('--seed <text>', 'the same seed draws the same sample (default: a random one, which the report names)')
    .option('--sample <number>', 'how many messages are drawn, with their proof bundles', SAMPLE)
    .option('--trust <file>', 'trust snapshot that the bundles of the sample are verified with')
    .option('--no-peers', 'do not ask the logs of peers whether they hold the receipts that they issued')
    .option(
      '--register <file>',
      'identifiers of messages as the authority’s own register has them, one in a line (default: the register of the gateway)',
    )
    .option('--out <folder>', 'where audit.json, audit.pdf and the bundles are written', 'audit');
  return new Command('audit')
    .description('checks of what a gateway keeps, and of proof bundles, for auditors')
    .exitOverride()
    .addCommand(period)
    .addCommand(bundlesCommand());
}

/** Asks no gateway and no network. */
function bundlesCommand(): Command {
  return defineCommand(
    'bundles',
    'verify every proof bundle of a folder, and hold them against one another',
    async (terminal, options, folder = '') => {
      const { auditBundles } = await import('../../compose/audit/audit-bundles.ts');
      const { bundlesLines } = await import('../../compose/audit/bundles-lines.ts');
      const progress = terminal.progress(folder, undefined);
      const report = await auditBundles({
        folder,
        at: options.at === undefined ? new Date() : momentOf('at', options.at),
        out: resolve(String(options.out)),
        ...(typeof options.trust === 'string' ? { trust: options.trust } : {}),
        ...(typeof options.policy === 'string' ? { policy: options.policy } : {}),
        revocation: Array.isArray(options.revocation) ? options.revocation.map(String) : [],
        onProgress: (octets) => progress.at(octets),
      }).finally(() => progress.end());
      terminal.result(report, bundlesLines(report, terminal.language));
      return exitCode(report.verdict === 'PASSED' ? 'ok' : 'checkFailed');
    },
  )
    .argument('<folder>', 'with proof bundles of messages and conversations, also in the folders below it')
    .option('--trust <file>', 'trust snapshot (valija-trust/1) received another way than with the bundles')
    .option('--policy <file>', 'log policy (C2SP tlog-policy): the quorum of witnesses that the logs need')
    .option('--revocation <file...>', 'revocation lists and OCSP responses, DER or PEM')
    .option('--at <time>', 'verify as of this moment, RFC 3339 in UTC (default: now)')
    .option('--out <folder>', 'where both notes of a forked log are written', 'forks');
}

async function optionsOf(options: Options) {
  const { trust, register, seed = randomBytes(16).toString('hex'), sample } = options;
  const number = Number(sample);
  if (!Number.isInteger(number) || number < 0 || number > 1_000) throw new UsageError('--sample takes a number from 0 to 1000');
  const [from, to] = [momentOf('from', options.from), momentOf('to', options.to)];
  if (from >= to) throw new UsageError('--from lies before --to');
  return {
    ...{ from, to, seed: String(seed), sample: number, peers: options.peers !== false },
    ...(typeof trust === 'string' ? { trust } : {}),
    ...(typeof register === 'string' ? { register: await registerOf(register) } : {}),
  };
}

async function registerOf(path: string): Promise<Set<string>> {
  const lines = (await readFile(path, 'utf8')).split(/\r?\n/).map((line) => line.trim().toLowerCase());
  return new Set(lines.filter((line) => line !== ''));
}

function momentOf(name: string, value: unknown): Date {
  const text = String(value);
  const moment = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) || Number.isNaN(moment.getTime())) {
    throw new UsageError(`--${name} takes a time such as 2026-11-01T00:00:00Z`);
  }
  return moment;
}

import type { Command } from 'commander';
import { exitCode, type Language } from '../../compose/command-outcome.ts';
import type { VerificationReport } from '../../compose/verification/verify-file.ts';
import { eventSentence } from '../../compose/wording/events.ts';
import { KIND_NAMES } from '../../compose/wording/kinds.ts';
import { findingLine, verdictLine } from '../../compose/wording/verification.ts';
import { defineCommand, type Options, UsageError } from '../command-line.ts';

/** `valija verify FILE`: offline, by what the file is; exit code 1 unless everything that was checked holds. */
export function verifyCommand(): Command {
  return defineCommand(
    'verify',
    'verify a proof bundle, a package, a receipt or a header, offline',
    async (terminal, options, file = '') => {
      const { verifyFile } = await import('../../compose/verification/verify-file.ts');
      const report = await verifyFile({
        file,
        at: momentOf(options),
        ...(typeof options.trust === 'string' ? { trust: options.trust } : {}),
        revocationLists: Array.isArray(options.crl) ? options.crl.map(String) : [],
      });
      terminal.result(report, linesOf(report, terminal.language));
      return exitCode(report.verdict === 'PASSED' ? 'ok' : 'checkFailed');
    },
  )
    .argument('<file>', 'the file; what it is, is found out')
    .option('--trust <file>', 'trust snapshot (valija-trust/1) received another way than with the file')
    .option('--crl <file...>', 'revocation lists, DER or PEM, for a package, receipt or header by itself')
    .option('--at <time>', 'verify as of this moment, RFC 3339 in UTC (default: now)');
}

function momentOf({ at }: Options): Date {
  if (at === undefined) return new Date();
  const text = String(at);
  const moment = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) || Number.isNaN(moment.getTime())) {
    throw new UsageError('--at takes a time such as 2026-11-20T10:00:00Z');
  }
  return moment;
}

function linesOf(report: VerificationReport, language: Language): string[] {
  return [
    KIND_NAMES[report.kind][language],
    ...storyOf(report, language),
    ...report.findings.map((finding) => `  ${findingLine(finding, language)}`),
    verdictLine(report.verdict, language),
  ];
}

/** The receipts of a bundle in their order, or what one receipt says. */
function storyOf(report: VerificationReport, language: Language): string[] {
  const told = ({ eventTime, event, issuer }: { eventTime: string; event: string; issuer: string }) =>
    `  ${eventTime}  ${eventSentence(event, language)} (${issuer})`;
  if (report.kind === 'bundle') return (report.timeline ?? []).map(told);
  return report.kind === 'evidence' && report.evidence !== undefined ? [told(report.evidence)] : [];
}

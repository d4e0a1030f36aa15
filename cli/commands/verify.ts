import type { Command } from 'commander';
import { exitCode } from '../../compose/command-outcome.ts';
import type { KeyFiles } from '../../compose/verification/opening-key.ts';
import type { VerificationReport, VerificationRequest } from '../../compose/verification/verify-file.ts';
import { reportLines } from '../../compose/wording/report-lines.ts';
import { defineCommand, type Options, type Terminal, UsageError } from '../command-line.ts';

/** `valija verify FILE`: offline, by what the file is; exit code 1 unless everything that was checked holds. */
export function verifyCommand(): Command {
  return defineCommand('verify', 'verify a file offline: a proof bundle, package, receipt, PDF, signature or time-stamp', verify)
    .argument('<file>', 'the file; what it is, is found out')
    .option('--trust <file>', 'trust snapshot (valija-trust/1) received another way than with the file')
    .option('--policy <file>', 'log policy (C2SP tlog-policy): the quorum of witnesses that the logs of a proof bundle need')
    .option('--anchors <file...>', 'certificates, PEM or DER, that certify signers and time-stamp authorities of others')
    .option('--revocation <file...>', 'revocation lists and OCSP responses, DER or PEM')
    .option('--crl <file...>', 'the same, as this option was called before')
    .option('--content <file>', 'what a detached signature or a time-stamp is about')
    .option('--key <file>', 'private key, PEM, that opens sealed content; with --certificate')
    .option('--certificate <file>', 'certificate of that key, PEM')
    .option('--pkcs12 <file>', 'key and certificate in one file, instead of the two; with --password-file')
    .option('--password-file <file>', 'file with the password of --pkcs12')
    .option('--at <time>', 'verify as of this moment, RFC 3339 in UTC (default: now)')
    .option('--commands', 'also print how to check the same with other programs')
    .option('--report <file>', 'also write a statement of transmission about a proof bundle: a PDF of one page, in --language')
    .option('--signing-key <file>', 'private key, PEM, that signs this statement; with --signing-certificate')
    .option('--signing-certificate <file>', 'certificate of that key, PEM')
    .option('--signing-pkcs12 <file>', 'key and certificate in one file, instead of the two; with --signing-password-file')
    .option('--signing-password-file <file>', 'file with the password of --signing-pkcs12');
}

async function verify(terminal: Terminal, options: Options, file = ''): Promise<number> {
  const { verifyFile } = await import('../../compose/verification/verify-file.ts');
  const signing = keyFilesOf(options, SIGNING_OPTIONS);
  if (signing !== undefined && options.report === undefined) throw new UsageError('a signing key signs the statement of --report');
  const report = await verifyFile({ ...(await requestOf(options)), file });
  if (options.report !== undefined && report.kind !== 'bundle')
    throw new UsageError('--report is for proof bundles, and this file is none');
  if (typeof options.report === 'string') await state(report, options.report, { terminal, options, signing });
  terminal.result(report, reportLines(report, terminal.language, { commands: options.commands === true }));
  return exitCode(report.verdict === 'PASSED' ? 'ok' : 'checkFailed');
}

/** Writes the statement, when the bundle could be opened. */
async function state(
  report: VerificationReport,
  path: string,
  { terminal, options, signing }: { terminal: Terminal; options: Options; signing: KeyFiles | undefined },
): Promise<void> {
  const { canBeStated, writeStatement } = await import('../../compose/transmission-statement/write-statement.ts');
  const { readTrustInputs } = await import('../../compose/verification/trust-inputs.ts');
  const { readReportSigner } = await import('../../compose/verification/opening-key.ts');
  // A bundle that cannot be opened proves no transmission, and its findings say so.
  if (!canBeStated(report)) return;
  const { trust } = await readTrustInputs(textOf(options, 'trust'));
  await writeStatement(path, {
    report,
    language: terminal.language,
    signingTime: new Date(),
    ...(trust === undefined ? {} : { trust }),
    ...(signing === undefined ? {} : { signer: await readReportSigner(signing) }),
  });
}

async function requestOf(options: Options): Promise<Omit<VerificationRequest, 'file'>> {
  const opening = keyFilesOf(options, OPENING_OPTIONS);
  return {
    at: momentOf(options),
    ...textOf(options, 'trust'),
    ...textOf(options, 'policy'),
    ...textOf(options, 'content'),
    anchors: listOf(options, 'anchors'),
    revocation: [...listOf(options, 'revocation'), ...listOf(options, 'crl')],
    ...(opening === undefined ? {} : await openingOf(opening)),
  };
}

async function openingOf(files: KeyFiles): Promise<Pick<VerificationRequest, 'key' | 'keyFiles'>> {
  const { readOpeningKey } = await import('../../compose/verification/opening-key.ts');
  return { key: await readOpeningKey(files), ...('key' in files ? { keyFiles: files } : {}) };
}

type KeyOptions = Readonly<Record<'key' | 'certificate' | 'pkcs12' | 'passwordFile', string>>;
const OPENING_OPTIONS: KeyOptions = { key: 'key', certificate: 'certificate', pkcs12: 'pkcs12', passwordFile: 'passwordFile' };
const SIGNING_OPTIONS: KeyOptions = {
  key: 'signingKey',
  certificate: 'signingCertificate',
  pkcs12: 'signingPkcs12',
  passwordFile: 'signingPasswordFile',
};

/** The two files that belong together, or undefined when none was given. */
function keyFilesOf(options: Options, names: KeyOptions): KeyFiles | undefined {
  const [key, certificate, pkcs12, passwordFile] = (['key', 'certificate', 'pkcs12', 'passwordFile'] as const).map((name) =>
    typeof options[names[name]] === 'string' ? (options[names[name]] as string) : undefined,
  );
  if (key !== undefined && certificate !== undefined && pkcs12 === undefined && passwordFile === undefined) return { key, certificate };
  if (pkcs12 !== undefined && passwordFile !== undefined && key === undefined && certificate === undefined) return { pkcs12, passwordFile };
  if (key === undefined && certificate === undefined && pkcs12 === undefined && passwordFile === undefined) return undefined;
  throw new UsageError('a key is given as --key with --certificate, or as --pkcs12 with --password-file');
}

function textOf<Name extends string>(options: Options, name: Name): Partial<Record<Name, string>> {
  const value = options[name];
  return typeof value === 'string' ? ({ [name]: value } as Partial<Record<Name, string>>) : {};
}

function listOf(options: Options, name: string): string[] {
  const value = options[name];
  return Array.isArray(value) ? value.map(String) : [];
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

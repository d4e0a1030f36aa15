import { randomUUID } from 'node:crypto';
import { type Command, Option } from 'commander';
import type { SubmissionAnswer } from '../../compose/api-client/answers.ts';
import type { ApiClient } from '../../compose/api-client/client.ts';
import type { SubmittedFile } from '../../compose/api-client/submitted-file.ts';
import { exitCode, LANGUAGES } from '../../compose/command-outcome.ts';
import { findingLines } from '../../compose/wording/legal/finding-lines.ts';
import { letterLines } from '../../compose/wording/letter-signatures.ts';
import { defineApiCommand } from '../api-options.ts';
import { type Options, type Terminal, UsageError } from '../command-line.ts';
import { LANES } from '../common-options.ts';
import { keptSending } from '../sending-state.ts';
import { type NamedFile, namedFiles } from '../submitted-files.ts';
import { conversationOf, readTypedMessage } from '../typed-message.ts';

/** Octets of a submission from which on its files are brought piece by piece. */
const LARGE = 16 * 1024 ** 2;

/** `valija send`: a letter, or a typed message with one. */
export function sendCommand(): Command {
  const command = defineApiCommand('send', 'submit a letter of request, or a typed message', async (client, terminal, options) => {
    const document = await documentOf(client, options);
    const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
    const files = await namedFiles({
      ...(typeof options.letter === 'string' ? { letter: options.letter } : {}),
      translations: list(options.translation),
      annexes: list(options.annex),
    });
    const { answer, idempotencyKey } = await sendFiles({ client, terminal }, options, document, files);
    const { messageId, registerNumber, findings, letterSignatures, letterProblem } = answer;
    for (const line of [...letterLines(answer, terminal.language), ...findingLines(findings, terminal.language)]) terminal.note(line);
    const typed = registerNumber === undefined ? {} : { registerNumber, findings };
    const problem = letterProblem === undefined ? {} : { letterProblem };
    const lines = [messageId, ...(registerNumber === undefined ? [] : [registerNumber])];
    terminal.result({ messageId, ...typed, idempotencyKey, letterSignatures, ...problem }, lines);
    return exitCode('ok');
  })
    .requiredOption('--to <authority>', 'identifier of the recipient, such as urn:valija:authority:xb-central')
    .option('--letter <file>', 'the letter of request, PDF; LANGUAGE=FILE names its language')
    .option('--translation <file...>', 'translations, LANGUAGE=FILE')
    .option('--annex <file...>', 'annexes of any type')
    .option('--sign-letter', 'put the seal of the authority on the letter itself, beside any signature it has (PAdES)')
    .option('--subject <text>', 'subject, sealed with the rest')
    .addOption(new Option('--lane <lane>', 'how urgent it is').choices(LANES).default('ordinary'))
    .option(
      '--conversation <id>',
      'the conversation it belongs to (default: that of the message which a typed one is about, else a new one)',
    )
    .option('--idempotency-key <key>', 'repeat with the same key to be sure that it is sent only once (default: a random one)');
  for (const option of typedOptions()) command.addOption(option.helpGroup('A typed message:'));
  return command;
}

function typedOptions(): Option[] {
  return [
    new Option('--legal <file>', 'the typed message, JSON (valija new writes a skeleton, valija assess examines it)'),
    new Option(
      '--render-letter <tag>',
      'language of the letter that the gateway writes when there is no --letter (default: that of the message)',
    ).choices(LANGUAGES),
    new Option('--override <rule...>', 'send it although these legal rules stop it; for supervisors'),
    new Option('--reason <text>', 'why, with --override: it is recorded, and not sent'),
  ];
}

/** The JSON part of a submission. */
type Submitted = Readonly<Record<string, unknown>>;
type Sent = { answer: SubmissionAnswer; idempotencyKey: string };

/** Together in one request, or piece by piece where that would take long to repeat. */
function sendFiles(
  source: { client: ApiClient; terminal: Terminal },
  options: Options,
  document: Submitted,
  files: readonly NamedFile[],
): Promise<Sent> {
  const key = typeof options.idempotencyKey === 'string' ? options.idempotencyKey : undefined;
  const length = files.reduce((sum, { file }) => sum + file.length, 0);
  return length < LARGE ? sendTogether(source, document, files, key ?? randomUUID()) : sendByUploads(source, document, files, key);
}

async function sendTogether(
  { client, terminal }: { client: ApiClient; terminal: Terminal },
  document: Submitted,
  files: readonly NamedFile[],
  idempotencyKey: string,
): Promise<Sent> {
  terminal.note(`Idempotency-Key: ${idempotencyKey}`);
  const progress = progressOf(terminal, files);
  const sent = files.map(({ file }): SubmittedFile => ({ ...file, open: () => progress.over(file.open()) }));
  const described = files.flatMap(({ file, language }) => (language === undefined ? [] : [{ name: file.name, language }]));
  const submission = { document: { ...document, files: described }, files: sent, idempotencyKey };
  const answer = await client.submit(submission).finally(() => progress.end());
  return { answer, idempotencyKey };
}

/** Goes on where the same command was ended before. */
async function sendByUploads(
  { client, terminal }: { client: ApiClient; terminal: Terminal },
  document: Submitted,
  files: readonly NamedFile[],
  key: string | undefined,
): Promise<Sent> {
  const described = files.map(({ file: { name, role, length }, changedAt, language }) => ({ name, role, length, changedAt, language }));
  const sending = await keptSending({ files: [client.url, described], document }, key);
  const { idempotencyKey } = sending.state;
  terminal.note(`Idempotency-Key: ${idempotencyKey}`);
  const progress = progressOf(terminal, files);
  const sent = files.map(({ file, language }) => ({ ...file, ...(language === undefined ? {} : { language }) }));
  const answer = await client
    .submitLarge({ document, files: sent, state: sending.state, keep: sending.keep, onProgress: (octets) => progress.at(octets) })
    .finally(() => progress.end());
  await sending.forget();
  return { answer, idempotencyKey };
}

/** One bar over all files. */
function progressOf(terminal: Terminal, files: readonly NamedFile[]) {
  const [first] = files;
  const label = files.length === 1 && first !== undefined ? first.file.name : String(files.length);
  const total = files.reduce((sum, { file }) => sum + file.length, 0);
  return terminal.progress(label, total);
}

/** The JSON part without the files. UsageError for options that do not go together. */
async function documentOf(client: ApiClient, options: Options): Promise<Submitted> {
  const { to: recipient, lane, subject, conversation, signLetter } = options;
  return {
    ...{ recipient, lane },
    ...(signLetter === true ? { signLetter } : {}),
    ...(subject === undefined ? {} : { subject }),
    ...(conversation === undefined ? {} : { conversation }),
    ...(await typedPart(client, options)),
  };
}

async function typedPart(client: ApiClient, options: Options): Promise<Submitted> {
  const { legal: path, letter, renderLetter, override, reason } = options;
  if (path === undefined) {
    if (letter === undefined) throw new UsageError('what is to be sent? Give --letter FILE, --legal FILE, or both');
    if ([renderLetter, override, reason].some((option) => option !== undefined)) {
      throw new UsageError('--render-letter, --override and --reason belong to a typed message: --legal FILE');
    }
    return {};
  }
  if (letter !== undefined && renderLetter !== undefined) throw new UsageError('either --letter or --render-letter');
  if ((override === undefined) !== (reason === undefined)) throw new UsageError('--override RULE... and --reason TEXT go together');
  const legal = await readTypedMessage(String(path));
  const rules = Array.isArray(override) ? override.flatMap((rule) => String(rule).toUpperCase().split(',')) : [];
  return {
    legal,
    ...(await conversationOf(client, options, legal)),
    ...(letter === undefined ? { renderLetter: { language: renderLetter ?? letterLanguage(legal) } } : {}),
    ...(rules.length === 0 ? {} : { override: { rules, reason } }),
  };
}

/** The language of the message, where letters are written in it. */
function letterLanguage({ language }: Record<string, unknown>): string {
  const [tag] = String(language).split('-', 1);
  const found = LANGUAGES.find((each) => each === tag);
  if (found === undefined) throw new UsageError('without --letter, --render-letter says in which language the gateway writes the letter');
  return found;
}

import type { MessageRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { type LetterOrder, RENDERED_LETTER_NAME, renderLetterOf } from '../legal/letter-of-message.ts';
import type { OutboundParticulars, SubmittedFile } from '../package/particulars.ts';
import { formatRegisterNumber, registerCounterKey, registerPrefix, registerYear } from '../register/register-number.ts';
import type { SubmissionDocument } from './submission-document.ts';

/**
 * Writes the letter once for trial, so that characters without form and letters too long are told while somebody can correct them. Its number in
 * the register is not known yet; one of the same form stands for it. Throws as `renderLetterOf`.
 */
export async function requireLetterCanBeWritten(
  dependencies: GatewayDependencies,
  given: { document: SubmissionDocument; messageId: string; now: Date; files: readonly SubmittedFile[] },
): Promise<void> {
  const { document, messageId, now, files } = given;
  const { renderLetter, legal, recipient } = document;
  if (renderLetter === undefined || legal === undefined) return;
  const { settings, authority } = dependencies;
  const counter = registerCounterKey(registerPrefix(settings.register, authority), registerYear(now, settings.register));
  await renderLetterOf(dependencies, {
    language: renderLetter.language,
    message: legal,
    messageId,
    recipient,
    registerNumber: formatRegisterNumber(counter, 0),
    writtenAt: now,
    files: namedFiles(files),
  });
}

/** What the letter of an accepted message is written from; undefined when it was submitted. */
export function letterOrderOf(
  { messageId, recipient, submissionTime }: MessageRecord,
  { renderLetter, legal, registerNumber = '', files }: OutboundParticulars,
): LetterOrder | undefined {
  if (renderLetter === undefined || legal === undefined) return undefined;
  return {
    language: renderLetter.language,
    message: legal.message,
    messageId,
    recipient,
    registerNumber,
    writtenAt: new Date(submissionTime),
    files: namedFiles(files),
  };
}

/** The letter as a file of the package, before it is sealed: nothing of it is stored. */
export function writtenLetter(letter: Buffer): Pick<SubmittedFile, 'name' | 'role' | 'mediaType' | 'size'> {
  return { name: RENDERED_LETTER_NAME, role: 'letter', mediaType: 'application/pdf', size: letter.length };
}

/** Of the files of a package those that people read. */
function namedFiles(files: readonly SubmittedFile[]) {
  return files.filter(({ role }) => role === 'annex' || role === 'translation').map(({ name, sha256 }) => ({ name, sha256 }));
}

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { SubmittedFile } from '../compose/api-client/submitted-file.ts';
import { UsageError } from './command-line.ts';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.odt': 'application/vnd.oasis.opendocument.text',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
  '.txt': 'text/plain',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.xml': 'application/xml',
  '.zip': 'application/zip',
};

/** Octets read at a time. */
const READ_LENGTH = 1024 ** 2;

/** A file named on the command line, `PATH` or `LANGUAGE=PATH`. */
export interface NamedFile {
  file: SubmittedFile;
  /** Milliseconds since 1970. */
  changedAt: number;
  language?: string;
}

/** The files of a submission in their order: letter if there is one, translations, annexes. UsageError for two files of one name. */
export async function namedFiles(options: {
  letter?: string;
  translations: readonly string[];
  annexes: readonly string[];
}): Promise<NamedFile[]> {
  const files = await Promise.all([
    ...(options.letter === undefined ? [] : [namedFile('letter', options.letter)]),
    ...options.translations.map((operand) => namedFile('translation', operand)),
    ...options.annexes.map((operand) => namedFile('annex', operand)),
  ]);
  const names = new Set(files.map(({ file }) => file.name));
  if (names.size !== files.length) throw new UsageError('two files have the same name');
  return files;
}

async function namedFile(role: SubmittedFile['role'], operand: string): Promise<NamedFile> {
  const [, language, path = operand] = /^([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?)=(.+)$/.exec(operand) ?? [];
  const { size, mtimeMs: changedAt } = await stat(path);
  const file: SubmittedFile = {
    role,
    // On some systems accents arrive apart from their letters; the name in the package has one form.
    name: basename(path).normalize('NFC'),
    mediaType: MEDIA_TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream',
    length: size,
    open: (start = 0) => createReadStream(path, { start, highWaterMark: READ_LENGTH }) as AsyncIterable<Buffer>,
  };
  return { file, changedAt, ...(language === undefined ? {} : { language }) };
}

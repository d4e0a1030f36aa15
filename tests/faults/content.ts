import { createCipheriv, createHash } from 'node:crypto';
import { PDFDocument } from 'pdf-lib';
import type { FormPart } from './client.ts';
import type { PlannedMessage } from './schedule.ts';

const LETTER_NAME = 'carta.pdf';
const ANNEX_NAME = 'anexo.bin';

/** An invented letter, the same for every message. */
export async function writeLetter(): Promise<Buffer> {
  const document = await PDFDocument.create();
  document.addPage().drawText('Carta inventada para una prueba de averias.', { x: 50, y: 700, size: 12 });
  return Buffer.from(await document.save());
}

/** Octets that follow from seed and index, so that a submission can be repeated without having been kept. */
export function annexOf(seed: number, message: Pick<PlannedMessage, 'index' | 'annexLength'>): Buffer {
  const key = createHash('sha256').update(`${seed}/${message.index}`).digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(message.annexLength));
}

/** The form of a submission, always the same for the same message and moment. */
export function formOf(submission: {
  seed: number;
  message: PlannedMessage;
  letter: Buffer;
  recipient: string;
  deadlines: object | undefined;
}): FormPart[] {
  const { seed, message, letter, recipient, deadlines } = submission;
  const document = { recipient, subject: `Prueba ${message.index}`, lane: message.lane, ...(deadlines === undefined ? {} : { deadlines }) };
  return [
    { field: 'request', mediaType: 'application/json', content: Buffer.from(JSON.stringify(document)) },
    { field: 'letter', fileName: LETTER_NAME, mediaType: 'application/pdf', content: letter },
    { field: 'annex', fileName: ANNEX_NAME, mediaType: 'application/octet-stream', content: annexOf(seed, message) },
  ];
}

/** SHA-256 by file name of what was handed in. */
export function digestsOf(parts: readonly FormPart[]): Map<string, string> {
  return new Map(
    parts.flatMap(({ fileName, content }) =>
      fileName === undefined ? [] : [[fileName, createHash('sha256').update(content).digest('hex')] as const],
    ),
  );
}

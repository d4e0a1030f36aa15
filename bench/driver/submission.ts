import { randomBytes } from 'node:crypto';

/** A multipart body that can be sent any number of times. */
export interface SubmissionForm {
  contentType: string;
  length: number;
  open(): Buffer | AsyncIterable<Buffer>;
}

/** Content is made of one block of random octets, counted, so that making it costs next to nothing. */
const BLOCK_LENGTH = 1024 * 1024;

/**
 * The form of a submission: request document, a letter and one annex that brings the files to `octets` together. Small forms come as
 * one buffer, large ones as a stream.
 */
export function submissionForm(options: { recipient: string; letter: Buffer; octets: number }): SubmissionForm {
  const boundary = `bench-${randomBytes(16).toString('hex')}`;
  const request = JSON.stringify({ recipient: options.recipient, subject: 'Medida de rendimiento (contenido inventado)' });
  const head = Buffer.concat([
    partHead(boundary, 'request', 'application/json'),
    Buffer.from(request, 'utf8'),
    partHead(boundary, 'letter', 'application/pdf', 'carta-rogatoria.pdf'),
    options.letter,
    partHead(boundary, 'annex', 'application/octet-stream', 'anexo-1.bin'),
  ]);
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`, 'latin1');
  const annexLength = Math.max(1, options.octets - options.letter.length);
  const contentType = `multipart/form-data; boundary=${boundary}`;
  const length = head.length + annexLength + tail.length;
  const block = randomBytes(Math.min(annexLength, BLOCK_LENGTH));
  if (annexLength <= BLOCK_LENGTH) {
    const body = Buffer.concat([head, block, tail]);
    return { contentType, length, open: () => body };
  }
  return { contentType, length, open: () => streamed(head, block, annexLength, tail) };
}

async function* streamed(head: Buffer, block: Buffer, annexLength: number, tail: Buffer): AsyncGenerator<Buffer> {
  yield head;
  for (let sent = 0, count = 0; sent < annexLength; sent += block.length, count += 1) {
    const piece = Buffer.from(block.subarray(0, Math.min(block.length, annexLength - sent)));
    if (piece.length >= 4) piece.writeUInt32BE(count);
    yield piece;
  }
  yield tail;
}

function partHead(boundary: string, field: string, type: string, fileName?: string): Buffer {
  const name = fileName === undefined ? '' : `; filename="${fileName}"`;
  return Buffer.from(
    `\r\n--${boundary}\r\nContent-Disposition: form-data; name="${field}"${name}\r\nContent-Type: ${type}\r\n\r\n`,
    'latin1',
  ).subarray(0);
}

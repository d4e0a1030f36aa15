import { PDFDocument } from 'pdf-lib';
import type { SubmissionPart } from '../../gateway/outbound/intake.ts';
import { type Submission, submitMessage } from '../../gateway/outbound/submit.ts';
import { messageKey } from '../../store/contracts/records.ts';
import { B, type TestGateway } from './two-gateways.ts';

export const SYSTEM = { kind: 'system', id: 'case-register' } as const;
export const OFFICER = { kind: 'officer', id: 'officer-7' } as const;
export const OPERATOR = { kind: 'operator', id: 'operator-1' } as const;

let letter: Promise<Buffer> | undefined;

/** An invented one-page letter. */
export function inventedLetter(): Promise<Buffer> {
  letter ??= (async () => {
    const document = await PDFDocument.create();
    document.addPage().drawText('Carta rogatoria inventada');
    return Buffer.from(await document.save());
  })();
  return letter;
}

export interface FilePart {
  field?: string;
  fileName?: string | undefined;
  mediaType?: string;
  content: Buffer | AsyncIterable<Buffer>;
}

export interface SubmissionOptions {
  key?: string | undefined;
  actor?: Submission['actor'];
  request?: Record<string, unknown> | Buffer;
  files?: readonly FilePart[];
}

let serial = 0;

/** A submission that is in order but for what the options change. */
export async function submission(options: SubmissionOptions = {}): Promise<Submission> {
  serial += 1;
  const { request = {}, actor = SYSTEM } = options;
  const files = options.files ?? [await letterPart(), annexPart()];
  return {
    actor,
    idempotencyKey: 'key' in options ? options.key : `submission-${serial}`,
    request: Buffer.isBuffer(request) ? request : Buffer.from(JSON.stringify({ recipient: B, subject: 'Asunto inventado', ...request })),
    parts: partsOf(files),
  };
}

export async function letterPart(change: Partial<FilePart> = {}): Promise<FilePart> {
  return { field: 'letter', fileName: 'carta.pdf', mediaType: 'application/pdf', content: await inventedLetter(), ...change };
}

export function annexPart(change: Partial<FilePart> = {}): FilePart {
  return { field: 'annex', fileName: 'anexo 1.bin', mediaType: 'application/octet-stream', content: Buffer.from('anexo'), ...change };
}

export async function* partsOf(files: readonly FilePart[]): AsyncGenerator<SubmissionPart> {
  for (const { field = 'annex', fileName, mediaType = 'application/octet-stream', content } of files) {
    yield {
      field,
      ...(fileName === undefined ? {} : { fileName }),
      mediaType,
      content: Buffer.isBuffer(content) ? inChunks(content) : content,
    };
  }
}

async function* inChunks(content: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += 65_536) yield content.subarray(at, at + 65_536);
}

/** Submits and answers with the key of the message. */
export async function submit(gateway: TestGateway, options: SubmissionOptions = {}): Promise<{ messageId: string; key: string }> {
  const { messageId } = await submitMessage(gateway.dependencies, await submission(options));
  return { messageId, key: messageKey('outbound', gateway.identifier, messageId) };
}

/** The key under which the other side keeps a message. */
export function inboundKey(sender: TestGateway, messageId: string): string {
  return messageKey('inbound', sender.identifier, messageId);
}

import type { SentFile } from './transport.ts';

/** A multipart/form-data body (RFC 7578) of known length: the JSON part `request` first, then the files in their order. */
export interface FormBody {
  contentType: string;
  length: number;
  stream(): AsyncGenerator<Uint8Array>;
}

export function formBody(request: unknown, files: readonly SentFile[], boundary: string): FormBody {
  const head = (part: string, mediaType: string, fileName?: string) => {
    const disposition = `form-data; name="${part}"${fileName === undefined ? '' : `; filename="${escaped(fileName)}"`}`;
    return Buffer.from(`--${boundary}\r\nContent-Disposition: ${disposition}\r\nContent-Type: ${mediaType}\r\n\r\n`, 'utf8');
  };
  const document = Buffer.from(JSON.stringify(request), 'utf8');
  const requestHead = head('request', 'application/json');
  const fileHeads = files.map(({ part, mediaType, name }) => head(part, mediaType, name));
  const lineEnd = Buffer.from('\r\n');
  const end = Buffer.from(`--${boundary}--\r\n`);
  const framing = [requestHead, document, ...fileHeads, end].reduce((sum, part) => sum + part.length, 0);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    length: framing + (files.length + 1) * lineEnd.length + files.reduce((sum, file) => sum + file.length, 0),
    async *stream() {
      yield Buffer.concat([requestHead, document, lineEnd]);
      for (const [index, file] of files.entries()) {
        yield fileHeads[index] ?? Buffer.alloc(0);
        yield* file.open();
        yield lineEnd;
      }
      yield end;
    },
  };
}

/** What would end the quoted string, as browsers write it (WHATWG HTML, multipart/form-data encoding). */
function escaped(fileName: string): string {
  return fileName.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

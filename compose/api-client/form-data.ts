/** A file of a submission: readable once, of known length. */
export interface SubmittedFile {
  role: 'letter' | 'translation' | 'annex';
  name: string;
  mediaType: string;
  length: number;
  open(): AsyncIterable<Buffer>;
}

/** A multipart/form-data body (RFC 7578) of known length: the JSON part first, then the files in their order. */
export interface FormData {
  contentType: string;
  length: number;
  stream(): AsyncGenerator<Buffer>;
}

export function submissionForm(request: Buffer, files: readonly SubmittedFile[], boundary: string): FormData {
  const head = (field: string, mediaType: string, fileName?: string) => {
    const disposition = `form-data; name="${field}"${fileName === undefined ? '' : `; filename="${escaped(fileName)}"`}`;
    return Buffer.from(`--${boundary}\r\nContent-Disposition: ${disposition}\r\nContent-Type: ${mediaType}\r\n\r\n`, 'utf8');
  };
  const requestHead = head('request', 'application/json');
  const fileHeads = files.map(({ role, mediaType, name }) => head(role, mediaType, name));
  const lineEnd = Buffer.from('\r\n');
  const end = Buffer.from(`--${boundary}--\r\n`);
  const octets = [requestHead, request, ...fileHeads, end].reduce((sum, part) => sum + part.length, 0);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    length: octets + (files.length + 1) * lineEnd.length + files.reduce((sum, file) => sum + file.length, 0),
    async *stream() {
      yield Buffer.concat([requestHead, request, lineEnd]);
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

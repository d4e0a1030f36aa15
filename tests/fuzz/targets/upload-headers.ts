import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { RequestError } from '../../../gateway/http/request-error.ts';
import { comparedBody, requireTus, uploadNumber } from '../../../gateway/http/tus.ts';
import type { FuzzTarget } from '../target.ts';

const DIGEST = Buffer.alloc(32, 1).toString('base64');

/** One header a line, as a client sends them; whatever is accepted is a number that can be counted with, and a checksum of a known length. */
export const target: FuzzTarget = {
  name: 'upload-headers',
  seeds: () => [
    Buffer.from(`tus-resumable: 1.0.0\nupload-length: 20000000\nupload-offset: 0\nupload-checksum: sha256 ${DIGEST}`),
    Buffer.from(`tus-resumable: 1.0.0\nupload-length: 0\nupload-offset: 65536\nupload-checksum: sha1 ${DIGEST.slice(0, 27)}=`),
    Buffer.from('tus-resumable: 1.0.0\nupload-length: 1\nupload-offset: 1'),
  ],
  run(input) {
    const lines = input.toString('latin1').split('\n');
    const headers = Object.fromEntries(lines.map((line) => [line.split(': ', 1)[0] ?? '', line.slice(line.indexOf(': ') + 2)]));
    const request = { headers } as unknown as IncomingMessage;
    requireTus(request);
    for (const name of ['upload-length', 'upload-offset'] as const) {
      const number = uploadNumber(request, name);
      assert.ok(Number.isSafeInteger(number) && number >= 0);
      assert.equal(String(number), headers[name]);
    }
    assert.equal(comparedBody(request, nothing()).isCompared, headers['upload-checksum'] !== undefined);
  },
  acceptable: (error) => error instanceof RequestError,
};

async function* nothing(): AsyncGenerator<Buffer> {}

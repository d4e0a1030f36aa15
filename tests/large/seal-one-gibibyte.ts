import { createWriteStream } from 'node:fs';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createOpener } from '../../crypto/cms/open-sealed.ts';
import { createSeal } from '../../crypto/cms/seal.ts';
import { makeRecipient } from '../unit/cms-seal/support.ts';

/**
 * Seals and opens one GiB (or as many MiB as the first argument says) through a file, and prints one JSON object: MB/s and the
 * peak resident memory. By hand: `node tests/large/seal-one-gibibyte.ts [MiB]`.
 */
const MEBIBYTE = 1024 * 1024;
const mebibytes = Number(process.argv[2] ?? 1024);
const length = mebibytes * MEBIBYTE;
const folder = await mkdtemp(join(tmpdir(), 'valija-large-'));

async function* zeros(): AsyncGenerator<Buffer> {
  const chunk = Buffer.alloc(MEBIBYTE);
  for (let done = 0; done < length; done += chunk.length) yield chunk;
}

async function* fileOf(path: string): AsyncGenerator<Buffer> {
  const handle = await open(path);
  try {
    while (true) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(MEBIBYTE), 0, MEBIBYTE);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function rate(act: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint();
  await act();
  return Math.round(length / 1e6 / (Number(process.hrtime.bigint() - start) / 1e9));
}

try {
  const recipient = await makeRecipient(folder, 'P-256', 'large');
  const sealed = join(folder, 'sealed.der');
  const seal = createSeal({ recipient: recipient.certificate, plaintextLength: length });
  const sealMegabytesPerSecond = await rate(() =>
    pipeline(Readable.from(zeros()), seal.transform, createWriteStream(sealed, { highWaterMark: MEBIBYTE })),
  );
  const { size } = await stat(sealed);
  if (size !== seal.length) throw new RangeError('the sealed file does not have the announced length');

  let opened = 0;
  const count = new Writable({
    highWaterMark: MEBIBYTE,
    write: (chunk: Buffer, _encoding, done) => {
      opened += chunk.length;
      done();
    },
  });
  const openMegabytesPerSecond = await rate(() => pipeline(fileOf(sealed), createOpener({ ...recipient, expectedLength: size }), count));
  if (opened !== length) throw new RangeError('the opened content does not have the length of the sealed one');
  const peakResidentMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(`${JSON.stringify({ mebibytes, sealMegabytesPerSecond, openMegabytesPerSecond, peakResidentMiB })}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

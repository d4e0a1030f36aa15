import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blobPath, generationName } from '../../../compose/backup/layout.ts';
import { formatSums, parseSums } from '../../../compose/backup/sums.ts';

const GENERATION = generationName(new Date('2026-11-20T03:15:00.123Z'), '01990000-0000-7000-8000-00001f00c7a9');
const DIGEST = 'ab'.repeat(32);
const BLOB = '00112233445566778899aabbccddeeff';
const line = (path: string, digest = DIGEST) => `${digest}  ${path}\n`;
const ledger = `generations/${GENERATION}/ledger.sqlite`;

describe('SHA256SUMS of a backup', () => {
  it('names generations by their time', () => {
    expect(GENERATION).toBe('20261120T031500Z-1f00c7a9');
  });

  it.each<[string, string | Buffer]>([
    ['nothing', ''],
    ['no line feed at the end', line(ledger).slice(0, -1)],
    ['an empty line', `${line(ledger)}\n`],
    ['carriage returns', line(ledger).replace('\n', '\r\n')],
    ['one space', `${DIGEST} ${ledger}\n`],
    ['the mark of binary files', `${DIGEST} *${ledger}\n`],
    ['a digest in upper case', line(ledger, DIGEST.toUpperCase())],
    ['a digest that is too short', line(ledger, DIGEST.slice(2))],
    ['an absolute path', line('/etc/passwd')],
    ['a path that leads out', line('blobs/00/../../../etc/passwd')],
    ['a path that leads out of the generation', line(`generations/${GENERATION}/../x/ledger.sqlite`)],
    ['a file of another generation', line('generations/20261121T031500Z-1f00c7a9/ledger.sqlite')],
    ['a file of its own kind', line(`generations/${GENERATION}/backup.json`)],
    ['a blob in the folder of another', line(`blobs/01/${BLOB}`)],
    ['a blob with an end', line(`blobs/00/${BLOB}.part`)],
    ['a blob in upper case', line(`blobs/AA/${BLOB.replace('00', 'AA').toUpperCase()}`)],
    ['a partial tile', line('log/tile/0/000.p/7')],
    ['the checkpoint of the log', line('log/checkpoint')],
    ['a path twice', line(ledger) + line(ledger)],
    ['another order', line(ledger) + line(blobPath(BLOB))],
    ['an escape of sha256sum', `\\${line(ledger)}`],
    ['octets that are no text', Buffer.concat([Buffer.from(line(ledger)), Buffer.of(0xff, 0x00, 0x0a)])],
  ])('is refused with %s', (_name, text) => {
    expect(() => parseSums(Buffer.isBuffer(text) ? text : Buffer.from(text, 'utf8'), GENERATION)).toThrow(
      expect.objectContaining({ code: 'backup-malformed' }),
    );
  });

  it('is refused when it would name more files than any backup has', () => {
    expect(() => parseSums(Buffer.alloc(256 * 1024 * 1024 + 1), GENERATION)).toThrow(expect.objectContaining({ code: 'backup-malformed' }));
  });

  it.each(['', '..', '20261120T031500Z-1F00C7A9', `${GENERATION}/..`])('is of no generation called %j', (name) => {
    expect(() => parseSums(Buffer.from(line(`generations/${name}/ledger.sqlite`)), name)).toThrow(
      expect.objectContaining({ code: 'backup-malformed' }),
    );
  });

  it('reads what it writes, whatever the order, and writes it again octet for octet', () => {
    const hexadecimal = (length: number) =>
      fc.uint8Array({ minLength: length, maxLength: length }).map((octets) => Buffer.from(octets).toString('hex'));
    const path = fc.oneof(
      hexadecimal(16).map(blobPath),
      fc.nat(999).map((index) => `log/tile/0/${String(index).padStart(3, '0')}`),
      fc.constant(ledger),
    );
    const files = fc.uniqueArray(fc.tuple(path, hexadecimal(32)), { minLength: 1, maxLength: 40, selector: ([name]) => name });
    fc.assert(
      fc.property(files, (entries) => {
        const octets = formatSums(new Map(entries));
        const read = parseSums(octets, GENERATION);
        expect(new Map(entries)).toEqual(read);
        expect(formatSums(read)).toEqual(octets);
      }),
      { numRuns: 200 },
    );
  });
});

import { execFile } from 'node:child_process';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPart } from '../../../crypto/asic/open-part.ts';
import { bufferReader, type RandomAccessReader } from '../../../crypto/asic/random-access.ts';
import { readContainer } from '../../../crypto/asic/read-container.ts';
import { planContainer, WRITER_VERSION, writeContainer } from '../../../crypto/asic/write-container.ts';
import { codeOf, collect, container, containerPart, sha256 } from './support.ts';

const execute = promisify(execFile);
const GIBIBYTE = 1024 ** 3;

const PARTS = [
  { name: 'request.json', data: Buffer.from('{"invented":true}') },
  { name: 'anexos/declaración jurada.pdf', data: Buffer.alloc(100_000, 'x') },
  { name: 'empty', data: Buffer.alloc(0) },
];

describe('a container', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'valija-asic-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('has the planned length and the same octets every time, however the parts are cut', async () => {
    const plan = planContainer({ entries: PARTS.map(containerPart) });
    const written = await container(PARTS);
    expect(written.length).toBe(plan.length);
    expect((await container(PARTS, 999)).equals(written)).toBe(true);
    expect(plan.writerVersion).toBe(1);
    expect(
      (await collect(writeContainer(planContainer({ entries: PARTS.map(containerPart), writerVersion: 1 }), (data) => [data]))).equals(
        written,
      ),
    ).toBe(true);
  });

  it('keeps the layout of writer version 1', async () => {
    // Packages are rebuilt years later: when this digest changes, the version must.
    expect(WRITER_VERSION).toBe(1);
    expect(sha256(await container(PARTS)).toString('hex')).toBe('450174e64a463d592f00758b1e9ef7bea0140070dfc5fed088fd40aea1018717');
  });

  it('begins with the media type, stored, without extra field, at octet 38', async () => {
    const written = await container(PARTS);
    expect(written.subarray(30, 38).toString()).toBe('mimetype');
    expect(written.readUInt16LE(8)).toBe(0);
    expect(written.readUInt16LE(28)).toBe(0);
    expect(written.subarray(38, 69).toString()).toBe('application/vnd.etsi.asic-e+zip');
  });

  it('is accepted by unzip and zipinfo, names in UTF-8', async () => {
    const file = join(folder, 'package.asice');
    await writeFile(file, await container(PARTS));
    const tested = await execute('unzip', ['-t', file]);
    expect(tested.stdout).toContain('No errors detected');
    const listed = await execute('zipinfo', ['-v', file]);
    expect(listed.stderr).toBe('');
    expect(listed.stdout).not.toMatch(/extra bytes preceding|warning/);
    const names = await execute('zipinfo', ['-1', file], { env: { ...process.env, LC_ALL: 'C.UTF-8' } });
    expect(names.stdout.trim().split('\n')).toEqual(['mimetype', ...PARTS.map(({ name }) => name)]);
    const extracted = await execute('unzip', ['-p', file, 'request.json']);
    expect(extracted.stdout).toBe('{"invented":true}');
  });

  it('reads back, each part a plain range', async () => {
    const written = await container(PARTS);
    const read = await readContainer(bufferReader(written));
    expect(read.entries.map(({ name, role }) => [name, role])).toEqual([
      ['mimetype', 'mimetype'],
      ...PARTS.map(({ name }) => [name, 'data']),
    ]);
    for (const part of PARTS) {
      const entry = read.entries.find(({ name }) => name === part.name);
      expect(entry && written.subarray(entry.offset, entry.offset + entry.size).equals(part.data)).toBe(true);
      expect(entry && (await collect(openPart(read, entry))).equals(part.data)).toBe(true);
    }
  });

  // Sizes that nobody wants to write in a test: only headers exist, everything else reads as zeros.
  const sparse = (sizes: readonly number[]) => {
    const plan = planContainer({ entries: sizes.map((size, index) => ({ name: `part-${index}`, size, crc32: 0, source: undefined })) });
    const [start, ...headers] = plan.headers;
    const places = [
      { offset: 0, octets: start ?? Buffer.alloc(0) },
      ...plan.parts.map((part, index) => ({
        offset: part.dataOffset - (headers[index]?.length ?? 0),
        octets: headers[index] ?? Buffer.alloc(0),
      })),
      { offset: plan.length - plan.directory.length, octets: plan.directory },
    ];
    return { plan, places };
  };
  const sparseReader = ({ plan, places }: ReturnType<typeof sparse>): RandomAccessReader => ({
    size: plan.length,
    read: async (offset, length) => {
      const bytes = Buffer.alloc(length);
      for (const place of places) {
        const from = Math.max(offset, place.offset);
        const to = Math.min(offset + length, place.offset + place.octets.length);
        if (from < to) place.octets.copy(bytes, from - offset, from - place.offset, to - place.offset);
      }
      return bytes;
    },
  });

  it.each([
    ['one part of 5 GiB', [5 * GIBIBYTE]],
    ['an offset beyond 4 GiB', [3 * GIBIBYTE, 2 * GIBIBYTE, 7]],
    ['one part of 4 GiB - 1', [4 * GIBIBYTE - 1]],
    ['one part of 4 GiB - 2, the directory beyond', [4 * GIBIBYTE - 2]],
    ['59 GiB', [59 * GIBIBYTE, 1]],
  ])('uses ZIP64 for %s, and reads it back', async (_name, sizes) => {
    const written = sparse(sizes);
    const read = await readContainer(sparseReader(written));
    expect(read.entries.slice(1).map(({ size, offset }) => [size, offset])).toEqual(
      written.plan.parts.map(({ size, dataOffset }) => [size, dataOffset]),
    );
  });

  it('with ZIP64 is understood by zipinfo', async () => {
    const { plan, places } = sparse([5 * GIBIBYTE, 9]);
    const file = join(folder, 'large.asice');
    const handle = await open(file, 'w');
    for (const { offset, octets } of places) await handle.write(octets, 0, octets.length, offset);
    await handle.close();
    const { stdout, stderr } = await execute('zipinfo', [file]);
    expect(stderr).toBe('');
    expect(stdout).toContain(String(5 * GIBIBYTE));
    expect(stdout).toContain(`Zip file size: ${plan.length} bytes`);
  });

  it('has no ZIP64 records where none is needed', async () => {
    expect((await container(PARTS)).includes(Buffer.from('504b0606', 'hex'))).toBe(false);
  });

  it.each([
    ['longer', Buffer.alloc(6)],
    ['shorter', Buffer.alloc(4)],
    ['other', Buffer.from('12345')],
  ])('is not finished when a part turns out %s than planned', async (_name, found) => {
    const plan = planContainer({ entries: [containerPart({ name: 'part', data: Buffer.alloc(5) })] });
    expect(await codeOf(() => collect(writeContainer(plan, () => [found])))).toBe('container-part-changed');
  });

  it.each([
    ['an unknown writer version', { entries: [], writerVersion: 2 }, 'container-writer-unknown'],
    ['a second mimetype', { entries: [containerPart({ name: 'MimeType', data: Buffer.alloc(0) })] }, 'container-name-duplicate'],
    ['an unsafe name', { entries: [containerPart({ name: '../x', data: Buffer.alloc(0) })] }, 'container-name-unsafe'],
    ['a negative size', { entries: [{ name: 'x', size: -1, crc32: 0, source: Buffer.alloc(0) }] }, 'container-part-invalid'],
    ['a CRC out of range', { entries: [{ name: 'x', size: 1, crc32: 2 ** 32, source: Buffer.alloc(0) }] }, 'container-part-invalid'],
    [
      'too many parts',
      { entries: Array.from({ length: 10_000 }, (_, index) => containerPart({ name: `${index}`, data: Buffer.alloc(0) })) },
      'container-too-many-entries',
    ],
  ])('is not planned with %s', async (_name, request, code) => {
    expect(await codeOf(() => planContainer(request))).toBe(code);
  });
});

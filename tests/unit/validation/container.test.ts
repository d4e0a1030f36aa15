import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { archiveContainer } from '../../../crypto/asic/archive-container.ts';
import { buildManifest } from '../../../crypto/asic/build-manifest.ts';
import { MANIFEST_NAME, SIGNATURE_NAME } from '../../../crypto/asic/media-types.ts';
import { bufferReader } from '../../../crypto/asic/random-access.ts';
import { type Container, readContainer } from '../../../crypto/asic/read-container.ts';
import { planContainer, writeContainer } from '../../../crypto/asic/write-container.ts';
import { attachSignatureTimestamp } from '../../../crypto/cades/attach-timestamp.ts';
import { signCades } from '../../../crypto/cades/sign.ts';
import { validationDataOf } from '../../../crypto/validation/collect-validation-data.ts';
import type { ValidationContext } from '../../../crypto/validation/context.ts';
import { type ContainerValidation, validateContainer } from '../../../crypto/validation/validate-container.ts';
import type { ValidationData } from '../../../crypto/validation/validation-data.ts';
import type { Issued } from '../x509/support.ts';
import {
  contextAt,
  dataWith,
  firstAuthority,
  listAt,
  secondAuthority,
  signerIdentity,
  signerOf,
  stampWith,
  thirdAuthority,
  year,
} from './support.ts';

const FILES: readonly { name: string; data: Buffer }[] = [
  { name: 'request.json', data: Buffer.from('{"invented":true}') },
  { name: 'annex/á & b.txt', data: Buffer.from('an invented annex') },
];

type Files = readonly { name: string; data: Buffer }[];

async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

async function zipOf(files: Files): Promise<Buffer> {
  const plan = planContainer({ entries: files.map(({ name, data }) => ({ name, size: data.length, crc32: crc32(data), source: data })) });
  return collect(writeContainer(plan, (data) => [data]));
}

/** A package as it is sent: B-T of January 2026. */
async function packageIn2026(): Promise<Buffer> {
  const parts = FILES.map(({ name, data }) => ({ name, mimeType: 'text/plain', sha256: createHash('sha256').update(data).digest() }));
  const manifest = buildManifest(parts, SIGNATURE_NAME);
  const { der, signatureValue } = await signCades({ signer: signerOf(signerIdentity), content: manifest, signingTime: year(2026) });
  const token = await stampWith(firstAuthority, year(2026))(createHash('sha256').update(signatureValue).digest());
  return zipOf([...FILES, { name: MANIFEST_NAME, data: manifest }, { name: SIGNATURE_NAME, data: attachSignatureTimestamp(der, token) }]);
}

const read = (bytes: Buffer): Promise<Container> => readContainer(bufferReader(bytes), { strict: false });

async function archived(bytes: Buffer, validationData: ValidationData, authority?: Issued, time?: Date): Promise<Buffer> {
  const stamping = authority === undefined || time === undefined ? {} : { timestamp: stampWith(authority, time) };
  const { plan, open } = await archiveContainer({ container: await read(bytes), validationData, ...stamping });
  const copy = await collect(writeContainer(plan, open));
  expect(copy.length).toBe(plan.length);
  return copy;
}

async function validate(bytes: Buffer, context: ValidationContext): Promise<ContainerValidation> {
  return validateContainer({ container: await read(bytes), ...context });
}

function told({ indication, subIndication, level, timestamps }: ContainerValidation) {
  return [indication, subIndication ?? '', level ?? '', ...timestamps.map((stamp) => `${stamp.kind} ${stamp.indication}`)].join(' | ');
}

async function archivedIn2026(): Promise<Buffer> {
  const bytes = await packageIn2026();
  const first = await validate(bytes, contextAt(year(2026), [listAt(year(2026))]));
  return archived(bytes, validationDataOf(first), firstAuthority, year(2026));
}

async function renewed(bytes: Buffer, authority: Issued, time: Date): Promise<Buffer> {
  const validation = await validate(bytes, contextAt(time, [listAt(time)]));
  expect(validation.indication).toBe('PASSED');
  return archived(bytes, validationDataOf(validation), authority, time);
}

const namesOf = async (bytes: Buffer): Promise<string[]> => (await read(bytes)).entries.map(({ name }) => name);

describe('an ASiC-E container', () => {
  it('is judged as it is sent', async () => {
    const bytes = await packageIn2026();
    const strict = await readContainer(bufferReader(bytes));
    const validation = await validateContainer({ container: strict, ...contextAt(year(2026, 2), [listAt(year(2026, 2))]) });
    expect(told(validation)).toBe('PASSED |  | B-T | signature PASSED');
    expect(validation.container.parts.map(({ name }) => name)).toEqual(FILES.map(({ name }) => name));
  });

  it('becomes B-LT in a copy whose data, manifest and signed octets are the same', async () => {
    const bytes = await packageIn2026();
    const first = await validate(bytes, contextAt(year(2026), [listAt(year(2026))]));
    const copy = await archived(bytes, validationDataOf(first));
    expect(await namesOf(copy)).toEqual(await namesOf(bytes));
    expect(told(await validate(copy, contextAt(year(2026, 6))))).toBe('PASSED |  | B-LT | signature PASSED');
    await readContainer(bufferReader(copy));
  });

  it('becomes B-LTA by an archive manifest over every file', async () => {
    const copy = await archivedIn2026();
    expect((await namesOf(copy)).slice(-2)).toEqual(['META-INF/ASiCArchiveManifest.xml', 'META-INF/timestamp001.tst']);
    const validation = await validate(copy, contextAt(year(2028), [listAt(year(2028))]));
    expect(told(validation)).toBe('PASSED |  | B-LTA | signature PASSED | archive PASSED');
    expect(validation.container.findings).toEqual([]);
    expect(validation.bestSignatureTime).toEqual(year(2026));
  });

  it('is never taken for a package as it is sent once it is archived', async () => {
    const container = await readContainer(bufferReader(await archivedIn2026()));
    const { container: verification } = await validateContainer({ container, ...contextAt(year(2026, 2)) });
    expect(verification.findings.map(({ code }) => code)).toEqual(['meta-file-unexpected', 'meta-file-unexpected']);
  });

  it('is renewed again and again: the old manifest renamed, the new one over both', async () => {
    const second = await renewed(await archivedIn2026(), secondAuthority, year(2029));
    expect((await namesOf(second)).slice(-4)).toEqual([
      'META-INF/ASiCArchiveManifest001.xml',
      'META-INF/timestamp001.tst',
      'META-INF/ASiCArchiveManifest.xml',
      'META-INF/timestamp002.tst',
    ]);
    const third = await renewed(second, thirdAuthority, year(2035));
    const validation = await validate(third, contextAt(year(2043), [listAt(year(2043))]));
    expect(told(validation)).toBe('PASSED |  | B-LTA | signature PASSED | archive PASSED | archive PASSED | archive PASSED');
    expect(validation.container.findings).toEqual([]);
    expect(validation.container.archives.map(({ uncovered }) => uncovered)).toEqual([[], [], []]);
  });

  it('proves nothing any more when it was not renewed in time', async () => {
    const validation = await validate(await archivedIn2026(), contextAt(year(2031), [listAt(year(2031))]));
    expect(validation).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'OUT_OF_BOUNDS_NOT_REVOKED' });
  });

  it('gives the same octets for the same token', async () => {
    const container = await read(await packageIn2026());
    const validationData = dataWith([listAt(year(2026))], [firstAuthority]);
    let token: Buffer | undefined;
    const timestamp = async (imprint: Buffer) => {
      token ??= await stampWith(firstAuthority, year(2026))(imprint);
      return token;
    };
    const write = async () => {
      const { plan, open } = await archiveContainer({ container, validationData, timestamp });
      return collect(writeContainer(plan, open));
    };
    expect((await write()).equals(await write())).toBe(true);
  });

  it('is not brought back to B-LT when it is archived', async () => {
    const bytes = await archivedIn2026();
    await expect(archived(bytes, dataWith([]))).rejects.toMatchObject({ code: 'archive-timestamp-missing' });
  });
});

describe('an archived container fails', () => {
  const context = () => contextAt(year(2028), [listAt(year(2028))]);

  /** The archive of 2026 written again with one file replaced, left out or added. */
  async function changed(change: (files: { name: string; data: Buffer }[]) => Files): Promise<ContainerValidation> {
    const bytes = await archivedIn2026();
    const container = await read(bytes);
    const files = container.entries
      .filter(({ name }) => name !== 'mimetype')
      .map(({ name, offset, size }) => ({ name, data: bytes.subarray(offset, offset + size) }));
    return validate(await zipOf(change(files)), context());
  }

  it.each<[string, (files: { name: string; data: Buffer }[]) => Files, string, string[]]>([
    [
      'with a data file changed',
      (files) => files.map((file) => (file.name === 'request.json' ? { ...file, data: Buffer.from('{"invented":null}') } : file)),
      'FAILED HASH_FAILURE',
      ['part-digest-mismatch', 'archive-file-changed'],
    ],
    [
      'with a data file left out',
      (files) => files.filter(({ name }) => name !== 'request.json'),
      'INDETERMINATE SIGNED_DATA_NOT_FOUND',
      ['part-missing', 'archive-file-missing'],
    ],
    [
      'with its time-stamp left out',
      (files) => files.filter(({ name }) => !name.endsWith('.tst')),
      'INDETERMINATE SIGNED_DATA_NOT_FOUND',
      ['archive-timestamp-file-missing'],
    ],
    [
      'with an archive manifest that is no XML',
      (files) => files.map((file) => (file.name.includes('Archive') ? { ...file, data: Buffer.from('no') } : file)),
      'FAILED FORMAT_FAILURE',
      ['manifest-not-xml', 'timestamp-not-evaluated'],
    ],
    [
      'with a file that nobody signed',
      (files) => [...files, { name: 'later.txt', data: Buffer.from('later') }],
      'FAILED FORMAT_FAILURE',
      ['part-not-covered', 'archive-incomplete'],
    ],
  ])('%s', async (_, change, verdict, codes) => {
    const { indication, subIndication, container } = await changed(change);
    expect(`${indication} ${subIndication}`).toBe(verdict);
    expect(container.findings.map(({ code }) => code)).toEqual(codes);
  });

  it('as far as the archive goes, with another signature file under it', async () => {
    const other = await packageIn2026();
    const entry = (await read(other)).entries.find(({ name }) => name === SIGNATURE_NAME);
    const data = other.subarray(entry?.offset ?? 0, (entry?.offset ?? 0) + (entry?.size ?? 0));
    const validation = await changed((files) => files.map((file) => (file.name === SIGNATURE_NAME ? { ...file, data } : file)));
    expect(validation).toMatchObject({ indication: 'FAILED', subIndication: 'HASH_FAILURE', code: 'archive-file-changed' });
  });
});

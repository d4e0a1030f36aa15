import { beforeAll, describe, expect, it } from 'vitest';
import { formatConsistency, parseConsistency } from '../../../audit/bundle/consistency-file.ts';
import { BUNDLE_INDEX, type BundleIndex, parseIndex, serializeIndex } from '../../../audit/bundle/index-document.ts';
import { readBundle } from '../../../audit/bundle/read-bundle.ts';
import { parseTrust, serializeTrust } from '../../../audit/trust.ts';
import { bufferReader } from '../../../crypto/asic/random-access.ts';
import { bundleOctets, zipOf } from './helpers/bundle-octets.ts';
import { digestOf } from './helpers/memory-log.ts';
import { makeExchange, makePki, trustOf } from './helpers/sample-exchange.ts';

let octets: Buffer;
let index: BundleIndex;
let files: { name: string; octets: Buffer }[];

beforeAll(async () => {
  octets = await bundleOctets((await makeExchange()).content);
  const bundle = await readBundle(bufferReader(octets));
  index = bundle.index;
  const others = await Promise.all(index.files.map(async ({ path }) => ({ name: path, octets: await bundle.read(path) })));
  files = [{ name: BUNDLE_INDEX, octets: serializeIndex(index) }, ...others];
  expect(zipOf(files).equals(octets)).toBe(true);
});

const withIndex = (edit: (text: string) => string) =>
  zipOf([{ name: BUNDLE_INDEX, octets: Buffer.from(edit(files[0]!.octets.toString())) }, ...files.slice(1)]);
const END_LENGTH = 22;

describe('hostile bundles', () => {
  const table: [string, () => Buffer, string][] = [
    ['empty', () => Buffer.alloc(0), 'bundle-malformed'],
    ['not a ZIP', () => Buffer.from('%PDF-1.7'), 'bundle-malformed'],
    ['truncated', () => octets.subarray(0, -1), 'bundle-malformed'],
    ['half of it', () => octets.subarray(0, octets.length / 2), 'bundle-malformed'],
    ['octets after the end', () => Buffer.concat([octets, Buffer.of(0)]), 'bundle-malformed'],
    ['octets before the start', () => Buffer.concat([Buffer.of(0), octets]), 'bundle-malformed'],
    ['a comment', () => Buffer.concat([octets.subarray(0, -2), Buffer.of(1, 0, 65)]), 'bundle-malformed'],
    ['two bundles, one after the other', () => Buffer.concat([octets, octets]), 'bundle-malformed'],
    ['a flag in a local header', () => flipped(6), 'bundle-malformed'],
    ['another time in a local header', () => flipped(10), 'bundle-malformed'],
    ['another CRC in a local header', () => flipped(14), 'bundle-malformed'],
    ['another name in a local header', () => flipped(30), 'bundle-malformed'],
    ['another size in the end record', () => flipped(octets.length - END_LENGTH + 12), 'bundle-malformed'],
    ['a flag in the directory', () => flipped(octets.readUInt32LE(octets.length - 6) + 8), 'bundle-malformed'],
    ['external attributes in the directory', () => flipped(octets.readUInt32LE(octets.length - 6) + 38), 'bundle-malformed'],
    ['another octet of the index', () => flipped(60), 'bundle-malformed'],
    ['no index in front', () => zipOf(files.slice(1)), 'bundle-malformed'],
    ['the index at the end', () => zipOf([...files.slice(1), files[0]!]), 'bundle-malformed'],
    ['a file twice', () => zipOf([...files, files[3]!]), 'bundle-malformed'],
    ['a name that differs in capitals only', () => zipOf([...files, { name: 'readme.TXT', octets: Buffer.of(1) }]), 'bundle-malformed'],
    ['a name that leaves the folder', () => zipOf([...files, { name: '../outside', octets: Buffer.of(1) }]), 'bundle-malformed'],
    ['an absolute name', () => zipOf([...files, { name: '/etc/passwd', octets: Buffer.of(1) }]), 'bundle-malformed'],
    ['a file that is not listed', () => zipOf([...files, { name: 'extra.txt', octets: Buffer.of(1) }]), 'bundle-incomplete'],
    ['a listed file missing', () => zipOf(files.slice(0, -1)), 'bundle-incomplete'],
    ['two files exchanged', () => zipOf([files[0]!, files[2]!, files[1]!, ...files.slice(3)]), 'bundle-incomplete'],
    ['a file of another size', () => zipOf([...files.slice(0, -1), { ...files.at(-1)!, octets: Buffer.alloc(1) }]), 'bundle-incomplete'],
    ['a later version', () => withIndex((text) => text.replace('valija-bundle/3', 'valija-bundle/4')), 'bundle-version'],
    ['another format', () => withIndex((text) => text.replace('valija-bundle/3', 'something/1')), 'bundle-malformed'],
    ['an index that is no JSON', () => withIndex(() => 'not json'), 'bundle-malformed'],
    ['an index that is null', () => withIndex(() => 'null'), 'bundle-malformed'],
    ['a member twice', () => withIndex((text) => text.replace('{', '{"format":"valija-bundle/1",')), 'bundle-malformed'],
    ['a member too many', () => withIndex((text) => text.replace('{', '{"extra":1,')), 'bundle-malformed'],
    ['a byte order mark', () => withIndex((text) => `\ufeff${text}`), 'bundle-malformed'],
    ['a path that leaves the folder', () => withIndex((text) => text.replaceAll('README.txt', '../README.txt')), 'bundle-malformed'],
    ['a negative size', () => withIndex((text) => text.replace(/"size": \d+/, '"size": -1')), 'bundle-malformed'],
    [
      'a digest in capitals',
      () => withIndex((text) => text.replace(/"sha256": "(\w+)"/, (_, hex: string) => `"sha256": "${hex.toUpperCase()}"`)),
      'bundle-malformed',
    ],
    ['a very deep index', () => withIndex(() => '['.repeat(5000)), 'bundle-malformed'],
  ];

  it.each(table)('%s', async (_, make, code) => {
    await expect(readBundle(bufferReader(make()))).rejects.toMatchObject({ name: 'AuditError', code });
  });

  it('limits are checked before anything is read', async () => {
    const counting = { size: 10 ** 12, read: () => Promise.reject(new Error('it was read')) };
    await expect(readBundle(counting)).rejects.toMatchObject({ code: 'bundle-too-large' });
    await expect(readBundle(bufferReader(octets), { maximumEntries: 5 })).rejects.toMatchObject({ code: 'bundle-malformed' });
  });

  it('a file with another content than the index says is refused when it is read', async () => {
    const changed = zipOf(
      files.map((file, position) => (position === 1 ? { ...file, octets: Buffer.alloc(file.octets.length, 65) } : file)),
    );
    const bundle = await readBundle(bufferReader(changed));
    await expect(bundle.read('README.txt')).rejects.toMatchObject({ code: 'bundle-digest-mismatch' });
    await expect(bundle.check('README.txt')).rejects.toMatchObject({ code: 'bundle-digest-mismatch' });
  });

  it('a reader that fails is not taken for a bad bundle', async () => {
    const failing = { size: octets.length, read: () => Promise.reject(new Error('the disk is gone')) };
    await expect(readBundle(failing)).rejects.toThrow('the disk is gone');
  });

  it('an index too large is not parsed', () => {
    expect(() => parseIndex(Buffer.alloc(5 * 1024 * 1024, 0x20))).toThrow(expect.objectContaining({ code: 'bundle-malformed' }));
  });
});

function flipped(offset: number): Buffer {
  const copy = Buffer.from(octets);
  copy[offset] = copy[offset]! ^ 1;
  return copy;
}

describe('hostile consistency files', () => {
  it('what parses re-encodes', () => {
    for (const proof of [[], [digestOf(1)], [digestOf(1), digestOf(2)]]) {
      expect(parseConsistency(Buffer.from(formatConsistency(proof)))).toEqual(proof);
    }
  });

  const line = digestOf(1).toString('base64');
  it.each(['\n', line, `${line}\r\n`, `${line}\n\n`, ` ${line}\n`, 'AAAA\n', `${line}\n`.repeat(64), `${line.replace('=', '')}\n`])(
    '%j',
    (text) => {
      expect(() => parseConsistency(Buffer.from(text))).toThrow(expect.objectContaining({ code: 'proof-malformed' }));
    },
  );
});

describe('hostile trust snapshots', () => {
  it.each([
    ['empty', () => ''],
    ['no object', () => '[]'],
    ['a root that is no certificate', (text: string) => text.replace(/"roots": \[\s*"\w{8}/, (start) => `${start.slice(0, -8)}AAAAAAAA`)],
    ['a key with another id', (text: string) => text.replace(/\+[0-9a-f]{8}\+/, '+00000000+')],
    ['another version', (text: string) => text.replace('valija-trust/1', 'valija-trust/2')],
    ['a member too many', (text: string) => text.replace('{', '{"extra":1,')],
    ['a role that is none', (text: string) => text.replace('"seal"', '"everything"')],
    ['an identifier that is none', (text: string) => text.replace('urn:valija:authority:xa-central', 'XA')],
  ])('%s', (_, edit) => {
    const text = serializeTrust(trustOf(makePki())).toString();
    expect(parseTrust(Buffer.from(text)).authorities.size).toBe(2);
    expect(edit(text)).not.toBe(text);
    expect(() => parseTrust(Buffer.from(edit(text)))).toThrow(expect.objectContaining({ name: 'AuditError', code: 'trust-malformed' }));
  });
});

import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openPart } from '../../../crypto/asic/open-part.ts';
import { bufferReader } from '../../../crypto/asic/random-access.ts';
import { type ContainerLimits, readContainer } from '../../../crypto/asic/read-container.ts';
import { descriptor, type RawEntry, type RawZip, rawZip } from './raw-zip.ts';
import { codeOf, collect, container } from './support.ts';

const MIMETYPE: RawEntry = { name: 'mimetype', data: Buffer.from('application/vnd.etsi.asic-e+zip') };
const HELLO = Buffer.from('hello');
const file = (name: string | Buffer, more: Partial<RawEntry> = {}): RawEntry => ({ name, data: HELLO, ...more });
const zip = (...entries: RawEntry[]): RawZip => ({ entries: [MIMETYPE, ...entries] });

/** Opens everything; the code of the first failure. */
async function readAll(
  bytes: Buffer,
  options: Partial<ContainerLimits> & { strict?: boolean } = { strict: false },
): Promise<string | undefined> {
  return codeOf(async () => {
    const read = await readContainer(bufferReader(bytes), options);
    for (const entry of read.entries) await collect(openPart(read, entry));
  });
}

const zip64Extra = Buffer.from('010010000500000000000000050000000000000000', 'hex').subarray(0, 20);
const unicodePath = Buffer.concat([Buffer.from('75700a0001', 'hex'), Buffer.alloc(4), HELLO]);

describe('a hostile container, read as one of others', () => {
  it.each<[string, RawZip, string | undefined]>([
    ['as it should be', zip(file('a.txt')), undefined],
    [
      'deflated with a descriptor',
      zip(file('a.txt', { deflate: true, flags: 8, local: { crc32: 0, size: 0 }, after: descriptor(HELLO, deflateRawSync(HELLO).length) })),
      undefined,
    ],
    ['a comment', { ...zip(file('a.txt')), comment: Buffer.from('made by an invented office') }, undefined],
    ['a folder', zip({ name: 'META-INF/' }, file('META-INF/a')), undefined],
    ['parent folder', zip(file('../a')), 'container-name-unsafe'],
    ['parent folder inside', zip(file('a/../../b')), 'container-name-unsafe'],
    ['this folder', zip(file('./a')), 'container-name-unsafe'],
    ['absolute', zip(file('/etc/passwd')), 'container-name-unsafe'],
    ['a drive', zip(file('C:a')), 'container-name-unsafe'],
    ['backslash', zip(file('a\\b')), 'container-name-unsafe'],
    ['NUL', zip(file('a\0.pdf')), 'container-name-unsafe'],
    ['a line break', zip(file('a\nb')), 'container-name-unsafe'],
    ['a direction override', zip(file('fdp\u202eexe.pdf', { flags: 0x800 })), 'container-name-unsafe'],
    ['an empty name', zip(file('')), 'container-name-unsafe'],
    ['an empty segment', zip(file('a//b')), 'container-name-unsafe'],
    ['a long name', zip(file('a'.repeat(513))), 'container-name-unsafe'],
    ['a name that is not UTF-8', zip(file(Buffer.from([0x61, 0xff]))), 'container-name-unsafe'],
    ['a second name', zip(file('a', { centralExtra: unicodePath })), 'container-name-unsafe'],
    ['the same name twice', zip(file('a'), file('a')), 'container-name-duplicate'],
    ['the same name but for case', zip(file('Annex.pdf'), file('aNNEX.PDF')), 'container-name-duplicate'],
    ['the same name but for case, sharp s', zip(file('straße', { flags: 0x800 }), file('STRASSE')), 'container-name-duplicate'],
    [
      'the same name, composed and not',
      zip(file('\u00e9', { flags: 0x800 }), file('e\u0301', { flags: 0x800 })),
      'container-name-duplicate',
    ],
    ['a file that is also a folder', zip(file('a'), file('A/b')), 'container-name-duplicate'],
    ['a folder that is also a file', zip({ name: 'a/' }, file('a')), 'container-name-duplicate'],
    ['a symbolic link', zip(file('a', { attributes: (0o120777 << 16) >>> 0 })), 'container-not-regular-file'],
    ['a device', zip(file('a', { attributes: (0o020666 << 16) >>> 0 })), 'container-not-regular-file'],
    ['a folder with content', zip(file('a/')), 'container-malformed'],
    ['encrypted', zip(file('a', { flags: 1, data: Buffer.alloc(17), size: 5 })), 'container-encrypted'],
    ['encrypted and deflated', zip(file('a', { flags: 1, deflate: true })), 'container-encrypted'],
    ['strongly encrypted', zip(file('a', { flags: 0x40 })), 'container-malformed'],
    ['masked headers', zip(file('a', { flags: 0x2000 })), 'container-encrypted'],
    ['patched data', zip(file('a', { flags: 0x20 })), 'container-malformed'],
    ['packed with bzip2', zip(file('a', { method: 12 })), 'container-method-unsupported'],
    ['another name before the data', zip(file('a', { local: { name: 'b' } })), 'container-header-mismatch'],
    ['another size before the data', zip(file('a', { local: { size: 4 } })), 'container-header-mismatch'],
    ['another CRC before the data', zip(file('a', { local: { crc32: 4 } })), 'container-header-mismatch'],
    ['another method before the data', zip(file('a', { local: { method: 8 } })), 'container-header-mismatch'],
    ['other flags before the data', zip(file('a', { local: { flags: 0x800 } })), 'container-header-mismatch'],
    ['a missing descriptor', zip(file('a', { flags: 8 })), 'container-header-mismatch'],
    ['a descriptor that lies', zip(file('a', { flags: 8, after: descriptor(HELLO, 4) })), 'container-header-mismatch'],
    ['data before', { ...zip(file('a')), before: Buffer.from('MZ') }, 'container-data-outside-entries'],
    ['data between', zip(file('a', { after: Buffer.from('hidden') }), file('b')), 'container-data-outside-entries'],
    ['data before the directory', { ...zip(file('a')), beforeDirectory: Buffer.from('hidden') }, 'container-data-outside-entries'],
    ['data after the directory', { ...zip(file('a')), afterDirectory: Buffer.from('hidden') }, 'container-data-outside-entries'],
    ['data after all', { ...zip(file('a')), after: Buffer.from('hidden') }, 'container-malformed'],
    ['two entries on the same data', zip(file('a'), file('b', { offset: 69 })), 'container-data-outside-entries'],
    ['an entry fewer than announced', { ...zip(file('a')), count: 1 }, 'container-data-outside-entries'],
    ['an entry more than announced', { ...zip(file('a')), count: 3 }, 'container-malformed'],
    ['a wrong directory size', { ...zip(file('a')), directorySize: 7 }, 'container-data-outside-entries'],
    ['another disk', { ...zip(file('a')), disk: 1 }, 'container-malformed'],
    ['a wrong CRC', zip(file('a', { crc32: 7 })), 'container-crc-mismatch'],
    ['a stored size that lies', zip(file('a', { size: 6 })), 'container-malformed'],
    ['an unpacked size that lies low', zip(file('a', { deflate: true, size: 4 })), 'container-size-mismatch'],
    ['an unpacked size that lies high', zip(file('a', { deflate: true, size: 6 })), 'container-size-mismatch'],
    ['deflate that is none', zip(file('a', { method: 8 })), 'container-malformed'],
    ['a bomb', zip(file('a', { deflate: true, data: Buffer.alloc(2 * 1024 * 1024) })), 'container-ratio-too-high'],
    [
      'ASiC-S',
      { entries: [{ name: 'mimetype', data: Buffer.from('application/vnd.etsi.asic-s+zip') }, file('a')] },
      'container-kind-unsupported',
    ],
    ['XAdES', zip(file('META-INF/signatures0.xml')), 'container-kind-unsupported'],
    ['a huge mimetype', { entries: [{ name: 'mimetype', data: Buffer.alloc(300) }] }, 'container-entry-too-large'],
  ])('%s', async (_name, raw, code) => {
    expect(await readAll(rawZip(raw))).toBe(code);
  });

  it('with something hidden after deflated data', async () => {
    const packed = Buffer.concat([deflateRawSync(HELLO), Buffer.from('hidden')]);
    // Stored by the hand-made writer under the method number of deflate, with the size that unpacking gives.
    const bytes = rawZip(zip({ name: 'a', data: packed, method: 8, size: HELLO.length, crc32: 0x3610a686 }));
    expect(await readAll(bytes)).toBe('container-data-outside-entries');
  });

  it.each<[string, Partial<ContainerLimits>, string]>([
    ['entries', { maximumEntries: 2 }, 'container-too-many-entries'],
    ['octets', { maximumSize: 100 }, 'container-too-large'],
    ['octets of an entry', { maximumEntrySize: 30 }, 'container-entry-too-large'],
    ['octets of all entries', { maximumTotalSize: 40 }, 'container-too-large'],
  ])('with too many %s', async (_name, limits, code) => {
    expect(await readAll(rawZip(zip(file('a'), file('b'))), { strict: false, ...limits })).toBe(code);
  });

  it('of no ZIP kind', async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('PK'), Buffer.alloc(100_000), Buffer.from('%PDF-1.7')]) {
      expect(await readAll(bytes)).toBe('container-malformed');
    }
  });

  it('cut off anywhere', async () => {
    const bytes = rawZip(zip(file('a.txt'), file('b.txt', { deflate: true })));
    for (let length = 0; length < bytes.length; length += 1) expect(await readAll(bytes.subarray(0, length))).toBe('container-malformed');
  });

  it('with a ZIP64 end record that lies', async () => {
    const plain = rawZip(zip(file('a')));
    const record = Buffer.alloc(56);
    record.writeUInt32LE(0x06064b50, 0);
    record.writeBigUInt64LE(44n, 4);
    record.writeBigUInt64LE(1n, 24);
    record.writeBigUInt64LE(1n, 32);
    const locator = Buffer.alloc(20);
    locator.writeUInt32LE(0x07064b50, 0);
    locator.writeBigUInt64LE(BigInt(plain.length - 22), 8);
    locator.writeUInt32LE(1, 16);
    const bytes = Buffer.concat([plain.subarray(0, -22), record, locator, plain.subarray(-22)]);
    expect(await readAll(bytes)).toBe('container-malformed');
  });

  it('whose reader fails: the failure is passed on as it is', async () => {
    const failure = new RangeError('the disk is gone');
    const reader = { size: 1000, read: () => Promise.reject(failure) };
    await expect(readContainer(reader)).rejects.toBe(failure);
  });
});

describe('a hostile container, read as one of ours', () => {
  it.each<[string, RawZip, string]>([
    ['deflated', zip(file('a', { deflate: true })), 'container-not-canonical'],
    ['with a descriptor', zip(file('a', { flags: 8, after: descriptor(HELLO) })), 'container-not-canonical'],
    ['with a comment', { ...zip(file('a')), comment: Buffer.from('x') }, 'container-not-canonical'],
    ['with a comment on an entry', zip(file('a', { comment: Buffer.from('x') })), 'container-not-canonical'],
    ['with a folder', zip({ name: 'a/' }), 'container-not-canonical'],
    ['with an extra field in the directory', zip(file('a', { centralExtra: zip64Extra })), 'container-not-canonical'],
    ['with an extra field before the data', zip(file('a', { local: { extra: zip64Extra } })), 'container-not-canonical'],
    ['with attributes', zip(file('a', { attributes: (0o100755 << 16) >>> 0 })), 'container-not-canonical'],
    ['with UTF-8 but no flag', zip(file('\u00e9')), 'container-not-canonical'],
    ['with the flag but plain ASCII', zip(file('a', { flags: 0x800 })), 'container-not-canonical'],
    ['without mimetype', { entries: [file('a')] }, 'container-mimetype-invalid'],
    ['with mimetype last', { entries: [file('a'), MIMETYPE] }, 'container-mimetype-invalid'],
    ['with another mimetype', { entries: [file('mimetype'), file('a')] }, 'container-mimetype-invalid'],
  ])('%s', async (_name, raw, code) => {
    expect(await readAll(rawZip(raw), { strict: true })).toBe(code);
    expect(await readAll(rawZip(raw))).toBeUndefined();
  });

  it('with any one bit outside or inside the parts changed', async () => {
    const bytes = await container([
      { name: 'request.json', data: Buffer.from('{"invented":true}') },
      { name: 'anexo ñ.txt', data: HELLO },
    ]);
    expect(await readAll(bytes, {})).toBeUndefined();
    for (let bit = 0; bit < 8 * bytes.length; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      // A changed name that is still a name gives the same layout only when both headers change; one bit never does.
      expect(await readAll(changed, {}), `bit ${bit}`).toBeDefined();
    }
  });
});

import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saidOfOthers } from '../support/others-container.ts';
import { ACCEPTED, receivePackage, rezipped, withEntry } from '../support/package-attack.ts';
import { createWorld, type World } from '../support/two-gateways.ts';
import { descriptor, type RawEntry, type RawZip } from '../unit/asic/raw-zip.ts';

/**
 * A ZIP file says everything twice: before each file, and in the directory at its end. Readers that believe one or the other see two
 * packages under one seal. Octets that neither names are room for a third.
 */
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const NAME = 'anexo.bin';
const DATA = Buffer.from('an invented annex');
const HIDDEN = Buffer.from('hidden');
const files = [
  { name: 'carta.txt', content: Buffer.from('invented') },
  { name: NAME, content: DATA },
];

const changed =
  (change: Partial<RawEntry>) =>
  (entries: RawEntry[]): RawZip => ({
    entries: withEntry(entries, NAME, (entry) => ({ ...entry, ...change })),
  });

const ATTACKS: [string, (entries: RawEntry[]) => RawZip, string][] = [
  ['another name before the data', changed({ local: { name: 'carta.exe' } }), 'container-header-mismatch'],
  ['another size before the data', changed({ local: { size: DATA.length - 1 } }), 'container-header-mismatch'],
  ['another CRC before the data', changed({ local: { crc32: 1 } }), 'container-header-mismatch'],
  ['another method before the data', changed({ local: { method: 8 } }), 'container-header-mismatch'],
  ['other flags before the data', changed({ local: { flags: 0x800 } }), 'container-header-mismatch'],
  [
    'an entry that only those find who read from the front',
    (entries) => ({ entries, beforeDirectory: HIDDEN }),
    'container-data-outside-entries',
  ],
  ['a program in front of the ZIP', (entries) => ({ entries, before: Buffer.from('#!/bin/sh\n') }), 'container-data-outside-entries'],
  ['octets between two entries', changed({ after: HIDDEN }), 'container-data-outside-entries'],
  ['octets after the directory', (entries) => ({ entries, afterDirectory: HIDDEN }), 'container-data-outside-entries'],
  ['octets after everything', (entries) => ({ entries, after: HIDDEN }), 'container-malformed'],
  ['an entry fewer than there are', (entries) => ({ entries, count: entries.length - 1 }), 'container-data-outside-entries'],
  ['a directory that is shorter than said', (entries) => ({ entries, directorySize: 7 }), 'container-data-outside-entries'],
  ['an entry that points at another one', changed({ offset: 30 + 8 + 31 }), 'container-data-outside-entries'],
];

describe('in a package of ours', () => {
  it('the original is consigned', async () => {
    const { gateway, clerk } = await receivePackage(world, { files, packageOctets: rezipped((entries) => ({ entries })) });
    expect({ gateway, clerk }).toEqual(ACCEPTED);
  });

  it.each(ATTACKS)('%s: D.2', async (what, zip, code) => {
    const { gateway, clerk } = await receivePackage(world, { files, packageOctets: rezipped(zip) });
    expect(gateway).toEqual(['not-consigned', 'package-malformed']);
    // A file that does not begin as a ZIP does is none for a clerk.
    expect(clerk).toEqual(['FAILED', what.includes('in front') ? 'file-kind file-unknown' : `package-layout ${code}`]);
  });

  it.each<[string, (entries: RawEntry[]) => RawZip]>([
    ['a word in the comment of the file', (entries) => ({ entries, comment: HIDDEN })],
    ['a word in the comment of an entry', changed({ comment: HIDDEN })],
    ['an extra field in the directory', changed({ centralExtra: Buffer.from('feca0200ffff', 'hex') })],
    ['an extra field before the data', changed({ local: { extra: Buffer.from('feca0200ffff', 'hex') } })],
    ['other rights', changed({ attributes: 0o100755 * 0x10000 })],
    ['packed', changed({ deflate: true })],
  ])('%s: container-not-canonical, the only form is the one that we write', async (_what, zip) => {
    const { gateway, clerk } = await receivePackage(world, { files, packageOctets: rezipped(zip) });
    expect(gateway).toEqual(['not-consigned', 'package-malformed']);
    expect(clerk).toEqual(['FAILED', 'package-layout container-not-canonical']);
  });
});

describe('in a container of others', () => {
  const packed: Partial<RawEntry> = {
    deflate: true,
    flags: 8,
    local: { crc32: 0, size: 0 },
    after: descriptor(DATA, deflateRawSync(DATA).length),
  };

  it('the original passes, also when it is packed', async () => {
    expect(await saidOfOthers()).toEqual(['PASSED']);
    expect(await saidOfOthers({ zip: changed(packed) })).toEqual(['PASSED']);
  });

  it.each(ATTACKS)('%s: FAILED', async (what, zip, code) => {
    expect(await saidOfOthers({ zip })).toEqual([
      'FAILED',
      what.includes('in front') ? 'file-kind file-unknown' : `package-layout ${code}`,
    ]);
  });

  it('a descriptor after the data that says something else: container-header-mismatch', async () => {
    const zip = changed({ ...packed, after: descriptor(DATA, 4) });
    expect(await saidOfOthers({ zip })).toEqual(['FAILED', 'package-layout container-header-mismatch']);
  });
});

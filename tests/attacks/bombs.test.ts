import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLetters, type LettersOptions } from '../../adapters/letter/worker-letters.ts';
import { MAXIMUM_JWS_LENGTH } from '../../crypto/jades/flattened-jws.ts';
import { codeOf } from '../../gateway/error.ts';
import { submitMessage } from '../../gateway/outbound/submit.ts';
import { clerkReads, saidOf } from '../support/clerk.ts';
import { bring, forge } from '../support/hostile-sender.ts';
import { INVENTED_FILES, OTHERS, othersContainer, saidOfOthers } from '../support/others-container.ts';
import { ACCEPTED, receivePackage, rezipped } from '../support/package-attack.ts';
import { submission } from '../support/submissions.ts';
import { createWorld, type World } from '../support/two-gateways.ts';
import type { RawEntry } from '../unit/asic/raw-zip.ts';
import { smallPdf, streamOf, updated } from '../unit/pades/support.ts';

/**
 * Bombs: few octets that become many, deep or slow in whoever reads them. Every reader has a limit that it meets before the work, and
 * says which one. No time is measured here; each case would run into the time limit of its test.
 */
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const MEBIBYTE = 1024 * 1024;
const packed = (data: Buffer): RawEntry => ({ name: 'anexo.bin', data, deflate: true });

describe('in a ZIP', () => {
  it('the originals are taken', async () => {
    const { gateway, clerk } = await receivePackage(world);
    expect({ gateway, clerk }).toEqual(ACCEPTED);
    expect(await saidOfOthers()).toEqual(['PASSED']);
  });

  it('zeros that unpack to a thousand times their size: nothing packed is in a package of ours, container-ratio-too-high', async () => {
    const { gateway, clerk } = await receivePackage(world, {
      packageOctets: rezipped((entries) => ({ entries: [...entries, packed(Buffer.alloc(8 * MEBIBYTE))] })),
    });
    expect(gateway).toEqual(['not-consigned', 'size-limit-exceeded']);
    expect(clerk).toEqual(['FAILED', 'package-layout container-ratio-too-high']);
  });

  it('the same in a container of others, signed: container-ratio-too-high', async () => {
    const data = Buffer.alloc(8 * MEBIBYTE);
    const files = [...INVENTED_FILES, { name: 'cero.bin', data }];
    const zip = (entries: RawEntry[]) => ({ entries: entries.map((entry) => ({ ...entry, deflate: entry.name === 'cero.bin' })) });
    expect(await saidOfOthers({ files, zip })).toEqual(['FAILED', 'package-layout container-ratio-too-high']);
    expect(await saidOfOthers({ files })).toEqual(['PASSED']);
  });

  it('a size in the directory that lies low, to get past the limits: not read beyond what was said', async () => {
    const zip = (entries: RawEntry[]) => ({
      entries: [...entries, { ...packed(Buffer.alloc(4 * MEBIBYTE)), size: 1000, local: { size: 1000 } }],
    });
    expect((await saidOfOthers({ zip }))[0]).toBe('FAILED');
    const lies = { files: [...INVENTED_FILES, { name: 'cero.bin', data: Buffer.alloc(MEBIBYTE) }] };
    const low = (entries: RawEntry[]) => ({
      entries: entries.map((entry) => (entry.name === 'cero.bin' ? { ...entry, deflate: true, size: 9 } : entry)),
    });
    expect(await saidOfOthers({ ...lies, zip: low })).toContain('package-content container-size-mismatch FORMAT_FAILURE');
  });

  it('many entries on the same octets (overlapping): container-data-outside-entries', async () => {
    const offset = 30 + 'mimetype'.length + 31;
    const zip = (entries: RawEntry[]) => ({
      entries: [...entries, ...Array.from({ length: 50 }, (_, index) => ({ name: `copia-${index}`, data: Buffer.alloc(0), offset }))],
    });
    expect(await saidOfOthers({ zip })).toEqual(['FAILED', 'package-layout container-data-outside-entries']);
  });

  it('more entries than anybody sends: container-too-many-entries', async () => {
    const zip = (entries: RawEntry[]) => ({
      entries: [...entries, ...Array.from({ length: 10_001 }, (_, index) => ({ name: `n${index}`, data: Buffer.alloc(0) }))],
    });
    expect(await saidOfOthers({ zip })).toEqual(['FAILED', 'package-layout container-too-many-entries']);
  });
});

describe('in a manifest', () => {
  const laughs = [
    '<!DOCTYPE asic:ASiCManifest [',
    '<!ENTITY a "ja">',
    ...Array.from('bcdefghi', (name, index) => `<!ENTITY ${name} "${`&${'abcdefgh'[index]};`.repeat(10)}">`),
    ']>',
  ].join('\n');
  const MANIFESTS: [string, (text: string) => string, string][] = [
    [
      'entities of entities (a billion laughs)',
      (text) => text.replace('<asic:ASiCManifest', `${laughs}\n<asic:ASiCManifest`),
      'manifest-not-xml',
    ],
    [
      'an external entity',
      (text) => text.replace('<asic:ASiCManifest', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n<asic:ASiCManifest'),
      'manifest-not-xml',
    ],
    [
      'elements in elements',
      (text) => text.replace('</asic:ASiCManifest>', `${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}</asic:ASiCManifest>`),
      '',
    ],
    [
      'attributes without end',
      (text) => text.replace('Rootfile="true"', Array.from({ length: 20_000 }, (_, i) => `a${i}="1"`).join(' ')),
      '',
    ],
    [
      'white space without end',
      (text) => text.replace('</asic:ASiCManifest>', `${' '.repeat(9 * MEBIBYTE)}</asic:ASiCManifest>`),
      'container-entry-too-large',
    ],
  ];
  it.each(MANIFESTS)('%s, and signed', async (_what, change, code) => {
    const { gateway, clerk } = await receivePackage(world, { manifest: (octets) => Buffer.from(change(octets.toString('utf8'))) });
    expect(gateway).toEqual(['not-consigned', 'package-malformed']);
    expect(clerk[0]).toBe('FAILED');
    expect(clerk[1]).toMatch(code === '' ? /^package-content manifest-/ : new RegExp(`^package-content ${code} FORMAT_FAILURE$`));
  });
});

describe('in JSON', () => {
  const HEADERS: [string, () => string, string][] = [
    ['lists in lists', () => `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'json-too-deep'],
    ['objects in objects', () => '{"a":'.repeat(30_000), 'json-too-deep'],
    ['a header of a mebibyte', () => JSON.stringify({ payload: 'A'.repeat(MEBIBYTE) }), 'jws-too-large'],
  ];
  it.each(HEADERS)('%s as a header: refused without a row', async (_what, envelope, code) => {
    const delivery = await forge(world);
    const text = envelope();
    const error = await bring(world.b, { ...delivery, envelope: text }).catch((thrown: unknown) => thrown);
    expect([code, 'jws-too-large']).toContain(codeOf(error));
    if (text.length <= MAXIMUM_JWS_LENGTH) expect(codeOf(error)).toBe(code);
    const said = saidOf(await clerkReads(Buffer.from(text.replace(/^\[/, '{"a":[')), OTHERS));
    expect(said[0]).toBe('FAILED');
  });

  it('a request that is sealed, and deep: D.2', async () => {
    const requestBytes = Buffer.from(`{"format":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    const { gateway, clerk } = await receivePackage(world, { requestBytes });
    expect(gateway).toEqual(['not-consigned', 'package-malformed']);
    expect(clerk).toEqual(['FAILED', 'package-request json-too-deep']);
  });

  it('a submission whose request is deep: refused', async () => {
    const request = Buffer.from(`{"recipient":${'['.repeat(5_000)}${']'.repeat(5_000)}}`);
    const error = await submitMessage(world.a.dependencies, await submission({ request })).catch((thrown: unknown) => thrown);
    expect(codeOf(error)).toBe('submission-invalid');
    await expect(submitMessage(world.a.dependencies, await submission())).resolves.toMatchObject({ messageId: expect.any(String) });
  });
});

describe('in a PDF', () => {
  /** A file of some 140 KB that has five million objects, or so it says. */
  const bomb = (mebibytes: number) => {
    const pdf = smallPdf();
    const rows = deflateSync(Buffer.alloc(mebibytes * MEBIBYTE), { level: 1 });
    const size = Math.floor((mebibytes * MEBIBYTE) / 6);
    const stream = streamOf(rows, `/Type/XRef/W[1 4 1]/Size ${size}/Root 1 0 R/Filter/FlateDecode`);
    return Buffer.concat([pdf, Buffer.from(`9 0 obj\n${stream}\nendobj\nstartxref\n${pdf.length}\n%%EOF\n`, 'latin1')]);
  };

  it.each([
    ['more objects than octets', 30],
    ['more octets than any file needs for them', 64],
  ])('cross-references that unpack to %s: pdf-too-large', async (_what, mebibytes) => {
    expect(saidOf(await clerkReads(bomb(mebibytes), OTHERS))).toEqual(['FAILED', 'pdf-layout pdf-too-large']);
  });

  it('the same as a letter: the thread that opens it is ended, and the letter is refused as damaged', async () => {
    const nothing = { current: () => [], inquire: async () => ({ revocationLists: [], ocspResponses: [] }) };
    const trust = { anchors: [], timestampAnchors: [], revocation: nothing as unknown as LettersOptions['revocation'] };
    const letters = createLetters({ maximumLength: 64 * MEBIBYTE, timeoutMilliseconds: 3_000, ...trust });
    try {
      expect(await letters.inspect(bomb(30), { at: OTHERS.at })).toEqual({ acceptable: false, code: 'letter-damaged' });
    } finally {
      await letters.close();
    }
  });

  it('arrays in arrays: pdf-too-deep', async () => {
    const pdf = updated(smallPdf(), [{ number: 1, body: `<</Type/Catalog/Pages 2 0 R/A ${'['.repeat(20_000)}${']'.repeat(20_000)}>>` }]);
    expect(saidOf(await clerkReads(pdf, OTHERS))).toEqual(['FAILED', 'pdf-layout pdf-too-deep']);
    expect(saidOf(await clerkReads(smallPdf(), OTHERS))[1]).not.toContain('pdf-layout');
  });
});

describe('in DER', () => {
  it('sets in sets, as the signature of a container: der-too-deep', async () => {
    const nested = Array.from({ length: 2_000 }).reduce<Buffer>((inside) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(inside.length);
      const short =
        inside.length < 128
          ? Buffer.of(inside.length)
          : Buffer.concat([Buffer.of(0x80 | (4 - leading(length))), length.subarray(leading(length))]);
      return Buffer.concat([Buffer.of(0x31), short, inside]);
    }, Buffer.alloc(0));
    const zip = (entries: RawEntry[]) => ({
      entries: entries.map((entry) => (entry.name === 'META-INF/signature001.p7s' ? { ...entry, data: nested } : entry)),
    });
    const said = await saidOfOthers({ zip });
    expect(said[0]).toBe('FAILED');
    expect(said[1]).toMatch(/^package-signature (der-too-deep|der-unexpected-tag|signed-data-malformed) FORMAT_FAILURE$/);
  });

  it('a length of terabytes that is not there: nothing is set aside for it', async () => {
    const octets = Buffer.concat([Buffer.from('3086010000000000', 'hex'), Buffer.alloc(200)]);
    expect(saidOf(await clerkReads(octets, OTHERS))[0]).toBe('FAILED');
    expect((await othersContainer()).length).toBeGreaterThan(1000);
  });
});

const leading = (length: Buffer): number => length.findIndex((octet) => octet !== 0);

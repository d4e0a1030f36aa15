import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saidOfOthers } from '../support/others-container.ts';
import { ACCEPTED, receivePackage, rezipped, withEntry } from '../support/package-attack.ts';
import { createWorld, type World } from '../support/two-gateways.ts';
import type { RawEntry } from '../unit/asic/raw-zip.ts';

/**
 * Signature wrapping in XML: the signed manifest stays in the package, and what is read is another element, another document or another
 * file beside it. There is one manifest, its elements are exactly those of the schema, and what is read is the octets that were signed.
 */
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const MANIFEST = 'META-INF/ASiCManifest001.xml';
const SIGNATURE = 'META-INF/signature001.p7s';
const OTHER_DIGEST = 'A'.repeat(43);
const files = [{ name: 'carta.txt', content: Buffer.from('invented') }];

const text = (change: (xml: string) => string) => (octets: Buffer) => {
  const changed = change(octets.toString('utf8'));
  if (changed === octets.toString('utf8')) throw new Error('nothing was changed');
  return Buffer.from(changed);
};
const reference = (name: string) =>
  `<asic:DataObjectReference URI="${name}" MimeType="text/plain"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>${OTHER_DIGEST}=</ds:DigestValue></asic:DataObjectReference>`;
const END = '</asic:ASiCManifest>';

/** Changes of the manifest after it was signed: the signature tells. */
const UNSIGNED: [string, (xml: string) => string][] = [
  ['another digest', (xml) => xml.replace(/<ds:DigestValue>[^<]+/, `<ds:DigestValue>${OTHER_DIGEST}=`)],
  ['a file more', (xml) => xml.replace(END, `${reference('otra.txt')}${END}`)],
  ['a space more', (xml) => xml.replace(END, ` ${END}`)],
];

/** Manifests that are signed as they stand, by somebody who hopes that two readers differ about them. */
const SIGNED: [string, (xml: string) => string, string][] = [
  [
    'the manifest inside another root',
    (xml) => xml.replace('<asic:ASiCManifest', '<asic:Wrapper xmlns:asic="urn:x"><asic:ASiCManifest').replace(END, `${END}</asic:Wrapper>`),
    'manifest-structure',
  ],
  ['a second manifest after the first', (xml) => `${xml}${xml.slice(xml.indexOf('<asic:'))}`, 'manifest-not-xml'],
  [
    'a manifest inside the manifest',
    (xml) => xml.replace(END, `<asic:ASiCManifest>${reference('otra.txt')}</asic:ASiCManifest>${END}`),
    'manifest-structure',
  ],
  ['a second SigReference', (xml) => xml.replace(END, `<asic:SigReference URI="META-INF/signature002.p7s"/>${END}`), 'manifest-structure'],
  [
    'two references in one',
    (xml) => xml.replace('</asic:DataObjectReference>', `${reference('otra.txt')}</asic:DataObjectReference>`),
    'manifest-structure',
  ],
  [
    'two digests in one reference',
    (xml) => xml.replace('</asic:DataObjectReference>', `<ds:DigestValue>${OTHER_DIGEST}=</ds:DigestValue></asic:DataObjectReference>`),
    'manifest-structure',
  ],
  ['elements of another namespace', (xml) => xml.replaceAll('http://uri.etsi.org/02918/v1.2.1#', 'urn:x'), 'manifest-structure'],
  ['an attribute twice', (xml) => xml.replace('URI="request.json"', 'URI="otra.txt" URI="request.json"'), 'manifest-not-xml'],
  [
    'an attribute with a prefix',
    (xml) => xml.replace('URI="request.json"', 'asic:URI="otra.txt" URI="request.json"'),
    'manifest-structure',
  ],
  [
    'an identifier to refer to',
    (xml) => xml.replace('<asic:DataObjectReference', '<asic:DataObjectReference Id="x"'),
    'manifest-structure',
  ],
  ['a reference to a part of a document', (xml) => xml.replace('URI="request.json"', 'URI="request.json#x"'), 'manifest-reference-unsafe'],
  ['a reference by scheme', (xml) => xml.replace('URI="request.json"', 'URI="file:///etc/passwd"'), 'manifest-reference-unsafe'],
  [
    'an extension that may mean anything',
    (xml) => xml.replace(END, `<asic:ASiCManifestExtensions/>${END}`),
    'manifest-extension-unsupported',
  ],
  ['a comment in a digest', (xml) => xml.replace('<ds:DigestValue>', '<ds:DigestValue><!-- x -->'), ''],
  ['a part that is not to be parsed', (xml) => xml.replace('<ds:DigestValue>', '<ds:DigestValue><![CDATA[AAAA]]>'), ''],
  ['an instruction', (xml) => xml.replace('<asic:ASiCManifest', '<?xml-stylesheet href="x"?><asic:ASiCManifest'), ''],
  ['a document type', (xml) => xml.replace('<asic:ASiCManifest', '<!DOCTYPE asic:ASiCManifest><asic:ASiCManifest'), 'manifest-not-xml'],
  ['another encoding than it says', (xml) => xml.replace('encoding="UTF-8"', 'encoding="UTF-16"'), ''],
  ['text between the elements', (xml) => xml.replace(END, `otra${END}`), ''],
];

/** The refusal may come from two readers of the same form; the word for it stays FORMAT_FAILURE. */
const told = (code: string) => (code === '' ? /^package-content manifest-\S+ FORMAT_FAILURE$/ : new RegExp(`^package-content ${code} `));

describe('in a package of ours', () => {
  it('the original is consigned', async () => {
    const { gateway, clerk } = await receivePackage(world, { files });
    expect({ gateway, clerk }).toEqual(ACCEPTED);
  });

  it.each(UNSIGNED)('%s, after signing: D.2 package-signature-invalid, HASH_FAILURE', async (_what, change) => {
    const packageOctets = rezipped((entries) => ({
      entries: withEntry(entries, MANIFEST, (entry) => ({ ...entry, data: text(change)(entry.data ?? Buffer.alloc(0)) })),
    }));
    const { gateway, clerk } = await receivePackage(world, { files, packageOctets });
    expect(gateway).toEqual(['not-consigned', 'package-signature-invalid']);
    expect(clerk[0]).toBe('FAILED');
    expect(clerk).toContain('package-signature message-digest-mismatch HASH_FAILURE');
  });

  it.each(SIGNED)('%s, and signed: D.2 package-malformed', async (_what, change, code) => {
    const { gateway, clerk } = await receivePackage(world, { files, manifest: text(change) });
    expect(gateway).toEqual(['not-consigned', 'package-malformed']);
    expect(clerk[0]).toBe('FAILED');
    expect(clerk[1]).toMatch(told(code));
  });

  it('content exchanged under an untouched manifest: part-digest-mismatch, HASH_FAILURE', async () => {
    const packageOctets = rezipped((entries) => ({
      entries: withEntry(entries, 'carta.txt', (entry) => ({ ...entry, data: Buffer.from('another one') })),
    }));
    const { gateway, clerk } = await receivePackage(world, { files, packageOctets });
    expect(gateway).toEqual(['not-consigned', 'package-malformed']);
    expect(clerk).toEqual(['FAILED', 'package-content part-digest-mismatch HASH_FAILURE']);
  });

  it('the signed manifest put aside, and one of the attacker in its place: the signature is over the other', async () => {
    const packageOctets = rezipped((entries) => ({
      entries: entries.flatMap((entry) =>
        entry.name === MANIFEST
          ? [
              {
                ...entry,
                data: text((xml) => xml.replace(/<ds:DigestValue>[^<]+/, `<ds:DigestValue>${OTHER_DIGEST}=`))(
                  entry.data ?? Buffer.alloc(0),
                ),
              },
              { ...entry, name: 'META-INF/original.xml' },
            ]
          : [entry],
      ),
    }));
    const { gateway, clerk } = await receivePackage(world, { files, packageOctets });
    expect(gateway).toEqual(['not-consigned', 'package-signature-invalid']);
    expect(clerk).toContain('package-signature message-digest-mismatch HASH_FAILURE');
  });

  it('a file that no manifest knows: part-not-covered', async () => {
    const { gateway, clerk } = await receivePackage(world, {
      files: [...files, { name: 'otra.txt', content: Buffer.from('x'), listed: false }],
    });
    expect(gateway).toEqual(['not-consigned', 'package-malformed']);
    expect(clerk).toContain('package-content part-not-covered FORMAT_FAILURE');
  });

  it('a file that is not there: part-missing, SIGNED_DATA_NOT_FOUND', async () => {
    const { gateway, clerk } = await receivePackage(world, { files, missing: ['otra.txt'] });
    expect(gateway).toEqual(['not-consigned', 'package-malformed']);
    expect(clerk).toContain('package-content part-missing SIGNED_DATA_NOT_FOUND');
  });
});

describe('in a container of others', () => {
  const changed = (name: string, change: (entry: RawEntry) => RawEntry) => (entries: RawEntry[]) => ({
    entries: withEntry(entries, name, change),
  });

  it('the original passes', async () => {
    expect(await saidOfOthers()).toEqual(['PASSED']);
  });

  it('content exchanged: HASH_FAILURE', async () => {
    const said = await saidOfOthers({ zip: changed('carta.txt', (entry) => ({ ...entry, data: Buffer.from('another one') })) });
    expect(said).toEqual(['FAILED', 'package-content part-digest-mismatch HASH_FAILURE']);
  });

  it.each(UNSIGNED)('%s, after signing: HASH_FAILURE', async (_what, change) => {
    const zip = changed(MANIFEST, (entry) => ({ ...entry, data: text(change)(entry.data ?? Buffer.alloc(0)) }));
    expect(await saidOfOthers({ zip })).toContain('package-signature message-digest-mismatch HASH_FAILURE');
  });

  it('the signature in the name of a time-stamp, the signature gone: FAILED', async () => {
    const zip = (entries: RawEntry[]) => ({ entries: entries.filter(({ name }) => name !== SIGNATURE) });
    expect((await saidOfOthers({ zip }))[0]).toBe('FAILED');
  });

  const SHARED = SIGNED.filter(([what]) => !/reference to a part|by scheme|attribute/.test(what));
  it.each(SHARED)('%s, and signed: FAILED', async (_what, change, code) => {
    const said = await saidOfOthers({ manifest: text(change) });
    expect(said[0]).toBe('FAILED');
    expect(said[1]).toMatch(told(code));
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INVENTED_FILES, saidOfOthers } from '../support/others-container.ts';
import { ACCEPTED, receivePackage, rezipped, withEntry } from '../support/package-attack.ts';
import { createWorld, type World } from '../support/two-gateways.ts';
import type { RawEntry } from '../unit/asic/raw-zip.ts';

/**
 * Two entries of one name: a verifier that takes the first one, and a program that shows the last one, see two packages under one seal.
 * Two names are one name, too, where the disk of the reader thinks so.
 */
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const OTHER = Buffer.from('something that nobody sealed');
const files = [
  { name: 'carta.pdf', content: Buffer.from('%PDF-1.7 invented') },
  { name: 'Anexo.bin', content: Buffer.from('invented') },
];
const renamed = (name: string) => (entry: RawEntry) => ({ ...entry, name, data: OTHER });

/** Where the second entry stands, and what it is called. */
const DOUBLES: [string, string, 'before' | 'after', string][] = [
  ['the same name, first', 'Anexo.bin', 'before', 'container-name-duplicate'],
  ['the same name, last', 'Anexo.bin', 'after', 'container-name-duplicate'],
  ['the same name in other letters', 'aNEXO.bin', 'after', 'container-name-duplicate'],
  ['a folder of that name', 'anexo.bin/contenido', 'after', 'container-name-duplicate'],
  ['a second letter', 'carta.pdf', 'after', 'container-name-duplicate'],
  ['a second request', 'request.json', 'after', 'container-name-duplicate'],
  ['a second manifest of the same name', 'META-INF/ASiCManifest001.xml', 'before', 'container-name-duplicate'],
  ['a second signature of the same name', 'META-INF/signature001.p7s', 'after', 'container-name-duplicate'],
];

/** The entries with one more beside the one that it resembles; other octets, everything else as the writer writes it. */
function doubled(name: string, place: 'before' | 'after', resembles: string) {
  return (entries: RawEntry[]): RawEntry[] =>
    entries.flatMap((entry) => {
      if (entry.name !== resembles) return [entry];
      const double = renamed(name)(entry);
      return place === 'before' ? [double, entry] : [entry, double];
    });
}

it('the package without a double is consigned, and is refused for nothing when it is put together again', async () => {
  const { gateway, clerk } = await receivePackage(world, { files, packageOctets: rezipped((entries) => ({ entries })) });
  expect({ gateway, clerk }).toEqual(ACCEPTED);
});

describe('in a package of ours: D.2 package-malformed, FORMAT_FAILURE', () => {
  it.each(DOUBLES)('%s', async (_what, name, place, code) => {
    const resembles =
      [...files.map((file) => file.name), 'request.json'].includes(name) || name.startsWith('META-INF/') ? name : 'Anexo.bin';
    const packageOctets = rezipped((entries) => ({ entries: doubled(name, place, resembles)(entries) }));
    const { gateway, clerk } = await receivePackage(world, { files, packageOctets });
    expect(gateway).toEqual(['not-consigned', 'package-malformed']);
    expect(clerk).toEqual(['FAILED', `package-layout ${code}`]);
  });

  it('a second entry for the same octets: container-data-outside-entries', async () => {
    const packageOctets = rezipped((entries) => {
      const offset = 30 + 'mimetype'.length + (entries[0]?.data?.length ?? 0);
      return { entries: [...entries, { name: 'otra.json', data: Buffer.alloc(0), offset }] };
    });
    const { gateway, clerk } = await receivePackage(world, { files, packageOctets });
    expect(gateway).toEqual(['not-consigned', 'package-malformed']);
    expect(clerk[0]).toBe('FAILED');
    expect(clerk[1]).toMatch(/^package-layout container-(header-mismatch|data-outside-entries)$/);
  });

  it('a second manifest under another name, which has a seal of its own: manifest-several', async () => {
    const packageOctets = rezipped((entries) => ({
      entries: [
        ...entries,
        ...entries
          .filter(({ name }) => String(name).startsWith('META-INF/'))
          .map((entry) => ({ ...entry, name: String(entry.name).replace('001', '002') })),
      ],
    }));
    const { gateway, clerk } = await receivePackage(world, { files, packageOctets });
    expect(gateway).toEqual(['not-consigned', 'package-malformed']);
    expect(clerk).toContain('package-content manifest-several FORMAT_FAILURE');
  });
});

describe('in a container of others', () => {
  it('the original passes', async () => {
    expect(await saidOfOthers()).toEqual(['PASSED']);
  });

  it.each(DOUBLES.filter(([, name]) => name.startsWith('META-INF/') || name === 'anexo.bin/contenido'))(
    '%s: FAILED',
    async (_what, name, place, code) => {
      const resembles = name === 'anexo.bin/contenido' ? 'anexo.bin' : name;
      const said = await saidOfOthers({ zip: (entries) => ({ entries: doubled(name, place, resembles)(entries) }) });
      expect(said).toEqual(['FAILED', `package-layout ${code}`]);
    },
  );

  it('a name twice in the manifest, once with each digest: manifest-reference-duplicate', async () => {
    const twice = (octets: Buffer) => {
      const reference = /<asic:DataObjectReference URI="anexo.bin".*?<\/asic:DataObjectReference>/.exec(octets.toString('utf8'))?.[0] ?? '';
      return Buffer.from(octets.toString('utf8').replace(reference, `${reference}\n${reference.replace('anexo.bin', 'anexo%2Ebin')}`));
    };
    expect((await saidOfOthers({ manifest: twice })).slice(0, 2)).toEqual([
      'FAILED',
      'package-content manifest-reference-duplicate FORMAT_FAILURE',
    ]);
  });

  it('one file under two names that differ in their composition: container-name-duplicate', async () => {
    const accented = [...INVENTED_FILES, { name: 'petici\u00f3n.txt', data: OTHER }];
    const zip = (entries: RawEntry[]) => ({
      entries: [
        ...withEntry(entries, 'petici\u00f3n.txt', (entry) => ({ ...entry, flags: 0x800 })),
        { name: 'peticio\u0301n.txt', data: OTHER, flags: 0x800 },
      ],
    });
    expect(await saidOfOthers({ files: accented, zip })).toEqual(['FAILED', 'package-layout container-name-duplicate']);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCEPTED, receivePackage, rezipped, withEntry } from '../support/package-attack.ts';
import { createWorld, type World } from '../support/two-gateways.ts';

/**
 * ZIP slip: a name in the package leads out of the folder into which somebody unpacks it. Also the sender himself may be the attacker:
 * then manifest and seal are about the very same name.
 */
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const NAME = 'anexo.bin';
const files = [
  { name: 'carta.pdf', content: Buffer.from('%PDF-1.7 invented') },
  { name: NAME, content: Buffer.from('invented') },
];

it('the package that all the others are made of is consigned, and is the same when it is put together again', async () => {
  const { gateway, clerk, delivery } = await receivePackage(world, { files });
  expect({ gateway, clerk }).toEqual(ACCEPTED);
  const again = await rezipped((entries) => ({ entries }))(delivery.packageOctets);
  expect(again.equals(delivery.packageOctets)).toBe(true);
});

const NAMES: [string, string][] = [
  ['the folder above', '../anexo.bin'],
  ['the folder above, further inside', 'anexos/../../anexo.bin'],
  ['the root of the disk', '/etc/cron.d/anexo'],
  ['a drive', 'C:anexo.bin'],
  ['backslashes', '..\\anexo.bin'],
  ['a name that ends early for others', 'anexo.pdf\0.exe'],
  ['a hidden folder', '.x/../.ssh/authorized_keys'],
];

describe.each(NAMES)('%s', (_what, name) => {
  const renamed = rezipped((entries) => ({ entries: withEntry(entries, NAME, (entry) => ({ ...entry, name })) }));

  it('in the ZIP alone: D.2 package-malformed, FORMAT_FAILURE', async () => {
    const { gateway, clerk } = await receivePackage(world, { files, packageOctets: renamed });
    expect(gateway).toEqual(['not-consigned', 'package-malformed']);
    expect(clerk).toEqual(['FAILED', 'package-layout container-name-unsafe']);
  });

  it('in ZIP, manifest, seal and request: no seal makes a name safe', async () => {
    const { gateway, clerk } = await receivePackage(world, {
      files,
      request: { files: [{ name, role: 'annex', mediaType: 'application/octet-stream' }] },
      manifest: (octets) => Buffer.from(octets.toString('utf8').replace(`"${NAME}"`, `"${encodeURIComponent(name)}"`)),
      packageOctets: renamed,
    });
    expect(gateway).toEqual(['not-consigned', 'package-malformed']);
    expect(clerk).toEqual(['FAILED', 'package-layout container-name-unsafe']);
  });
});

it.each(NAMES)('%s, in the signed manifest alone: manifest-reference-unsafe', async (_what, name) => {
  const { gateway, clerk } = await receivePackage(world, {
    files,
    manifest: (octets) => Buffer.from(octets.toString('utf8').replace(`"${NAME}"`, `"${encodeURIComponent(name)}"`)),
  });
  expect(gateway).toEqual(['not-consigned', 'package-malformed']);
  expect(clerk.slice(0, 2)).toEqual(['FAILED', 'package-content manifest-reference-unsafe FORMAT_FAILURE']);
});

it('a symbolic link in place of a file: container-not-regular-file', async () => {
  const { gateway, clerk } = await receivePackage(world, {
    files,
    packageOctets: rezipped((entries) => ({
      entries: withEntry(entries, NAME, (entry) => ({ ...entry, attributes: (0o120777 << 16) >>> 0 })),
    })),
  });
  expect(gateway).toEqual(['not-consigned', 'package-malformed']);
  expect(clerk).toEqual(['FAILED', 'package-layout container-not-regular-file']);
});

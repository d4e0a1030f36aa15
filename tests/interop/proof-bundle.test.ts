import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BundleIndex } from '../../audit/bundle/index-document.ts';
import { bundleOctets } from '../unit/audit/helpers/bundle-octets.ts';
import { makeExchange } from '../unit/audit/helpers/sample-exchange.ts';

const run = promisify(execFile);

/** What the README in a bundle tells an auditor to do, done with unzip and openssl alone. */
describe('a proof bundle in the hands of other tools', () => {
  let folder: string;
  let index: BundleIndex;
  const inside = (path: string) => join(folder, 'bundle', path);
  const openssl = (...given: string[]) => run('openssl', given, { cwd: join(folder, 'bundle') });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'valija-bundle-'));
    const { content } = await makeExchange();
    await writeFile(join(folder, 'bundle.zip'), await bundleOctets(content));
    await run('unzip', ['-q', join(folder, 'bundle.zip'), '-d', join(folder, 'bundle')]);
    await run('unzip', ['-q', inside('package/package.asice'), '-d', inside('package/content')]);
    index = JSON.parse(await readFile(inside('bundle.json'), 'utf8'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('unzip finds no fault, and every digest of the index is right', async () => {
    expect((await run('unzip', ['-t', join(folder, 'bundle.zip')])).stdout).toContain('No errors detected');
    for (const { path, sha256 } of index.files) {
      expect(
        createHash('sha256')
          .update(await readFile(inside(path)))
          .digest('hex'),
        path,
      ).toBe(sha256);
    }
  });

  it('openssl cms accepts the seal of the package with the roots of the bundle, and refuses another manifest', async () => {
    const verify = (manifest: string) =>
      openssl(
        ...['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', 'package/content/META-INF/signature001.p7s'],
        ...['-content', manifest, '-CAfile', 'trust/roots.pem', '-purpose', 'any', '-out', join(folder, 'out'), '-attime', '1795255200'],
      );
    const manifest = 'package/content/META-INF/ASiCManifest001.xml';
    expect((await verify(manifest)).stderr).toContain('successful');
    await writeFile(inside('other.xml'), (await readFile(inside(manifest), 'utf8')).replace('letter', 'Letter'));
    await expect(verify('other.xml')).rejects.toThrow();
  });

  it('openssl ts accepts the token over the checkpoint, and refuses it over another text', async () => {
    const [stamp] = index.timestamps;
    const note = await readFile(inside(stamp!.checkpoint), 'utf8');
    const text = note.slice(0, note.lastIndexOf('\n\n') + 1);
    const verify = (covered: string) => {
      const digest = createHash('sha256').update(covered).digest('hex');
      return openssl(
        'ts',
        '-verify',
        '-token_in',
        '-in',
        stamp!.path,
        '-digest',
        digest,
        '-CAfile',
        'trust/timestamp-roots.pem',
        '-attime',
        '1795255200',
      );
    };
    expect((await verify(text)).stdout).toContain('Verification: OK');
    await expect(verify(note)).rejects.toThrow();
  });

  it('openssl reads every certificate and every revocation list', async () => {
    for (const name of await readdir(inside('certificates'))) {
      const { stdout } = await openssl('x509', '-in', `certificates/${name}`, '-noout', '-fingerprint', '-sha256');
      const entry = index.certificates.find(({ path }) => path === `certificates/${name}`);
      expect(stdout.replaceAll(':', '').toLowerCase()).toContain(entry!.sha256);
    }
    for (const name of await readdir(inside('revocation'))) {
      expect((await openssl('crl', '-inform', 'DER', '-in', `revocation/${name}`, '-noout', '-issuer')).stdout).toContain('Invented');
    }
  });
});

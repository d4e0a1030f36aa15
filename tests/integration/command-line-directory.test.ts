import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpMirror } from '../../adapters/directory/tuf/http-mirror.ts';
import { openTufDirectory } from '../../adapters/directory/tuf/tuf-directory.ts';
import { createDevelopmentInstallation } from '../../compose/development/two-authorities.ts';
import { demonstrationProfileOfXA, demonstrationProfileOfXB } from '../../treaty/competence/examples/demonstration-profiles.ts';
import { DEMONSTRATION_INSTRUMENTS } from '../../treaty/instruments/examples/demonstration.ts';
import { startValija, valija } from '../support/command-line.ts';
import { createMemoryStore } from '../support/directory-stores.ts';
import { eventually } from '../support/eventually.ts';
import { inventedAuthority, XA_CENTRAL, XB_CENTRAL } from '../support/governed-directory.ts';

let place: string;
const at = (...names: string[]) => join(place, ...names);
const NAMES = ['root1', 'root2', 'targets1', 'targets2', 'snapshot', 'timestamp', 'xa', 'xb'];

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'valija-directory-commands-'));
  for (const name of NAMES) {
    const made = spawnSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', at(`${name}.pem`)]);
    expect([name, made.status]).toEqual([name, 0]);
    spawnSync('openssl', ['pkey', '-in', at(`${name}.pem`), '-pubout', '-out', at(`${name}.pub`)]);
    spawnSync('chmod', ['600', at(`${name}.pem`)]);
  }
  const day = '2026-11-01';
  const records = [
    { ...inventedAuthority(XA_CENTRAL, 'XA', { es: 'Autoridad inventada' }), profile: demonstrationProfileOfXA(day) },
    { ...inventedAuthority(XB_CENTRAL, 'XB'), profile: demonstrationProfileOfXB(day) },
  ];
  await writeFile(at('xa.json'), JSON.stringify(records[0]));
  await writeFile(at('xb.json'), JSON.stringify(records[1]));
  await writeFile(at('invented.json'), JSON.stringify(DEMONSTRATION_INSTRUMENTS));
});
afterAll(() => rm(place, { recursive: true }));

const run = (command: string, ...args: string[]) => valija(['directory', command, ...args], { cwd: place });

async function done(command: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(command, ...args);
  expect([code, command === 'sign' ? '' : stderr]).toEqual([0, '']);
  return stdout;
}

const PUBLISHER = ['--snapshot-key', 'snapshot.pem', '--timestamp-key', 'timestamp.pem'];

describe('valija directory', () => {
  it('begins, from public keys alone', async () => {
    const told = await done(
      'init',
      'd',
      ...['--root-key', 'root1.pub', 'root2.pub', '--targets-key', 'targets1.pub', 'targets2.pub'],
      ...['--snapshot-key', 'snapshot.pub', '--timestamp-key', 'timestamp.pub'],
    );
    expect(told).toBe('Version 1 of root has 0 of 2 signatures of root.\nVersion 1 of targets has 0 of 2 signatures of targets.\n');
    const again = await run(
      'init',
      'd',
      '--root-key',
      'root1.pub',
      '--targets-key',
      'root1.pub',
      '--snapshot-key',
      'root1.pub',
      '--timestamp-key',
      'root1.pub',
    );
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('[working-copy-exists]')]);
  });

  it('takes no authority of a State that has no keys', async () => {
    const { code, stderr } = await run('add', 'd', 'xa.json');
    expect(code).toBe(3);
    expect(stderr).toContain('xa.json: XA has no keys of its own yet');
  });

  it('gives States their keys, and takes authorities and instruments', async () => {
    await done('rotate', 'd', '--role', 'state-xa', '--add', 'xa.pub', '--threshold', '1');
    expect(await done('rotate', 'd', '--role', 'state-xb', '--add', 'xb.pub')).toContain(
      'state-xb: 1 keys are added and 0 removed; it will take 1 signatures.',
    );
    const told = await done('add', 'd', 'xa.json', 'xb.json', 'invented.json');
    expect(told).toContain('New authority of XA: urn:valija:authority:xa-central.');
    expect(told).toContain('New instruments: instruments/invented.json.');
    expect(told).toContain('Version 1 of state-xa has 0 of 1 signatures of state-xa.');
  });

  it('tells every fault of a document and changes nothing', async () => {
    const before = await done('diff', 'd', '--json');
    await writeFile(at('wrong.json'), JSON.stringify({ ...inventedAuthority(XA_CENTRAL, 'XA'), country: 'x', extra: 1 }));
    const { code, stderr } = await run('add', 'd', 'wrong.json', 'none.json');
    expect(code).toBe(3);
    expect(stderr).toMatch(/wrong\.json\/country: .+/);
    expect(stderr).toMatch(/none\.json: .+/);
    expect(await done('diff', 'd', '--json')).toBe(before);
  });

  it('publishes nothing before the signatures are there, then what has them', async () => {
    expect(await run('publish', 'd', ...PUBLISHER)).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('root 1: 0 of 2 signatures of root'),
    });
    await done('sign', 'd', '--key', 'root1.pem', 'targets1.pem');
    const { stdout, stderr } = await run('sign', 'd', '--key', 'root2.pem', 'targets2.pem', 'xa.pem', 'xb.pem');
    expect(stderr).toContain('New authority of XB: urn:valija:authority:xb-central.');
    expect(stdout).toContain('Signed: version 1 of root.');
    expect(await run('sign', 'd', '--key', 'snapshot.pem')).toMatchObject({ code: 3 });
    const told = await done('publish', 'd', ...PUBLISHER);
    expect(told).toMatch(/^The directory is version 1 and holds until \d{4}-/);
    expect(told).toContain('XA  urn:valija:authority:xa-central  Autoridad inventada');
    expect(await done('diff', 'd')).toBe('Nothing waits for signatures or publication.\n');
  });

  it('shows what is published, in the language asked for', async () => {
    expect(await done('show', 'd', '--language', 'es')).toMatch(/^El directorio es la versión 1 y vale hasta el /);
    expect(JSON.parse(await done('show', 'd', 'xa-central', '--json'))).toEqual(JSON.parse(await readFile(at('xa.json'), 'utf8')));
    expect(await run('show', 'd', 'nobody')).toMatchObject({ code: 2, stderr: expect.stringContaining('[directory-subject-unknown]') });
    expect(await run('show', 'nowhere')).toMatchObject({ code: 2, stderr: expect.stringContaining('[working-copy-not-usable]') });
  });

  it('explains how a request can go, and why not otherwise', async () => {
    const asked = ['--from', 'xa-central', '--to', 'xb-central', '--date', '2026-11-20', '--folder', 'd'];
    const extradition = await done('explain', ...asked, '--type', 'extradition');
    expect(extradition).toContain('Invented treaty on assistance between XA and XB carries a formal request.');
    expect(extradition).toContain('The two authorities may write to each other directly (Invented treaty XA-XB 4).');
    expect(extradition).toContain('The requested authority takes these languages: en, es, pt.');
    expect(extradition).toMatch(/does not carry it:\n {2}\S.+\.\n/);
    const earlier = await done('explain', ...asked, '--type', 'extradition', '--date', '2010-01-01', '--language', 'pt');
    expect(earlier).toMatch(
      /Tratado inventado de auxílio entre XA e XB não o permite:\n( {2}.+\n)* {2}Nessa data ainda não vincula o Estado requerente\./,
    );
    expect(await run('explain', ...asked, '--type', 'nonsense')).toMatchObject({ code: 2 });
    expect(await run('explain', ...asked, '--type', 'extradition', '--date', '2026-13-01')).toMatchObject({ code: 2 });
    expect(await run('explain', '--from', 'a', '--to', 'b', '--type', 'extradition')).toMatchObject({ code: 2 });
  });

  it('explains from the directory of a gateway as well', async () => {
    const { gateways } = await createDevelopmentInstallation(at('installation'));
    const asked = ['--from', 'xa-central', '--to', 'xb-central', '--type', 'mutual-legal-assistance'];
    const told = await done('explain', ...asked, '--config', gateways[0]?.configuration ?? '');
    expect(told).toMatch(/The two authorities may (not )?write to each other directly/);
  });

  it('imports a table over what is there, or tells every line that is wrong', async () => {
    await writeFile(
      at('authorities.csv'),
      'identifier;country;name_es;name_pt;working_hours\n' +
        `${XA_CENTRAL};XA;"Autoridad ""renombrada""";Autoridade;1-4 09:00-12:00 | 5 09:00-10:00\n` +
        'urn:valija:authority:xb-region;XB;Autoridad regional inventada;;\n',
    );
    const told = await done('import', 'd', 'authorities.csv');
    expect(told).toContain('The authority urn:valija:authority:xa-central changes.\n  names\n  competences, hours and requirements\n');
    expect(told).toContain('New authority of XB: urn:valija:authority:xb-region.');
    await writeFile(at('wrong.csv'), `identifier,country\n${XA_CENTRAL},XZ\n\n,XB\nurn:x:y,XB,more\n${XB_CENTRAL},xb\n`);
    const { code, stderr } = await run('import', 'd', 'wrong.csv');
    expect(code).toBe(3);
    expect(stderr).toMatch(/^ {2}4: identifier: /m);
    expect(stderr).toMatch(/^ {2}5: 3 cells where there are 2 columns$/m);
    expect(stderr).toMatch(/^ {2}6: country: /m);
    await done('sign', 'd', '--key', 'xa.pem', 'xb.pem');
    await done('publish', 'd', ...PUBLISHER);
    expect(JSON.parse(await done('show', 'd', 'xa-central', '--json'))).toMatchObject({
      names: { es: 'Autoridad "renombrada"', pt: 'Autoridade' },
      profile: { environment: 'training', office: { workingHours: expect.arrayContaining([{ weekday: 5, from: '09:00', to: '10:00' }]) } },
    });
  });

  it('serves it, and renews it', async () => {
    await writeFile(
      at('directory.json'),
      JSON.stringify({
        workingCopy: 'd',
        listener: { host: '127.0.0.1', port: 0 },
        renewal: { snapshotKeys: ['snapshot.pem'], timestampKeys: ['timestamp.pem'], interval: '1s' },
      }),
    );
    const { child, output } = startValija(['directory', 'serve', '--config', 'directory.json', '--stop-with-input'], { cwd: place });
    await eventually('it serves', async () => output.stderr.includes('"event":"started"'));
    const [, url = ''] = /"url":"([^"]+)"/.exec(output.stderr) ?? [];
    const directory = await openTufDirectory({
      mirrors: [createHttpMirror({ url, timeoutMilliseconds: 5_000 })],
      root: await readFile(at('d', 'repository', 'metadata', '1.root.json')),
      store: createMemoryStore(),
      clock: { now: () => new Date(), status: () => ({ trusted: true }), observe: () => {} },
    });
    expect(directory.status()).toMatchObject({ version: 2, usable: true });
    expect(directory.authorities().length).toBe(3);
    const timestamp = async () => (await (await fetch(`${url}metadata/timestamp.json`)).json()) as { signed: { version: number } };
    const { version } = (await timestamp()).signed;
    await eventually('it renews', async () => (await timestamp()).signed.version > version);
    await directory.refresh();
    expect(directory.status().version).toBe(2);
    await directory.close();
    child.stdin?.end();
    expect(await once(child, 'close')).toEqual([0, null]);
  });
});

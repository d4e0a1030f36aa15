import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { processesNaming, resultOf, runDemonstration, startDemonstration } from '../support/demonstration.ts';
import { eventually } from '../support/eventually.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-npm-start-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('npm start', () => {
  it('tells the story in Spanish and English, keeps running, says where to look, and ends with Ctrl-C leaving nothing behind', async () => {
    const out = join(folder, 'running');
    const { child, output } = startDemonstration(['--out', out]);
    await eventually('the demonstration waits', () => output.stdout.includes('Ctrl-C para terminar.') || child.exitCode !== null, 120_000);
    expect(output.stderr).toBe('');
    const order = ['A.1', 'B.1', 'D.1', 'E.1'].map((code) => output.stdout.indexOf(` UTC  ${code}  `));
    expect(order).toEqual([...order].sort((first, second) => first - second));
    expect(order[0]).toBeGreaterThan(0);
    expect(output.stdout).toContain('(The proof bundles of the request and of the conversation were verified: valid)');
    const kinds = [
      'Acuse de recibo',
      'Petición de información complementaria',
      'Información complementaria',
      'Respuesta parcial',
      'Respuesta\n',
    ];
    const places = kinds.map((kind) => output.stdout.search(new RegExp(`^(Borelia responde|Xandria envía): ${kind}`, 'm')));
    expect(places).toEqual([...places].sort((first, second) => first - second));
    expect(places[0]).toBeGreaterThan(0);
    expect(output.stdout).toMatch(/^Borelia la registró con el número XB-CENTRAL\/\d{4}\/000001;/m);
    expect(output.stdout).toContain(`--client ${join(out, 'installation', 'borelia', 'officer.client.json')}`);
    expect((await processesNaming(out)).length).toBe(5);
    const metrics = /curl (http\S+)/.exec(output.stdout)?.[1] ?? '';
    expect(await (await fetch(metrics)).text()).toContain('valija_events_total{event="submitted"');
    child.kill('SIGINT');
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(0);
    expect(await processesNaming(out)).toEqual([]);
    for (const name of ['tsa', 'ocsp', 'xandria', 'borelia', 'demo-country']) {
      expect(await readFile(join(out, 'installation', 'logs', `${name}.log`), 'utf8')).toContain('"event":"stopped"');
    }
  }, 180_000);

  it('leaves nothing behind either when it is killed', async () => {
    const out = join(folder, 'killed');
    const { child, output } = startDemonstration(['--out', out]);
    await eventually(
      'the gateways run',
      () => output.stdout.includes('Borelia (Estado inventado), https') || child.exitCode !== null,
      120_000,
    );
    child.kill('SIGKILL');
    await once(child, 'close');
    await eventually('its processes have ended', async () => (await processesNaming(out)).length === 0, 60_000);
  }, 180_000);

  it('with --once and --json prints one document, and can be repeated in the same folder', async () => {
    const out = join(folder, 'twice');
    const ids = new Set<string>();
    for (let round = 0; round < 2; round += 1) {
      const language = round === 0 ? [] : ['--language', 'pt'];
      const { code, stdout, stderr } = await runDemonstration(['--once', '--json', '--out', out, ...language]);
      expect([code, stdout.split('\n').length]).toEqual([0, 2]);
      expect(stderr).toContain('VÁLIDOS (PASSED)');
      expect(stderr.includes('A Borélia responde: Aviso de receção')).toBe(round === 1);
      ids.add(resultOf(stdout).messageId);
    }
    expect(ids.size).toBe(2);
  }, 180_000);

  it('refuses what it does not understand, and folders that hold files of somebody else', async () => {
    expect(await runDemonstration(['--bogus'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--once') });
    expect(await runDemonstration(['--language', 'xx'])).toMatchObject({ code: 2, stdout: '' });
    expect(await runDemonstration(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('--once'), stderr: '' });
    const out = await mkdtemp(join(folder, 'taken-'));
    await writeFile(join(out, 'letter.pdf'), 'mine');
    const refused = await runDemonstration(['--once', '--out', out]);
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('letter.pdf is there already') });
    expect(await readFile(join(out, 'letter.pdf'), 'utf8')).toBe('mine');
  });
});

import { spawn, spawnSync } from 'node:child_process';
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readGatewayConfiguration } from '../../compose/configuration/read-configuration.ts';
import { ChildProcesses, waitUntilReady } from '../../compose/demo/child-processes.ts';
import { XANDRIA } from '../../compose/development/authorities.ts';
import { freePorts } from '../../compose/development/free-ports.ts';
import { publishDirectory } from '../../compose/development/installation.ts';
import { authorityRecord, type DirectoryDocument } from '../../gateway/contracts/directory.ts';
import { valija } from '../support/command-line.ts';
import { startTwoAuthorities, type TwoAuthorities } from '../support/two-authorities.ts';

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const ROLES = ['seal', 'envelope', 'evidence', 'encryption', 'tls'];

let both: TwoAuthorities;
let work: string;

beforeAll(async () => {
  both = await startTwoAuthorities();
  work = await mkdtemp(join(tmpdir(), 'valija-init-'));
}, 120_000);
afterAll(async () => {
  await rm(work, { recursive: true, force: true });
  await both?.close();
}, 60_000);

const LEAST = ['--country', 'XC', '--name', 'Autoridad Central de Cándia (inventada)', '--host', '127.0.0.1'];

function openssl(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  expect([args[0], status, status === 0 ? '' : stderr]).toEqual([args[0], 0, '']);
  return stdout + stderr;
}

describe('valija init, without a terminal', () => {
  it('makes keys, requests, a commented configuration that loads, and says what is missing', async () => {
    const folder = join(work, 'least');
    const made = await valija(['init', folder, ...LEAST, '--json']);
    expect([made.code, made.stderr]).toEqual([0, '']);
    const result = JSON.parse(made.stdout) as { configuration: string; handOver: string; requests: string[]; pending: string[] };
    expect(result.pending).toEqual(['certificates', 'roots', 'timestamps', 'signer', 'directory', 'clients']);
    const configuration = await readGatewayConfiguration(result.configuration);
    expect(configuration).toMatchObject({ authority: 'urn:valija:authority:xc-central', dataFolder: join(folder, 'data') });
    expect(await readFile(result.configuration, 'utf8')).toMatch(/^\/\/ .*\n\{\n {2}\/\/ Whose gateway this is/);
    expect(result.requests.map((path) => path.split('/').at(-1))).toEqual(ROLES.map((role) => `${role}.csr.pem`));
    for (const path of result.requests) expect(openssl('req', '-in', path, '-verify', '-noout')).toContain('verify OK');
    const record = authorityRecord.parse(JSON.parse(await readFile(result.handOver, 'utf8')));
    const spki = createPublicKey(createPrivateKey(await readFile(join(folder, 'keys', 'tls.key.pem')))).export({
      type: 'spki',
      format: 'der',
    });
    expect(record).toMatchObject({
      identifier: configuration.authority,
      certificates: [],
      endpoints: [{ url: 'https://127.0.0.1:8443', pins: [createHash('sha256').update(spki).digest('hex')] }],
    });
  });

  it('lets nobody else read keys', async () => {
    const folder = join(work, 'least');
    const secret = [...ROLES, 'log', 'witness'].map((role) => join('keys', `${role}.key.pem`));
    for (const name of [...secret, 'key-encryption-key.hex', 'gateway.json'])
      expect([name, (await stat(join(folder, name))).mode & 0o777]).toEqual([name, 0o600]);
    for (const name of ['', 'keys', 'anchors', 'directory']) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o700);
    expect(await readFile(join(folder, 'key-encryption-key.hex'), 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
  });

  it('never writes over anything, and leaves nothing half made', async () => {
    const before = await readFile(join(work, 'least', 'gateway.json'));
    expect(await valija(['init', join(work, 'least'), ...LEAST, '--language', 'es'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('nunca se sobrescribe nada'),
    });
    expect((await readFile(join(work, 'least', 'gateway.json'))).equals(before)).toBe(true);
    const failed = await valija(['init', join(work, 'failed'), ...LEAST, '--roots', join(work, 'nowhere.pem')]);
    expect([failed.code, failed.stdout]).toEqual([5, '']);
    expect(failed.stderr).toContain('nowhere.pem');
    expect((await readdir(work)).sort()).toEqual(['least']);
  });

  it.each([
    [['--country', 'Xandria'], '--country: não tem a forma esperada. Duas letras'],
    [[], '--name: falta. De 1 a 64'],
    [['--peer-port', '70000'], '--peer-port: não tem a forma esperada'],
    [['--host', 'https://x'], '--host: não tem a forma esperada'],
    [['--client', 'boss:x:y'], '--client: não tem a forma esperada'],
  ])('says what is wrong with %j, in the language of the terminal', async (args, message) => {
    const refused = await valija(['init', join(work, 'refused'), ...args, '--language', 'pt']);
    expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
    expect(await readdir(work)).not.toContain('refused');
  });

  it('takes answers from a file, and what is typed before them', async () => {
    const answers = join(work, 'answers.json');
    const content = { country: 'XC', name: 'x', host: 'a.invalid', 'peer-port': 4443, languages: ['pt', 'es'], keys: 'p384' };
    await writeFile(answers, JSON.stringify(content));
    const folder = join(work, 'from-file');
    expect((await valija(['init', folder, '--answers', answers, '--host', 'b.invalid'])).code).toBe(0);
    const record = JSON.parse(await readFile(join(folder, 'hand-over', 'authority.json'), 'utf8')) as object;
    expect(record).toMatchObject({ languages: ['pt', 'es'], endpoints: [{ url: 'https://b.invalid:4443' }] });
    expect(openssl('req', '-in', join(folder, 'keys', 'tls.csr.pem'), '-noout', '-text')).toMatch(/384 bit[\s\S]*DNS:b\.invalid/);
    await writeFile(answers, JSON.stringify({ ...content, colour: 'blue' }));
    const refused = await valija(['init', join(work, 'other'), '--answers', answers]);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('colour: is none of the questions') });
  });
});

describe('valija init, on a terminal', () => {
  /** Types lines into a terminal on which the command runs; what it showed and its exit code. */
  async function typing(folder: string, lines: readonly string[], options: readonly string[] = []) {
    const command = [process.execPath, MAIN, 'init', folder, '--language', 'es', ...options].map((word) => `'${word}'`).join(' ');
    const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const shown: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => shown.push(chunk));
    child.stdin.end(lines.map((line) => `${line}\n`).join(''));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, text: Buffer.concat(shown).toString('utf8') };
  }

  it('asks each question with its reason, again where the answer is none, and proposes', async () => {
    const folder = join(work, 'asked');
    const { code, text } = await typing(folder, ['Xandria', 'XC', 'Autoridad Central', '', '', 'c.invalid', ...Array<string>(13).fill('')]);
    expect(code).toBe(0);
    expect(text).toContain('Figura en los certificados y en el directorio.');
    expect(text.match(/País de la autoridad: /g)?.length).toBeGreaterThanOrEqual(2);
    expect(text).toContain('Identificador de la autoridad [urn:valija:authority:xc-central]: ');
    expect(text).toContain('Raíces de las autoridades [más tarde]: ');
    expect(text).not.toContain('Carpeta con las claves');
    expect(text).toContain('La instalación está hecha.');
    expect((await readGatewayConfiguration(join(folder, 'gateway.json'))).log.origin).toMatch(/^log\.c\.invalid\/20\d\d$/);
  });

  it('makes nothing when the questions are broken off, and asks nothing with --yes', async () => {
    const broken = await typing(join(work, 'broken'), ['XC', 'Autoridad Central', '\u0004']);
    expect(broken.code).toBe(2);
    expect(await readdir(work)).not.toContain('broken');
    const yes = await typing(join(work, 'yes'), [], [...LEAST, '--yes']);
    expect([yes.code, yes.text.includes('Idiomas que acepta')]).toEqual([0, false]);
  });
});

describe('valija init, with keys that a PKI has given', () => {
  it('imports PEM and PKCS#12, and refuses what a gateway would refuse', async () => {
    const { pki } = both.installation;
    const source = join(work, 'given');
    await cp(pki.authority(XANDRIA.id).keys, source, { recursive: true });
    await writeFile(join(source, 'seal.password'), 'clave inventada\n', { mode: 0o644 });
    const pem = ['-inkey', join(source, 'seal.key.pem'), '-in', join(source, 'seal.crt.pem')];
    openssl('pkcs12', '-export', ...pem, '-out', join(source, 'seal.p12'), '-passout', `file:${join(source, 'seal.password')}`);
    await rm(join(source, 'seal.key.pem'));
    await rm(join(source, 'seal.crt.pem'));
    await writeFile(join(source, 'notas.txt'), 'x');
    const importing = (folder: string) => valija(['init', join(work, folder), ...LEAST, '--keys', 'import', '--import', source, '--json']);
    const made = await importing('imported');
    // Whoever keeps the originals may keep them as they like; the copies are the gateway's alone.
    expect([made.code, made.stderr]).toEqual([0, '']);
    const { handOver, requests, pending } = JSON.parse(made.stdout) as { handOver: string; requests: string[]; pending: string[] };
    expect([requests, pending.includes('certificates')]).toEqual([[], false]);
    const record = authorityRecord.parse(JSON.parse(await readFile(handOver, 'utf8')));
    expect(record.certificates.map(({ role }) => role)).toEqual(ROLES);
    expect(await readdir(join(work, 'imported', 'keys'))).not.toContain('notas.txt');
    expect((await stat(join(work, 'imported', 'keys', 'seal.p12'))).mode & 0o777).toBe(0o600);

    await writeFile(join(source, 'seal.password'), 'otra\n');
    expect(await importing('wrong-password')).toMatchObject({ code: 5, stderr: expect.stringContaining('pkcs12-password-wrong') });
    await rm(join(source, 'tls.crt.pem'));
    expect((await importing('without-tls')).code).toBe(5);
    expect(await readdir(work)).not.toContain('without-tls');
  });
});

describe('valija init, on the whole way', () => {
  it('makes a gateway that its peers know, and of which the doctor finds nothing', async () => {
    const folder = join(work, 'whole');
    const { pki, directory, folder: home } = both.installation;
    const [peerPort, clientPort, managementPort] = await freePorts(3);
    const tsa = JSON.parse(await readFile(both.xandria.installed.configuration, 'utf8')) as {
      timestamp: { url: string; policies: string[] };
    };
    const operator = pki.authority(XANDRIA.id).client('operator');
    const made = await valija([
      ...['init', folder, ...LEAST, '--peer-port', String(peerPort), '--client-port', String(clientPort)],
      ...['--management-port', String(managementPort), '--timestamp-url', tsa.timestamp.url],
      ...['--timestamp-policy', ...tsa.timestamp.policies, '--directory-signer', pki.directorySigner.certificate],
      ...['--roots', pki.root.certificate, '--timestamp-roots', pki.root.certificate, '--issuers', pki.issuing.certificate],
      ...['--client', `operator:guardia:${operator.certificate}`, '--json'],
    ]);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect((JSON.parse(made.stdout) as { pending: string[] }).pending).toEqual(['certificates', 'directory']);

    const waiting = await valija(['init', folder, '--hand-over', '--language', 'pt']);
    expect(waiting).toMatchObject({ code: 0, stderr: expect.stringMatching(/^seal, envelope, .*: Faltam os certificados/) });
    for (const role of ROLES) certify(join(folder, 'keys', role), pki.issuing);
    for (const role of ROLES) {
      const path = join(folder, 'keys', `${role}.crt.pem`);
      await writeFile(path, (await readFile(path, 'utf8')) + (await readFile(pki.issuing.certificate, 'utf8')));
    }
    const handed = await valija(['init', folder, '--hand-over']);
    expect(handed).toEqual({ code: 0, stderr: '', stdout: `${join(folder, 'hand-over', 'authority.json')}\n` });

    // What the keeper of the directory does.
    const record = authorityRecord.parse(JSON.parse(await readFile(handed.stdout.trim(), 'utf8')));
    const former = JSON.parse(await readFile(directory, 'utf8')) as DirectoryDocument;
    const document = { ...former, version: former.version + 1, authorities: [...former.authorities, record] };
    await publishDirectory(home, pki, document, new Date());
    for (const end of ['', '.p7s']) await cp(`${directory}${end}`, join(folder, 'directory', `directory.json${end}`));
    await cp(pki.revocationLists, join(folder, 'revocation'), { recursive: true });
    both.xandria.hangUp();
    both.borelia.hangUp();

    const configuration = join(folder, 'gateway.json');
    const children = new ChildProcesses();
    children.start('whole', ['gateway', '--config', configuration], join(work, 'whole.log'));
    try {
      await waitUntilReady(`http://127.0.0.1:${managementPort}`, children, 60_000);
      const examined = await valija(['doctor', '--config', configuration, '--json']);
      const { findings, passed } = JSON.parse(examined.stdout) as { findings: unknown[]; passed: { check: string }[] };
      expect([examined.code, findings]).toEqual([0, []]);
      expect(passed.filter(({ check }) => check === 'answered-as-gateway')).toHaveLength(2);
      expect((await valija(['connect-test', 'xc-central', '--config', both.borelia.installed.configuration])).code).toBe(0);
    } finally {
      await children.stop();
    }
  }, 120_000);
});

/** What a PKI does with a request that was sent to it. */
function certify(path: string, issuer: { key: string; certificate: string }): void {
  const authority = ['-CA', issuer.certificate, '-CAkey', issuer.key, '-days', '200', '-copy_extensions', 'copy'];
  openssl('x509', '-req', '-in', `${path}.csr.pem`, ...authority, '-out', `${path}.crt.pem`);
}

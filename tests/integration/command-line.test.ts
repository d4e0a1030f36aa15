import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../../compose/development/free-ports.ts';
import { EVENT_TEXTS } from '../../gateway/problems/event-texts.ts';
import { startValija, valija } from '../support/command-line.ts';
import { eventually } from '../support/eventually.ts';
import { readOfficer } from '../support/invented-officer.ts';
import { collect, inventedFiles, startTwoAuthorities, type TwoAuthorities } from '../support/two-authorities.ts';
import { pdfsigVerdicts } from '../unit/pades/support.ts';

let both: TwoAuthorities;
let work: string;
let letter: string;

beforeAll(async () => {
  both = await startTwoAuthorities();
  work = join(both.folder, 'work');
  await mkdir(work);
  letter = join(work, 'carta.pdf');
  const [file] = await inventedFiles();
  if (file === undefined) throw new Error('no letter');
  await writeFile(letter, await collect(file.open()));
  await writeFile(join(work, 'tradução.pdf'), await readFile(letter));
  await writeFile(join(work, 'anexo.csv'), 'a;b\r\n1;2\r\n');
}, 120_000);

afterAll(() => both?.close(), 60_000);

const client = (side: 'xandria' | 'borelia', role: 'system' | 'officer' | 'operator' | 'auditor' = 'system') => [
  '--client',
  both[side].installed.client(role),
];

/** Sends a letter and waits until the other side has it in its inbox. */
async function send(): Promise<string> {
  const sent = await valija([
    'send',
    ...client('xandria'),
    '--to',
    both.borelia.installed.authority.id,
    '--letter',
    `es=${letter}`,
    '--lane',
    'urgent',
  ]);
  expect([sent.code, sent.stderr]).toEqual([0, expect.stringMatching(/^Idempotency-Key: \S+\n$/)]);
  const messageId = sent.stdout.trim();
  await consigned(messageId);
  return messageId;
}

async function consigned(messageId: string): Promise<void> {
  const api = await both.borelia.client('officer');
  await eventually('the message is consigned', async () => (await api.show(messageId).catch(() => undefined))?.state === 'consigned');
  await api.close();
}

describe('valija, from sending to the proof', () => {
  it('tells the whole story', async () => {
    const sent = await valija([
      ...['send', ...client('xandria'), '--to', both.borelia.installed.authority.id, '--letter', `es=${letter}`, '--json'],
      ...['--translation', `pt=${join(work, 'tradução.pdf')}`, '--annex', join(work, 'anexo.csv'), '--subject', 'asunto inventado'],
      ...['--lane', 'urgent', '--idempotency-key', 'clave-1'],
    ]);
    expect(sent).toMatchObject({ code: 0, stderr: 'Idempotency-Key: clave-1\n' });
    const { messageId } = JSON.parse(sent.stdout) as { messageId: string };
    await consigned(messageId);
    const inbox = await valija(['inbox', ...client('borelia')]);
    expect(inbox.stdout).toMatch(new RegExp(`^${messageId}  .*  consigned  urgent  urn:valija:authority:xa-central$`, 'm'));

    const shown = await valija(['show', messageId, ...client('borelia', 'officer'), '--language', 'es']);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain('asunto inventado\n');
    expect(shown.stdout).toMatch(
      /letter {2}carta\.pdf {2}\d+ {2}[0-9a-f]{64}\n {2}translation {2}tradução\.pdf {2}.*\n {2}annex {2}anexo\.csv/,
    );
    expect(shown.stdout).toContain(
      'recibió completo el contenido cifrado y lo guardó, sin abrirlo todavía. (urn:valija:authority:xb-central)\n    El mensaje llegó completo.\n',
    );

    const out = join(work, 'fetched');
    const fetched = await valija(['fetch', messageId, '--what', 'all', '--out', out, '--json', ...client('borelia')]);
    expect(fetched.code).toBe(0);
    expect((await readdir(out)).sort()).toEqual(
      [`${messageId}.asice`, `${messageId}.p7m`, 'anexo.csv', 'carta.pdf', 'tradução.pdf'].sort(),
    );
    expect(await readFile(join(out, 'anexo.csv'), 'utf8')).toBe('a;b\r\n1;2\r\n');

    const wrong = await valija(['handover', messageId, '--digest', '0'.repeat(64), ...client('borelia', 'officer')]);
    expect(wrong).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('[package-digest-mismatch]') });
    const asice = join(out, `${messageId}.asice`);
    const first = await valija(['handover', messageId, '--package', asice, '--json', ...client('borelia', 'officer')]);
    const again = await valija([
      'handover',
      messageId,
      '--digest',
      sha256(await readFile(asice)),
      '--json',
      ...client('borelia', 'officer'),
    ]);
    expect([first.code, again.stdout]).toEqual([0, first.stdout]);

    const bundle = join(work, 'proof.zip');
    await eventually('the bundle proves everything', async () => {
      const written = await valija(['bundle', messageId, '--out', bundle, ...client('xandria')]);
      expect(written).toMatchObject({ code: 0, stderr: '' });
      return (await valija(['verify', bundle, '--trust', both.installation.trust])).code === 0;
    });
    const verified = await valija(['verify', bundle, '--trust', both.installation.trust, '--language', 'pt']);
    expect(verified.stdout).toMatch(/^VÁLIDO: tudo o que foi verificado está correto\.\n\n.*\(Dossiê de prova\)\n/);
    expect(verified.stdout.replace(/\s+/g, ' ')).toContain(EVENT_TEXTS.ContentHandover.pt);

    const trusted = ['--trust', both.installation.trust];
    const [bare, case_] = [join(work, 'bare.zip'), join(work, 'conversation.zip')];
    const redacted = await valija(['bundle', messageId, '--without-content', '--json', '--out', bare, ...client('xandria')]);
    expect([redacted.code, JSON.parse(redacted.stdout)]).toMatchObject([0, { messageId, bundle: { path: bare } }]);
    const judged = JSON.parse((await valija(['verify', bare, '--json', ...trusted])).stdout);
    expect([judged.verdict, judged.state, judged.package]).toEqual(['PASSED', 'handed-over', undefined]);
    const { conversation } = JSON.parse((await valija(['show', messageId, '--json', ...client('xandria')])).stdout);
    const whole = await valija(['bundle', conversation, '--conversation', '--out', case_, ...client('xandria')]);
    expect(whole).toMatchObject({ code: 0, stderr: '' });
    const messages = JSON.parse((await valija(['verify', case_, '--json', ...trusted])).stdout);
    expect(messages).toMatchObject({ kind: 'conversation', conversation, messages: [{ messageId, state: 'handed-over' }] });

    const [from, to] = [new Date(Date.now() - 3_600_000).toISOString(), new Date(Date.now() + 3_600_000).toISOString()];
    const register = join(work, 'register.txt');
    await writeFile(register, `${messageId}\n${messageId.replace(/^./, (first) => (first === '0' ? '1' : '0'))}\n`);
    const period = ['audit', 'period', '--from', from, '--to', to, ...trusted, '--seed', 'semilla', '--register', register];
    const audit = await valija([...period, '--out', join(work, 'audit'), '--json', ...client('xandria', 'auditor')]);
    const report = JSON.parse(audit.stdout);
    expect([audit.code, report.findings.map((found: { code: string }) => found.code)]).toEqual([1, ['only-in-register']]);
    expect(report).toMatchObject({
      messages: { outbound: 1, inbound: 0 },
      receipts: 4,
      receiptsOfPeers: 3,
      receiptsInPeersLogs: 3,
      register: { listed: 2, matched: 1 },
    });
    expect(report.sample).toMatchObject([{ message: expect.stringContaining(messageId), verdict: 'PASSED', failed: [] }]);
    expect((await readdir(join(work, 'audit'))).sort()).toEqual(['audit.json', 'audit.pdf', 'bundles']);
    const operations = await valija(['operations', 'list', '--action', 'bundle', '--json', ...client('xandria', 'auditor')]);
    expect(JSON.parse(operations.stdout).operations.length).toBeGreaterThan(2);

    const unconfirmed = await valija(['verify', bundle, '--json']);
    expect([unconfirmed.code, JSON.parse(unconfirmed.stdout)]).toMatchObject([1, { kind: 'bundle', verdict: 'INDETERMINATE' }]);
  }, 120_000);

  it('sends the letter of an officer untouched, with our seal beside when asked, and tells who signed', async () => {
    const officer = await readOfficer(both.installation.officer);
    const signed = join(work, 'carta-firmada.pdf');
    await writeFile(signed, await officer.sign(await readFile(letter), new Date()));
    const sendSigned = async (...options: string[]) => {
      const to = ['--to', both.borelia.installed.authority.id, '--lane', 'urgent', '--language', 'en'];
      const sent = await valija(['send', ...client('xandria'), ...to, '--letter', signed, ...options]);
      expect(sent).toMatchObject({ code: 0, stderr: expect.stringMatching(/letter signed by .*CN=Persona Inventada/) });
      const messageId = sent.stdout.trim();
      await consigned(messageId);
      const out = join(work, `letters-${messageId}`);
      await valija(['fetch', messageId, '--what', 'files', '--out', out, ...client('borelia')]);
      const shown = await valija(['show', messageId, '--language', 'es', ...client('borelia')]);
      return { letter: await readFile(join(out, 'carta-firmada.pdf')), told: shown.stdout.match(/carta firmada por .*/g) };
    };
    const untouched = await sendSigned();
    expect(untouched.letter.equals(await readFile(signed))).toBe(true);
    const officers = /^carta firmada por .*CN=Persona Inventada \(firmante ficticia\).*, B-B: válida$/;
    expect(untouched.told).toEqual([expect.stringMatching(officers)]);
    const countersigned = await sendSigned('--sign-letter');
    expect(countersigned.told).toEqual([expect.stringMatching(officers), 'carta firmada por urn:valija:authority:xa-central, B-T: válida']);
    expect(pdfsigVerdicts(countersigned.letter)).toEqual(['Signature is Valid.', 'Signature is Valid.']);
  }, 120_000);

  it('verifies a package and a receipt by themselves, in four languages', async () => {
    const messageId = await send();
    const out = join(work, 'single');
    await valija(['fetch', messageId, '--out', out, ...client('borelia')]);
    const shown = JSON.parse((await valija(['show', messageId, '--json', ...client('xandria')])).stdout) as {
      evidence: { evidence: string }[];
    };
    const receipt = join(work, 'receipt.json');
    await writeFile(receipt, shown.evidence[0]?.evidence ?? '');
    const lists = ['root.crl', 'issuing.crl.pem'].map((name) => join(both.installation.pki.revocationLists, name));
    const trusted = ['--trust', both.installation.trust, '--revocation', ...lists];
    const headings = { es: 'Acuse', pt: 'Recibo', fr: 'Accusé', en: 'Receipt' };
    for (const [language, heading] of Object.entries(headings)) {
      const { code, stdout } = await valija(['verify', receipt, '--language', language, ...trusted]);
      expect([code, stdout.split('\n')[2]]).toEqual([0, expect.stringMatching(new RegExp(`receipt\\.json \\(${heading}\\)$`))]);
    }
    expect(await valija(['verify', join(out, `${messageId}.asice`), ...trusted])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^VALID: everything that was checked holds\.\n\n.*\(Sealed package\)\n/),
    });
    await writeFile(receipt, (shown.evidence[0]?.evidence ?? '').replace('"payload":"e', '"payload":"f'));
    expect(await valija(['verify', receipt, ...trusted])).toMatchObject({ code: 1, stdout: expect.stringContaining('NOT VALID') });
    expect((await valija(['verify', join(out, `${messageId}.asice`), '--at', '2020-01-01T00:00:00Z', ...trusted])).code).toBe(1);
  }, 120_000);

  it('watches changes, one line each', async () => {
    const { child, output } = startValija(['watch', '--json', '--count', '1', '--after', '0', ...client('xandria')]);
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(0);
    expect(JSON.parse(output.stdout)).toMatchObject({ position: 1, direction: 'outbound', state: 'submitted' });
  });

  it('lists dead letters to operators alone', async () => {
    const listed = await valija(['dead-letters', 'list', '--json', ...client('xandria', 'operator')]);
    expect([listed.code, JSON.parse(listed.stdout)]).toEqual([0, { deadLetters: [] }]);
    const released = await valija(['dead-letters', 'release', 'nothing', '--json', ...client('xandria', 'operator')]);
    expect([released.code, released.stdout]).toEqual([3, '']);
    expect(JSON.parse(released.stderr)).toMatchObject({ problem: { code: 'not-found', advice: expect.any(String) } });
    expect(await valija(['dead-letters', 'list', ...client('xandria')])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('[actor-not-allowed]'),
    });
  });

  it('lists contradictions of logs to operators alone: there are none', async () => {
    const listed = await valija(['log', 'contradictions', '--json', ...client('xandria', 'operator')]);
    expect([listed.code, JSON.parse(listed.stdout)]).toEqual([0, { contradictions: [], files: [] }]);
    expect(await valija(['log', 'contradictions', ...client('xandria')])).toMatchObject({ code: 3 });
  });

  it('takes address and certificates from options or the environment', async () => {
    const { key, certificate } = both.installation.pki.authority(both.xandria.installed.authority.id).client('system');
    const options = [
      '--api',
      both.xandria.installed.api,
      '--key',
      key,
      '--cert',
      certificate,
      '--ca',
      both.installation.pki.root.certificate,
    ];
    expect((await valija(['inbox', ...options])).code).toBe(0);
    expect((await valija(['inbox'], { environment: { VALIJA_CLIENT: both.xandria.installed.client('system') } })).code).toBe(0);
    expect(await valija(['inbox'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('which gateway?') });
    expect((await valija(['inbox', ...options, ...client('xandria')])).code).toBe(2);
  });

  it('shows each fault of a refused submission with what to do', async () => {
    const notPdf = join(work, 'anexo.csv');
    const refused = await valija([
      'send',
      ...client('xandria'),
      '--to',
      'urn:valija:authority:nobody',
      '--letter',
      notPdf,
      '--language',
      'fr',
    ]);
    expect(refused).toMatchObject({ code: expect.any(Number), stdout: '' });
    expect(refused.code).toBeGreaterThanOrEqual(2);
    expect(refused.stderr).toMatch(
      /valija: .*\[submission-invalid\]\n {2}.*\/recipient.*\n|valija: .*\[submission-invalid\]\n {2}part:letter/,
    );
    expect(refused.stderr).toContain('part:letter - ');
  });

  it('says so when the gateway cannot be reached', async () => {
    const [port = 1] = await freePorts(1);
    const { key, certificate } = both.installation.pki.authority(both.xandria.installed.authority.id).client('system');
    const ca = both.installation.pki.root.certificate;
    const options = ['--api', `https://127.0.0.1:${port}`, '--key', key, '--cert', certificate, '--ca', ca, '--language', 'es'];
    expect(await valija(['inbox', ...options])).toMatchObject({
      code: 4,
      stdout: '',
      stderr: expect.stringMatching(
        /^valija: La pasarela no responde\. \[gateway-unreachable\]\n {2}.*ECONNREFUSED\nCompruebe su dirección/,
      ),
    });
  });
});

describe('valija gateway and valija tsa', () => {
  it('say what is wrong with a configuration, and start nothing', async () => {
    const path = join(work, 'broken.json');
    const content = JSON.parse(await readFile(both.xandria.installed.configuration, 'utf8')) as Record<string, unknown>;
    await writeFile(path, JSON.stringify({ ...content, colour: 'blue', dataFolder: 5 }));
    const { code, stdout, stderr } = await valija(['gateway', '--config', path]);
    expect([code, stdout]).toEqual([expect.any(Number), '']);
    expect(code).not.toBe(0);
    expect(stderr).toContain('  colour: unknown key\n');
    expect(stderr).toContain('  dataFolder: ');
    expect((await valija(['tsa', '--config', join(work, 'nowhere.json')])).code).not.toBe(0);
    expect((await valija(['gateway'])).code).toBe(2);
  });

  it('hold the ledger alone', async () => {
    const second = await valija(['gateway', '--config', both.xandria.installed.configuration]);
    expect(second.code).not.toBe(0);
    expect(second.stderr).toContain('[store-locked]');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('stop in order on %s', async (signal) => {
    const { child, output } = await runningTsa();
    child.kill(signal);
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(0);
    expect(output.stderr).toContain(`"event":"stopping","reason":"${signal}"`);
    expect(output.stderr).toContain('"event":"stopped"');
    expect(output.stdout).toBe('');
  });

  it('end at once on a second signal, whatever is still under way', async () => {
    const { child, output, clientPort } = await runningGateway();
    const socket = await unfinishedSubmission(clientPort);
    child.kill('SIGTERM');
    await eventually('the gateway is stopping', () => output.stderr.includes('"event":"stopping"'));
    child.kill('SIGTERM');
    const [code] = (await once(child, 'close')) as [number | null];
    expect([code, output.stderr.includes('"event":"stopped"')]).toEqual([130, false]);
    expect(output.stderr).toContain('"event":"stopped-at-once","signal":"SIGTERM"');
    socket.destroy();
  });

  it('do not wait for clients that watch', async () => {
    const { child, output, clientPort } = await runningGateway();
    const { key, certificate } = both.installation.pki.authority(both.xandria.installed.authority.id).client('system');
    const ca = both.installation.pki.root.certificate;
    const watching = startValija(['watch', '--api', `https://127.0.0.1:${clientPort}`, '--key', key, '--cert', certificate, '--ca', ca]);
    const metrics = () => fetchMetrics(output.stderr);
    await eventually('somebody watches', async () =>
      /valija_nodejs_active_resources\{type="TCPSocketWrap"\} ([2-9]|\d\d)/.test(await metrics()),
    );
    // Whoever watches may end before the gateway has.
    const closed = Promise.all([child, watching.child].map((each) => once(each, 'close') as Promise<[number | null]>));
    child.kill('SIGTERM');
    const [[code], [watched]] = (await closed) as [[number | null], [number | null]];
    expect(code).toBe(0);
    // Its long poll was answered, not cut: what failed is the next one, for which nobody listens any more.
    expect([watched, watching.output.stderr]).toEqual([4, expect.stringContaining('ECONNREFUSED')]);
  });

  it('stop with their input where they are asked to, and otherwise do not', async () => {
    const { child, output } = await runningTsa(['--stop-with-input']);
    child.stdin?.end();
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(0);
    expect(output.stderr).toContain('"reason":"input-ended"');
    const other = await runningTsa();
    other.child.stdin?.end();
    expect((await fetch(other.url)).status).toBe(405);
    other.child.kill('SIGTERM');
    await once(other.child, 'close');
  });
});

/** The requesting authority's gateway once more, with data and ports of its own. */
async function runningGateway() {
  const path = join(both.installation.folder, 'xandria', 'second.json');
  const content = JSON.parse(await readFile(both.xandria.installed.configuration, 'utf8')) as Record<string, unknown>;
  const listener = { host: '127.0.0.1', port: 0 };
  const listeners = { client: listener, peer: listener, management: listener };
  await writeFile(path, JSON.stringify({ ...content, dataFolder: await mkdtemp(join(work, 'data-')), listeners }));
  const { child, output } = startValija(['gateway', '--config', path]);
  await eventually('the gateway runs', () => output.stderr.includes('"event":"started"') || child.exitCode !== null);
  const started = output.stderr.split('\n').find((line) => line.includes('"event":"started"')) ?? '{}';
  const { clientPort } = JSON.parse(started) as { clientPort: number };
  return { child, output, clientPort };
}

/** A connection of a client that has begun a submission and does not go on. */
async function unfinishedSubmission(port: number): Promise<TLSSocket> {
  const { key, certificate } = both.installation.pki.authority(both.xandria.installed.authority.id).client('system');
  const [ca, keyText, cert] = await Promise.all(
    [both.installation.pki.root.certificate, key, certificate].map((path) => readFile(path, 'utf8')),
  );
  const socket = connect({ host: '127.0.0.1', port, ca, key: keyText, cert, servername: 'localhost' });
  socket.on('error', () => {});
  await once(socket, 'secureConnect');
  const headers = ['Host: localhost', 'Idempotency-Key: k', 'Content-Type: multipart/form-data; boundary=b', 'Content-Length: 1000'];
  socket.write(`POST /api/v1/messages HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n--b\r\n`);
  return socket;
}

async function runningTsa(options: string[] = []) {
  const path = join(both.installation.folder, 'tsa-of-tests.json');
  const content = JSON.parse(await readFile(both.installation.timestampAuthority, 'utf8')) as Record<string, unknown>;
  await writeFile(path, JSON.stringify({ ...content, listener: { host: '127.0.0.1', port: 0 } }));
  const { child, output } = startValija(['tsa', '--config', path, ...options]);
  await eventually('the time-stamp authority runs', () => output.stderr.includes('"event":"started"'));
  const { url } = JSON.parse(output.stderr.split('\n')[0] ?? '') as { url: string };
  return { child, output, url };
}

async function fetchMetrics(log: string): Promise<string> {
  const { managementPort } = JSON.parse(log.split('\n').find((line) => line.includes('"event":"started"')) ?? '{}') as {
    managementPort: number;
  };
  return (await fetch(`http://127.0.0.1:${managementPort}/metrics`)).text();
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Installation } from '../../compose/development/installation.ts';
import { CONVERSATION_EXAMPLES } from '../../treaty/conversation/examples/conversation-examples.ts';
import type { MessageKind } from '../../treaty/message.ts';
import { REQUEST_EXAMPLES } from '../../treaty/requests/examples/request-examples.ts';
import { valija } from '../support/command-line.ts';
import { eventually } from '../support/eventually.ts';
import { startTwoAuthorities, type TwoAuthorities } from '../support/two-authorities.ts';

let both: TwoAuthorities;
let work: string;

const XANDRIA = 'urn:valija:authority:xa-central';
const BORELIA = 'urn:valija:authority:xb-central';
const request = { ...REQUEST_EXAMPLES['mutual-legal-assistance'].complete, files: [] };

beforeAll(async () => {
  both = await startTwoAuthorities({ prepare: makeOfficersSupervisors });
  work = join(both.folder, 'work');
  await mkdir(work);
}, 120_000);

afterAll(() => both?.close(), 60_000);

/** Officers may have sent what a rule stops. */
async function makeOfficersSupervisors({ gateways }: Installation): Promise<void> {
  for (const { configuration } of gateways) {
    const content = JSON.parse(await readFile(configuration, 'utf8')) as { clients: { kind: string }[] };
    const clients = content.clients.map((client) => (client.kind === 'officer' ? { ...client, supervisor: true } : client));
    await writeFile(configuration, JSON.stringify({ ...content, clients }));
  }
}

const client = (side: 'xandria' | 'borelia', role: 'system' | 'officer' | 'operator' | 'auditor' = 'system') => [
  '--client',
  both[side].installed.client(role),
];

/** An invented message of a kind. */
function example(kind: MessageKind) {
  const found = CONVERSATION_EXAMPLES.find(({ message }) => message.kind === kind);
  if (found === undefined) throw new Error(`no example of ${kind}`);
  return { ...found.message, files: [] };
}

/** Writes a typed message where a command can read it. */
async function file(name: string, message: unknown): Promise<string> {
  const path = join(work, `${name}.json`);
  await writeFile(path, JSON.stringify(message));
  return path;
}

async function consigned(side: 'xandria' | 'borelia', messageId: string): Promise<void> {
  const api = await both[side].client('officer');
  await eventually('the message is consigned', async () => (await api.show(messageId).catch(() => undefined))?.state === 'consigned');
  await api.close();
}

describe('valija assess and valija send --legal', () => {
  it('say beforehand what would be said, and send with a letter that the gateway writes', async () => {
    const path = await file('request', request);
    const assessed = await valija(['assess', path, '--to', BORELIA, ...client('xandria')]);
    expect(assessed).toMatchObject({ code: 0, stderr: '' });
    expect(assessed.stdout).toMatch(/^Legal rules\n {2}R04 {2}advice: Another treaty on assistance/);
    expect(assessed.stdout).toContain('\nCompleteness\n  Everything that is required is there.\n');
    expect(assessed.stdout).toContain('\n  The two authorities may write to each other directly (');
    expect(assessed.stdout).toContain('\n  Comity does not carry it:\n    The requested State is not a party.\n');
    for (const line of assessed.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);

    const sent = await valija(['send', '--legal', path, '--to', BORELIA, '--lane', 'urgent', ...client('xandria')]);
    expect(sent.code).toBe(0);
    expect(sent.stdout).toMatch(/^[0-9a-f-]{36}\nXA-CENTRAL\/\d{4}\/\d{6}\n$/);
    expect(sent.stderr).toMatch(/^Idempotency-Key: \S+\nR04 {2}advice: /);
    const [messageId = ''] = sent.stdout.split('\n');
    await consigned('borelia', messageId);
    const shown = await valija(['show', messageId, '--language', 'es', ...client('borelia')]);
    expect(shown.stdout).toContain('\n  Solicitud: Asistencia judicial recíproca\n  Número en el registro del remitente: XA-CENTRAL/');
    expect(shown.stdout).toContain('\n  irregular: regla R04. ');
    expect(shown.stdout).toMatch(/\n {2}letter {2}letter\.pdf {2}\d+ /);
  }, 60_000);

  it('tell what is missing, and every fault of form', async () => {
    const deficient = await file('deficient', { ...REQUEST_EXAMPLES.extradition.deficient, files: [] });
    const lacking = await valija(['assess', deficient, '--to', BORELIA, '--language', 'pt', ...client('xandria')]);
    expect([lacking.code, lacking.stdout]).toEqual([1, expect.stringContaining('\nCompletude\n  Falta algo do que é exigido.\n  - ')]);
    const broken = await file('broken', { ...request, matter: 'maritime', typeVersion: 'two' });
    for (const command of [
      ['assess', broken],
      ['send', '--legal', broken],
    ]) {
      const refused = await valija([...command, '--to', BORELIA, ...client('xandria')]);
      expect([refused.code, refused.stdout]).toEqual([3, '']);
      expect(refused.stderr).toMatch(/ {2}\/legal\/matter - .*\n/);
      expect(refused.stderr).toMatch(/ {2}\/legal\/typeVersion - .*\n/);
    }
    const json = await file('list', [1]);
    expect(await valija(['assess', json, '--to', BORELIA, ...client('xandria')])).toMatchObject({ code: 2, stdout: '' });
  });

  it('refuse what rules stop with each rule, until a supervisor says why it goes all the same', async () => {
    const sent = await valija(['send', '--legal', await file('request', request), '--to', BORELIA, '--json', ...client('xandria')]);
    const { messageId, registerNumber } = JSON.parse(sent.stdout) as { messageId: string; registerNumber: string };
    expect(registerNumber).toMatch(/^XA-CENTRAL\//);
    await consigned('borelia', messageId);
    const refusal = await file('refusal', { ...example('refusal'), about: messageId });
    const assessed = await valija(['assess', refusal, '--to', XANDRIA, ...client('borelia')]);
    expect([assessed.code, assessed.stdout]).toEqual([1, expect.stringContaining('\n  R49  stops sending: ')]);
    const options = ['--legal', refusal, '--to', XANDRIA, '--lane', 'urgent'];
    const stopped = await valija(['send', ...options, ...client('borelia')]);
    expect(stopped).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(/\[legal-rule-stops\]\n {2}R49 - .*consulted before a refusal/),
    });
    const overriding = [...options, '--override', 'r49', '--reason', 'Consultado por teléfono; caso inventado.'];
    expect(await valija(['send', ...overriding, ...client('borelia')])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('[override-not-allowed]'),
    });
    const all = await valija(['send', ...overriding, ...client('borelia', 'officer')]);
    expect([all.code, all.stderr]).toEqual([0, expect.stringContaining('R49  stops sending: ')]);
    const [answer = '', number] = all.stdout.split('\n');
    expect(number).toMatch(/^XB-CENTRAL\//);
    const shown = await valija(['show', answer, '--language', 'en', ...client('borelia')]);
    expect(shown.stdout).toMatch(/\n {2}Sent in spite of R49 by borelia-officer, .*: Consultado por teléfono; caso\n? *inventado\.\n/);
    const { conversation } = JSON.parse((await valija(['show', answer, '--json', ...client('borelia')])).stdout);
    expect(conversation).toBe(messageId);
  }, 60_000);

  it('take only options that go together', async () => {
    const path = await file('request', request);
    const send = (...options: string[]) => valija(['send', '--to', BORELIA, ...options, ...client('xandria')]);
    for (const options of [
      [],
      ['--letter', path, '--override', 'R01', '--reason', 'x'],
      ['--legal', path, '--letter', path, '--render-letter', 'es'],
      ['--legal', path, '--override', 'R01'],
      ['--legal', await file('tongue', { ...request, language: 'eu' })],
    ]) {
      expect([options, (await send(...options)).code]).toEqual([options, 2]);
    }
  });
});

describe('valija cases, case and statistics', () => {
  it('tell both sides where a case stands, what is open, and whose turn it is', async () => {
    const sent = await valija([
      'send',
      '--legal',
      await file('request', request),
      '--to',
      BORELIA,
      '--lane',
      'urgent',
      '--json',
      ...client('xandria'),
    ]);
    const { messageId, registerNumber } = JSON.parse(sent.stdout) as { messageId: string; registerNumber: string };
    await consigned('borelia', messageId);
    const answers: string[] = [];
    for (const kind of ['acknowledgement', 'supplement-request'] as const) {
      const path = await file(kind, { ...example(kind), about: messageId });
      const answered = await valija(['send', '--legal', path, '--to', XANDRIA, '--lane', 'urgent', ...client('borelia')]);
      expect([kind, answered.code]).toEqual([kind, 0]);
      answers.push(answered.stdout.split('\n')[0] ?? '');
      await consigned('xandria', answers.at(-1) ?? '');
    }
    const ours = await valija(['case', registerNumber.toLowerCase(), ...client('xandria', 'officer')]);
    expect([ours.code, ours.stderr]).toEqual([0, '']);
    expect(ours.stdout).toMatch(new RegExp(`^${registerNumber} {2}Supplement awaited\n`));
    expect(ours.stdout).toContain('\n  It is our turn.\n');
    expect(ours.stdout).toMatch(/\n {2}Their number {10}XB-CENTRAL\/\d{4}\/\d{6}\n {2}Handled by {12}Pessoa Inventada, /);
    expect(ours.stdout).toMatch(/\nOpen\n {2}Supplement due, ours, by 20.*\n/);
    expect(ours.stdout).toMatch(/\n {2}Legal date of receipt: \d{4}-\d\d-\d\d \(Europe\/Lisbon\)\. /);
    expect(ours.stdout).toMatch(
      / {2}> {2}.*\n {4}Request \| Available to the addressee \| Requested\n.* {2}< {2}.*\n {4}Acknowledgement of receipt \| .* \| Being handled\n/,
    );
    const theirs = await valija(['case', answers.at(-1) ?? '', '--language', 'fr', ...client('borelia', 'officer')]);
    expect(theirs.stdout).toContain('\n  C’est à l’autre autorité d’agir.\n');
    for (const line of theirs.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    const data = JSON.parse((await valija(['case', messageId, '--peer', BORELIA, '--json', ...client('xandria')])).stdout);
    expect(data).toMatchObject({ registerNumber, legal: { state: 'supplement-awaited', turn: ['requesting'] }, messages: { length: 3 } });

    const register = await valija(['cases', '--peer', BORELIA, '--number', registerNumber, ...client('xandria', 'auditor')]);
    expect(register.stdout).toMatch(new RegExp(`^${registerNumber} {2}.* {2}> {2}${BORELIA}\n {2}${messageId}\n$`));
    const none = await valija(['cases', '--until', '2020-01-01', ...client('xandria')]);
    expect(none).toEqual({ code: 0, stdout: '', stderr: 'There are no cases.\n' });
    const page = await valija(['cases', '--limit', '1', ...client('xandria')]);
    const [, cursor = ''] = /^--after (\S+)$/m.exec(page.stderr) ?? [];
    const following = JSON.parse(
      (await valija(['cases', '--after', cursor, '--since', '2020-01-01', '--json', ...client('xandria')])).stdout,
    );
    expect(following.cases.map((each: { registerNumber: string }) => each.registerNumber)).not.toContain(registerNumber);
  }, 90_000);

  it('count the requests of a period', async () => {
    const period = ['--from', '2020-01-01', '--to', '2100-01-01'];
    const table = await valija(['statistics', ...period, ...client('borelia', 'auditor')]);
    expect([table.code, table.stdout]).toEqual([
      0,
      expect.stringMatching(/\nRECEIVED +Requests +Open +Answered +Refused +Unanswered +Days\nIn all +[1-9]/),
    ]);
    const csv = await valija(['statistics', ...period, '--csv', ...client('borelia')]);
    const { rows } = JSON.parse((await valija(['statistics', ...period, '--json', ...client('borelia')])).stdout);
    expect(csv.stdout.trimEnd().split(/\r?\n/)).toHaveLength(rows.length + 1);
    expect((await valija(['statistics', ...period, '--csv', '--json', ...client('borelia')])).code).toBe(2);
    expect((await valija(['statistics', '--from', '2021-01-01', '--to', '2020-01-01', ...client('borelia')])).code).toBe(2);
  });

  it('are held together by an audit of the period', async () => {
    const period = [
      '--from',
      '2020-01-01T00:00:00Z',
      '--to',
      '2100-01-01T00:00:00Z',
      '--sample',
      '0',
      '--no-peers',
      '--out',
      join(work, 'audit'),
    ];
    const audited = await valija(['audit', 'period', ...period, '--json', ...client('xandria', 'auditor')]);
    const report = JSON.parse(audited.stdout) as { cases: number; findings: { code: string }[] };
    const { cases } = JSON.parse((await valija(['cases', '--limit', '500', '--json', ...client('xandria', 'auditor')])).stdout);
    expect([report.cases, report.findings.filter(({ code }) => /register|case/.test(code))]).toEqual([cases.length, []]);
    expect(report.cases).toBeGreaterThan(0);
  });

  it('end with the exit code of what is in the way', async () => {
    expect(await valija(['case', 'XA-CENTRAL/1999/000001', ...client('xandria')])).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringContaining('[not-found]'),
    });
    expect(await valija(['case', 'no-such-conversation', ...client('xandria')])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('[not-found]'),
    });
    expect(await valija(['cases', '--since', 'yesterday', ...client('xandria')])).toMatchObject({ code: 2, stdout: '' });
    expect(await valija(['case', 'x', ...client('xandria', 'auditor')])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('[actor-not-allowed]'),
    });
  });
});

describe('valija new and valija schema', () => {
  it('print what a message begins with, which is refused until it is filled in', async () => {
    const { code, stdout, stderr } = await valija(['new', 'extradition', '--language', 'pt']);
    expect([code, stderr]).toEqual([0, expect.stringContaining('valija assess')]);
    const path = await file('new', JSON.parse(stdout));
    const refused = await valija(['assess', path, '--to', BORELIA, ...client('xandria')]);
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('  /legal/matter - ')]);
    const example = await valija(['new', 'extradition', '--example', '--json']);
    expect(example).toMatchObject({ code: 0, stderr: '' });
    const invented = await file('invented', JSON.parse(example.stdout));
    expect((await valija(['assess', invented, '--to', BORELIA, ...client('xandria')])).code).toBe(0);
    expect((await valija(['new', 'extradition', '--about', '019a0000-0000-7000-8000-0000000000ff'])).code).toBe(2);
    expect((await valija(['new', 'love-letter'])).code).toBe(2);
  });

  it('print published schemas', async () => {
    const listed = await valija(['schema']);
    expect([listed.code, listed.stdout]).toEqual([0, expect.stringMatching(/^message-refusal\.v1 +Message: refusal$/m)]);
    const one = await valija(['schema', 'refusal']);
    expect(JSON.parse(one.stdout)).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'Message: refusal' });
    expect(await valija(['schema', 'nothing'])).toMatchObject({ code: 2, stdout: '' });
  });
});

import { readFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlarmAnswer } from '../../compose/api-client/answers-alarms.ts';
import { valija } from '../support/command-line.ts';
import { expectDescribed } from '../support/described-answers.ts';
import { eventually } from '../support/eventually.ts';
import { credentialsIn, rawRequest } from '../support/peer-client.ts';
import { inventedFiles, startTwoAuthorities, type TwoAuthorities } from '../support/two-authorities.ts';

let both: TwoAuthorities;
let work: string;
/** The receipt as it was forged. */
let forged: string;

beforeAll(async () => {
  both = await startTwoAuthorities();
  work = join(both.folder, 'work');
  await mkdir(work);
  forged = await forgeReceipt();
}, 120_000);

afterAll(() => both?.close(), 60_000);

const client = (role: 'system' | 'officer' | 'operator' | 'auditor') => ['--client', both.xandria.installed.client(role)];

/** A real receipt of Borelia with another signature, brought to Xandria over the connection of Borelia's gateway. */
async function forgeReceipt(): Promise<string> {
  const api = await both.xandria.client('system');
  const document = { recipient: both.borelia.installed.authority.id, lane: 'urgent', subject: 'asunto inventado' };
  const { messageId } = await api.submit({ document, files: await inventedFiles(), idempotencyKey: 'alarma-1' });
  const receipts = () => api.receipts(messageId, { event: 'RelayAcceptance' }).catch(() => []);
  await eventually('B.1 is back', async () => (await receipts()).length > 0);
  const [receipt] = await receipts();
  await api.close();
  const { signature, ...rest } = JSON.parse(receipt?.evidence ?? '') as { signature: string };
  const evidence = JSON.stringify({ ...rest, signature: `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}` });
  expect(await bring(evidence, receipt?.salt ?? '')).toBe('signature-invalid');
  return evidence;
}

async function bring(evidence: string, salt: string): Promise<string | undefined> {
  const { pki } = both.installation;
  const credentials = credentialsIn(pki.authority(both.borelia.installed.authority.id).role('tls'), [
    readFileSync(pki.root.certificate, 'utf8'),
  ]);
  const configuration = await readFile(both.xandria.installed.configuration, 'utf8');
  const { port } = (JSON.parse(configuration) as { listeners: { peer: { port: number } } }).listeners.peer;
  const answer = await rawRequest(port, credentials, {
    method: 'POST',
    path: '/peer/v1/evidence',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ evidence, salt }),
  });
  return answer.code;
}

const openIn = async () => {
  const [ready, metrics] = await Promise.all(
    ['health/ready', 'metrics'].map(async (path) => (await fetch(`${both.xandria.installed.management}/${path}`)).text()),
  );
  const { alarms = [] } = JSON.parse(ready ?? '') as { alarms?: { code: string }[] };
  return [alarms.map(({ code }) => code), Number(/^valija_open_alarms (\d+)$/m.exec(metrics ?? '')?.[1])];
};
const listed = async (...options: string[]) =>
  (JSON.parse((await valija(['alarms', '--json', ...options, ...client('auditor')])).stdout) as { alarms: AlarmAnswer[] }).alarms;

describe('valija alarms', () => {
  let id: string;

  it('lists a forged receipt in words, while readiness and metrics count it', async () => {
    const { code, stdout, stderr } = await valija(['alarms', ...client('operator'), '--language', 'es']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^[0-9a-f]{32} {2}\S+ \S+ \S+ {2}signature-invalid {2}urn:valija:authority:xb-central$/m);
    expect(stdout).toContain('Nadie la ha atendido todavía.');
    const [alarm, ...more] = await listed();
    expect([alarm?.code, alarm?.proofs, more]).toEqual(['signature-invalid', 1, []]);
    id = alarm?.id ?? '';
    expect(await openIn()).toEqual([['signature-invalid'], 1]);
  });

  it('writes the proof: the receipt octet for octet, and who brought it', async () => {
    const file = join(work, 'alarma.json');
    const shown = await valija(['alarm', id, '--proof', file, '--json', ...client('auditor')]);
    expect([shown.code, JSON.parse(shown.stdout)]).toMatchObject([0, { id, files: [file] }]);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      format: 'valija-alarm-proof/1',
      code: 'signature-invalid',
      broughtBy: both.borelia.installed.authority.id,
      objects: [forged],
    });
    const again = await valija(['alarm', id, '--proof', file, ...client('auditor')]);
    expect([again.code, again.stdout]).toEqual([2, '']);
  });

  it('acknowledges with a note, for operators alone, and then nothing counts it any more', async () => {
    const acknowledge = (role: 'auditor' | 'operator', ...options: string[]) =>
      valija(['alarm', id, '--acknowledge', ...options, ...client(role), '--language', 'pt']);
    expect(await acknowledge('operator')).toMatchObject({ code: 2, stdout: '' });
    const refused = await acknowledge('auditor', '--note', 'x');
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('[actor-not-allowed]')]);
    const done = await acknowledge('operator', '--note', 'Esclarecido por telefone');
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(done.stdout).toMatch(/O que anotou \S+: Esclarecido por telefone\n/);
    expect([await listed(), await openIn()]).toEqual([[], [[], 0]]);
    const none = await valija(['alarms', ...client('operator'), '--language', 'fr']);
    expect(none.stdout).toBe('Aucune alarme ouverte.\n');
    expect(await listed('--all')).toMatchObject([{ id, proofs: 1, acknowledgedAt: expect.any(String) }]);
    const kept = await valija(['alarm', id, '--json', ...client('operator')]);
    expect(JSON.parse(kept.stdout)).toMatchObject({ acknowledgement: { note: 'Esclarecido por telefone' }, proofs: [{}] });
    const operations = await valija(['operations', 'list', '--action', 'alarm-acknowledged', '--json', ...client('auditor')]);
    expect(JSON.parse(operations.stdout).operations).toMatchObject([{ facts: { alarm: id, code: 'signature-invalid' } }]);
  });

  it('raises another one when the same is brought again', async () => {
    expect(await bring(forged, '0'.repeat(64))).toBe('signature-invalid');
    const [alarm, ...more] = await listed();
    expect([alarm?.earlier, more]).toEqual([id, []]);
    const shown = await valija(['alarm', alarm?.id ?? '', ...client('operator'), '--language', 'en']);
    expect(shown.stdout).toContain(`It has happened before: alarm ${id}.`);
  });

  it('answers as the description of the API says', async () => {
    const { pki } = both.installation;
    const send = (role: 'operator' | 'officer', path: string, body?: unknown) =>
      rawRequest(
        Number(new URL(both.xandria.installed.api).port),
        credentialsIn(pki.authority(both.xandria.installed.authority.id).client(role), [readFileSync(pki.root.certificate, 'utf8')]),
        {
          method: body === undefined ? 'GET' : 'POST',
          path: `/api/v1${path}`,
          ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
        },
      );
    expectDescribed('listAlarms', await send('operator', '/alarms?all=true&limit=1'));
    expectDescribed('listAlarms', await send('officer', '/alarms'));
    expectDescribed('showAlarm', await send('operator', `/alarms/${id}`));
    expectDescribed('showAlarm', await send('operator', `/alarms/${'0'.repeat(32)}`));
    expectDescribed('acknowledgeAlarm', await send('operator', `/alarms/${id}/acknowledge`, { note: 'otra vez' }));
    expectDescribed('acknowledgeAlarm', await send('operator', `/alarms/${id}/acknowledge`, { note: '' }));
  });
});

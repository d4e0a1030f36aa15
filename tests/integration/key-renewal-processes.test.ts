import { randomUUID } from 'node:crypto';
import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CERTIFIED_ROLES, type CertifiedRole } from '../../certs-dev/layout.ts';
import { activateNext, issueNext } from '../../certs-dev/renew.ts';
import type { ApiClient } from '../../compose/api-client/client.ts';
import { renewDirectory } from '../../compose/development/installation.ts';
import { verifyFile } from '../../compose/verification/verify-file.ts';
import { eventually } from '../support/eventually.ts';
import { exportPkcs12 } from '../support/pkcs12.ts';
import { collect, type GatewayProcess, inventedFiles, startTwoAuthorities, type TwoAuthorities } from '../support/two-authorities.ts';

/** Two gateways as processes, busy in both directions while every key of both is renewed, one after the other, without a restart. */
let both: TwoAuthorities;
const clients = new Map<GatewayProcess, ApiClient>();

beforeAll(async () => {
  both = await startTwoAuthorities();
  for (const gateway of [both.xandria, both.borelia]) clients.set(gateway, await gateway.client('officer'));
}, 120_000);

afterAll(async () => {
  await Promise.all([...clients.values()].map((client) => client.close()));
  await both?.close();
}, 60_000);

interface Sent {
  messageId: string;
  from: GatewayProcess;
  to: GatewayProcess;
}

const clientOf = (gateway: GatewayProcess): ApiClient => clients.get(gateway) as ApiClient;

async function submit(from: GatewayProcess, to: GatewayProcess): Promise<Sent> {
  const document = { recipient: to.installed.authority.id, lane: 'urgent' as const, subject: 'asunto inventado' };
  const { messageId } = await clientOf(from).submit({ document, files: await inventedFiles(), idempotencyKey: randomUUID() });
  return { messageId, from, to };
}

/** Lines of the log about renewed keys, each with its roles. */
async function renewals(gateway: GatewayProcess): Promise<string[][]> {
  const lines = (await gateway.log()).split('\n').filter((line) => line.includes('"event":"keys-renewed"'));
  return lines.map((line) => (JSON.parse(line) as { roles: string[] }).roles);
}

/** SIGHUP, and waits until the gateway has said that its keys are in use. */
async function hangUp(gateway: GatewayProcess): Promise<string[]> {
  const before = (await renewals(gateway)).length;
  gateway.hangUp();
  await eventually('the keys are renewed', async () => (await renewals(gateway)).length > before);
  return (await renewals(gateway)).at(-1) ?? [];
}

/** As docs/operations-keys.md has it. */
async function rotate(gateway: GatewayProcess, role: CertifiedRole): Promise<void> {
  const place = { directory: both.installation.pki.directory, id: gateway.installed.authority.id, role };
  await issueNext({ ...place, now: new Date() });
  expect(await hangUp(gateway)).toEqual(role === 'encryption' ? ['encryption'] : []);
  await renewDirectory(both.installation, new Date());
  for (const each of [both.xandria, both.borelia]) expect(await hangUp(each)).toEqual([]);
  await activateNext(place);
  expect(await hangUp(gateway)).toEqual([role]);
}

async function metric(gateway: GatewayProcess, name: string): Promise<number> {
  const text = await (await fetch(`${gateway.installed.management}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}

describe('every key of two busy gateways', () => {
  it('is renewed, no message is lost, and every bundle proves its whole way', async () => {
    const sent: Sent[] = [];
    for (const role of CERTIFIED_ROLES) {
      for (const gateway of [both.xandria, both.borelia]) {
        sent.push(await submit(both.xandria, both.borelia), await submit(both.borelia, both.xandria));
        await rotate(gateway, role);
      }
    }
    sent.push(await submit(both.xandria, both.borelia), await submit(both.borelia, both.xandria));
    for (const { messageId, to } of sent) {
      let packageDigest = '';
      await eventually(`${messageId} is consigned`, async () => {
        const message = await clientOf(to)
          .show(messageId)
          .catch(() => undefined);
        packageDigest = message?.packageDigest ?? '';
        return message?.state === 'consigned';
      });
      await clientOf(to).handOver(messageId, packageDigest);
    }
    const bundle = join(both.folder, 'bundle.zip');
    for (const { messageId, from } of sent) {
      await eventually(`the bundle of ${messageId} proves everything`, async () => {
        await writeFile(bundle, await collect((await clientOf(from).download(messageId, 'bundle')).body));
        return (await verifyFile({ file: bundle, trust: both.installation.trust, at: new Date() })).verdict === 'PASSED';
      });
      const { evidence, conflicts } = await clientOf(from).show(messageId);
      expect([evidence.length, conflicts]).toEqual([4, []]);
    }
    for (const gateway of [both.xandria, both.borelia]) {
      expect(await metric(gateway, 'valija_dead_letters')).toBe(0);
      expect(await metric(gateway, 'valija_open_alarms')).toBe(0);
      expect(await gateway.log()).not.toContain('keys-not-renewed');
      for (const role of CERTIFIED_ROLES) {
        expect(await metric(gateway, `valija_certificate_expiry_timestamp_seconds\\{role="${role}"\\}`)).toBeGreaterThan(
          Date.now() / 1_000,
        );
      }
    }
  }, 180_000);

  it.each<[string, readonly string[]]>([
    ['of today', []],
    ['of former days', ['-legacy']],
  ])(
    'can move to a PKCS#12 file %s',
    async (_name, more) => {
      const gateway = more.length === 0 ? both.xandria : both.borelia;
      const { keys, role } = both.installation.pki.authority(gateway.installed.authority.id);
      for (const name of CERTIFIED_ROLES) {
        const { key: keyFile, certificate: certificateFile } = role(name);
        const out = join(keys, `${name}.p12`);
        await exportPkcs12({ keyFile, certificateFile, password: `contraseña de ${name}`, out, more });
        await chmod(out, 0o600);
        await rename(`${out}.pass`, join(keys, `${name}.password`));
        await Promise.all([rm(keyFile), rm(certificateFile)]);
      }
      expect(await hangUp(gateway)).toEqual([]);
      const { messageId } = await submit(both.xandria, both.borelia);
      await eventually('the message goes its way', async () => (await clientOf(both.xandria).show(messageId)).state === 'consigned');
      expect(await gateway.log()).not.toContain('contraseña');
    },
    60_000,
  );

  it('and a key that is missing changes nothing but an alarm', async () => {
    const key = both.installation.pki.authority(both.xandria.installed.authority.id).role('evidence').key.replace('.key.pem', '.p12');
    await rm(key);
    both.xandria.hangUp();
    await eventually('the gateway says so', async () => (await metric(both.xandria, 'valija_open_alarms')) === 1);
    expect(await both.xandria.log()).toMatch(/"event":"keys-not-renewed".*"code":"key-file-missing"/);
    const { messageId } = await submit(both.xandria, both.borelia);
    await eventually('the message goes its way', async () => (await clientOf(both.xandria).show(messageId)).state === 'consigned');
  }, 60_000);
});

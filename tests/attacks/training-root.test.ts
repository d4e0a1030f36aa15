import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CERTIFIED_ROLES } from '../../certs-dev/layout.ts';
import { openApiClient, readClientConfiguration } from '../../compose/api-client/client-configuration.ts';
import { ChildProcesses, waitUntilReady } from '../../compose/demo/child-processes.ts';
import { BORELIA, XANDRIA } from '../../compose/development/authorities.ts';
import { type Installation, type InstalledGateway, publishDirectory } from '../../compose/development/installation.ts';
import { createDevelopmentInstallation } from '../../compose/development/two-authorities.ts';
import type { DirectoryDocument } from '../../gateway/contracts/directory.ts';
import { inventedFiles } from '../support/two-authorities.ts';

/**
 * A directory of real authorities lists an authority of an installation for training by mistake: its address, its certificates, and even, against
 * what it is, that it is real. The roots are others, so that nothing goes across: no connection, no seal, no certificate.
 */
let folder: string;
let real: Installation;
let training: Installation;
let xandria: InstalledGateway;
const children = new ChildProcesses();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-training-root-'));
  const settings = { gateway: () => ({ settings: { pullInterval: '200ms', listenFirst: '1s' } }) };
  real = await createDevelopmentInstallation(join(folder, 'real'), settings);
  training = await createDevelopmentInstallation(join(folder, 'training'), { ...settings, environment: 'training' });
  const [first] = real.gateways;
  const borelia = training.gateways[1];
  if (first === undefined || borelia === undefined) throw new Error('two gateways expected');
  xandria = first;
  await listByMistake();
  await mkdir(join(folder, 'logs'));
  const log = (name: string) => join(folder, 'logs', name);
  children.start('tsa', ['tsa', '--config', real.timestampAuthority], log('tsa.log'));
  children.start('xandria', ['gateway', '--config', xandria.configuration], log('xandria.log'));
  children.start('borelia', ['gateway', '--config', borelia.configuration], log('borelia.log'));
  await Promise.all([xandria, borelia].map(({ management }) => waitUntilReady(management, children, 60_000)));
}, 180_000);

afterAll(async () => {
  await children.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

/** The directory of the real ones, signed anew, with the training authority in the place of the real one. */
async function listByMistake(): Promise<void> {
  const read = async ({ directory }: Installation) => JSON.parse(await readFile(directory, 'utf8')) as DirectoryDocument;
  const [ours, theirs] = [await read(real), await read(training)];
  const wrong = theirs.authorities.find(({ identifier }) => identifier === BORELIA.id);
  if (wrong?.profile === undefined) throw new Error('the training authority has a profile');
  const pretended = { ...wrong, profile: { ...wrong.profile, environment: 'production' as const } };
  const authorities = ours.authorities.map((record) => (record.identifier === BORELIA.id ? pretended : record));
  await publishDirectory(real.folder, real.pki, { ...ours, version: ours.version + 1, authorities }, new Date());
}

it('has a root that says what it is for, under which nothing of the other verifies, nor the other way round', () => {
  const openssl = (...args: string[]) => spawnSync('openssl', args);
  const subjectOf = ({ pki }: Installation) => openssl('x509', '-noout', '-subject', '-in', pki.root.certificate).stdout.toString();
  expect([subjectOf(training).includes('TRAINING'), subjectOf(real).includes('TRAINING')]).toEqual([true, false]);
  for (const [own, other] of [
    [real, training],
    [training, real],
  ] as const) {
    const files = CERTIFIED_ROLES.map((role) => own.pki.authority(BORELIA.id).role(role).certificate);
    for (const file of [...files, own.pki.timestamp.certificate, own.pki.directorySigner.certificate]) {
      const under = ({ pki }: Installation) =>
        openssl('verify', '-CAfile', pki.root.certificate, '-untrusted', own.pki.issuing.certificate, file).status;
      expect([under(own), under(other) === 0]).toEqual([0, false]);
    }
  }
});

it.each([
  ['training', 'a real one', () => training, BORELIA, () => real],
  ['the real one', 'one for training', () => real, XANDRIA, () => training],
] as const)('a gateway of %s takes no connection from %s', async (_whose, _from, listening, { id }, calling) => {
  const { hostname: host, port } = new URL(await endpointOf(listening(), id));
  const { key, certificate } = calling().pki.authority(id).role('tls');
  const ended = Promise.withResolvers<string>();
  // It looks away itself: the other side must not.
  const identity = { key: await readFile(key), cert: await readFile(certificate), rejectUnauthorized: false };
  const socket = connect({ host, port: Number(port), ...identity });
  socket.on('secureConnect', () => socket.write('GET /peer/v1/messages?after=0 HTTP/1.1\r\nhost: x\r\n\r\n'));
  socket.on('data', (answer) => ended.resolve(answer.toString('utf8').slice(0, 12)));
  socket.on('error', () => ended.resolve('cut off'));
  socket.on('close', () => ended.resolve('cut off'));
  expect(await ended.promise).toBe('cut off');
  socket.destroy();
});

async function endpointOf({ directory }: Installation, authority: string): Promise<string> {
  const { authorities } = JSON.parse(await readFile(directory, 'utf8')) as DirectoryDocument;
  return authorities.find(({ identifier }) => identifier === authority)?.endpoints[0]?.url ?? '';
}

it('lets no message out to it: it is never sealed to a certificate under the other root', async () => {
  const client = await openApiClient(await readClientConfiguration(xandria.client('system')), 'en');
  const { messageId } = await client.submit({
    document: { recipient: BORELIA.id, lane: 'urgent' },
    files: await inventedFiles(),
    idempotencyKey: 'mistake',
  });
  for (let count = 0; count < 100; count += 1) {
    const shown = await client.show(messageId, 'outbound');
    if (shown.terminal || shown.pending.some(({ attempts }) => attempts > 1)) break;
    await sleep(200);
  }
  const { state, evidence, sealedDigest, pending } = await client.show(messageId, 'outbound');
  await client.close();
  expect({ state, evidence, sealedDigest }).toEqual({ state: 'submitted', evidence: [], sealedDigest: undefined });
  expect(pending.map(({ kind, lastError }) => [kind, lastError === undefined])).toEqual([['prepare', false]]);
}, 60_000);

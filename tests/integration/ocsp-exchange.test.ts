import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { revokeCertificate } from '../../certs-dev/revoke.ts';
import type { ApiClient } from '../../compose/api-client/client.ts';
import { freePorts } from '../../compose/development/free-ports.ts';
import { startStatusService } from '../../compose/development/start-status-service.ts';
import { verifyFile } from '../../compose/verification/verify-file.ts';
import { parseOcspResponse } from '../../crypto/x509/ocsp-response.ts';
import { parsePemCertificates } from '../../crypto/x509/pem.ts';
import type { OcspServer } from '../../services/ocsp/server.ts';
import { eventually } from '../support/eventually.ts';
import { collect, inventedFiles, startTwoAuthorities, type TwoAuthorities } from '../support/two-authorities.ts';

/** Two gateways that have no revocation list at all, only a responder. */
let both: TwoAuthorities;
let service: OcspServer;
let sender: ApiClient;
let recipient: ApiClient;

beforeAll(async () => {
  const [port = 0] = await freePorts(1);
  const issuers = ['root', 'issuing'].map((name) => join('..', 'pki', 'ca', `${name}.crt.pem`));
  const responders = [{ url: `http://127.0.0.1:${port}/ocsp`, issuers, nonce: 'required' }];
  both = await startTwoAuthorities({
    gateway: () => ({ revocation: { responders, interval: '200ms', maximumAge: '1s' } }),
    prepare: async ({ pki }) => {
      service = await startStatusService({ directory: pki.directory, host: '127.0.0.1', port, now: () => new Date() });
    },
  });
  [sender, recipient] = await Promise.all([both.xandria.client('system'), both.borelia.client('officer')]);
}, 120_000);
afterAll(async () => {
  await Promise.all([sender?.close(), recipient?.close()]);
  await both?.close();
  await service?.close();
});

/** Waits until there is something, and gives it. */
async function found<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const seen: T[] = [];
  await eventually(what, async () => {
    const value = await look();
    if (value !== undefined) seen.push(value);
    return value !== undefined;
  });
  return seen[0] as T;
}

const reaches = (client: ApiClient, messageId: string, state: string) =>
  found(`${messageId} is ${state}`, async () => {
    const message = await client.show(messageId).catch(() => undefined);
    return message?.state === state ? message : undefined;
  });

async function submitted(): Promise<string> {
  const document = { recipient: both.borelia.installed.authority.id, lane: 'urgent', subject: 'asunto inventado' } as const;
  const { messageId } = await sender.submit({ document, files: await inventedFiles(), idempotencyKey: randomUUID() });
  return messageId;
}

async function exchanged(): Promise<string> {
  const messageId = await submitted();
  const consigned = await reaches(recipient, messageId, 'consigned');
  await recipient.handOver(messageId, consigned.packageDigest ?? '');
  await reaches(sender, messageId, 'handed-over');
  return messageId;
}

async function bundleOf(client: ApiClient, messageId: string, name: string): Promise<string> {
  const file = join(both.folder, name);
  await writeFile(file, await collect((await client.download(messageId, 'bundle')).body));
  return file;
}

const verdictOf = async (file: string, at = new Date()) => (await verifyFile({ file, trust: both.installation.trust, at })).verdict;

function entries(bundle: string): string[] {
  return spawnSync('unzip', ['-Z1', bundle]).stdout.toString().trim().split('\n');
}

const entry = (bundle: string, path: string): Buffer => spawnSync('unzip', ['-p', bundle, path]).stdout;

async function roleCertificate(authority: string, role: 'evidence' | 'seal') {
  const path = both.installation.pki.authority(authority).role(role).certificate;
  const [certificate] = parsePemCertificates(await readFile(path, 'utf8'));
  if (certificate === undefined) throw new Error(`${path} is empty`);
  return certificate;
}

describe('gateways with a responder alone', () => {
  it('exchange a request, and each bundle proves it with the responses that were relied on', async () => {
    const messageId = await exchanged();
    for (const [client, name] of [
      [sender, 'sender.zip'],
      [recipient, 'recipient.zip'],
    ] as const) {
      const bundle = await found('the bundle proves everything', async () => {
        const file = await bundleOf(client, messageId, name);
        return (await verdictOf(file)) === 'PASSED' ? file : undefined;
      });
      const revocation = entries(bundle).filter((path) => path.startsWith('revocation/'));
      expect(revocation.every((path) => path.endsWith('.ocsp'))).toBe(true);
      const answered = revocation.flatMap((path) =>
        parseOcspResponse(entry(bundle, path)).answers.map(({ certificateId }) => certificateId.serialHex),
      );
      for (const { authority, role } of [
        { authority: both.xandria.installed.authority.id, role: 'seal' },
        { authority: both.xandria.installed.authority.id, role: 'evidence' },
        { authority: both.borelia.installed.authority.id, role: 'evidence' },
      ] as const)
        expect(answered).toContain((await roleCertificate(authority, role)).serialHex);
      // Long after the responses became stale they still prove what was so at the time.
      expect(await verdictOf(bundle, new Date(Date.now() + 300 * 86_400_000))).toBe('PASSED');
    }
  });

  it('take no receipt of a certificate that the responder calls revoked, and bundles asked for later say so', async () => {
    const messageId = await exchanged();
    const before = await found('the bundle proves everything', async () => {
      const file = await bundleOf(sender, messageId, 'before.zip');
      return (await verdictOf(file)) === 'PASSED' ? file : undefined;
    });
    const revoked = await roleCertificate(both.borelia.installed.authority.id, 'evidence');
    // Times of signing and of revocation have whole seconds; in the same second the signature would count as made too late.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await revokeCertificate({
      directory: both.installation.pki.directory,
      serialHex: revoked.serialHex,
      now: new Date(),
      reason: 'keyCompromise',
    });
    const after = await found('the bundle tells of the revocation', async () => {
      const file = await bundleOf(sender, messageId, 'after.zip');
      const told = entries(file)
        .filter((path) => path.endsWith('.ocsp'))
        .flatMap((path) => parseOcspResponse(entry(file, path)).answers)
        .some(({ certificateId, status }) => certificateId.serialHex === revoked.serialHex && status === 'revoked');
      return told ? file : undefined;
    });
    // What was signed before is not undone where the logs prove its time; nothing about it can be FAILED.
    expect(await verdictOf(after)).not.toBe('FAILED');
    expect(await verdictOf(before)).toBe('PASSED');

    // The delivery arrives; the receipts of the revoked key are not believed.
    const next = await submitted();
    await reaches(recipient, next, 'consigned');
    const { evidence } = await sender.show(next);
    expect(evidence.map(({ issuer }) => issuer)).toEqual([both.xandria.installed.authority.id]);
  });
});

import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MessageAnswer } from '../../compose/api-client/answers.ts';
import type { ApiClient } from '../../compose/api-client/client.ts';
import { verifyFile } from '../../compose/verification/verify-file.ts';
import { eventually } from '../support/eventually.ts';
import { collect, inventedFiles, startTwoAuthorities, type TwoAuthorities } from '../support/two-authorities.ts';
import { opensslVerdict } from '../unit/cms/support.ts';
import { pdfsigVerdicts } from '../unit/pades/support.ts';

/**
 * An authority with P-256 keys, and one whose national PKI knows nothing but RSA: its own keys and those of whoever issues
 * certificates, time-stamps and the directory. It seals with PKCS#1 v1.5 and signs headers and receipts with PSS.
 */
const SIGNATURES = { seal: 'RS256', envelope: 'PS256', evidence: 'PS384' };

let both: TwoAuthorities;
let folder: string;
let xandria: ApiClient;
let borelia: ApiClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-rsa-'));
  both = await startTwoAuthorities({ keys: { borelia: { keys: 'rsa', signatures: SIGNATURES }, issuing: 'rsa' } });
  xandria = await both.xandria.client('officer');
  borelia = await both.borelia.client('officer');
}, 180_000);

afterAll(async () => {
  await Promise.all([xandria?.close(), borelia?.close()]);
  await both?.close();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

async function reaches(client: ApiClient, messageId: string, state: string): Promise<MessageAnswer> {
  let message: MessageAnswer | undefined;
  await eventually(`${messageId} is ${state}`, async () => {
    message = await client.show(messageId).catch(() => undefined);
    return message?.state === state;
  });
  return message as MessageAnswer;
}

/** A whole exchange; the package, the bundle of the sender and the receipts as both sides show them. */
async function exchange(from: ApiClient, to: ApiClient, recipient: string) {
  const document = { recipient, lane: 'urgent' as const, subject: 'asunto inventado', signLetter: true };
  const { messageId } = await from.submit({ document, files: await inventedFiles(), idempotencyKey: randomUUID() });
  const consigned = await reaches(to, messageId, 'consigned');
  const container = join(folder, `${messageId}.asice`);
  await writeFile(container, await collect((await to.download(messageId, 'package')).body));
  const letter = join(folder, `${messageId}.pdf`);
  await writeFile(letter, await collect((await to.download(messageId, 'files/0')).body));
  await to.handOver(messageId, consigned.packageDigest ?? '');
  const sent = await reaches(from, messageId, 'handed-over');
  const bundle = join(folder, `${messageId}.zip`);
  await eventually('the bundle proves everything', async () => {
    await writeFile(bundle, await collect((await from.download(messageId, 'bundle')).body));
    return (await verifyFile({ file: bundle, trust: both.installation.trust, at: new Date() })).verdict === 'PASSED';
  });
  return { sent, received: await reaches(to, messageId, 'handed-over'), container, bundle, letter };
}

const part = (file: string, name: string): Buffer => spawnSync('unzip', ['-p', file, name], { maxBuffer: 16 * 1024 * 1024 }).stdout;

const algorithmOf = (jws: string): unknown => {
  const { protected: encoded } = JSON.parse(jws) as { protected: string };
  return (JSON.parse(Buffer.from(encoded, 'base64url').toString()) as { alg: unknown }).alg;
};

/** What openssl says of the seal, and what it says of the algorithm. */
async function sealOf(container: string): Promise<{ accepted: boolean; algorithms: string }> {
  const [signature, manifest] = [join(folder, 'seal.p7s'), join(folder, 'manifest.xml')];
  await writeFile(signature, part(container, 'META-INF/signature001.p7s'));
  await writeFile(manifest, part(container, 'META-INF/ASiCManifest001.xml'));
  const root = both.installation.pki.root.certificate;
  const input = ['-inform', 'DER', '-in', signature];
  const { accepted } = await opensslVerdict(
    'cms',
    '-verify',
    '-cades',
    ...input,
    '-binary',
    '-content',
    manifest,
    '-CAfile',
    root,
    '-out',
    '/dev/null',
  );
  const { output } = await opensslVerdict('cms', '-cmsout', '-print', '-noout', ...input);
  return { accepted, algorithms: output };
}

const EVENTS = ['SubmissionAcceptance', 'RelayAcceptance', 'ContentConsignment', 'ContentHandover'];

describe('an authority with P-256 and one with RSA alone', () => {
  it('exchange a request from P-256 to RSA', async () => {
    const { sent, received, container } = await exchange(xandria, borelia, both.borelia.installed.authority.id);
    expect(sent.evidence.map(({ event }) => event)).toEqual(EVENTS);
    expect(received.evidence.map(({ evidenceDigest }) => evidenceDigest)).toEqual(
      sent.evidence.map(({ evidenceDigest }) => evidenceDigest),
    );
    expect(sent.evidence.map(({ evidence }) => algorithmOf(evidence))).toEqual(['ES256', 'PS384', 'PS384', 'PS384']);
    expect((await sealOf(container)).accepted).toBe(true);
  }, 60_000);

  it('exchange a request from RSA to P-256', async () => {
    const { sent, received, container, bundle } = await exchange(borelia, xandria, both.xandria.installed.authority.id);
    expect(sent.evidence.map(({ event }) => event)).toEqual(EVENTS);
    expect(received.evidence.map(({ evidenceDigest }) => evidenceDigest)).toEqual(
      sent.evidence.map(({ evidenceDigest }) => evidenceDigest),
    );
    expect(sent.evidence.map(({ evidence }) => algorithmOf(evidence))).toEqual(['PS384', 'ES256', 'ES256', 'ES256']);
    expect(algorithmOf(part(bundle, 'envelopes/*').toString())).toBe('PS256');
    const seal = await sealOf(container);
    expect(seal.accepted).toBe(true);
    expect(seal.algorithms).toMatch(/signatureAlgorithm:\s+algorithm: sha256WithRSAEncryption/);
  }, 60_000);

  it('and what the one with RSA sealed is judged offline: package and letter', async () => {
    const { container, letter } = await exchange(borelia, xandria, both.xandria.installed.authority.id);
    const { trust, pki } = both.installation;
    const revocation = ['root.crl', 'issuing.crl'].map((name) => join(pki.revocationLists, name));
    expect((await verifyFile({ file: container, trust, revocation, at: new Date() })).verdict).toBe('PASSED');
    expect((await verifyFile({ file: letter, trust, revocation, at: new Date() })).verdict).toBe('PASSED');
    expect(pdfsigVerdicts(await readFile(letter))).toEqual(['Signature is Valid.']);
    const bytes = await readFile(container);
    const middle = Math.floor(bytes.length / 2);
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
    await writeFile(container, bytes);
    expect((await verifyFile({ file: container, trust, revocation, at: new Date() })).verdict).toBe('FAILED');
  }, 60_000);
});

import { createHash } from 'node:crypto';
import { copyFile, cp, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { activateNext, issueNext } from '../../certs-dev/renew.ts';
import { createKeyRenewal, type KeyRenewal } from '../../compose/gateway/renew-keys.ts';
import type { Logger } from '../../compose/process/logger.ts';
import { parsePemCertificates } from '../../crypto/x509/pem.ts';
import type { CertificateRole } from '../../gateway/contracts/directory.ts';
import { submitMessage } from '../../gateway/outbound/submit.ts';
import { runJob } from '../../gateway/work.ts';
import { messageKey } from '../../store/contracts/records.ts';
import { certificateRecord, createGatewayFixture, type FixtureGateway, type GatewayFixture } from '../support/gateway-fixture.ts';
import { type PeerServer, startPeerServer } from '../support/peer-server.ts';
import { submission } from '../support/submissions.ts';

let fixture: GatewayFixture;
let gateway: FixtureGateway;
let server: PeerServer;
let renewal: KeyRenewal;
let keys: string;
/** What the renewal told its operator. */
let told: Record<string, unknown>[];

beforeAll(async () => {
  fixture = await createGatewayFixture({ settings: { listenFirst: 0 } });
  gateway = fixture.recipient;
  server = await startPeerServer(fixture, gateway);
  keys = fixture.pki.authority(gateway.identifier).keys;
}, 60_000);
afterAll(async () => {
  await server.stop();
  await fixture.close();
});
beforeEach(() => {
  told = [];
  const tell = (line: Record<string, unknown>) => told.push(line);
  const { dependencies, anchorsPem: anchors } = gateway;
  const servers = { renewCredentials: ({ peer }: { peer?: Parameters<PeerServer['renewTls']>[0] }) => peer && server.renewTls(peer) };
  renewal = createKeyRenewal({
    dependencies,
    keys: gateway.keys,
    anchors,
    servers,
    logger: { info: tell, error: tell } as unknown as Logger,
  });
});

const placeOf = (role: CertificateRole) => ({ directory: fixture.pki.directory, id: gateway.identifier, role });

/** The next key of a role, in the folder and, unless said otherwise, in the directory. */
async function announce(role: CertificateRole, inDirectory = true): Promise<string> {
  const { certificate } = await issueNext({ ...placeOf(role), now: new Date() });
  if (inDirectory) await list(role, certificate);
  return certificate;
}

async function list(role: CertificateRole, file: string): Promise<void> {
  const record = await certificateRecord(role, file);
  await fixture.changeDirectory((authorities) => authorities.get(gateway.identifier)?.certificates.push(record));
}

/** Names the key of a TLS certificate in the address of the gateway, beside those that are there. */
async function pin(file: string): Promise<void> {
  const [certificate] = parsePemCertificates(await readFile(file, 'utf8'));
  await fixture.changeDirectory((authorities) => {
    for (const { pins } of authorities.get(gateway.identifier)?.endpoints ?? []) pins.push(certificate?.spkiSha256.toString('hex') ?? '');
  });
}

const inUse = (): string[] => (['seal', 'envelope', 'evidence'] as const).map((role) => gateway.keys.signer(role).certificate.fingerprint);

async function alarms(): Promise<string[]> {
  const rows = await gateway.dependencies.ledger.list('alarms', { index: 'open', equals: 'open', limit: 10 });
  return rows.map(({ value }) => value.code);
}

/** Fingerprint of the certificate that the peer API shows to a connection made now. */
async function shown(): Promise<string> {
  const { key, certificateChain } = fixture.sender.keys.tls();
  const socket: TLSSocket = connect({
    port: server.port,
    host: '127.0.0.1',
    servername: 'localhost',
    key,
    cert: certificateChain,
    ca: [...gateway.anchorsPem],
  });
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  const fingerprint = createHash('sha256')
    .update(socket.getPeerX509Certificate()?.raw ?? '')
    .digest('hex');
  socket.destroy();
  return fingerprint;
}

/** Does harm to the folder, and mends it again afterwards. */
async function harmed(harm: () => Promise<unknown>, act: () => Promise<void>): Promise<void> {
  const kept = join(fixture.folder, 'kept');
  await cp(keys, kept, { recursive: true, preserveTimestamps: true });
  try {
    await harm();
    await act();
  } finally {
    await rm(keys, { recursive: true });
    await rename(kept, keys);
  }
}

const HARMS: readonly (readonly [string, string, () => Promise<unknown>])[] = [
  ['a key that cannot be read', 'key-file-malformed', () => writeFile(join(keys, 'evidence.key.pem'), 'nothing', { mode: 0o600 })],
  ['a key without its certificate', 'key-mismatch', () => copyFile(join(keys, 'evidence.key.pem'), join(keys, 'seal.key.pem'))],
  ['no key at all', 'key-file-missing', () => rm(join(keys, 'tls.key.pem'))],
  [
    'one key in two roles',
    'key-in-two-roles',
    async () => {
      for (const kind of ['key', 'crt']) await copyFile(join(keys, `seal.${kind}.pem`), join(keys, `evidence.${kind}.pem`));
    },
  ],
  [
    'another key of the log',
    'log-key-changed',
    () => copyFile(join(keys, 'witness.key.pem'), join(keys, 'log.key.pem')).then(() => rm(join(keys, 'witness.key.pem'))),
  ],
];

describe('keys that cannot be taken into use', () => {
  it.each(HARMS)('%s: those of before stay in use, and an alarm tells %s', async (_name, code, harm) => {
    const [before, tls] = [inUse(), await shown()];
    await harmed(harm, async () => {
      expect(await renewal.renew('signal')).toBe(false);
      expect([inUse(), await shown()]).toEqual([before, tls]);
      expect(told).toMatchObject([{ event: 'keys-not-renewed', error: { code } }]);
      expect(await alarms()).toEqual(['keys-not-renewed']);
      expect(gateway.events.at(-1)).toEqual({ name: 'key-renewal-failed', code });
    });
    expect(await renewal.renew('signal')).toBe(true);
    expect(await alarms()).toEqual([]);
  });

  it('a certificate that the directory does not list yet: taken as soon as it does, and nothing of it before', async () => {
    const before = inUse();
    const file = await announce('evidence', false);
    await announce('seal');
    for (const role of ['evidence', 'seal'] as const) await activateNext(placeOf(role));
    expect(await renewal.renew('signal')).toBe(false);
    expect(told).toMatchObject([{ event: 'keys-not-renewed', error: { code: 'own-certificate-missing' } }]);
    expect(inUse()).toEqual(before);
    await renewal.look();
    expect(inUse()).toEqual(before);
    await list('evidence', file.replace('.next', ''));
    await renewal.look();
    expect(inUse()[1]).toBe(before[1]);
    expect([inUse()[0], inUse()[2]]).not.toEqual([before[0], before[2]]);
    expect(told.at(-1)).toEqual({ event: 'keys-renewed', reason: 'files-changed', roles: ['seal', 'evidence'] });
    expect(await alarms()).toEqual([]);
  });
});

describe('files that change', () => {
  it('are taken into use when they have stood still, not while they change', async () => {
    await announce('envelope');
    await renewal.look();
    await renewal.look();
    told = [];
    const before = inUse();
    await activateNext(placeOf('envelope'));
    await renewal.look();
    expect([told, inUse()]).toEqual([[], before]);
    await utimes(join(keys, 'envelope.crt.pem'), new Date(), new Date());
    await renewal.look();
    expect([told, inUse()]).toEqual([[], before]);
    await renewal.look();
    expect(told).toEqual([{ event: 'keys-renewed', reason: 'files-changed', roles: ['envelope'] }]);
    await renewal.look();
    expect(told.length).toBe(1);
  });

  it('and are bad are told once, not at every look', async () => {
    await harmed(
      () => writeFile(join(keys, 'seal.crt.pem'), 'nothing'),
      async () => {
        for (let looks = 0; looks < 5; looks += 1) await renewal.look();
        expect(told.map(({ event }) => event)).toEqual(['keys-not-renewed']);
      },
    );
    for (let looks = 0; looks < 3; looks += 1) await renewal.look();
    expect(told.map(({ event }) => event)).toEqual(['keys-not-renewed', 'keys-renewed']);
    expect(await readdir(keys)).not.toContain('kept');
  });
});

describe('TLS', () => {
  it('shows the next certificate to connections to come, without a new listener', async () => {
    const before = await shown();
    const file = await announce('tls');
    expect(await renewal.renew('signal')).toBe(true);
    expect(await shown()).toBe(before);
    await activateNext(placeOf('tls'));
    expect(await renewal.renew('signal')).toBe(false);
    expect([told.at(-1), await shown()]).toMatchObject([{ error: { code: 'own-certificate-missing' } }, before]);
    await pin(file.replace('.next', ''));
    expect(await renewal.renew('signal')).toBe(true);
    const after = await shown();
    expect(after).not.toBe(before);
    const [certificate] = (gateway.dependencies.directory.authority(gateway.identifier)?.certificates ?? [])
      .filter(({ role }) => role === 'tls')
      .slice(-1);
    expect(
      createHash('sha256')
        .update(Buffer.from(certificate?.certificate ?? '', 'base64'))
        .digest('hex'),
    ).toBe(after);
  });
});

describe('content sealed to a key that the directory announces before it is here', () => {
  it('is asked for again instead of refused, and opened when the key has come', async () => {
    const next = await announce('encryption');
    const files = ['key', 'crt'].map((kind) => next.replace('.crt.pem', `.${kind}.pem`));
    for (const file of files) await rename(file, `${file}.later`);
    const { messageId } = await submitMessage(fixture.sender.dependencies, await submission());
    expect(await step('prepare')).toBeUndefined();
    expect(await step('transmit')).toMatchObject({ code: 'peer-refused' });
    expect(server.refusals.at(-1)).toMatchObject({ code: 'own-certificate-missing' });
    expect(await gateway.dependencies.ledger.get('messages', messageKey('inbound', fixture.sender.identifier, messageId))).toBeUndefined();

    for (const file of files) await rename(`${file}.later`, file);
    expect(await renewal.renew('signal')).toBe(true);
    expect(await step('transmit')).toBeUndefined();
    const row = await fixture.sender.dependencies.ledger.get('messages', messageKey('outbound', fixture.sender.identifier, messageId));
    expect(row?.value).toMatchObject({ state: 'relayed', sealGeneration: 0 });
  });
});

describe('a package sealed with a key that stands in the directory since a moment ago', () => {
  it('is taken, although the directory was not read since', async () => {
    const { messageId } = await submitMessage(fixture.sender.dependencies, await submission());
    const place = { directory: fixture.pki.directory, id: fixture.sender.identifier, role: 'seal' as const };
    const { certificate } = await issueNext({ ...place, now: new Date() });
    const record = await certificateRecord('seal', certificate);
    const version = gateway.dependencies.directory.status().version;
    await activateNext(place);
    const { refresh } = gateway;
    gateway.refresh = async () => {};
    await fixture.changeDirectory((authorities) => authorities.get(fixture.sender.identifier)?.certificates.push(record));
    gateway.refresh = refresh;
    await fixture.sender.keys.renew(() => {});
    expect(gateway.dependencies.directory.status().version).toBe(version);

    expect([await step('prepare'), await step('transmit'), await step('open', gateway)]).toEqual([undefined, undefined, undefined]);
    const row = await gateway.dependencies.ledger.get('messages', messageKey('inbound', fixture.sender.identifier, messageId));
    expect(row?.value.state).toBe('consigned');
  });
});

/** The youngest job of that kind, and the error it ends with; its lease ends at once. */
async function step(kind: 'prepare' | 'transmit' | 'open', { dependencies } = fixture.sender): Promise<unknown> {
  const now = Date.now() + 1_000;
  const job = (await dependencies.ledger.outbox.due({ now, limit: 100 })).filter((due) => due.kind === kind).at(-1);
  const claimed = await dependencies.ledger.outbox.claim(job?.id ?? '', { now, milliseconds: 1 });
  if (claimed === undefined) throw new Error(`no job ${kind}`);
  return runJob(dependencies, claimed, new AbortController().signal).catch((error: unknown) => error);
}

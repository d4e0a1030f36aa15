import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DevelopmentAuthority, type DevelopmentPkiOptions, generateDevelopmentPki } from '../../../certs-dev/generate.ts';
import {
  CERTIFIED_ROLES,
  CLIENT_ROLES,
  type DevelopmentPkiPaths,
  developmentPkiPaths,
  folderNameOf,
  NOTE_ROLES,
} from '../../../certs-dev/layout.ts';
import { activateNext, issueNext } from '../../../certs-dev/renew.ts';
import { publishRevocationLists, revokeCertificate } from '../../../certs-dev/revoke.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import { createPathValidator, type PathReport } from '../../../crypto/x509/path.ts';
import { parsePemCertificates } from '../../../crypto/x509/pem.ts';
import { parseRevocationList, type RevocationList } from '../../../crypto/x509/revocation-list.ts';

const ES = 'urn:valija:test:es';
const PT = 'urn:valija:test:pt';
const AUTHORITIES = [
  { id: ES, name: { es: 'Autoridad central inventada de España' }, country: 'ES', hostnames: ['gateway.es.test', 'localhost'] },
  { id: PT, name: { pt: 'Autoridade central inventada' }, country: 'PT' },
];
// openssl verifies at the present moment, so this PKI is made now.
const NOW = new Date();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-pki-'));
});
afterAll(() => rm(folder, { recursive: true }));

let made = 0;
async function makePki(options: Partial<DevelopmentPkiOptions> = {}): Promise<DevelopmentPkiPaths> {
  made += 1;
  return generateDevelopmentPki({ directory: join(folder, `pki-${made}`), authorities: AUTHORITIES, now: NOW, ...options });
}

const readChain = async (path: string): Promise<Certificate[]> => parsePemCertificates(await readFile(path, 'utf8'));

const readLists = (pki: DevelopmentPkiPaths): Promise<RevocationList[]> =>
  Promise.all(['root', 'issuing'].map(async (name) => parseRevocationList(await readFile(join(pki.revocationLists, `${name}.crl`)))));

function certificateFiles(pki: DevelopmentPkiPaths): string[] {
  const ofAuthority = (id: string): string[] => [
    ...CERTIFIED_ROLES.map((role) => pki.authority(id).role(role).certificate),
    ...CLIENT_ROLES.map((role) => pki.authority(id).client(role).certificate),
  ];
  return [pki.timestamp.certificate, pki.directorySigner.certificate, ...ofAuthority(ES), ...ofAuthority(PT)];
}

/** What openssl says of a certificate, with every rule and both lists. */
function opensslVerify(
  pki: DevelopmentPkiPaths,
  file: string,
  changes: { issuing?: string; list?: string } = {},
): { accepted: boolean; output: string } {
  const { status, stdout, stderr } = spawnSync('openssl', [
    'verify',
    '-x509_strict',
    '-crl_check_all',
    ...['-CAfile', pki.root.certificate],
    ...['-untrusted', changes.issuing ?? pki.issuing.certificate],
    ...['-CRLfile', join(pki.revocationLists, 'root.crl.pem')],
    ...['-CRLfile', changes.list ?? join(pki.revocationLists, 'issuing.crl.pem')],
    file,
  ]);
  return { accepted: status === 0, output: `${stdout}${stderr}` };
}

/** The file with one byte of its (first) PEM block flipped near the end, where the signature is. */
async function flipped(path: string): Promise<string> {
  const text = await readFile(path, 'utf8');
  const label = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(text)?.[1] ?? '';
  const der = Buffer.from(/-----BEGIN[^\n]+\n([^-]+)-----END/.exec(text)?.[1] ?? '', 'base64');
  der[der.length - 3] = (der[der.length - 3] ?? 0) ^ 1;
  made += 1;
  const file = join(folder, `flipped-${made}.pem`);
  await writeFile(
    file,
    `-----BEGIN ${label}-----\n${(der.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END ${label}-----\n`,
  );
  return file;
}

async function ourVerdict(pki: DevelopmentPkiPaths, file: string, at = NOW): Promise<PathReport> {
  const [certificate, ...intermediates] = await readChain(file);
  if (certificate === undefined) throw new Error(`${file} is empty`);
  const validator = createPathValidator({ anchors: await readChain(pki.root.certificate) });
  return validator.validate({
    certificate,
    intermediates,
    at,
    revocationLists: await readLists(pki),
    required: {},
    revocation: 'required',
  });
}

describe('the development PKI', () => {
  let pki: DevelopmentPkiPaths;
  beforeAll(async () => {
    pki = await makePki();
  });

  it('is accepted by openssl under its strictest rules, and by us', async () => {
    for (const file of certificateFiles(pki)) {
      expect(opensslVerify(pki, file)).toMatchObject({ accepted: true });
      expect(await ourVerdict(pki, file)).toMatchObject({ verdict: 'PASSED', revocation: 'good' });
    }
  });

  it('is refused by openssl with one byte of certificate, issuer or list flipped', async () => {
    const file = pki.authority(ES).role('seal').certificate;
    expect(opensslVerify(pki, await flipped(file)).accepted).toBe(false);
    expect(opensslVerify(pki, file, { issuing: await flipped(pki.issuing.certificate) }).accepted).toBe(false);
    expect(opensslVerify(pki, file, { list: await flipped(join(pki.revocationLists, 'issuing.crl.pem')) }).accepted).toBe(false);
    expect(await ourVerdict(pki, await flipped(file))).toMatchObject({ verdict: 'INDETERMINATE', code: 'path-not-found' });
  });

  it('gives each role what it needs and nothing more', async () => {
    const usage = async (path: string): Promise<unknown> => {
      const [certificate] = await readChain(path);
      return [[...(certificate?.keyUsage ?? [])], certificate?.extendedKeyUsage, certificate?.extendedKeyUsageCritical];
    };
    const { role, client } = pki.authority(ES);
    const [serverAuth, clientAuth, timeStamping] = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.8'];
    for (const signing of ['seal', 'envelope', 'evidence'] as const) {
      expect(await usage(role(signing).certificate)).toEqual([['digitalSignature', 'nonRepudiation'], [], false]);
    }
    expect(await usage(role('encryption').certificate)).toEqual([['keyAgreement'], [], false]);
    expect(await usage(role('tls').certificate)).toEqual([['digitalSignature'], [serverAuth, clientAuth], false]);
    expect(await usage(client('officer').certificate)).toEqual([['digitalSignature'], [clientAuth], false]);
    expect(await usage(pki.timestamp.certificate)).toEqual([['digitalSignature'], [timeStamping], true]);
    expect(await usage(pki.directorySigner.certificate)).toEqual([['digitalSignature', 'nonRepudiation'], [], false]);
  });

  it('names the authority in every certificate, and where its gateway can be reached', async () => {
    const [tls] = await readChain(pki.authority(ES).role('tls').certificate);
    expect(tls?.subjectAltNames).toEqual([
      { type: 'dNSName', value: 'localhost' },
      { type: 'dNSName', value: 'gateway.es.test' },
      { type: 'iPAddress', value: '127.0.0.1' },
      { type: 'uniformResourceIdentifier', value: ES },
    ]);
    expect(tls?.subject).toContain('Autoridad central inventada de España');
    const [officer] = await readChain(pki.authority(PT).client('officer').certificate);
    expect(officer?.subjectAltNames).toEqual([{ type: 'uniformResourceIdentifier', value: `${PT}#officer` }]);
  });

  it('has another key for everything', async () => {
    const chains = await Promise.all([...certificateFiles(pki), pki.root.certificate, pki.issuing.certificate].map(readChain));
    const keys = chains.map(([certificate]) => certificate?.spkiSha256.toString('hex'));
    expect(new Set(keys).size).toBe(keys.length);
    const notes = await Promise.all([ES, PT].flatMap((id) => NOTE_ROLES.map((role) => readFile(pki.authority(id).note(role), 'utf8'))));
    expect(new Set(notes).size).toBe(4);
  });

  it('lets nobody else read a private key or the register', async () => {
    const names = await readdir(pki.directory, { recursive: true });
    const secret = names.filter((name) => name.endsWith('.key.pem') || name.endsWith('register.json'));
    expect(secret.length).toBe(2 + 2 + 1 + 1 + 1 + 2 * (CERTIFIED_ROLES.length + CLIENT_ROLES.length + NOTE_ROLES.length));
    for (const name of secret) expect((await stat(join(pki.directory, name))).mode & 0o777).toBe(0o600);
  });

  it('is never made over another one, nor left half made', async () => {
    await expect(generateDevelopmentPki({ directory: pki.directory, authorities: AUTHORITIES, now: NOW })).rejects.toMatchObject({
      code: 'directory-exists',
    });
    const parent = join(folder, 'failing');
    await mkdir(parent);
    const failing = { directory: join(parent, 'pki'), now: NOW };
    const attempt = (...authorities: DevelopmentAuthority[]) => generateDevelopmentPki({ ...failing, authorities });
    const other = { id: 'urn:valija:test:it', name: { it: 'Autorità inventata' }, country: 'IT' };
    await expect(attempt(other, { ...other })).rejects.toMatchObject({ code: 'authority-duplicate' });
    await expect(attempt({ ...other, country: 'Italy' })).rejects.toMatchObject({ code: 'country-invalid' });
    const failsHalfWay = {
      ...other,
      get hostnames(): string[] {
        throw new RangeError('half way');
      },
    };
    await expect(attempt(...AUTHORITIES, failsHalfWay)).rejects.toThrow('half way');
    expect(await readdir(parent)).toEqual([]);
  });
});

describe('revoking', () => {
  it('is seen by openssl and by us, from that moment on', async () => {
    const pki = await makePki();
    const { certificate: file } = pki.authority(ES).role('evidence');
    const [certificate] = await readChain(file);
    const revokedAt = new Date(Math.floor(NOW.getTime() / 1000) * 1000);
    await revokeCertificate({ directory: pki.directory, serialHex: certificate?.serialHex ?? '', now: revokedAt, reason: 'keyCompromise' });

    expect(opensslVerify(pki, file)).toMatchObject({ accepted: false, output: expect.stringContaining('certificate revoked') });
    expect(opensslVerify(pki, pki.authority(ES).role('seal').certificate)).toMatchObject({ accepted: true });
    expect(await ourVerdict(pki, file, revokedAt)).toMatchObject({ verdict: 'FAILED', code: 'certificate-revoked', revokedAt });
    expect(await ourVerdict(pki, file, new Date(revokedAt.getTime() - 1000))).toMatchObject({ verdict: 'PASSED', revokedAt });
    expect((await readLists(pki)).map(({ number }) => number)).toEqual([2n, 2n]);
  });

  it('of the issuing authority is told by the root', async () => {
    const pki = await makePki();
    const [issuing] = await readChain(pki.issuing.certificate);
    await revokeCertificate({ directory: pki.directory, serialHex: issuing?.serialHex ?? '', now: NOW });
    expect(opensslVerify(pki, pki.timestamp.certificate).accepted).toBe(false);
  });

  it('of an unknown number, or twice, is refused', async () => {
    const pki = await makePki();
    const [certificate] = await readChain(pki.timestamp.certificate);
    const revocation = { directory: pki.directory, serialHex: certificate?.serialHex ?? '', now: NOW };
    await expect(revokeCertificate({ ...revocation, serialHex: '00' })).rejects.toMatchObject({ code: 'serial-unknown' });
    await revokeCertificate(revocation);
    await expect(revokeCertificate(revocation)).rejects.toMatchObject({ code: 'already-revoked' });
  });

  it('ends with stale lists unless they are published again', async () => {
    const later = new Date(NOW.getTime() + 40 * 24 * 60 * 60 * 1000);
    const pki = await makePki();
    const { certificate } = pki.authority(PT).role('seal');
    expect(await ourVerdict(pki, certificate, later)).toMatchObject({ verdict: 'INDETERMINATE', code: 'revocation-unknown' });
    await publishRevocationLists({ directory: pki.directory, now: later });
    expect(await ourVerdict(pki, certificate, later)).toMatchObject({ verdict: 'PASSED' });
  });
});

describe('renewing a role', () => {
  it('prepares the next key beside the current one, and then exchanges them', async () => {
    const pki = await makePki();
    const { directory } = pki;
    const role = { directory, id: ES, role: 'seal' } as const;
    const fingerprintOf = async (path: string): Promise<string | undefined> => (await readChain(path))[0]?.fingerprint;
    const current = pki.authority(ES).role('seal').certificate;
    const before = await fingerprintOf(current);

    const next = await issueNext({ ...role, now: NOW });
    const prepared = await fingerprintOf(next.certificate);
    expect(await fingerprintOf(current)).toBe(before);
    expect(opensslVerify(pki, next.certificate)).toMatchObject({ accepted: true });
    await expect(issueNext({ ...role, now: NOW })).rejects.toMatchObject({ code: 'next-already-waiting' });

    await activateNext(role);
    expect(await fingerprintOf(current)).toBe(prepared);
    expect(await fingerprintOf(join(pki.authority(ES).keys, 'seal.former-1.crt.pem'))).toBe(before);
    await expect(activateNext(role)).rejects.toMatchObject({ code: 'next-missing' });

    await issueNext({ ...role, now: NOW });
    await activateNext(role);
    expect(await fingerprintOf(join(pki.authority(ES).keys, 'seal.former-2.crt.pem'))).toBe(prepared);
  });
});

describe('a PKI that knows nothing but RSA', () => {
  it('issues certificates that openssl and we accept, from keys of 3072 bits for every role', async () => {
    const [first, ...others] = AUTHORITIES;
    const authorities = [...others, { ...first, keys: 'rsa' } as DevelopmentAuthority];
    const pki = await makePki({ keys: 'rsa', authorities });
    for (const role of CERTIFIED_ROLES) {
      const file = pki.authority(ES).role(role).certificate;
      expect(opensslVerify(pki, file)).toMatchObject({ accepted: true });
      expect(await ourVerdict(pki, file)).toMatchObject({ verdict: 'PASSED' });
      const chain = await readChain(file);
      expect(chain.map(({ keyType, keyBits }) => [keyType, keyBits])).toEqual([
        ['rsa', 3072],
        ['rsa', 3072],
      ]);
      expect((await readChain(pki.authority(PT).role(role).certificate))[0]?.keyType).toBe('ec-p256');
    }
    const [encryption] = await readChain(pki.authority(ES).role('encryption').certificate);
    expect([...(encryption?.keyUsage ?? [])]).toEqual(['keyEncipherment']);
    expect(opensslVerify(pki, await flipped(pki.authority(ES).role('seal').certificate)).accepted).toBe(false);
  });

  it('renews the key of an authority with one of the same kind', async () => {
    const directory = join(folder, 'rsa-renewal');
    await makePki({ directory, authorities: [{ ...AUTHORITIES[0], keys: 'rsa' } as DevelopmentAuthority] });
    const [next] = await readChain((await issueNext({ directory, id: ES, role: 'encryption', now: NOW })).certificate);
    expect(next).toMatchObject({ keyType: 'rsa', keyBits: 3072 });
  });
});

describe('the folder of an authority', () => {
  it('is named after its identifier, and never shared', () => {
    expect(folderNameOf('urn:valija:test:es')).toBe('urn-valija-test-es');
    const alike = ['urn:valija:es', 'urn-valija-es', 'URN:valija:es', 'urn:valija.es', 'urn:valija/es', '../urn:valija:es'];
    expect(new Set(alike.map(folderNameOf)).size).toBe(alike.length);
    for (const id of alike) expect(developmentPkiPaths('pki').authority(id).directory).toMatch(/^pki\/authorities\/[a-z0-9-]+$/);
  });
});

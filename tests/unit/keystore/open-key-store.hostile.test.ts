import { generateKeyPairSync } from 'node:crypto';
import { chmod, copyFile, cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKeyStore } from '../../../adapters/keystore/open-key-store.ts';
import { generateDevelopmentPki } from '../../../certs-dev/generate.ts';
import type { DevelopmentPkiPaths } from '../../../certs-dev/layout.ts';
import { issueNext } from '../../../certs-dev/renew.ts';
import { parsePemCertificates } from '../../../crypto/x509/pem.ts';
import { exportPkcs12 } from '../../support/pkcs12.ts';
import { openssl } from '../cms/support.ts';

const ID = 'urn:valija:test:invented';

let folder: string;
let pki: DevelopmentPkiPaths;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-keys-'));
  const authorities = [{ id: ID, name: { es: 'Autoridad inventada' }, country: 'ES' }];
  pki = await generateDevelopmentPki({ directory: join(folder, 'pki'), authorities, now: new Date() });
});
afterAll(() => rm(folder, { recursive: true }));

/** A copy of a good folder of keys, in which `change` may do harm. */
async function changed(change: (keys: string) => Promise<unknown>): Promise<string> {
  const keys = await mkdtemp(join(folder, 'changed-'));
  await cp(pki.authority(ID).keys, keys, { recursive: true });
  await change(keys);
  return keys;
}

const PKCS8 = { type: 'pkcs8', format: 'pem' } as const;

/** Puts the key and certificate of one place into another. */
const replaceRole = async (keys: string, role: string, from: { key: string; certificate: string }): Promise<void> => {
  await copyFile(from.key, join(keys, `${role}.key.pem`));
  await copyFile(from.certificate, join(keys, `${role}.crt.pem`));
};

/** A key of another kind in a role, with a certificate that would be right otherwise. */
async function putOther(keys: string, role: string, options: readonly string[]): Promise<void> {
  const files = ['-keyout', join(keys, `${role}.key.pem`), '-out', join(keys, `${role}.crt.pem`)];
  const extensions = ['basicConstraints=critical,CA:FALSE', 'keyUsage=critical,digitalSignature'].flatMap((line) => ['-addext', line]);
  await openssl('req', '-x509', '-new', '-nodes', ...options, ...files, ...extensions, '-subj', '/CN=Invented', '-days', '5');
  await chmod(join(keys, `${role}.key.pem`), 0o600);
}

/** Moves the seal key into a PKCS#12 file, and then does harm to it. */
async function putPkcs12(keys: string, password: string, harm: () => Promise<unknown>): Promise<void> {
  const [keyFile, certificateFile, out] = ['seal.key.pem', 'seal.crt.pem', 'seal.p12'].map((name) => join(keys, name));
  await exportPkcs12({ keyFile: keyFile ?? '', certificateFile: certificateFile ?? '', password, out: out ?? '' });
  await rename(join(keys, 'seal.p12.pass'), join(keys, 'seal.password'));
  await rm(join(keys, 'seal.key.pem'));
  await harm();
}

const CASES: readonly (readonly [string, string, RegExp, (keys: string) => Promise<unknown>])[] = [
  [
    'a key that the group can read',
    'key-file-readable-by-others',
    /seal\.key\.pem .*600/,
    (keys) => chmod(join(keys, 'seal.key.pem'), 0o640),
  ],
  ['a key that everybody can read', 'key-file-readable-by-others', /tls/, (keys) => chmod(join(keys, 'tls.key.pem'), 0o604)],
  ['a log key that others can write', 'key-file-readable-by-others', /log/, (keys) => chmod(join(keys, 'log.key.pem'), 0o602)],
  ['a folder in which the group can exchange files', 'key-folder-writable-by-others', /700/, (keys) => chmod(keys, 0o770)],
  ['a missing key', 'key-file-missing', /envelope\.key/, (keys) => rm(join(keys, 'envelope.key.pem'))],
  ['a missing certificate', 'key-file-missing', /envelope\.crt/, (keys) => rm(join(keys, 'envelope.crt.pem'))],
  ['a missing log key', 'key-file-missing', /log/, (keys) => rm(join(keys, 'log.key.pem'))],
  [
    'a key that is a folder',
    'key-file-readable-by-others',
    /seal/,
    async (keys) => {
      await rm(join(keys, 'seal.key.pem'));
      await mkdir(join(keys, 'seal.key.pem'));
    },
  ],
  [
    'a link to a key that others can read',
    'key-file-readable-by-others',
    /seal/,
    async (keys) => {
      await rename(join(keys, 'seal.key.pem'), join(keys, 'elsewhere'));
      await chmod(join(keys, 'elsewhere'), 0o644);
      await symlink(join(keys, 'elsewhere'), join(keys, 'seal.key.pem'));
    },
  ],
  ['an empty key', 'key-file-malformed', /seal/, (keys) => writeFile(join(keys, 'seal.key.pem'), '')],
  ['a key file of a mebibyte', 'key-file-malformed', /octets/, (keys) => writeFile(join(keys, 'seal.key.pem'), 'x'.repeat(1024 * 1024))],
  [
    'a certificate in the place of a key',
    'key-file-malformed',
    /seal/,
    async (keys) => writeFile(join(keys, 'seal.key.pem'), await readFile(join(keys, 'seal.crt.pem'))),
  ],
  [
    'two keys in a file',
    'key-file-malformed',
    /more than one/,
    async (keys) => writeFile(join(keys, 'seal.key.pem'), (await readFile(join(keys, 'seal.key.pem'), 'utf8')).repeat(2)),
  ],
  [
    'an encrypted key',
    'key-file-malformed',
    /unencrypted/,
    (keys) =>
      writeFile(
        join(keys, 'seal.key.pem'),
        generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ ...PKCS8, cipher: 'aes-256-cbc', passphrase: 'invented' }),
      ),
  ],
  [
    'a key that is cut off',
    'key-file-malformed',
    /seal/,
    async (keys) => writeFile(join(keys, 'seal.key.pem'), (await readFile(join(keys, 'seal.key.pem'), 'utf8')).slice(0, 100)),
  ],
  [
    'a certificate that is cut off',
    'certificate-file-malformed',
    /seal/,
    async (keys) => writeFile(join(keys, 'seal.crt.pem'), (await readFile(join(keys, 'seal.crt.pem'), 'utf8')).slice(0, 400)),
  ],
  [
    'the issuer before the certificate',
    'certificate-file-malformed',
    /did not issue/,
    async (keys) => {
      const blocks = (await readFile(join(keys, 'seal.crt.pem'), 'utf8')).match(/-----BEGIN[\s\S]+?END CERTIFICATE-----\n/g) ?? [];
      await writeFile(join(keys, 'seal.crt.pem'), blocks.reverse().join(''));
    },
  ],
  [
    'a role in PEM and in PKCS#12',
    'key-in-two-files',
    /seal\.key\.pem and seal\.p12/,
    (keys) => writeFile(join(keys, 'seal.p12'), 'anything', { mode: 0o600 }),
  ],
  [
    'a PKCS#12 file without a password',
    'key-file-missing',
    /seal\.password/,
    (keys) => putPkcs12(keys, 'one', () => rm(join(keys, 'seal.password'))),
  ],
  [
    'a password that the group can read',
    'key-file-readable-by-others',
    /seal\.password .*600/,
    (keys) => putPkcs12(keys, 'one', () => chmod(join(keys, 'seal.password'), 0o640)),
  ],
  [
    'a PKCS#12 file that everybody can read',
    'key-file-readable-by-others',
    /seal\.p12 .*600/,
    (keys) => putPkcs12(keys, 'one', () => chmod(join(keys, 'seal.p12'), 0o644)),
  ],
  [
    'a password of two lines',
    'password-file-malformed',
    /one line/,
    (keys) => putPkcs12(keys, 'one', () => writeFile(join(keys, 'seal.password'), 'one\ntwo\n')),
  ],
  [
    'a password that is no text',
    'password-file-malformed',
    /one line/,
    (keys) => putPkcs12(keys, 'one', () => writeFile(join(keys, 'seal.password'), Buffer.from([0xff, 0xfe, 0x41]))),
  ],
  [
    'a password of two kibibytes',
    'password-file-malformed',
    /octets/,
    (keys) => putPkcs12(keys, 'one', () => writeFile(join(keys, 'seal.password'), 'x'.repeat(2048))),
  ],
  [
    'the password of something else',
    'pkcs12-password-wrong',
    /seal\.p12/,
    (keys) => putPkcs12(keys, 'one', () => writeFile(join(keys, 'seal.password'), 'two\n')),
  ],
  [
    'a PKCS#12 file of half a mebibyte',
    'pkcs12-too-large',
    /octets/,
    (keys) => putPkcs12(keys, 'one', () => writeFile(join(keys, 'seal.p12'), Buffer.alloc(512 * 1024))),
  ],
  [
    'the certificate of another key',
    'key-mismatch',
    /evidence/,
    (keys) => copyFile(join(keys, 'seal.crt.pem'), join(keys, 'evidence.crt.pem')),
  ],
  ['one key in two roles', 'key-in-two-roles', /seal.*evidence/, (keys) => replaceRole(keys, 'evidence', pki.authority(ID).role('seal'))],
  [
    'one key for log and witness',
    'key-in-two-roles',
    /log and witness/,
    (keys) => copyFile(join(keys, 'log.key.pem'), join(keys, 'witness.key.pem')),
  ],
  [
    'an encryption certificate that seals',
    'role-not-allowed',
    /neither digitalSignature/,
    (keys) => replaceRole(keys, 'seal', pki.authority(ID).role('encryption')),
  ],
  [
    'a seal certificate that encrypts',
    'role-not-allowed',
    /keyAgreement/,
    (keys) => replaceRole(keys, 'encryption', pki.authority(ID).role('seal')),
  ],
  [
    'a TLS certificate that seals',
    'role-not-allowed',
    /not for documents/,
    (keys) => replaceRole(keys, 'seal', pki.authority(ID).role('tls')),
  ],
  [
    'a time-stamp certificate that signs evidence',
    'role-not-allowed',
    /not for documents/,
    (keys) => replaceRole(keys, 'evidence', pki.timestamp),
  ],
  [
    'a client certificate that serves TLS',
    'role-not-allowed',
    /both serverAuth and clientAuth/,
    (keys) => replaceRole(keys, 'tls', pki.authority(ID).client('officer')),
  ],
  ['an authority’s certificate that seals', 'role-not-allowed', /authority/, (keys) => replaceRole(keys, 'seal', pki.issuing)],
  ['an RSA key with 2048 bits', 'role-not-allowed', /2048 bits/, (keys) => putOther(keys, 'seal', ['-newkey', 'rsa:2048'])],
  [
    'a key on another curve',
    'role-not-allowed',
    /P-256, P-384 or RSA/,
    (keys) => putOther(keys, 'seal', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-521']),
  ],
  ['an Ed25519 key that seals', 'role-not-allowed', /P-256, P-384 or RSA/, (keys) => putOther(keys, 'seal', ['-newkey', 'ed25519'])],
  [
    'a log key that is not Ed25519',
    'role-not-allowed',
    /Ed25519/,
    (keys) => copyFile(join(keys, 'seal.key.pem'), join(keys, 'log.key.pem')),
  ],
  [
    'a former encryption key without its certificate',
    'key-file-missing',
    /former-3/,
    (keys) => copyFile(join(keys, 'encryption.key.pem'), join(keys, 'encryption.former-3.key.pem')),
  ],
];

describe('a folder of keys does not open with', () => {
  it.each(CASES)('%s', async (_what, code, reason, change) => {
    const opening = openKeyStore({ directory: await changed(change) });
    await expect(opening).rejects.toMatchObject({
      name: 'KeyStoreError',
      code,
      disposition: 'operator',
      message: expect.stringMatching(reason),
    });
  });

  it('no folder at all', async () => {
    await expect(openKeyStore({ directory: join(folder, 'nowhere') })).rejects.toMatchObject({ code: 'key-file-missing' });
  });

  it('and no message tells what is in a key', async () => {
    const keys = await changed((path) =>
      writeFile(join(path, 'seal.key.pem'), '-----BEGIN PRIVATE KEY-----\nc2VjcmV0IG9jdGV0cw==\n-----END PRIVATE KEY-----\n'),
    );
    const error: unknown = await openKeyStore({ directory: keys }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'key-file-malformed' });
    expect(error).not.toHaveProperty('cause');
    expect(String(error)).not.toMatch(/c2Vj|secret/);
  });
});

describe('a folder of keys opens', () => {
  it('unchanged, and through links to keys that only the owner can read', async () => {
    const keys = await changed(async (path) => {
      await rename(join(path, 'seal.key.pem'), join(path, 'elsewhere'));
      await symlink(join(path, 'elsewhere'), join(path, 'seal.key.pem'));
    });
    expect((await openKeyStore({ directory: keys })).signer('seal').algorithm).toBe('ES256');
  });

  it('without a witness key, which only a witness needs', async () => {
    const store = await openKeyStore({ directory: await changed((keys) => rm(join(keys, 'witness.key.pem'))) });
    expect(() => store.note('witness')).toThrow(expect.objectContaining({ code: 'key-file-missing' }));
    expect(store.note('log').publicKey.length).toBe(32);
  });

  it('with the next encryption key behind the current one, and the former ones from the youngest on', async () => {
    const { certificate, key } = await issueNext({ directory: pki.directory, id: ID, role: 'encryption', now: new Date() });
    const keys = await changed(async (path) => {
      const spare = await openSpare();
      await copyFile(spare.key, join(path, 'encryption.former-2.key.pem'));
      await copyFile(spare.certificate, join(path, 'encryption.former-2.crt.pem'));
      const older = await openSpare();
      await copyFile(older.key, join(path, 'encryption.former-1.key.pem'));
      await copyFile(older.certificate, join(path, 'encryption.former-1.crt.pem'));
    });
    const order = (await openKeyStore({ directory: keys })).decryptionKeys().map((pair) => pair.certificate.fingerprint);
    const expected = await Promise.all(
      ['encryption', 'encryption.next', 'encryption.former-2', 'encryption.former-1'].map((name) =>
        fingerprint(join(keys, `${name}.crt.pem`)),
      ),
    );
    expect(order).toEqual(expected);
    await rm(certificate);
    await rm(key);
  });
});

/** Key and certificate of the encryption role of another invented authority. */
async function openSpare(): Promise<{ key: string; certificate: string }> {
  const directory = await mkdtemp(join(folder, 'spare-'));
  const authorities = [{ id: ID, name: { es: 'Otra autoridad inventada' }, country: 'ES' }];
  return (await generateDevelopmentPki({ directory, authorities, now: new Date() })).authority(ID).role('encryption');
}

async function fingerprint(path: string): Promise<string | undefined> {
  return parsePemCertificates(await readFile(path, 'utf8'))[0]?.fingerprint;
}

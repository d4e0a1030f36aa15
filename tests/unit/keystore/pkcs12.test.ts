import { createPublicKey, X509Certificate } from 'node:crypto';
import { appendFile, readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KeyStoreError } from '../../../adapters/keystore/error.ts';
import { readPkcs12 } from '../../../adapters/keystore/read-pkcs12.ts';
import { exportPkcs12 } from '../../support/pkcs12.ts';
import { createTestPki, flipped, type Identity, type KeyKind, openssl, SIGNING, type TestPki } from '../cms/support.ts';

/** Not ASCII: the old derivation sees UTF-16, the new one UTF-8. */
const PASSWORD = 'Contraseña de prueba, ção €';

const FORMS: readonly (readonly [string, readonly string[]])[] = [
  ['today, AES-256 and SHA-256', []],
  ['today with few iterations', ['-iter', '1']],
  ['today with many', ['-iter', '50000']],
  ['today with AES-128 and a MAC of SHA-512', ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC', '-macalg', 'SHA512']],
  ['with PBES2 over triple DES', ['-keypbe', 'DES-EDE3-CBC', '-certpbe', 'DES-EDE3-CBC']],
  ['legacy, RC2 and triple DES, SHA-1', ['-legacy']],
  ['legacy without RC2', ['-legacy', '-certpbe', 'PBE-SHA1-3DES']],
  ['legacy with RC2 of 128 bits', ['-legacy', '-certpbe', 'PBE-SHA1-RC2-128', '-keypbe', 'PBE-SHA1-RC2-40']],
  ['with certificates in the clear', ['-certpbe', 'NONE']],
  ['with everything in the clear under its MAC', ['-certpbe', 'NONE', '-keypbe', 'NONE']],
  ['with a friendly name and a purpose', ['-name', 'Sello de prueba ñ', '-CSP', 'Invented provider']],
];

let pki: TestPki;
const identities = new Map<KeyKind, Identity>();
const chains = new Map<KeyKind, string>();

beforeAll(async () => {
  pki = await createTestPki();
  for (const kind of ['P-256', 'P-384', 'RSA-3072'] as const) {
    const identity = await pki.issue(kind, kind);
    identities.set(kind, identity);
    const chain = await pki.write(`${kind}.chain.pem`, await readFile(identity.certificateFile));
    await appendFile(chain, await readFile(pki.rootFile));
    chains.set(kind, chain);
  }
});
afterAll(() => pki.remove());

const identityOf = (kind: KeyKind): Identity => identities.get(kind) as Identity;

describe.each(['P-256', 'P-384', 'RSA-3072'] as const)('a PKCS#12 file of openssl with a key of %s', (kind) => {
  it.each(FORMS)('%s', async (_name, more) => {
    const { keyFile, certificateFile, certificate, privateKey } = identityOf(kind);
    const bytes = await exportPkcs12({ keyFile, certificateFile, password: PASSWORD, out: pki.file('one.p12'), more });
    const read = await readPkcs12(bytes, PASSWORD);
    expect(read.certificate.der).toEqual(certificate.der);
    expect(read.privateKey.equals(privateKey)).toBe(true);
    expect(read.chain).toEqual([]);
  });

  it('leaves the root of its chain out', async () => {
    const { keyFile } = identityOf(kind);
    const certificateFile = chains.get(kind) ?? '';
    const bytes = await exportPkcs12({ keyFile, certificateFile, password: PASSWORD, out: pki.file('chain.p12') });
    expect((await readPkcs12(bytes, PASSWORD)).chain).toEqual([]);
  });
});

describe('the chain of a PKCS#12 file', () => {
  it('is put in order, whatever order the file has', async () => {
    const issuing = ['basicConstraints=critical,CA:TRUE,pathlen:0', 'keyUsage=critical,keyCertSign'];
    const { certificateFile: middle, keyFile: middleKey } = await pki.issue('P-256', 'issuing', issuing);
    const { keyFile } = await pki.issue('P-256', 'below');
    const request = pki.file('leaf.csr');
    const leaf = pki.file('leaf.pem');
    await openssl('req', '-new', '-key', keyFile, '-subj', '/CN=Invented leaf', '-out', request);
    const extensions = ['-extfile', await pki.write('leaf.ext', `${SIGNING.join('\n')}\n`), '-set_serial', '7', '-days', '5'];
    await openssl('x509', '-req', '-in', request, '-CA', middle, '-CAkey', middleKey, ...extensions, '-out', leaf);
    const files = [pki.rootFile, leaf, middle];
    const certificateFile = await pki.write('shuffled.pem', Buffer.concat(await Promise.all(files.map((file) => readFile(file)))));
    const bytes = await exportPkcs12({ keyFile, certificateFile, password: PASSWORD, out: pki.file('shuffled.p12') });
    const { certificate, chain } = await readPkcs12(bytes, PASSWORD);
    expect(certificate.der).toEqual(new X509Certificate(await readFile(leaf)).raw);
    expect(chain.map(({ der }) => der)).toEqual([new X509Certificate(await readFile(middle)).raw]);
  });
});

describe('a changed PKCS#12 file', () => {
  it.each<[string, readonly string[]]>([
    ['today', ['-iter', '1']],
    ['legacy', ['-legacy', '-iter', '1']],
  ])('is refused, or says the same: %s', async (_name, more) => {
    const { keyFile, certificateFile, certificate, privateKey } = identityOf('P-256');
    const bytes = await exportPkcs12({ keyFile, certificateFile, password: PASSWORD, out: pki.file('flip.p12'), more });
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), async (offset) => {
        const outcome = await readPkcs12(flipped(bytes, offset), PASSWORD).catch((error: unknown) => error);
        if (outcome instanceof KeyStoreError) {
          expect(outcome.code).toMatch(/^pkcs12-/);
          return;
        }
        const read = outcome as Awaited<ReturnType<typeof readPkcs12>>;
        expect(read.certificate.der).toEqual(certificate.der);
        expect(createPublicKey(read.privateKey).equals(createPublicKey(privateKey))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('is never opened by another password', async () => {
    const { keyFile, certificateFile } = identityOf('P-256');
    const more = ['-iter', '1'];
    const bytes = await exportPkcs12({ keyFile, certificateFile, password: PASSWORD, out: pki.file('other.p12'), more });
    await fc.assert(
      fc.asyncProperty(fc.string(), async (other) => {
        fc.pre(other !== PASSWORD);
        await expect(readPkcs12(bytes, other)).rejects.toMatchObject({ code: 'pkcs12-password-wrong' });
      }),
      { numRuns: 100 },
    );
  });
});

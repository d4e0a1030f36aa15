import { spawnSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSignedFileDirectory } from '../../adapters/directory/signed-file-directory.ts';
import { signDirectory } from '../../adapters/directory/write-directory.ts';
import { generateDevelopmentPki } from '../../certs-dev/generate.ts';
import type { KeyFiles } from '../../certs-dev/layout.ts';
import { signCades } from '../../crypto/cades/sign.ts';
import { createSigner, type Signer } from '../../crypto/signer.ts';
import { parsePemCertificates } from '../../crypto/x509/pem.ts';
import type { DirectoryDocument } from '../../gateway/contracts/directory.ts';
import { type DirectoryDamage, directoryContract } from './directory.suite.ts';

const ID = 'urn:valija:test:invented';

async function signerOf(files: KeyFiles): Promise<Signer> {
  const [certificate, ...chain] = parsePemCertificates(await readFile(files.certificate, 'utf8'));
  if (certificate === undefined) throw new Error('no certificate');
  return createSigner({ privateKey: createPrivateKey(await readFile(files.key)), certificate, chain });
}

async function createPlace() {
  const folder = await mkdtemp(join(tmpdir(), 'valija-directory-'));
  const authorities = [{ id: ID, name: { es: 'Autoridad inventada' }, country: 'XA' }];
  const pki = await generateDevelopmentPki({ directory: join(folder, 'pki'), authorities, now: new Date() });
  const signer = await signerOf(pki.directorySigner);
  const path = join(folder, 'directory.json');
  async function put(files: { document: Buffer; signature: Buffer | undefined }): Promise<void> {
    await writeFile(path, files.document);
    if (files.signature === undefined) await rm(`${path}.p7s`);
    else await writeFile(`${path}.p7s`, files.signature);
  }
  return { folder, pki, signer, path, put };
}

directoryContract('a signed local file', async () => {
  const { folder, pki, signer, path, put } = await createPlace();
  let now = new Date();
  const damages: Record<DirectoryDamage, (document: DirectoryDocument) => Promise<{ document: Buffer; signature: Buffer | undefined }>> = {
    async 'byte-flipped'(document) {
      const signed = await signDirectory({ document, signer, now });
      return { ...signed, document: flipped(signed.document, signed.document.length - 40) };
    },
    async 'signature-byte-flipped'(document) {
      const signed = await signDirectory({ document, signer, now });
      return { ...signed, signature: flipped(signed.signature, signed.signature.length - 5) };
    },
    'wrong-signer': async (document) => signDirectory({ document, signer: await signerOf(pki.authority(ID).role('seal')), now }),
    'signature-missing': async (document) => ({ ...(await signDirectory({ document, signer, now })), signature: undefined }),
    'not-json': (document) => signedAsIs(`${JSON.stringify(document)} trailing`),
    'unknown-key': (document) => signedAsIs(JSON.stringify({ ...document, comment: 'not in the schema' })),
    'too-large': (document) => signedAsIs(`${JSON.stringify(document)}${' '.repeat(16 * 1024 * 1024)}`),
    'identifier-repeated': (document) =>
      signedAsIs(JSON.stringify({ ...document, authorities: [...document.authorities, ...document.authorities] })),
  };
  async function signedAsIs(text: string) {
    const document = Buffer.from(text, 'utf8');
    return { document, signature: (await signCades({ signer, content: document, signingTime: now })).der };
  }
  return {
    open: (options = {}) =>
      openSignedFileDirectory({
        path,
        signers: [signer.certificate.sha256.toString('hex')],
        clock: { now: () => now, status: () => ({ trusted: true }), observe: () => {} },
        ...options,
      }),
    setNow: (moment) => {
      now = moment;
    },
    publish: async (document) => put(await signDirectory({ document, signer, now })),
    publishDamaged: async (document, damage) => put(await damages[damage](document)),
    close: () => rm(folder, { recursive: true }),
  };
});

it('writes a directory whose signature openssl accepts, and refuses with one byte flipped', async () => {
  const { folder, pki, signer, path, put } = await createPlace();
  const document: DirectoryDocument = {
    format: 'valija-directory/1',
    version: 1,
    issuedAt: '2026-11-20T10:00:00Z',
    expiresAt: '2026-11-27T10:00:00Z',
    authorities: [],
  };
  await put(await signDirectory({ document, signer, now: new Date() }));
  const verify = (content: string) =>
    spawnSync('openssl', [
      ...['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', `${path}.p7s`, '-content', content],
      ...['-CAfile', pki.root.certificate, '-purpose', 'any', '-out', join(folder, 'verified')],
    ]).status;
  expect(verify(path)).toBe(0);
  await writeFile(join(folder, 'changed.json'), flipped(await readFile(path), 30));
  expect(verify(join(folder, 'changed.json'))).not.toBe(0);
  await rm(folder, { recursive: true });
});

it('signs nothing that a gateway would refuse', async () => {
  const { folder, signer } = await createPlace();
  const document = { format: 'valija-directory/1', version: 0, issuedAt: '', expiresAt: '', authorities: [] } as DirectoryDocument;
  await expect(signDirectory({ document, signer, now: new Date() })).rejects.toMatchObject({ code: 'directory-malformed' });
  await rm(folder, { recursive: true });
});

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
  return copy;
}

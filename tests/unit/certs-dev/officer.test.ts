import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateDevelopmentOfficer, type OfficerPaths } from '../../../certs-dev/officer.ts';
import { parsePemCertificates } from '../../../crypto/x509/pem.ts';

const officer = { name: 'Persona Inventada', country: 'XA' };
let folder: string;
let paths: OfficerPaths;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-officer-'));
  paths = await generateDevelopmentOfficer({ directory: join(folder, 'officer'), officer, now: new Date() });
});
afterAll(() => rm(folder, { recursive: true }));

it('has a certificate that commits a person and is for nothing else, under a root of its own', async () => {
  const [certificate, ...others] = parsePemCertificates(await readFile(paths.officer.certificate, 'utf8'));
  expect(others).toEqual([]);
  expect([...(certificate?.keyUsage ?? [])]).toEqual(['nonRepudiation']);
  expect(certificate?.subject).toContain('CN=Persona Inventada');
  expect((await stat(paths.officer.key)).mode & 0o777).toBe(0o600);
});

it('is accepted by openssl under its strictest rules, with the list of its root, and refused with one byte flipped', async () => {
  const list = join(paths.revocationLists, 'officers.crl');
  const pem = join(folder, 'officers.crl.pem');
  expect(spawnSync('openssl', ['crl', '-inform', 'DER', '-in', list, '-out', pem]).status).toBe(0);
  const verify = (file: string) =>
    spawnSync('openssl', ['verify', '-x509_strict', '-crl_check', '-CAfile', paths.root, '-CRLfile', pem, file]).status;
  expect(verify(paths.officer.certificate)).toBe(0);
  const der = join(folder, 'officer.der');
  expect(spawnSync('openssl', ['x509', '-in', paths.officer.certificate, '-outform', 'DER', '-out', der]).status).toBe(0);
  const bytes = await readFile(der);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 3) ^ 1, bytes.length - 3);
  await writeFile(der, bytes);
  expect(verify(der)).not.toBe(0);
});

it('is never written over another', async () => {
  const again = generateDevelopmentOfficer({ directory: join(folder, 'officer'), officer, now: new Date() });
  await expect(again).rejects.toMatchObject({ code: 'directory-exists' });
});

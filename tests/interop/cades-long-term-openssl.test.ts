import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addArchiveTimestamp } from '../../crypto/cades/archive-timestamp.ts';
import { addValidationData } from '../../crypto/cms/add-validation-data.ts';
import { parseSignedData } from '../../crypto/cms/signed-data.ts';
import { content, dataWith, firstAuthority, listAt, root, signerIdentity, stampedAt, stampWith } from '../unit/validation/support.ts';

const execute = promisify(execFile);

let folder: string;
let complete: Buffer;
let archived: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-long-term-'));
  const now = new Date();
  complete = addValidationData(await stampedAt(now), dataWith([listAt(now)], [root, signerIdentity, firstAuthority]));
  archived = await addArchiveTimestamp({ der: complete, content, timestamp: stampWith(firstAuthority, now) });
  const body = root.certificate.der.toString('base64').replace(/(.{64})/g, '$1\n');
  await writeFile(join(folder, 'root.pem'), `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`);
  await writeFile(join(folder, 'content'), content);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function verdict(der: Buffer): Promise<string> {
  const [signature, detached, anchor] = ['signature.p7s', 'content', 'root.pem'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(signature, der);
  const options = ['-verify', '-cades', '-binary', '-inform', 'DER', '-purpose', 'any', '-out', '/dev/null'];
  const { stderr } = await execute('openssl', ['cms', ...options, '-in', signature, '-content', detached, '-CAfile', anchor]);
  return stderr.trim();
}

describe('openssl', () => {
  it('accepts signatures with validation data and archive time-stamps', async () => {
    expect(await verdict(complete)).toBe('CAdES Verification successful');
    expect(await verdict(archived)).toBe('CAdES Verification successful');
  });

  it('refuses them with an octet of the signature changed', async () => {
    const { signature } = parseSignedData(archived).signerInfo;
    const changed = Buffer.from(archived);
    const place = signature.byteOffset - archived.byteOffset + signature.length - 1;
    changed[place] = (changed[place] ?? 0) ^ 1;
    await expect(verdict(changed)).rejects.toThrow('CAdES Verification failure');
  });

  it('finds the archive time-stamp where we put it, with the list beside the certificates', async () => {
    await verdict(archived);
    const { stdout } = await execute('openssl', ['cms', '-cmsout', '-print', '-inform', 'DER', '-in', join(folder, 'signature.p7s')], {
      maxBuffer: 16 * 1024 * 1024,
    });
    expect(stdout).toContain('d.crl:');
    expect(stdout).toContain('object: undefined (0.4.0.1733.2.4)');
  });
});

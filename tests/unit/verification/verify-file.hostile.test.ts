import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, open, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serializeTrust } from '../../../audit/trust.ts';
import { verifyFile } from '../../../compose/verification/verify-file.ts';
import { valija } from '../../support/command-line.ts';
import { problemsOf, reported } from '../../support/verification.ts';
import { bundleOctets } from '../audit/helpers/bundle-octets.ts';
import { makeExchange, trustOf, VERIFIED_AT } from '../audit/helpers/sample-exchange.ts';
import { createTestPki, type Identity, type TestPki } from '../cms/support.ts';
import { smallPdf } from './documents.ts';

let folder: string;
let pki: TestPki;
let signer: Identity;
let files: Record<string, Buffer>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-hostile-'));
  pki = await createTestPki();
  signer = await pki.issue('P-256', 'signer');
  const { content, package: asice, pki: parties } = await makeExchange();
  const signature = pki.file('signature.p7s');
  await pki.write('content', 'invented');
  const key = ['-signer', signer.certificateFile, '-inkey', signer.keyFile, '-in', pki.file('content')];
  spawnSync('openssl', ['cms', '-sign', '-binary', '-cades', '-outform', 'DER', ...key, '-out', signature]);
  const evidence = Buffer.from(JSON.stringify(content.evidence[0]));
  const bundle = await bundleOctets(content);
  files = { bundle, package: asice, evidence, signature: await readFile(signature), pdf: smallPdf() };
  await writeFile(join(folder, 'trust.json'), serializeTrust(trustOf(parties)));
}, 60_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await pki.remove();
});

const at = (name: string) => join(folder, name);
const request = (file: string) => ({ file, at: VERIFIED_AT, trust: at('trust.json'), content: pki.file('content') });

describe('files that were damaged', () => {
  it('never pass, wherever they are cut off', async () => {
    const names = Object.keys(files).filter((name) => name !== 'pdf');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.double({ min: 0, max: 0.999, noNaN: true }), async (name, share) => {
        const whole = files[name] ?? Buffer.alloc(0);
        await writeFile(at('cut'), whole.subarray(0, Math.floor(whole.length * share)));
        const report = await reported(request(at('cut')));
        expect(report.verdict).toBe('FAILED');
        expect(report.findings.length).toBeGreaterThan(0);
      }),
      { numRuns: 30 },
    );
  });

  it('never make the verifier throw, whatever is written into them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(files)),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.uint8Array({ minLength: 1, maxLength: 8 }),
        async (name, share, octets) => {
          const changed = Buffer.from(files[name] ?? Buffer.alloc(0));
          changed.set(octets.subarray(0, changed.length - Math.floor(changed.length * share)), Math.floor(changed.length * share));
          await writeFile(at('changed'), changed);
          expect(['PASSED', 'INDETERMINATE', 'FAILED']).toContain((await reported(request(at('changed')))).verdict);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('and random octets after any beginning are refused', async () => {
    const beginnings = ['', '%PDF-', '{', 'PK\x03\x04', '-----BEGIN CMS-----\n', '-----BEGIN PKCS7-----\n', '\x30\x80\x06\x09', '\x30\x82'];
    const types = ['2a864886f70d010702', '2a864886f70d010703', '2a864886f70d0109100117'].map(
      (hex) => `\x30\x80\x06${String.fromCharCode(hex.length / 2)}${Buffer.from(hex, 'hex').toString('latin1')}\xa0\x80`,
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...beginnings, ...types), fc.uint8Array({ maxLength: 300 }), async (beginning, octets) => {
        await writeFile(at('random'), Buffer.concat([Buffer.from(beginning, 'latin1'), octets]));
        const report = await reported(request(at('random')));
        expect(report.verdict).not.toBe('PASSED');
        expect(problemsOf(report).length).toBeGreaterThan(0);
      }),
      { numRuns: 100 },
    );
  });
});

describe('what is no file', () => {
  it.each([
    ['a folder', async (path: string) => mkdir(path), 'EISDIR'],
    ['a pipe that nobody writes to', async (path: string) => spawnSync('mkfifo', [path]), 'ENOTSUP'],
    ['a link to a device that never ends', async (path: string) => symlink('/dev/zero', path), 'ENOTSUP'],
    ['a link to nothing', async (path: string) => symlink('/nowhere/at/all', path), 'ENOENT'],
    ['a link to itself', async (path: string) => symlink(path, path), 'ELOOP'],
    ['nothing', async () => {}, 'ENOENT'],
  ])('%s is told as such, by the command as well', async (what, make, code) => {
    const path = at(what.replaceAll(' ', '-'));
    await make(path);
    await expect(verifyFile({ file: path, at: VERIFIED_AT })).rejects.toMatchObject({ code });
    const { code: exit, stdout, stderr } = await valija(['verify', path, '--language', 'es']);
    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`${path}: ${code}`);
    expect(stderr).not.toMatch(/ at .*\.ts:\d|Error:/);
  });

  it('a link to a file is that file', async () => {
    await writeFile(at('bundle.zip'), files.bundle ?? Buffer.alloc(0));
    await symlink(at('bundle.zip'), at('link.zip'));
    expect((await reported(request(at('link.zip')))).verdict).toBe('PASSED');
  });
});

describe('files of enormous size', () => {
  it.each([
    ['a receipt', '{"payload":"', 'evidence-signature FAILED jws-too-large', 40],
    ['a signature', '\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80', 'signature-content FAILED der-too-large', 40],
    ['a PDF', '%PDF-1.7\n', 'pdf-layout FAILED pdf-too-large', 257],
  ])(
    '%s is refused by its size, without being read',
    async (what, beginning, problem, mebibytes) => {
      const path = at(`huge-${what.replaceAll(' ', '-')}`);
      const file = await open(path, 'w');
      await file.write(Buffer.from(beginning, 'latin1'));
      await file.truncate(mebibytes * 1024 * 1024);
      await file.close();
      expect(problemsOf(await reported({ file: path, at: VERIFIED_AT, content: path }))).toEqual([problem]);
      await rm(path);
    },
    60_000,
  );

  it('is refused for inputs beside the file', async () => {
    const file = await open(at('huge-trust'), 'w');
    await file.truncate(70 * 1024 * 1024);
    await file.close();
    await writeFile(at('some'), '{}');
    for (const given of [{ trust: at('huge-trust') }, { anchors: [at('huge-trust')] }, { revocation: [at('huge-trust')] }]) {
      await expect(verifyFile({ file: at('some'), at: VERIFIED_AT, ...given })).rejects.toMatchObject({ code: 'EFBIG' });
    }
  });
});

describe('inputs that do not fit', () => {
  const verify = (...options: string[]) => valija(['verify', at('trust.json'), ...options]);

  it.each([
    ['anchors that are none', ['--anchors', 'trust.json'], 'configuration-invalid|anchors-unreadable'],
    ['a trust snapshot that is none', ['--trust', 'signature'], 'trust-malformed'],
    ['a key without its certificate', ['--key', 'trust.json'], '--certificate'],
    ['a password without its file', ['--password-file', 'trust.json'], '--pkcs12'],
    ['two keys', ['--key', 'a', '--certificate', 'b', '--pkcs12', 'c', '--password-file', 'd'], '--pkcs12'],
    ['a signing key without a statement to sign', ['--signing-key', 'a', '--signing-certificate', 'b'], '--report'],
    ['a key that is none', ['--key', 'trust.json', '--certificate', 'trust.json'], 'key-file'],
    ['a file that is not there', ['--anchors', 'nowhere.pem'], 'ENOENT|anchors-unreadable'],
  ])('%s end the command with one message and no result', async (_what, options, message) => {
    await writeFile(at('signature'), files.signature ?? Buffer.alloc(0));
    const { code, stdout, stderr } = await verify(...options.map((option) => (option.startsWith('--') ? option : at(option))));
    expect([code === 0, code === 1, stdout]).toEqual([false, false, '']);
    expect(stderr).toMatch(new RegExp(message));
    expect(stderr).not.toMatch(/ at .*\.ts:\d/);
  });

  it('a statement about what is no bundle is refused, and one about a bundle that cannot be opened is not written', async () => {
    await writeFile(at('receipt.json'), files.evidence ?? Buffer.alloc(0));
    const refused = await valija(['verify', at('receipt.json'), '--report', at('statement.pdf')]);
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    await writeFile(at('cut.zip'), (files.bundle ?? Buffer.alloc(0)).subarray(0, 400));
    const cut = await valija(['verify', at('cut.zip'), '--report', at('statement.pdf'), '--language', 'pt']);
    expect([cut.code, cut.stdout.split('\n')[0]]).toEqual([1, 'NÃO VÁLIDO: pelo menos uma verificação falhou.']);
    await expect(readFile(at('statement.pdf'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('a key of another certificate is told as such', async () => {
    const other = await pki.issue('P-256', 'other');
    await writeFile(at('sealed'), Buffer.from('3080060b2a864886f70d0109100117a080', 'hex'));
    const keys = ['--key', signer.keyFile, '--certificate', other.certificateFile];
    const { code, stdout, stderr } = await valija(['verify', at('sealed'), ...keys]);
    expect([code === 0, code === 1, stdout]).toEqual([false, false, '']);
    expect(stderr).toContain('[key-mismatch]');
  });
});

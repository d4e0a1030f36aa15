import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CERTIFIED_ROLES, CLIENT_ROLES, type DevelopmentPkiPaths, developmentPkiPaths } from '../../certs-dev/layout.ts';
import { runCommand } from '../../compose/demo/child-processes.ts';
import type { DemonstrationResult } from '../../compose/demo/results.ts';
import { BORELIA, XANDRIA } from '../../compose/development/authorities.ts';
import { TRAINING_TEXTS } from '../../compose/wording/training.ts';
import { cadesOverManifest } from '../../crypto/asic/manifest-signature.ts';
import { bufferReader } from '../../crypto/asic/random-access.ts';
import { readContainer } from '../../crypto/asic/read-container.ts';
import { verifyContainer } from '../../crypto/asic/verify-container.ts';
import { verifyPades } from '../../crypto/pades/verify.ts';
import { SIGNATURES_FOR_ACCEPTANCE } from '../../crypto/suites.ts';
import { createPathValidator } from '../../crypto/x509/path.ts';
import { parsePemCertificates } from '../../crypto/x509/pem.ts';
import { processesNaming, resultOf, runDemonstration } from '../support/demonstration.ts';

let folder: string;
let out: string;
let result: DemonstrationResult;
let pki: DevelopmentPkiPaths;

/** What `npm start -- --once --out DIR --json` leaves behind, taken apart by openssl (issue 2, what must be shown, 1). */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-demo-'));
  out = join(folder, 'out');
  const { code, stdout, stderr } = await runDemonstration(['--once', '--out', out, '--json']);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  result = resultOf(stdout);
  pki = developmentPkiPaths(join(out, 'installation', 'pki'));
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

function openssl(...args: string[]): { accepted: boolean; output: string } {
  const { status, stdout, stderr } = spawnSync('openssl', args, { cwd: out });
  return { accepted: status === 0, output: `${stdout}${stderr}` };
}

async function write(name: string, bytes: Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
  return copy;
}

describe('the demonstration', () => {
  it('prints one document with everything in it, paths relative to the folder', async () => {
    const anything: string = expect.stringMatching(/^[0-9a-f-]{36}$/);
    expect(result).toEqual({
      messageId: anything,
      bundle: 'proof-bundle.zip',
      package: 'package.asice',
      sealed: 'sealed.p7m',
      pdf: 'letter.pdf',
      evidence: [
        { event: 'SubmissionAcceptance', path: 'evidence/01-A.1-SubmissionAcceptance.json' },
        { event: 'RelayAcceptance', path: 'evidence/02-B.1-RelayAcceptance.json' },
        { event: 'ContentConsignment', path: 'evidence/03-D.1-ContentConsignment.json' },
        { event: 'ContentHandover', path: 'evidence/04-E.1-ContentHandover.json' },
      ],
      verdict: 'PASSED',
      conversation: {
        registerNumbers: {
          requesting: expect.stringMatching(/^XA-CENTRAL\/\d{4}\/000001$/),
          requested: expect.stringMatching(/^XB-CENTRAL\/\d{4}\/000001$/),
        },
        messages: [
          { kind: 'request', direction: 'outbound', messageId: result.messageId },
          ...(['acknowledgement', 'supplement-request'] as const).map((kind) => ({ kind, direction: 'inbound', messageId: anything })),
          { kind: 'supplement', direction: 'outbound', messageId: anything },
          ...(['partial-reply', 'reply'] as const).map((kind) => ({ kind, direction: 'inbound', messageId: anything })),
        ],
        bundle: 'conversation-bundle.zip',
        verdict: 'PASSED',
      },
    });
    const { bundle, package: sealedPackage, sealed, pdf, evidence, conversation } = result;
    for (const path of [bundle, sealedPackage, sealed, pdf, conversation.bundle, ...evidence.map((entry) => entry.path)]) {
      expect((await readFile(join(out, path))).length).toBeGreaterThan(0);
    }
  });

  it('is verified by the command, which says beside the verdict that it is an exercise', async () => {
    const { code, output } = await runCommand([
      'verify',
      join(out, result.conversation.bundle),
      '--trust',
      join(out, 'installation', 'trust.json'),
      '--language',
      'es',
    ]);
    expect([code, output.split('\n').slice(0, 2)]).toEqual([0, ['VÁLIDO: todo lo comprobado es correcto.', TRAINING_TEXTS.es]]);
  });

  it('leaves no process behind', async () => {
    expect(await processesNaming(folder)).toEqual([]);
  });

  it('sends the letter that the gateway wrote, with a text layer that says it is fictitious and an exercise', async () => {
    const info = spawnSync('pdfinfo', [join(out, result.pdf)]).stdout.toString();
    const text = spawnSync('pdftotext', [join(out, result.pdf), '-']).stdout.toString();
    expect(Number(/Pages:\s+(\d+)\n/.exec(info)?.[1])).toBeGreaterThan(1);
    expect(text).toContain('documento ficticio');
    expect(text).toContain('Solicitud de asistencia judicial recíproca');
    expect(text).toContain(result.conversation.registerNumbers.requesting);
    const raw = spawnSync('pdftotext', ['-raw', join(out, result.pdf), '-']).stdout.toString();
    // Across the page, one letter on each line.
    expect(raw.replaceAll(/\s/g, '')).toContain('ADIESTRAMIENTO-SINVALORLEGAL');
    expect(spawnSync('qpdf', ['--check', join(out, result.pdf)]).status).toBe(0);
  });

  it('sends the letter, its translation, two annexes, and the same as data with the report on its completeness', async () => {
    const { entries } = await readContainer(bufferReader(await readFile(join(out, result.package))));
    const names = entries.map(({ name }) => name).filter((name) => !name.startsWith('META-INF/'));
    expect(names).toEqual([
      'mimetype',
      'request.json',
      'letter.pdf',
      'traducao.pdf',
      'anexo-1-cuestionario.pdf',
      'anexo-2-transferencias.csv',
      'particulars.json',
      'completeness.json',
    ]);
  });
});

describe('pdfsig', () => {
  it('finds the letter signed by the seal of the sender over the whole file, and refuses it with one byte flipped', async () => {
    const letter = await readFile(join(out, result.pdf));
    const said = pdfsig(join(out, result.pdf));
    expect(said).toContain('Signature Validation: Signature is Valid.');
    expect(said).toContain('Signature Type: ETSI.CAdES.detached');
    expect(said).toContain('Total document signed');
    expect(said).toMatch(/Signer Certificate Common Name: Seal urn-valija-authority-xa-central/);
    const changed = await write('changed.pdf', flipped(letter, letter.indexOf('/Type/FontDescriptor') + 7));
    expect(pdfsig(changed)).toContain('Signature Validation: Digest Mismatch.');
  });

  it('is joined by our own verifier: PAdES B-T, stamped by the time-stamp authority of the demonstration', async () => {
    const root = parsePemCertificates(await readFile(pki.root.certificate, 'utf8'));
    const issuing = parsePemCertificates(await readFile(pki.issuing.certificate, 'utf8'));
    const [signature, ...others] = await verifyPades({
      pdf: await readFile(join(out, result.pdf)),
      maximumLength: 1024 * 1024,
      algorithms: SIGNATURES_FOR_ACCEPTANCE,
      timestamps: { pathValidator: createPathValidator({ anchors: root }), revocationLists: [], certificates: issuing },
    });
    expect(others).toEqual([]);
    expect(signature).toMatchObject({ level: 'B-T', integrity: { verdict: 'PASSED' }, coversWholeFile: true });
  });
});

function pdfsig(file: string): string {
  return spawnSync('pdfsig', [file]).stdout.toString();
}

describe('openssl', () => {
  it('opens the sealed content with the recipient’s key, and refuses it with one byte flipped', async () => {
    const { key, certificate } = pki.authority(BORELIA.id).role('encryption');
    const sealed = await readFile(join(out, result.sealed));
    const decrypt = (input: string, output: string, keyFile = key) =>
      openssl('cms', '-decrypt', '-binary', '-inform', 'DER', '-in', input, '-inkey', keyFile, '-recip', certificate, '-out', output)
        .accepted;
    const opened = join(folder, 'opened.asice');
    expect(decrypt(join(out, result.sealed), opened)).toBe(true);
    expect((await readFile(opened)).equals(await readFile(join(out, result.package)))).toBe(true);
    for (const at of [sealed.length - 1, Math.floor(sealed.length / 2), 60]) {
      expect(decrypt(await write('flipped.p7m', flipped(sealed, at)), join(folder, 'refused'))).toBe(false);
    }
    expect(decrypt(join(out, result.sealed), join(folder, 'refused'), pki.authority(XANDRIA.id).role('encryption').key)).toBe(false);
  });

  it('accepts the seal over the manifest, and refuses manifest or seal with one byte flipped', async () => {
    const { manifest, signature } = await partsOfPackage();
    const verify = async (content: Buffer, seal: Buffer) =>
      openssl(
        ...['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', await write('signature.p7s', seal)],
        ...['-content', await write('manifest.xml', content), '-CAfile', pki.root.certificate],
        ...['-purpose', 'any', '-out', join(folder, 'verified')],
      );
    expect(await verify(manifest, signature)).toMatchObject({
      accepted: true,
      output: expect.stringContaining('CAdES Verification successful'),
    });
    expect((await verify(flipped(manifest, 120), signature)).accepted).toBe(false);
    expect((await verify(manifest, flipped(signature, signature.indexOf(Buffer.from('Seal')) + 1))).accepted).toBe(false);
  });

  it('accepts every time-stamp, and refuses it with one byte flipped', async () => {
    const { tokens, signatureValue } = await partsOfPackage();
    const data = await write('stamped', signatureValue);
    const verify = async (token: Buffer, stamped: string) =>
      openssl(
        ...['ts', '-verify', '-token_in', '-in', await write('token.der', token), '-data', stamped],
        ...['-CAfile', pki.root.certificate, '-untrusted', pki.issuing.certificate],
      ).accepted;
    expect(tokens.length).toBe(1);
    for (const token of tokens) {
      expect(await verify(token, data)).toBe(true);
      expect(await verify(flipped(token, token.length - 4), data)).toBe(false);
      expect(await verify(token, await write('other', flipped(signatureValue, 3)))).toBe(false);
    }
  });

  it('accepts every chain under its strictest rules, and refuses a certificate with one byte flipped', async () => {
    const ofAuthority = (id: string) => [
      ...CERTIFIED_ROLES.map((role) => pki.authority(id).role(role).certificate),
      ...CLIENT_ROLES.map((role) => pki.authority(id).client(role).certificate),
    ];
    const verify = (file: string) =>
      openssl(
        ...['verify', '-x509_strict', '-crl_check_all', '-CAfile', pki.root.certificate, '-untrusted', pki.issuing.certificate],
        ...['-CRLfile', join(pki.revocationLists, 'root.crl.pem'), '-CRLfile', join(pki.revocationLists, 'issuing.crl.pem'), file],
      ).accepted;
    const files = [pki.timestamp.certificate, pki.directorySigner.certificate, ...ofAuthority(XANDRIA.id), ...ofAuthority(BORELIA.id)];
    for (const file of files) {
      expect(verify(file)).toBe(true);
      const der = openssl('x509', '-in', file, '-outform', 'DER', '-out', join(folder, 'certificate.der'));
      expect(der.accepted).toBe(true);
      const bytes = await readFile(join(folder, 'certificate.der'));
      expect(verify(await write('flipped.der', flipped(bytes, bytes.length - 3)))).toBe(false);
    }
  });

  it('accepts the signature of the directory', () => {
    const path = join(out, 'installation', 'directory.json');
    const input = ['-binary', '-inform', 'DER', '-in', `${path}.p7s`, '-content', path, '-CAfile', pki.root.certificate];
    expect(openssl('cms', '-verify', '-cades', ...input, '-purpose', 'any', '-out', join(folder, 'verified')).accepted).toBe(true);
  });

  it('does all that the README of the results says', async () => {
    const lines = (await readFile(join(out, 'README.txt'), 'utf8'))
      .split('\n')
      .filter((line) => /^ {2}(openssl|unzip|cmp|pdfsig) /.test(line));
    expect(lines.length).toBe(6);
    for (const line of lines) {
      const { status, stderr } = spawnSync('sh', ['-c', line.trim()], { cwd: out });
      expect({ line, status, stderr: status === 0 ? '' : stderr.toString() }).toEqual({ line, status: 0, stderr: '' });
    }
  });
});

async function partsOfPackage() {
  const container = await readContainer(bufferReader(await readFile(join(out, result.package))));
  const { manifest, signature } = await verifyContainer(container, cadesOverManifest());
  if (manifest === undefined || signature === undefined) throw new Error('the package has no seal');
  const { timestampTokens, signatureValue } = signature.verified;
  return { manifest: manifest.bytes, signature: signature.der, tokens: timestampTokens, signatureValue };
}

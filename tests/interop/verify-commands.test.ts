import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BundleIndex } from '../../audit/bundle/index-document.ts';
import { type DevelopmentPkiPaths, developmentPkiPaths } from '../../certs-dev/layout.ts';
import type { DemonstrationResult } from '../../compose/demo/results.ts';
import { BORELIA, XANDRIA } from '../../compose/development/authorities.ts';
import { readOpeningKey } from '../../compose/verification/opening-key.ts';
import { type VerificationReport, verificationReport } from '../../compose/verification/report-schema.ts';
import type { VerificationRequest } from '../../compose/verification/verify-file.ts';
import { valija } from '../support/command-line.ts';
import { resultOf, runDemonstration } from '../support/demonstration.ts';
import { disagreements, reported, runCommands } from '../support/verification.ts';
import { repackBundle } from '../unit/audit/helpers/bundle-octets.ts';

let folder: string;
let out: string;
let result: DemonstrationResult;
let pki: DevelopmentPkiPaths;
let lists: string[];

/** Each command that `valija verify` names for its findings, run on the results of the demonstration (issue 3). */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-commands-'));
  out = join(folder, 'out');
  const { code, stdout, stderr } = await runDemonstration(['--once', '--out', out, '--json']);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  result = resultOf(stdout);
  pki = developmentPkiPaths(join(out, 'installation', 'pki'));
  lists = ['root.crl.pem', 'issuing.crl.pem'].map((name) => inOut(join(pki.revocationLists, name)));
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const inOut = (path: string) => relative(out, path);
const at = (path: string) => join(out, path);

type Options = Omit<Partial<VerificationRequest>, 'file' | 'key'>;

/** What a reader gets, and whether other programs agree; each finding has a command of one. */
async function verified(file: string, options: Options = {}, checks?: readonly string[]): Promise<VerificationReport> {
  const key = options.keyFiles === undefined ? {} : { key: await readOpeningKey(options.keyFiles) };
  return agreed(await reported({ file: at(file), at: new Date(), ...options, ...key }), checks);
}

async function agreed(report: VerificationReport, checks?: readonly string[]): Promise<VerificationReport> {
  expect(report.findings.filter(({ tool }) => tool === undefined).map(({ check, code }) => `${check} ${code}`)).toEqual([]);
  expect(disagreements(await runCommands(report, out, checks))).toEqual([]);
  return report;
}

/** With the snapshot of the installation, and for files by themselves with its revocation lists. */
const trusted = (): Options => ({ trust: at('installation/trust.json') });
const withLists = (): Options => ({ ...trusted(), revocation: lists.map(at) });

const decided = ({ findings }: VerificationReport) =>
  [...new Set(findings.filter(({ tool }) => tool?.decides === true).map(({ check }) => check))].sort();
const problems = ({ findings }: VerificationReport) =>
  findings.filter(({ verdict, advisory }) => verdict !== 'PASSED' && advisory !== true).map(({ check, code }) => `${check} ${code}`);

/** The same by the command itself, with the file names that its reader typed. */
async function fromCommand(...args: string[]): Promise<VerificationReport> {
  const { stdout } = await valija(['verify', '--json', ...args], { cwd: out });
  return verificationReport.parse(JSON.parse(stdout));
}

async function altered(name: string, edit: (bytes: Buffer) => Buffer | Promise<Buffer>): Promise<string> {
  const path = join(out, 'altered', name);
  await cp(join(out, name), path);
  await writeFile(path, await edit(await readFile(path)));
  return inOut(path);
}

const flipAt = (at: (bytes: Buffer) => number) => (bytes: Buffer) => {
  const copy = Buffer.from(bytes);
  const offset = at(bytes);
  copy.writeUInt8(copy.readUInt8(offset) ^ 1, offset);
  return copy;
};

describe('the proof bundle', () => {
  it('passes, and other programs say the same of files, trust, logs, header, receipts, their story, package and letter', async () => {
    const report = await agreed(await fromCommand(result.bundle, '--trust', 'installation/trust.json'));
    expect(report.verdict).toBe('PASSED');
    // Whether the time-stamp of the newest checkpoint has come yet is a matter of moments, and so is its last cosignature.
    const momentary = ['checkpoint-time-stamp', 'log-witness'];
    expect(decided(report).filter((check) => !momentary.includes(check))).toEqual(
      [
        ...['bundle-files', 'bundle-layout', 'trust-copies', 'message-identity'],
        ...['log-key', 'log-checkpoint', 'log-inclusion', 'log-coverage', 'log-consistency', 'log-entries'],
        ...['evidence-chain', 'issuer-sequences', 'evidence-conflicts', 'event-order', 'transport-state'],
        ...['envelope-certificate', 'envelope-signature', 'evidence-certificate', 'evidence-signature'],
        ...['package-certificate', 'package-content', 'package-layout', 'package-signature', 'package-time-stamp'],
        ...['pdf-layout', 'pdf-signature', 'pdf-time-stamp', 'signer-certificate'],
      ].sort(),
    );
  });

  const repacked = (edit: (path: string, file: Buffer) => Buffer, editIndex?: (index: BundleIndex) => BundleIndex) =>
    altered(result.bundle, (bytes) => repackBundle(bytes, edit, editIndex));
  const rewritten = (place: RegExp, edit: (text: string) => string) =>
    repacked((path, file) => (place.test(path) ? Buffer.from(edit(file.toString('latin1')), 'latin1') : file));
  /** Another first letter in the first hash. */
  const otherHash = (text: string) => text.replace(/^([A-Za-z0-9+/])(?=[A-Za-z0-9+/]{42}=$)/m, (first) => (first === 'A' ? 'B' : 'A'));
  /** Another end of the last signature, which on these checkpoints is that of a witness. */
  const otherCosignature = (text: string) => text.replace(/.{6}\n$/, 'AAAAA=\n');
  const otherKeys = ({ logs, ...index }: BundleIndex): BundleIndex => {
    const keys = logs.map(({ verifierKey }) => verifierKey).reverse();
    return { ...index, logs: logs.map((log, position) => ({ ...log, verifierKey: keys[position] ?? '' })) };
  };

  it.each<[string, () => Promise<string>, string[]]>([
    ['a proof of inclusion', () => rewritten(/^logs\/2\/proofs\//, otherHash), ['log-inclusion', 'log-coverage']],
    ['a proof of consistency', () => rewritten(/^logs\/1\/consistency\//, otherHash), ['log-consistency']],
    ['an entry of a log', () => rewritten(/^logs\/2\/tile\/entries\//, (text) => `${text.slice(0, -1)}~`), ['log-entries']],
    ['the last signature of a checkpoint', () => rewritten(/^logs\/1\/checkpoints\//, otherCosignature), ['log-checkpoint']],
    ['the keys of the logs', () => repacked((_path, file) => file, otherKeys), ['log-key']],
    [
      'an octet of the letter',
      () => rewritten(/asice$/, (text) => text.replace('/Type/FontDescriptor', '/Type/FontDescriptoR')),
      ['pdf-signature'],
    ],
    ['a receipt, which is no object any more,', () => rewritten(/^evidence\/02/, () => '{}'), ['evidence-chain', 'event-order']],
    ['the last of the receipts of its issuer but one', () => rewritten(/^evidence\/03/, () => '{}'), ['issuer-sequences']],
  ])('when somebody altered %s, the commands say so too', async (_what, make, checks) => {
    const report = await reported({ file: at(await make()), at: new Date(), ...trusted() });
    const commands = await runCommands(report, out, checks);
    expect(disagreements(commands)).toEqual([]);
    for (const check of checks) {
      const refused = commands.filter(({ finding }) => finding.check === check && finding.verdict !== 'PASSED');
      expect(refused.length, check).toBeGreaterThan(0);
      for (const { finding, status } of refused) expect([finding.subject, status === 0]).toEqual([finding.subject, false]);
    }
  });

  it('without a trust snapshot cannot be decided, and the commands take the roots that came with it', async () => {
    const report = await verified(result.bundle, {}, ['trust-anchors', 'evidence-certificate', 'log-key']);
    expect([report.verdict, problems(report)]).toEqual(['INDETERMINATE', ['trust-anchors trust-not-confirmed']]);
    expect(decided(report)).toContain('evidence-certificate');
  });

  it('with another signature in a receipt fails, and openssl refuses that receipt alone', async () => {
    const other = (path: string, file: Buffer) =>
      path.includes('/02-B.1')
        ? Buffer.from(file.toString().replace(/"signature":"(.)/, (_all, first) => `"signature":"${first === 'A' ? 'B' : 'A'}`))
        : file;
    const file = await altered(result.bundle, (bytes) => repackBundle(bytes, other));
    const report = await verified(file, trusted(), ['evidence-signature', 'evidence-chain', 'transport-state']);
    expect(report.verdict).toBe('FAILED');
    expect(problems(report).join()).toMatch(/evidence-signature (signature-invalid|jws-signature-form)/);
  });
});

describe('the package', () => {
  const checked = (file: string) => verified(file, withLists());

  it('passes, and openssl says the same', async () => {
    const report = await checked(result.package);
    expect(report.verdict).toBe('PASSED');
    expect(decided(report)).toContain('package-certificate');
  });

  it('with another octet in a file or in the manifest fails, and other programs say so', async () => {
    const places = {
      'package-signature': (bytes: Buffer) => bytes.indexOf('<asic:ASiCManifest') + 1,
      'package-content': (bytes: Buffer) => bytes.indexOf('fecha;cuenta'),
    };
    for (const [check, place] of Object.entries(places)) {
      const report = await checked(await altered(result.package, flipAt(place)));
      expect(report.verdict).toBe('FAILED');
      expect(problems(report).some((problem) => problem.startsWith(check) || problem.startsWith('package-content'))).toBe(true);
    }
  });

  it('judged for a time before it existed fails, and openssl refuses it too', async () => {
    const early = await verified(result.package, { ...withLists(), at: new Date('2020-01-01T00:00:00Z') });
    expect(early.verdict).toBe('FAILED');
  });
});

describe('the sealed content', () => {
  const { id } = BORELIA;
  const opened = async (file: string) => {
    const { key, certificate } = pki.authority(id).role('encryption');
    return verified(file, { ...withLists(), keyFiles: { key, certificate } });
  };

  it('is opened and passes, and openssl opens and accepts it', async () => {
    const report = await opened(result.sealed);
    expect([report.verdict, report.content]).toEqual(['PASSED', 'package']);
    expect(decided(report)).toEqual(expect.arrayContaining(['sealed-opening', 'package-signature', 'package-certificate']));
  });

  it('is not opened with the key of the sender, nor when an octet was changed', async () => {
    const { key, certificate } = pki.authority(XANDRIA.id).role('encryption');
    const other = await verified(result.sealed, { keyFiles: { key, certificate } });
    expect([other.verdict, problems(other)]).toEqual(['INDETERMINATE', ['sealed-opening sealed-other-recipient']]);
    const changed = await opened(
      await altered(
        result.sealed,
        flipAt((bytes) => bytes.length - 40),
      ),
    );
    expect([changed.verdict, problems(changed)]).toEqual(['FAILED', ['sealed-opening decryption-failed']]);
  });
});

describe('receipts and letter', () => {
  it('pass, and openssl and pdfsig say the same', async () => {
    for (const { path } of result.evidence) {
      const report = await verified(path, withLists());
      expect([report.verdict, decided(report)]).toEqual(['PASSED', ['evidence-certificate', 'evidence-signature']]);
    }
    const letter = await verified(result.pdf, withLists());
    expect([letter.kind, letter.verdict]).toEqual(['pdf', 'PASSED']);
    expect(decided(letter)).toEqual(expect.arrayContaining(['pdf-layout', 'pdf-signature', 'signer-certificate']));
  });

  it('with another octet fail, and openssl and pdfsig say the same', async () => {
    const receipt = result.evidence[0]?.path ?? '';
    const signed = (bytes: Buffer) => bytes.indexOf('"payload":"') + 600;
    const report = await verified(await altered(receipt, flipAt(signed)), withLists());
    expect(report.verdict).toBe('FAILED');
    const letter = await verified(
      await altered(
        result.pdf,
        flipAt((bytes) => bytes.indexOf('/Length') + 40),
      ),
      withLists(),
    );
    expect(letter.verdict).toBe('FAILED');
  });
});

describe('the directory', () => {
  it('has a detached signature that holds over it and over nothing else', async () => {
    const path = inOut(join(dirname(pki.root.certificate), '..', '..', 'directory.json'));
    const anchored = { anchors: [pki.root.certificate], revocation: lists.map(at) };
    const report = await verified(`${path}.p7s`, { content: at(path), ...anchored });
    expect([report.kind, report.verdict, decided(report)]).toEqual(['signature', 'PASSED', ['signature-content', 'signer-certificate']]);
    const other = await verified(`${path}.p7s`, { content: at('README.txt'), ...anchored });
    expect([other.verdict, problems(other)]).toEqual(['FAILED', ['signature-content message-digest-mismatch']]);
  });
});

describe('the statement of transmission', () => {
  it('is signed by the seal of the sender, and passes our own verifier and pdfsig', async () => {
    const { key, certificate } = pki.authority(XANDRIA.id).role('seal');
    const signing = ['--signing-key', inOut(key), '--signing-certificate', inOut(certificate)];
    const written = await valija(
      ['verify', result.bundle, '--trust', 'installation/trust.json', '--report', 'constancia.pdf', '--language', 'es', ...signing],
      {
        cwd: out,
      },
    );
    expect([written.code, written.stderr]).toEqual([0, '']);
    const report = await verified('constancia.pdf', withLists());
    expect([report.kind, report.verdict, report.signatures?.[0]?.level]).toEqual(['pdf', 'PASSED', 'B-B']);
  });
});

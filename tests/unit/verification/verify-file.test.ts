import { readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOpeningKey } from '../../../compose/verification/opening-key.ts';
import { keepPrivately } from '../../../compose/verification/temporary-content.ts';
import { readExactly } from '../../../crypto/asic/random-access.ts';
import { signPades } from '../../../crypto/pades/sign.ts';
import { disagreements, passedOf, problemsOf, reported, runCommands } from '../../support/verification.ts';
import { zipOf } from '../audit/helpers/bundle-octets.ts';
import { createTestPki, flipped, type Identity, openssl, STAMPING, type TestPki } from '../cms/support.ts';
import { otherText, smallPdf } from './documents.ts';

let pki: TestPki;
let signer: Identity;
let recipient: Identity;
let stamper: Identity;
let content: string;
let at: Date;

beforeAll(async () => {
  pki = await createTestPki();
  signer = await pki.issue('P-256', 'signer');
  stamper = await pki.issue('P-256', 'stamper', STAMPING);
  recipient = await pki.issue('P-256', 'recipient', ['basicConstraints=critical,CA:FALSE', 'keyUsage=critical,keyAgreement']);
  content = await pki.write('content.txt', 'an invented document\n');
  at = new Date(Date.now() + 1000);
}, 60_000);
afterAll(() => pki.remove());

const inFolder = async (name: string, bytes: Buffer | string) => pki.write(name, bytes);
const anchors = () => ({ anchors: [pki.rootFile], revocation: [pki.file('root.crl')] });

/** A revocation list of the root with nobody in it, so that certificates of these tests can be judged. */
beforeAll(async () => {
  await inFolder('index.txt', '');
  await inFolder('crlnumber', '01\n');
  const database = `database=${pki.file('index.txt')}\ncrlnumber=${pki.file('crlnumber')}\n`;
  const ca = `[ca]\ndefault_ca=d\n[d]\n${database}default_md=sha256\ndefault_crl_days=10\ncrl_extensions=e\n`;
  const configuration = await inFolder('ca.cnf', `${ca}[e]\nauthorityKeyIdentifier=keyid\n`);
  const root = ['-keyfile', pki.file('root.key.pem'), '-cert', pki.rootFile];
  await openssl('ca', '-gencrl', '-config', configuration, ...root, '-out', pki.file('root.crl'));
});

async function signed(name: string, ...options: string[]): Promise<string> {
  const path = pki.file(name);
  const key = ['-signer', signer.certificateFile, '-inkey', signer.keyFile];
  await openssl('cms', '-sign', '-binary', '-cades', ...key, '-in', content, '-out', path, ...options);
  return path;
}

describe('a detached signature', () => {
  it.each([
    ['DER', ['-outform', 'DER'], 'message-digest-mismatch', 'HASH_FAILURE'],
    // What openssl streams carries its content inside as well.
    ['BER, streamed', ['-outform', 'DER', '-stream'], 'signed-data-content-unexpected', 'FORMAT_FAILURE'],
    ['PEM', ['-outform', 'PEM'], 'message-digest-mismatch', 'HASH_FAILURE'],
  ])('by openssl in %s holds over its content, and not over another', async (form, options, code, subIndication) => {
    const file = await signed(`signed-${form.slice(0, 3)}.p7s`, ...options);
    const report = await reported({ file, content, at, ...anchors() });
    expect([report.kind, report.verdict, problemsOf(report)]).toEqual([
      'signature',
      'PASSED',
      ['~signature-time-stamp INDETERMINATE unstamped'],
    ]);
    expect(report.signatures).toMatchObject([{ level: 'B-B', algorithm: 'ES256', certificate: { subject: 'CN=Invented signer' } }]);
    expect(disagreements(await runCommands(report, pki.folder))).toEqual([]);
    const other = await inFolder('other.txt', 'another document\n');
    const refused = await reported({ file, content: other, at, ...anchors() });
    expect([refused.verdict, problemsOf(refused)]).toEqual(['FAILED', [`signature-content FAILED ${code}`]]);
    expect(refused.findings.find(({ check }) => check === 'signature-content')?.validation).toEqual({
      indication: 'FAILED',
      subIndication,
    });
    expect(disagreements(await runCommands(refused, pki.folder))).toEqual([]);
  });

  it('over what it carries inside needs no other file, streamed or not', async () => {
    for (const options of [['-nodetach'], ['-nodetach', '-stream']]) {
      const file = await signed('attached.p7m', '-outform', 'DER', ...options);
      expect((await reported({ file, at, ...anchors() })).verdict).toBe('PASSED');
    }
  });

  it('without its content, its anchors or revocation data cannot be decided', async () => {
    const file = await signed('alone.p7s', '-outform', 'DER');
    expect(problemsOf(await reported({ file, at, ...anchors() }))).toEqual(['signature-content INDETERMINATE content-not-given']);
    expect(problemsOf(await reported({ file, content, at }))).toContain('signer-certificate INDETERMINATE path-not-found');
    expect(problemsOf(await reported({ file, content, at, anchors: [pki.rootFile] }))).toContain(
      'signer-certificate INDETERMINATE revocation-unknown',
    );
  });
});

describe('an OCSP response', () => {
  /** An answer of the root itself about the signer, by openssl. */
  async function answered(status: 'V' | 'R'): Promise<string> {
    const serial = (await openssl('x509', '-in', signer.certificateFile, '-noout', '-serial')).trim().replace('serial=', '');
    const revoked = status === 'R' ? '200101000000Z' : '';
    await inFolder('ocsp.txt', `${status}\t491231235959Z\t${revoked}\t${serial}\tunknown\t/CN=Invented signer\n`);
    const about = ['-issuer', pki.rootFile, '-cert', signer.certificateFile];
    await openssl('ocsp', ...about, '-no_nonce', '-reqout', pki.file('request.ocsp'));
    const responder = ['-index', pki.file('ocsp.txt'), '-rsigner', pki.rootFile, '-rkey', pki.file('root.key.pem'), '-CA', pki.rootFile];
    const path = pki.file(`${status}.ocsp`);
    await openssl('ocsp', ...responder, '-reqin', pki.file('request.ocsp'), '-ndays', '3', '-respout', path);
    return path;
  }

  it('says of a certificate that it was good, or that it was revoked', async () => {
    const file = await signed('asked.p7s', '-outform', 'DER');
    const later = new Date(Date.now() + 2000);
    const good = await reported({ file, content, at: later, anchors: [pki.rootFile], revocation: [await answered('V')] });
    expect([good.verdict, passedOf(good)]).toEqual(['PASSED', ['revocation-data', 'signature-content', 'signer-certificate']]);
    const revoked = await reported({ file, content, at: later, anchors: [pki.rootFile], revocation: [await answered('R')] });
    expect(revoked.verdict).not.toBe('PASSED');
    expect(problemsOf(revoked).join()).toMatch(/signer-certificate \w+ certificate-revoked/);
    const damaged = await inFolder('damaged.ocsp', flipped(await readFile(pki.file('V.ocsp')), 5));
    expect(problemsOf(await reported({ file, content, at: later, anchors: [pki.rootFile], revocation: [damaged] })).join()).toMatch(
      /revocation-data FAILED/,
    );
  });
});

describe('a time-stamp', () => {
  const stamped = async () => {
    await inFolder(
      'tsa.cnf',
      `[tsa]\ndefault_tsa=t\n[t]\nserial=${pki.file('serial')}\nsigner_digest=sha256\ndefault_policy=1.2.3\ndigests=sha256\nordering=no\ness_cert_id_alg=sha256\n`,
    );
    await inFolder('serial', '01\n');
    await openssl('ts', '-query', '-data', content, '-sha256', '-cert', '-out', pki.file('request.tsq'));
    const authority = ['-signer', stamper.certificateFile, '-inkey', stamper.keyFile];
    const answer = ['ts', '-reply', '-config', pki.file('tsa.cnf'), '-queryfile', pki.file('request.tsq'), ...authority];
    await openssl(...answer, '-out', pki.file('answer.tsr'));
    await openssl(...answer, '-token_out', '-out', pki.file('token.tst'));
    return [pki.file('answer.tsr'), pki.file('token.tst')];
  };

  it('by openssl holds over its content, as token and as response, and not over another', async () => {
    for (const file of await stamped()) {
      const later = new Date(Date.now() + 2000);
      const report = await reported({ file, content, at: later, ...anchors() });
      expect([report.kind, report.verdict, problemsOf(report)]).toEqual(['timestamp', 'PASSED', []]);
      expect(report.timestamp).toMatchObject({ policy: '1.2.3', imprintAlgorithm: 'sha256' });
      expect(disagreements(await runCommands(report, pki.folder))).toEqual([]);
      const other = await inFolder('other.txt', 'another document\n');
      const refused = await reported({ file, content: other, at: later, ...anchors() });
      expect(problemsOf(refused)).toEqual(['time-stamp-token FAILED timestamp-imprint-mismatch']);
      expect(disagreements(await runCommands(refused, pki.folder))).toEqual([]);
      expect(problemsOf(await reported({ file, at: later, ...anchors() }))).toEqual(['time-stamp-token INDETERMINATE content-not-given']);
      expect(problemsOf(await reported({ file, content, at: new Date('2020-01-01T00:00:00Z'), ...anchors() }))).not.toEqual([]);
    }
  });
});

describe('sealed content', () => {
  const key = async () => readOpeningKey({ key: recipient.keyFile, certificate: recipient.certificateFile });
  const keyFiles = () => ({ key: recipient.keyFile, certificate: recipient.certificateFile });
  const sealed = async (name: string, inside: string, ...options: string[]) => {
    const path = pki.file(name);
    const agreement = ['-keyopt', 'ecdh_kdf_md:sha256', '-aes256-wrap'];
    await openssl(
      ...['cms', '-encrypt', '-binary', '-aes-256-gcm', '-outform', 'DER', ...options, '-in', inside, '-out', path],
      ...['-recip', recipient.certificateFile, ...agreement],
    );
    return path;
  };

  it('by openssl, streamed or not, is opened and what is inside is verified; nothing of it is left behind', async () => {
    const inside = await signed('inside.p7m', '-outform', 'DER', '-nodetach');
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith('valija-verify-'));
    for (const [name, options, warnings] of [
      ['plain.p7m', [], []],
      ['streamed.p7m', ['-stream'], ['~sealed-encoding INDETERMINATE written-elsewhere']],
    ] as const) {
      const file = await sealed(name, inside, ...options);
      const report = await reported({ file, at, key: await key(), keyFiles: keyFiles(), ...anchors() });
      expect([report.kind, report.content, report.verdict]).toEqual(['sealed', 'signature', 'PASSED']);
      expect(problemsOf(report)).toEqual([...warnings, '~signature-time-stamp INDETERMINATE unstamped']);
      expect(passedOf(report)).toEqual(expect.arrayContaining(['sealed-opening', 'signature-content', 'signer-certificate']));
      expect(disagreements(await runCommands(report, pki.folder))).toEqual([]);
    }
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('valija-verify-'))).toEqual(before);
  });

  it('is not opened without its key or with another, and refused when it was changed', async () => {
    const file = await sealed('sealed.p7m', content);
    expect(problemsOf(await reported({ file, at }))).toEqual(['sealed-opening INDETERMINATE key-not-given']);
    const other = await pki.issue('P-256', 'other', ['keyUsage=critical,keyAgreement']);
    const wrong = { privateKey: other.privateKey, certificate: other.certificate };
    expect(problemsOf(await reported({ file, at, key: wrong }))).toEqual(['sealed-opening INDETERMINATE sealed-other-recipient']);
    const octets = await readFile(file);
    const changed = await inFolder('changed.p7m', flipped(octets, octets.length - 30));
    const refused = await reported({ file: changed, at, key: await key(), keyFiles: keyFiles() });
    expect([refused.verdict, problemsOf(refused)]).toEqual(['FAILED', ['sealed-opening FAILED decryption-failed']]);
    expect(refused.content).toBeUndefined();
  });

  it('that holds something unknown, or is sealed again, is told so', async () => {
    const unknown = await reported({ file: await sealed('text.p7m', content), at, key: await key() });
    expect(problemsOf(unknown)).toEqual(['file-kind FAILED file-unknown']);
    const twice = await sealed('twice.p7m', await sealed('once.p7m', content));
    expect(problemsOf(await reported({ file: twice, at, key: await key() }))).toEqual(['sealed-opening INDETERMINATE key-not-given']);
  });

  it('is kept so that every range can be read, and nothing stands on the disk in the clear', async () => {
    const octets = Buffer.from(Array.from({ length: 5_000 }, (_, index) => index % 251));
    const kept = await keepPrivately(Readable.from([octets.subarray(0, 1_234), octets.subarray(1_234)]));
    for (const [offset, length] of [
      [0, 5_000],
      [1, 16],
      [15, 17],
      [1_233, 3],
      [4_999, 1],
    ] as const) {
      expect((await readExactly(kept, offset, length)).equals(octets.subarray(offset, offset + length))).toBe(true);
    }
    await kept.close();
    await expect(keepPrivately(Readable.from(failing()))).rejects.toThrow('planted');
  });
});

async function* failing() {
  yield Buffer.from('a');
  throw new Error('planted');
}

describe('a container made elsewhere', () => {
  /** ASiC-S: one file, and the signature over it (EN 319 162-1 section 4.3). */
  const simple = async (name: string, text: string) => {
    const signature = await readFile(await signed('simple.p7s', '-outform', 'DER'));
    const octets = zipOf([
      { name: 'mimetype', octets: Buffer.from('application/vnd.etsi.asic-s+zip') },
      { name: 'document.txt', octets: Buffer.from(text) },
      { name: 'META-INF/signature.p7s', octets: signature },
    ]);
    return inFolder(name, octets);
  };

  it('for one signed file is judged by its signer, and openssl says the same', async () => {
    const report = await reported({ file: await simple('good.asics', 'an invented document\n'), at, ...anchors() });
    expect([report.kind, report.verdict, problemsOf(report)]).toEqual([
      'package',
      'PASSED',
      ['~signature-time-stamp INDETERMINATE unstamped'],
    ]);
    expect(disagreements(await runCommands(report, pki.folder))).toEqual([]);
    const other = await reported({ file: await simple('bad.asics', 'an invented Document\n'), at, ...anchors() });
    expect([other.verdict, problemsOf(other)]).toEqual(['FAILED', ['package-signature FAILED message-digest-mismatch']]);
    expect(disagreements(await runCommands(other, pki.folder))).toEqual([]);
  });
});

describe('a PDF', () => {
  const sign = async (pdf: Buffer) => (await signPades({ pdf, signer: signer.signer(), signingTime: at, maximumLength: 1 << 24 })).pdf;

  it('that nobody signed cannot be decided', async () => {
    const file = await inFolder('plain.pdf', smallPdf());
    const report = await reported({ file, at });
    expect([report.kind, report.verdict, problemsOf(report)]).toEqual(['pdf', 'INDETERMINATE', ['pdf-signature INDETERMINATE not-signed']]);
  });

  it('is judged signature by signature, and pdfsig says the same', async () => {
    const twice = await sign(await sign(smallPdf()));
    const report = await reported({ file: await inFolder('twice.pdf', twice), at, ...anchors() });
    expect([report.verdict, problemsOf(report)]).toEqual([
      'PASSED',
      ['~pdf-time-stamp INDETERMINATE unstamped', '~pdf-time-stamp INDETERMINATE unstamped'],
    ]);
    expect(report.signatures?.map(({ subject, level }) => [subject, level])).toEqual([
      ['Signature1', 'B-B'],
      ['Signature2', 'B-B'],
    ]);
    expect(disagreements(await runCommands(report, pki.folder))).toEqual([]);
  });

  it('that was changed under a signature, or after it, is refused with the reason, and pdfsig refuses the first as well', async () => {
    const pdf = await sign(smallPdf());
    const under = otherText(pdf);
    const report = await reported({ file: await inFolder('under.pdf', under), at, ...anchors() });
    expect([report.verdict, problemsOf(report)]).toEqual(['FAILED', ['pdf-signature FAILED message-digest-mismatch']]);
    expect(disagreements(await runCommands(report, pki.folder))).toEqual([]);
    const after = Buffer.concat([pdf, Buffer.from('% something\n')]);
    const added = await reported({ file: await inFolder('after.pdf', after), at, ...anchors() });
    expect(added.verdict).toBe('FAILED');
    expect(problemsOf(added).join()).toMatch(/pdf-(changes|layout) FAILED/);
  });
});

describe('a JSON report', () => {
  it('says the same in every language, and nothing of another command than the file that was given', async () => {
    const file = await signed("it's odd.p7s", '-outform', 'DER');
    const report = await reported({ file, content, at, ...anchors() });
    for (const finding of report.findings) {
      expect(Object.keys(finding.words)).toEqual(['es', 'pt', 'fr', 'en']);
      expect(finding.reason === undefined).toBe(finding.verdict === 'PASSED');
    }
    expect(report.file).toEqual({
      name: "it's odd.p7s",
      length: (await readFile(file)).length,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(disagreements(await runCommands(report, pki.folder))).toEqual([]);
    await writeFile(join(pki.folder, 'unused'), '');
  });
});

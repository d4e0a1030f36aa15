import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, flipped } from '../unit/cms/support.ts';
import {
  createSigningFixture,
  pdfsigVerdicts,
  pdfText,
  qpdfComplaints,
  qpdfWritten,
  type SigningFixture,
  summary,
} from '../unit/pades/support.ts';
import { haveVectors, vectorFiles } from './vectors-folder.ts';

const ENCRYPTED = 'libreoffice-writer-password.pdf';

let fixture: SigningFixture;
beforeAll(async () => {
  fixture = await createSigningFixture();
});
afterAll(() => fixture.pki.remove());

describe.runIf(haveVectors('pdf'))('PDFs of other programs', () => {
  const files = haveVectors('pdf') ? vectorFiles('pdf', '.pdf') : [];

  it('are all there', () => {
    expect(files).toHaveLength(21);
    expect(files.map((file) => basename(file))).toContain(ENCRYPTED);
  });

  for (const file of files.filter((candidate) => basename(candidate) !== ENCRYPTED)) {
    it(`${basename(file)} is signed twice, and nothing else about it changes`, async () => {
      const original = readFileSync(file);
      const once = await fixture.sign(original, { stamped: true });
      const twice = await fixture.sign(once);

      expect(once.subarray(0, original.length).equals(original)).toBe(true);
      expect(twice.subarray(0, once.length).equals(once)).toBe(true);
      expect(summary(await fixture.verify(twice))).toEqual([
        'Signature1, B-T, PASSED, PASSED',
        'Signature2, B-B, PASSED, PASSED, whole file',
      ]);

      expect(pdfsigVerdicts(twice)).toEqual(['Signature is Valid.', 'Signature is Valid.']);
      expect(pdfText(twice)).toBe(pdfText(original));
      const [before, after] = [qpdfComplaints(original), qpdfComplaints(twice)];
      expect(after.status).toBeLessThanOrEqual(before.status);
      expect([...after.complaints].filter((line) => !before.complaints.has(line))).toEqual([]);
    });
  }

  const forms: [string, string[]][] = [
    ['linearized', ['--linearize']],
    ['linearized with object streams', ['--linearize', '--object-streams=generate']],
    ['with object streams', ['--object-streams=generate']],
    ['without object streams', ['--object-streams=disable']],
  ];
  for (const [what, options] of forms) {
    it(`are signed twice when qpdf has written them ${what}`, async () => {
      for (const name of ['libreoffice-form.pdf', 'pdflatex-outline.pdf']) {
        const original = qpdfWritten(readFileSync(files.find((file) => basename(file) === name) ?? ''), options);
        const twice = await fixture.sign(await fixture.sign(original));
        expect(summary(await fixture.verify(twice))).toEqual([
          'Signature1, B-B, PASSED, PASSED',
          'Signature2, B-B, PASSED, PASSED, whole file',
        ]);
        expect(pdfsigVerdicts(twice)).toEqual(['Signature is Valid.', 'Signature is Valid.']);
        expect(pdfText(twice)).toBe(pdfText(original));
        // qpdf warns that an updated file is not linearized any more; nothing else may be new.
        const before = qpdfComplaints(original).complaints;
        const added = [...qpdfComplaints(twice).complaints].filter((line) => !before.has(line));
        expect(added.filter((line) => !/lineari[sz]/i.test(line))).toEqual([]);
      }
    });
  }

  it('is refused when it is encrypted', async () => {
    const encrypted = readFileSync(files.find((file) => basename(file) === ENCRYPTED) ?? '');
    expect(await codeOf(() => fixture.sign(encrypted))).toBe('pdf-encrypted');
    expect(await codeOf(() => fixture.verify(encrypted))).toBe('pdf-encrypted');
  });

  it('are refused by us and by pdfsig with one byte flipped', async () => {
    for (const name of ['habibi.pdf', 'multicolumn.pdf']) {
      const original = readFileSync(files.find((file) => basename(file) === name) ?? '');
      const forged = flipped(await fixture.sign(original), original.length - 2000);
      const [signature] = await fixture.verify(forged);
      expect(signature?.integrity).toMatchObject({ verdict: 'FAILED', code: 'message-digest-mismatch' });
      expect(pdfsigVerdicts(forged)).toEqual(['Digest Mismatch.']);
    }
  });
});

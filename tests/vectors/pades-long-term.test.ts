import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, flipped } from '../unit/cms/support.ts';
import { createLongTermFixture, type LongTermFixture, opensslStampVerdicts } from '../unit/pades/long-term-support.ts';
import { pdfsigVerdicts, pdfText, qpdfComplaints, summary } from '../unit/pades/support.ts';
import { haveVectors, vectorFiles } from './vectors-folder.ts';

const ENCRYPTED = 'libreoffice-writer-password.pdf';

let fixture: LongTermFixture;
beforeAll(async () => {
  fixture = await createLongTermFixture();
});
afterAll(() => fixture.pki.remove());

describe.runIf(haveVectors('pdf'))('PDFs of other programs, for the long term', () => {
  const files = haveVectors('pdf') ? vectorFiles('pdf', '.pdf') : [];
  const read = (name: string) => readFileSync(files.find((file) => basename(file) === name) ?? '');

  it('are all there', () => {
    expect(files).toHaveLength(21);
    expect(files.map((file) => basename(file))).toContain(ENCRYPTED);
  });

  for (const file of files.filter((candidate) => basename(candidate) !== ENCRYPTED)) {
    it(`${basename(file)} goes from B-B over B-T, B-LT and B-LTA to a renewed B-LTA, and nothing else about it changes`, async () => {
      const original = readFileSync(file);
      const renewal = { data: { ...fixture.nothing, revocationLists: [await fixture.newList()] } };
      const steps: [(pdf: Buffer) => Promise<Buffer> | Buffer, string][] = [
        [(pdf) => fixture.sign(pdf), 'B-B'],
        [fixture.stamp, 'B-T'],
        [(pdf) => fixture.extend(pdf, { vri: [{ field: 'Signature1', data: fixture.data }] }), 'B-LT'],
        [fixture.stamp, 'B-LTA'],
        [(pdf) => fixture.extend(pdf, { ...renewal, compress: true }), 'B-LTA'],
        [fixture.stamp, 'B-LTA'],
      ];
      let pdf: Buffer = original;
      for (const [step, level] of steps) {
        const next = await step(pdf);
        expect(next.subarray(0, pdf.length).equals(pdf)).toBe(true);
        expect(summary(await fixture.verify(next))[0]).toMatch(new RegExp(`^Signature1, ${level}, PASSED, PASSED`));
        pdf = next;
      }
      expect(summary(await fixture.verify(pdf))).toEqual([
        'Signature1, B-LTA, PASSED, PASSED',
        'Timestamp1, no level, PASSED, PASSED',
        'Timestamp2, no level, PASSED, PASSED',
        'Timestamp3, no level, PASSED, PASSED, whole file',
      ]);

      // pdfsig of Debian 12 finds document time-stamps and does not know their form; openssl does.
      expect(pdfsigVerdicts(pdf)[0]).toBe('Signature is Valid.');
      expect(await opensslStampVerdicts(pdf, fixture)).toEqual(['Verification: OK', 'Verification: OK', 'Verification: OK']);
      expect(pdfText(pdf)).toBe(pdfText(original));
      const [before, after] = [qpdfComplaints(original), qpdfComplaints(pdf)];
      expect(after.status).toBeLessThanOrEqual(before.status);
      expect([...after.complaints].filter((line) => !before.complaints.has(line))).toEqual([]);
    });
  }

  it('are refused when they are encrypted', async () => {
    const encrypted = read(ENCRYPTED);
    expect(await codeOf(() => fixture.extend(encrypted))).toBe('pdf-encrypted');
    expect(await codeOf(() => fixture.stamp(encrypted))).toBe('pdf-encrypted');
  });

  it('are refused by us and by openssl with one byte flipped', async () => {
    const original = read('habibi.pdf');
    const forged = flipped(await fixture.stamp(fixture.extend(await fixture.sign(original))), original.length - 2000);
    const [signature, stamp] = await fixture.verify(forged);
    expect(signature?.integrity).toMatchObject({ verdict: 'FAILED', code: 'message-digest-mismatch' });
    expect(stamp?.integrity).toMatchObject({ verdict: 'FAILED', code: 'timestamp-imprint-mismatch' });
    expect(pdfsigVerdicts(forged)[0]).toBe('Digest Mismatch.');
    await expect(opensslStampVerdicts(forged, fixture)).rejects.toThrow(/message imprint mismatch/);
  });
});

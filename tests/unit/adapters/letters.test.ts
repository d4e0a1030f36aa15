import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { afterAll, describe, expect, it } from 'vitest';
import { createLetters } from '../../../adapters/letter/worker-letters.ts';

const revocation = { current: () => [], inquire: async () => [] };
const options = { maximumLength: 20 * 1024 * 1024, anchors: [], timestampAnchors: [], revocation };
const letters = createLetters(options);
afterAll(() => letters.close());

const inspect = (letter: Buffer, from = letters) => from.inspect(letter, { at: new Date() });
const unsigned = { signatures: [] };

async function letterOf(pages: number): Promise<Buffer> {
  const document = await PDFDocument.create();
  for (let page = 0; page < pages; page += 1) document.addPage().drawText(`invented page ${page + 1}`);
  return Buffer.from(await document.save());
}

describe('letters that are opened', () => {
  it('counts the pages of a letter', async () => {
    expect(await inspect(await letterOf(2))).toEqual({ acceptable: true, pages: 2, report: unsigned });
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'letter-not-pdf'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47]), 'letter-not-pdf'],
    ['a header alone', Buffer.from('%PDF-1.7\n'), 'letter-damaged'],
    ['too many octets', Buffer.alloc(20 * 1024 * 1024 + 1, '%PDF-1.7'), 'letter-too-large'],
  ])('refuses %s', async (_name, letter, code) => {
    expect(await inspect(letter)).toEqual({ acceptable: false, code });
  });

  it('refuses a letter cut in half', async () => {
    const letter = await letterOf(3);
    expect(await inspect(letter.subarray(0, letter.length / 2))).toMatchObject({ acceptable: false });
  });

  it('answers many at once', async () => {
    const letter = await letterOf(1);
    const findings = await Promise.all(Array.from({ length: 20 }, () => inspect(letter)));
    expect(findings.every((finding) => finding.acceptable)).toBe(true);
  });

  it('answers again after it has been idle, and ends its worker meanwhile', async () => {
    const shortly = createLetters({ ...options, idleMilliseconds: 10 });
    try {
      const letter = await letterOf(1);
      const workers: number[] = [];
      process.on('worker', ({ threadId }) => workers.push(threadId));
      for (let count = 0; count < 2; count += 1) {
        expect(await inspect(letter, shortly)).toEqual({ acceptable: true, pages: 1, report: unsigned });
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      // Two letters one right after the other share one.
      await Promise.all([inspect(letter, shortly), inspect(letter, shortly)]);
      expect(new Set(workers).size).toBe(3);
    } finally {
      await shortly.close();
    }
  });
});

const vectors = join(process.env.VALIJA_VECTORS ?? join(import.meta.dirname, '../../../../shared/vectors'), 'pdf');

describe.skipIf(!existsSync(vectors))('letters made by others (skipped without the vectors folder)', () => {
  it('opens every one but the encrypted one', async () => {
    const names = readdirSync(vectors, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.pdf'));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const finding = await inspect(readFileSync(join(vectors, name)));
      const expected = name.includes('password') ? { acceptable: false, code: 'letter-encrypted' } : { acceptable: true };
      expect({ name, ...finding }).toMatchObject({ name, ...expected });
    }
  });
});

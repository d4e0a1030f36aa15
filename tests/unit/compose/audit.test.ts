import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditLines } from '../../../compose/audit/audit-lines.ts';
import { auditPdf } from '../../../compose/audit/audit-pdf.ts';
import type { AuditReport } from '../../../compose/audit/audit-report.ts';
import { SeededSample } from '../../../compose/audit/sample.ts';
import { AUDIT_REASONS } from '../../../compose/wording/reasons/audit.ts';
import { reasonTexts } from '../../../compose/wording/reasons.ts';
import { LANGUAGES } from '../../../gateway/problems/language.ts';

const drawn = (names: readonly string[], seed: string, size: number): string[] => {
  const sample = new SeededSample<string>({ seed, size, nameOf: (name) => name });
  for (const name of names) sample.offer(name);
  return sample.items;
};

describe('a seeded sample', () => {
  it('is the same whatever the order, and has the size asked for', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 60 }), fc.string(), fc.integer({ min: 0, max: 12 }), (names, seed, size) => {
        const sample = drawn(names, seed, size);
        expect(sample).toHaveLength(Math.min(size, names.length));
        expect(drawn(names.toReversed(), seed, size)).toEqual(sample);
        expect(new Set(sample).size).toBe(sample.length);
      }),
      { numRuns: 200 },
    );
  });

  it('of another seed is another one, and a larger one begins with the smaller', () => {
    const names = Array.from({ length: 200 }, (_, index) => `message-${index}`);
    expect(drawn(names, 'a', 10)).not.toEqual(drawn(names, 'b', 10));
    expect(drawn(names, 'a', 20).slice(0, 10)).toEqual(drawn(names, 'a', 10));
  });
});

const finding = (code: keyof typeof AUDIT_REASONS, subject: string) => ({ code, subject, words: { ...reasonTexts(code) } });

const REPORT: AuditReport = {
  format: 'valija-audit/1',
  from: '2026-11-01T00:00:00.000Z',
  to: '2026-12-01T00:00:00.000Z',
  at: '2026-12-02T08:00:00.000Z',
  seed: 'semilla',
  verdict: 'FAILED',
  messages: { outbound: 3, inbound: 4 },
  states: { 'handed-over': 7 },
  receipts: 28,
  receiptsOfPeers: 12,
  entries: { from: 5, to: 50, types: { evidence: 28, envelope: 7, access: 10 } },
  operations: 10,
  actors: [{ actor: 'officer-7', kind: 'officer', actions: { fetch: 9, handover: 1 } }],
  register: { listed: 8, matched: 7 },
  findings: [finding('only-in-register', 'a'.repeat(300)), finding('state-differs', 'consigned, handed-over')],
  moreFindings: 3,
  sample: [
    {
      message: 'outbound/urn:x/1',
      bundle: 'bundles/1.zip',
      sha256: 'ab'.repeat(32),
      verdict: 'PASSED',
      notProved: ['trust-file'],
      failed: [],
    },
  ],
};

describe('the report of an audit', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'valija-audit-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(LANGUAGES)('says everything in %s, on paper as well', async (language) => {
    const lines = auditLines(REPORT, language);
    const text = lines.map((line) => line.text).join('\n');
    for (const { words } of REPORT.findings) expect(text).toContain(words[language]);
    for (const told of ['officer-7 (officer): fetch 9, handover 1', '7 / 8', 'semilla', 'bundles/1.zip', 'trust-file'])
      expect(text).toContain(told);
    const metadata = { title: lines[0]?.text ?? '', language, date: new Date(REPORT.at) };
    const pdf = await auditPdf(lines, metadata);
    expect((await auditPdf(lines, metadata)).equals(pdf)).toBe(true);
    const file = join(folder, `${language}.pdf`);
    await writeFile(file, pdf);
    expect(spawnSync('qpdf', ['--check', file]).status).toBe(0);
    const read = spawnSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).stdout;
    expect(read).toContain(lines[0]?.text);
    expect(read.replaceAll(/\s+/g, ' ')).toContain(REPORT.findings[1]?.words[language]);
    expect((read.match(/a/g) ?? []).length).toBeGreaterThanOrEqual(300);
  });

  it('takes as many pages as there is to say, and shows signs that its font lacks', async () => {
    const many = Array.from({ length: 700 }, (_, index) => finding('entry-unmatched', `${index} Ω`));
    const pdf = await auditPdf(auditLines({ ...REPORT, findings: many }, 'es'), { title: 'x', language: 'es', date: new Date(REPORT.at) });
    const file = join(folder, 'many.pdf');
    await writeFile(file, pdf);
    const pages = Number(/Pages:\s+(\d+)/.exec(spawnSync('pdfinfo', [file], { encoding: 'utf8' }).stdout)?.[1]);
    expect(pages).toBeGreaterThan(10);
    const text = auditLines({ ...REPORT, findings: many }, 'en').map((line) => line.text);
    expect(text).toContain('There are more, which are not listed: 203');
  });

  it('has sentences for every code of its own, in four languages', () => {
    for (const [code, texts] of Object.entries(AUDIT_REASONS)) {
      for (const language of LANGUAGES) expect(texts[language], code).toMatch(/^\p{Lu}.+\.$/u);
      expect(new Set(Object.values(texts)).size).toBe(LANGUAGES.length);
    }
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseTrust, serializeTrust, type Trust } from '../../../audit/trust.ts';
import { STATEMENT_TEXTS } from '../../../compose/transmission-statement/statement.ts';
import { canBeStated, makeStatement, writeStatement } from '../../../compose/transmission-statement/write-statement.ts';
import type { VerificationReport } from '../../../compose/verification/report-schema.ts';
import { checkTexts, VERDICT_TEXTS } from '../../../compose/wording/verification.ts';
import { EVENT_TEXTS } from '../../../gateway/problems/event-texts.ts';
import { LANGUAGES } from '../../../gateway/problems/language.ts';
import { STATE_TEXTS } from '../../../gateway/problems/state-texts.ts';
import { reported } from '../../support/verification.ts';
import { bundleOctets } from '../audit/helpers/bundle-octets.ts';
import { MESSAGE_ID, makeExchange, RECIPIENT, SENDER, trustOf, VERIFIED_AT } from '../audit/helpers/sample-exchange.ts';
import { createTestPki, type TestPki } from '../cms/support.ts';

type Statable = Parameters<typeof makeStatement>[0]['report'];

let folder: string;
let pki: TestPki;
let report: Statable;
let unconfirmed: Statable;
let trust: Trust;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-statement-'));
  pki = await createTestPki();
  const { content, pki: parties } = await makeExchange();
  const bundle = join(folder, 'prueba ñ.zip');
  await writeFile(bundle, await bundleOctets(content));
  const document = serializeTrust(trustOf(parties));
  await writeFile(join(folder, 'trust.json'), document);
  trust = parseTrust(document);
  report = statable(await reported({ file: bundle, at: VERIFIED_AT, trust: join(folder, 'trust.json') }));
  unconfirmed = statable(await reported({ file: bundle, at: VERIFIED_AT }));
}, 60_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await pki.remove();
});

function statable(verified: VerificationReport): Statable {
  if (!canBeStated(verified)) throw new Error('nothing can be stated');
  return verified;
}

async function page(change: Partial<Parameters<typeof makeStatement>[0]> = {}): Promise<{ pdf: Buffer; text: string; file: string }> {
  const pdf = await makeStatement({ report, language: 'es', trust, signingTime: VERIFIED_AT, ...change });
  const file = join(folder, 'statement.pdf');
  await writeFile(file, pdf);
  const text = spawnSync('pdftotext', ['-layout', file, '-']).stdout.toString().replace(/\s+/g, ' ');
  return { pdf, text, file };
}

const info = (file: string) => spawnSync('pdfinfo', [file]).stdout.toString();

describe('the statement of transmission', () => {
  it.each([...LANGUAGES])(
    'in %s says who, which message, when, which octets, with what outcome, and what it does not show',
    async (language) => {
      const { text, file } = await page({ language });
      const texts = STATEMENT_TEXTS[language];
      const facts = [SENDER, RECIPIENT, MESSAGE_ID, report.package?.sha256, report.file.sha256, trust.digest, '2026-11-22 10:00:00 UTC'];
      const sentences = [texts.title.complete, VERDICT_TEXTS.PASSED[language], texts.introduction, texts.unsigned, ...texts.notShown];
      for (const expected of [...facts, ...sentences, STATE_TEXTS['handed-over'][language]]) expect(text).toContain(expected);
      expect(text).not.toMatch(/[{}]/);
      for (const { eventTime } of report.timeline) expect(text).toContain(`${eventTime.slice(0, 10)} ${eventTime.slice(11, 19)} UTC`);
      expect(info(file)).toMatch(/Pages: +1\n/);
      expect(info(file)).toMatch(/Page size: +595\.28 x 841\.89 pts \(A4\)/);
      expect(info(file)).toMatch(/Tagged: +yes/);
      expect(info(file)).toContain(texts.title.complete);
      expect(spawnSync('qpdf', ['--check', file]).status).toBe(0);
    },
  );

  it('is the same to the octet for the same bundle, time and language', async () => {
    const [first, second] = [await page(), await page()];
    expect(second.pdf.equals(first.pdf)).toBe(true);
    expect((await page({ language: 'pt' })).pdf.equals(first.pdf)).toBe(false);
  });

  it('has a structure that tools which read tags find in reading order', async () => {
    const { file } = await page();
    const structure = spawnSync('pdfinfo', ['-struct-text', file]).stdout.toString();
    const at = ['H1', 'Constancia de transmisión', 'H2', 'Table', 'TH', 'TD'].map((word) => structure.indexOf(word));
    expect(at.every((position) => position >= 0)).toBe(true);
    expect(at).toEqual([...at].sort((one, other) => one - other));
  });

  it('is no statement of transmission when something is not proven, and names what', async () => {
    const { text } = await page({ report: unconfirmed, language: 'en' });
    expect(text).toContain(STATEMENT_TEXTS.en.title.other);
    expect(text).not.toContain(STATEMENT_TEXTS.en.title.complete);
    expect(text).toContain(VERDICT_TEXTS.INDETERMINATE.en);
    expect(text).toContain('You gave no trust snapshot of your own');
  });

  it('is no statement of transmission when the content did not reach the recipient', async () => {
    const { text } = await page({ report: { ...report, state: 'failed' }, language: 'pt' });
    expect(text).toContain(STATEMENT_TEXTS.pt.title.other);
    expect(text).toContain(STATE_TEXTS.failed.pt);
  });

  it('shows which receipt does not hold', async () => {
    const path = report.timeline[1]?.path ?? '';
    const findings = report.findings.map((finding) =>
      finding.subject === path ? { ...finding, verdict: 'FAILED' as const, words: { ...checkTexts(finding.check, 'FAILED') } } : finding,
    );
    const { text } = await page({ report: { ...report, verdict: 'FAILED', findings } });
    expect(text).toContain(VERDICT_TEXTS.FAILED.es);
    expect(text.match(/NO VÁLIDO/g)?.length).toBe(2);
    expect(text).toContain('El acuse fue alterado, no está firmado como debe o se contradice.');
  });

  it('names authorities as the certificates of the verifier do, and never as those of the bundle', async () => {
    expect((await page()).text).toMatch(/Autoridad remitente .*urn:valija:authority:xa-central/);
    expect((await page({ report: unconfirmed, trust: undefined as never })).text).toContain(`Autoridad remitente ${SENDER}`);
  });

  it.each([...LANGUAGES])(
    'in %s stays on its page with a hundred receipts and long names, and says how many it leaves out',
    async (language) => {
      const [first] = report.timeline;
      if (first === undefined) throw new Error('no receipt');
      const longest = Object.entries(EVENT_TEXTS).sort(([, one], [, other]) => other[language].length - one[language].length)[0]?.[0] ?? '';
      const timeline = Array.from({ length: 100 }, () => ({ ...first, event: longest, issuer: `urn:valija:authority:${'x'.repeat(100)}` }));
      const findings = report.findings.map((finding) => ({ ...finding, verdict: 'FAILED' as const }));
      const file = { ...report.file, name: `${'n'.repeat(200)}.zip` };
      const written = await page({ report: { ...report, timeline, findings, file, verdict: 'FAILED' }, language });
      expect(info(written.file)).toMatch(/Pages: +1\n/);
      expect(written.text).toContain(STATEMENT_TEXTS[language].moreReceipts.split('{')[0]?.trim());
      expect(written.text).toContain(STATEMENT_TEXTS[language].footer);
      expect(linesAreApart(written.file)).toBe(true);
    },
  );

  it('prints what the fonts lack as a question mark', async () => {
    const { text } = await page({ report: { ...report, file: { ...report.file, name: 'доказ 文.zip' } } });
    expect(text).toContain('????? ?.zip');
  });
});

describe('a signed statement', () => {
  it('is PAdES by the key given, says so, and pdfsig and our verifier accept it', async () => {
    const identity = await pki.issue('P-256', 'Sello');
    const { file, text } = await page({ signer: identity.signer() });
    expect(text).toContain('Firmado electrónicamente (PAdES) con el certificado de Invented Sello, expedido por Invented Root.');
    const output = spawnSync('pdfsig', ['-nocert', file]).stdout.toString();
    expect(output).toContain('Signature is Valid.');
    expect(output).toContain('Total document signed');
    const verified = await reported({ file, at: new Date(), anchors: [pki.rootFile] });
    expect(verified.signatures).toMatchObject([{ level: 'B-B', certificate: { subject: 'CN=Invented Sello' } }]);
    expect(verified.findings.filter(({ verdict }) => verdict === 'FAILED')).toEqual([]);
  });

  it('is written whole or not at all', async () => {
    const path = join(folder, 'written.pdf');
    await writeStatement(path, { report, language: 'es', signingTime: VERIFIED_AT });
    expect((await readFile(path)).subarray(0, 5).toString()).toBe('%PDF-');
    await expect(
      writeStatement(join(folder, 'trust.json', 'x.pdf'), { report, language: 'es', signingTime: VERIFIED_AT }),
    ).rejects.toThrow();
  });
});

/** Whether no two lines of the page stand over one another: the text boxes that pdftotext finds do not overlap by more than a hair. */
function linesAreApart(file: string): boolean {
  const layout = spawnSync('pdftotext', ['-bbox-layout', file, '-']).stdout.toString();
  const lines = [...layout.matchAll(/<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"/g)].map((match) =>
    match.slice(1).map(Number),
  ) as [number, number, number, number][];
  const overlap = lines.some(([x, y, right, bottom], index) =>
    lines
      .slice(index + 1)
      .some(
        ([x2, y2, right2, bottom2]) => Math.min(right, right2) - Math.max(x, x2) > 1 && Math.min(bottom, bottom2) - Math.max(y, y2) > 3,
      ),
  );
  return lines.length > 20 && !overlap;
}

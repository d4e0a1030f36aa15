import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BundleContent } from '../../../audit/bundle/content.ts';
import { serializeTrust } from '../../../audit/trust.ts';
import { STEP_NAMES, type StepName, stepOfFinding, walkSteps } from '../../../audit/verify/auditor-steps.ts';
import { CHECKS, type CheckName } from '../../../audit/verify/checks.ts';
import type { Finding } from '../../../audit/verify/finding.ts';
import { verifyBundle } from '../../../audit/verify/verify-bundle.ts';
import type { VerificationReport } from '../../../compose/verification/report-schema.ts';
import { hasReason } from '../../../compose/wording/reasons.ts';
import { reportLines } from '../../../compose/wording/report-lines.ts';
import { STEP_CLAIMS, STEP_PROGRAMS } from '../../../compose/wording/steps/claims.ts';
import { STEP_RESULTS, STEPS_HEADING } from '../../../compose/wording/steps/step-lines.ts';
import { bufferReader } from '../../../crypto/asic/random-access.ts';
import { LANGUAGES } from '../../../gateway/problems/language.ts';
import { reported } from '../../support/verification.ts';
import { bundleOctets, repackBundle } from '../audit/helpers/bundle-octets.ts';
import { makeExchange, VERIFIED_AT } from '../audit/helpers/sample-exchange.ts';

let folder: string;
let content: BundleContent;
let octets: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-steps-'));
  ({ content } = await makeExchange());
  octets = await bundleOctets(content);
  await writeFile(join(folder, 'trust.json'), serializeTrust(content.trust));
});
afterAll(() => rm(folder, { recursive: true }));

async function verified(bytes: Buffer, options: { trust?: boolean } = {}): Promise<VerificationReport> {
  const file = join(folder, 'bundle.zip');
  await writeFile(file, bytes);
  return reported({ file, at: VERIFIED_AT, ...(options.trust === false ? {} : { trust: join(folder, 'trust.json') }) });
}

const changed = (changes: Partial<BundleContent>) => bundleOctets({ ...content, ...changes });

/** Names of the steps with this result, and why. */
function stepsOf(report: VerificationReport, result: 'proved' | 'failed' | 'not-proved'): Record<string, string[]> {
  const steps = (report.steps ?? []).filter((step) => step.result === result);
  return Object.fromEntries(steps.map(({ name, reasons }) => [name, reasons.map(({ code }) => code)]));
}

/** What no bundle of this exchange can prove: it has no PDF, no witness, no copy of the logs and no long-term copy. */
const NEVER = {
  'letters-unaltered': ['no-pdf'],
  'logs-not-forked': ['not-witnessed'],
  'nothing-missing': ['log-entries-elsewhere'],
  'provable-today': ['archive-missing'],
};

describe('the walk through the fifteen steps', () => {
  it('says of each what is proved, and of what is not, why', async () => {
    const report = await verified(octets);
    expect([report.verdict, report.steps?.map(({ name }) => name)]).toEqual(['PASSED', [...STEP_NAMES]]);
    expect(report.steps?.map(({ step }) => step)).toEqual(STEP_NAMES.map((_name, position) => position + 1));
    expect(stepsOf(report, 'not-proved')).toEqual(NEVER);
    expect(stepsOf(report, 'failed')).toEqual({});
  });

  it('names commands of other programs for what they can check', async () => {
    const report = await verified(octets);
    const commands = new Map(report.steps?.map(({ name, commands: some }) => [name, some.join('\n')]));
    const expected: Partial<Record<StepName, string>> = {
      'trust-file': 'sha256sum',
      'package-whole': 'unzip -Z -1',
      'package-sender': 'openssl cms -verify',
      'package-time': 'openssl ts -verify',
      'accepted-by-sender': 'jws.sh',
      'received-by-recipient': '02-B.1',
      'reached-authority': '04-E.1',
      'receipts-in-logs': 'sh valija-check/log.sh inclusion',
    };
    for (const [name, command] of Object.entries(expected)) expect(commands.get(name as StepName), name).toContain(command);
  });

  it('does not take the trust file on its own word', async () => {
    const report = await verified(octets, { trust: false });
    expect(stepsOf(report, 'not-proved')).toEqual({ 'trust-file': ['trust-not-confirmed'], ...NEVER });
  });

  it('without the content leaves open what only the content proves, and nothing else', async () => {
    const sha256 = createHash('sha256').update('a package').digest();
    const report = await verified(await changed({ package: { sha256, length: 9 } }));
    const open = stepsOf(report, 'not-proved');
    // This digest is not that of the receipts, which fails step 7 whatever is open.
    const absent = ['package-whole', 'package-sender', 'package-time', 'letters-unaltered', 'provable-today'];
    expect(Object.keys(open).sort()).toEqual([...absent, 'logs-not-forked', 'nothing-missing'].sort());
    for (const name of absent) expect(open[name]).toContain('content-absent');
    expect(Object.keys(stepsOf(report, 'failed'))).toEqual(['receipts-about-package']);
  });

  it.each<[string, () => Promise<Buffer>, StepName, string]>([
    ['no receipt of the recipient', () => changed({ evidence: content.evidence.slice(0, 1) }), 'received-by-recipient', 'receipt-missing'],
    ['one receipt alone', () => changed({ evidence: content.evidence.slice(0, 1) }), 'order-of-events', 'single-receipt'],
    ['no end', () => changed({ evidence: content.evidence.slice(0, 3) }), 'reached-authority', 'in-progress'],
    ['one log alone', () => changed({ logs: content.logs.slice(0, 1) }), 'receipts-in-logs', 'log-missing'],
    [
      'one state of each log',
      () =>
        changed({
          logs: content.logs.map((log) => ({ ...log, checkpoints: [], consistency: [] })),
          checkpointTimestamps: [],
        }),
      'logs-append-only',
      'one-state-only',
    ],
    [
      'no proof between two states',
      () => changed({ logs: content.logs.map((log) => ({ ...log, consistency: [] })) }),
      'logs-append-only',
      'consistency-proof-missing',
    ],
  ])('%s: not proved', async (_what, make, name, code) => {
    const report = await verified(await make());
    expect(stepsOf(report, 'not-proved')[name]).toContain(code);
    expect(stepsOf(report, 'failed')).toEqual({});
  });

  it('fails where something does not hold, and there alone', async () => {
    const otherSignature = (path: string, file: Buffer) =>
      path.includes('/02-B.1')
        ? Buffer.from(file.toString().replace(/"signature":"(.)/, (_all, first) => `"signature":"${first === 'A' ? 'B' : 'A'}`))
        : file;
    const forged = await verified(await repackBundle(octets, otherSignature));
    expect(Object.keys(stepsOf(forged, 'failed'))).toContain('received-by-recipient');
    expect(Object.keys(stepsOf(forged, 'failed'))).not.toContain('accepted-by-sender');
    const otherSize = (path: string, file: Buffer) =>
      path.startsWith('logs/1/checkpoints/') ? Buffer.from(file.toString().replace(/\n(\d+)\n/, '\n1$1\n')) : file;
    const damaged = await verified(await repackBundle(octets, otherSize));
    expect(Object.keys(stepsOf(damaged, 'failed'))).toEqual(['receipts-in-logs']);
  });

  it('is there for proof bundles that can be opened, and nothing else', async () => {
    expect((await verified(octets.subarray(0, octets.length - 1))).steps).toBeUndefined();
    expect((await verified(Buffer.from('{}'))).steps).toBeUndefined();
  });
});

describe('the table of steps', () => {
  /** Checks of other kinds of files. */
  const ELSEWHERE: readonly CheckName[] = [
    'conversation-membership',
    'file-kind',
    'log-fork',
    'log-tiles',
    // Of several bundles.
    'message-uniqueness',
    'sealed-encoding',
    'sealed-opening',
    'signature-content',
    'signature-time-stamp',
    'time-stamp-certificate',
    'time-stamp-token',
  ];

  it('has a place for every check of a bundle, so that a failure always shows in a step', async () => {
    const { inventory } = await verifyBundle({ reader: bufferReader(octets), at: VERIFIED_AT });
    if (inventory === undefined) throw new Error('the bundle was not opened');
    for (const check of Object.keys(CHECKS) as CheckName[]) {
      const finding: Finding = { check, verdict: 'FAILED', code: 'invented', subject: 'invented', clause: '' };
      const failed = walkSteps([finding], inventory).filter(({ result }) => result === 'failed');
      expect(failed.length, check).toBe(ELSEWHERE.includes(check) ? 0 : 1);
      expect(stepOfFinding(finding, inventory)).toBe(failed[0]?.name);
    }
  });

  it('has whole sentences in four languages, and programs of others', () => {
    for (const name of STEP_NAMES) {
      for (const language of LANGUAGES) expect(STEP_CLAIMS[name][language]).toMatch(/^\p{Lu}.+\.$/u);
      expect(new Set(Object.values(STEP_CLAIMS[name])).size).toBe(LANGUAGES.length);
      expect(STEP_PROGRAMS[name]).not.toBe('');
    }
  });

  it('gives no reason without words', async () => {
    const codes = [
      ...['no-package', 'content-absent', 'no-pdf', 'single-receipt', 'one-state-only', 'log-entries-elsewhere', 'archive-missing'],
      ...['nothing-to-compare', 'receipt-missing', 'negative-receipt', 'log-missing'],
    ];
    expect(codes.filter((code) => !hasReason(code))).toEqual([]);
  });

  it('is printed after the receipts, in every language', async () => {
    const report = await verified(octets);
    for (const language of LANGUAGES) {
      const lines = reportLines(report, language, { commands: false });
      const at = lines.indexOf(STEPS_HEADING[language]);
      expect(at).toBeGreaterThan(0);
      const text = lines.slice(at).join('\n').replaceAll(/\s+/g, ' ');
      for (const name of STEP_NAMES) expect(text).toContain(`${STEP_CLAIMS[name][language]} `);
      expect(text).toContain(`${STEP_RESULTS['not-proved'][language]}: `);
      expect(Math.max(...lines.slice(at, at + 40).map((line) => line.length))).toBeLessThanOrEqual(100);
    }
  });
});

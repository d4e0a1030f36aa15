import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BundleContent } from '../../audit/bundle/content.ts';
import { readUnverifiedCheckpoint, signCheckpoint } from '../../audit/log/checkpoint.ts';
import { encodeLeaf } from '../../audit/log/leaf.ts';
import { parseNote } from '../../audit/log/note.ts';
import { openTileFiles } from '../../audit/log/tile-files.ts';
import { TileBuilder } from '../../audit/log/tiles.ts';
import { parseTrust, serializeTrust } from '../../audit/trust.ts';
import { verifyBundle } from '../../audit/verify/verify-bundle.ts';
import { inspectCopies, inspectFiles, inspectFork } from '../../compose/log-inspection/inspect-log.ts';
import { bufferReader } from '../../crypto/asic/random-access.ts';
import { bundleOctets } from '../unit/audit/helpers/bundle-octets.ts';
import { ORIGIN, testSigner } from '../unit/audit/helpers/keys.ts';
import { digestOf } from '../unit/audit/helpers/memory-log.ts';
import { type Exchange, makeExchange, RECIPIENT, SUBMITTED, stamp, VERIFIED_AT } from '../unit/audit/helpers/sample-exchange.ts';

/** The keeper of a log leaves entries out, makes them up later, or keeps receipts to itself. An auditor finds it offline. */
const minutes = (count: number) => new Date(SUBMITTED.getTime() + count * 60_000);

async function judged(content: BundleContent): Promise<string[]> {
  const reader = bufferReader(await bundleOctets(content));
  const trust = parseTrust(serializeTrust(content.trust));
  const { findings } = await verifyBundle({ reader, at: VERIFIED_AT, trust });
  return findings
    .filter(({ verdict, advisory }) => verdict !== 'PASSED' && !advisory)
    .map(({ check, verdict, code }) => `${check} ${verdict} ${code}`);
}

describe('an entry that is missing', () => {
  const signer = testSigner();
  const trust = { keys: [signer.verifierKey] };
  const onProgress = () => undefined;
  let folder: string;
  const at = (name: string) => join(folder, name);

  /** A log of the entries with these numbers. */
  async function write(name: string, numbers: readonly number[], checkpoint?: string): Promise<void> {
    const tiles = await openTileFiles(at(name));
    const builder = new TileBuilder();
    const entries = numbers.map((number) => encodeLeaf({ type: 'evidence', salt: digestOf(number), digest: digestOf(number) }));
    await tiles.write([...builder.append(entries), ...builder.partials()]);
    const own = signCheckpoint({ origin: ORIGIN, size: builder.size, root: builder.root() }, signer);
    await tiles.publishCheckpoint(checkpoint ?? own);
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'valija-missing-entry-'));
    const all = Array.from({ length: 700 }, (_, number) => number);
    await write('kept', all);
    await write('without', [...all.filter((number) => number !== 350), 700]);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('leaves a log that no longer leads to the checkpoint that somebody kept', async () => {
    const report = await inspectFiles(at('without'), trust, { checkpoint: join(at('kept'), 'checkpoint'), foreign: false, onProgress });
    expect([report.verdict, report.findings.filter(({ check }) => check === 'log-entries').map(({ code }) => code)]).toEqual([
      'FAILED',
      ['root-differs'],
    ]);
  });

  it('and, when the keeper signs anew, two signed states whose contradiction is proof for anybody', async () => {
    const compared = await inspectCopies([at('kept'), at('without')], trust, at('fork.json'));
    expect([compared.verdict, compared.commonEntries]).toEqual(['FAILED', 350]);
    expect((await inspectFork(at('fork.json'), trust)).verdict).toBe('PASSED');
  });
});

describe('a bundle', () => {
  let exchange: Exchange;
  beforeAll(async () => {
    exchange = await makeExchange();
  });

  it('with a receipt that was never logged says so', async () => {
    const missing = exchange.summaries[3]?.evidenceDigest;
    const logs = exchange.content.logs.map((log) => ({
      ...log,
      proofs: log.proofs.filter(({ digest }) => digest.toString('hex') !== missing),
    }));
    expect(await judged({ ...exchange.content, logs })).toEqual(['log-coverage INDETERMINATE not-in-any-log']);
  });

  it('with a receipt that was made up later shows that it was not logged when it says: backdating', async () => {
    const theirs = exchange.content.logs.find(({ authority }) => authority === RECIPIENT);
    // The state before D.1, which claims the sixth minute.
    const before = theirs?.checkpoints.find((note) => readUnverifiedCheckpoint(note).size === 6) ?? '';
    const imprint = createHash('sha256').update(parseNote(before).text).digest();
    const stampedAt = async (time: Date) => ({
      ...exchange.content,
      checkpointTimestamps: [
        ...(exchange.content.checkpointTimestamps ?? []),
        { checkpoint: before, token: await stamp(exchange.pki, imprint, time) },
      ],
    });
    expect(await judged(await stampedAt(minutes(5)))).toEqual([]);
    expect(await judged(await stampedAt(minutes(10)))).toEqual([]);
    expect(await judged(await stampedAt(minutes(20)))).toEqual(['evidence-time INDETERMINATE logged-later-than-claimed']);
    // At the fortieth minute E.1, which claims the thirtieth, was not there either.
    expect(await judged(await stampedAt(minutes(40)))).toEqual([
      'evidence-time INDETERMINATE logged-later-than-claimed',
      'evidence-time INDETERMINATE logged-later-than-claimed',
    ]);
  });

  it('from which a receipt was withheld has a gap in the chain and in the numbers of its issuer', async () => {
    const evidence = exchange.evidence.filter((_, position) => position !== 2);
    expect(await judged({ ...exchange.content, evidence })).toEqual(
      expect.arrayContaining([expect.stringMatching(/^evidence-chain /), expect.stringMatching(/^issuer-sequences /)]),
    );
  });

  it('from which the end was cut off ends in a state that is overdue', async () => {
    const open = await judged({ ...exchange.content, evidence: exchange.evidence.slice(0, 2) });
    expect(open.length).toBeGreaterThan(0);
    expect(open.join()).toContain('receipt-overdue');
  });
});

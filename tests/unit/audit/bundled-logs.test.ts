import { beforeAll, describe, expect, it } from 'vitest';
import type { BundleContent, BundledLog } from '../../../audit/bundle/content.ts';
import { readUnverifiedCheckpoint } from '../../../audit/log/checkpoint.ts';
import { encodeEntryBundle } from '../../../audit/log/entry-bundle.ts';
import { createNoteSigner, type NoteSigner, noteKeyOf, parseVerifierKey } from '../../../audit/log/note-key.ts';
import { signSuccession } from '../../../audit/log/succession.ts';
import { createLogReader } from '../../../audit/log-reader.ts';
import { startSequencer } from '../../../audit/sequencer.ts';
import { parseTrust, serializeTrust, type TrustDocument } from '../../../audit/trust.ts';
import { walkSteps } from '../../../audit/verify/auditor-steps.ts';
import { type BundleReport, verifyBundle } from '../../../audit/verify/verify-bundle.ts';
import { bufferReader } from '../../../crypto/asic/random-access.ts';
import { readStoredEnvelope, signEnvelope } from '../../../evidence/envelope.ts';
import { bundleOctets } from './helpers/bundle-octets.ts';
import { testKey } from './helpers/keys.ts';
import { MemoryTiles } from './helpers/memory-log.ts';
import { type Exchange, makeExchange, SENDER, SUBMITTED, VERIFIED_AT } from './helpers/sample-exchange.ts';

let exchange: Exchange;
let content: BundleContent;
beforeAll(async () => {
  exchange = await makeExchange();
  content = exchange.content;
});

async function verify(given: BundleContent, trust: TrustDocument = given.trust): Promise<BundleReport> {
  const reader = bufferReader(await bundleOctets(given));
  return verifyBundle({ reader, at: VERIFIED_AT, trust: parseTrust(serializeTrust(trust)) });
}

const about = ({ findings }: BundleReport, check: string) =>
  findings.filter((finding) => finding.check === check).map(({ verdict, code }) => `${verdict} ${code}`);

const stepsOf = ({ findings, inventory }: BundleReport) => (inventory === undefined ? [] : walkSteps(findings, inventory));
const lastButOne = (report: BundleReport) => stepsOf(report).find(({ name }) => name === 'nothing-missing');

describe('a bundle with every entry of its logs', () => {
  const entriesOf = (position: number) => exchange.pki.parties[position]?.log.rows.map(({ entry }) => entry) ?? [];
  const entries = (position: number, edit = (all: readonly Buffer[]) => all) => ({
    size: 10,
    bundles: [encodeEntryBundle(edit(entriesOf(position)))],
  });
  const withEntries = (edit?: (all: readonly Buffer[]) => readonly Buffer[]): BundleContent => ({
    ...content,
    logs: content.logs.map((log, position) => ({ ...log, entries: entries(position, position === 0 ? edit : undefined) })),
  });

  it('shows that nothing is missing', async () => {
    const report = await verify(withEntries());
    expect([report.verdict, about(report, 'log-entries')]).toEqual(['PASSED', ['PASSED holds', 'PASSED holds']]);
    expect(lastButOne(report)).toMatchObject({ step: 14, result: 'proved', reasons: [] });
  });

  it('does not show it with those of one log alone, nor without any', async () => {
    const [first, second] = withEntries().logs;
    for (const logs of [content.logs, [first!, content.logs[1]!], [content.logs[0]!, second!]]) {
      const report = await verify({ ...content, logs });
      expect([report.verdict, lastButOne(report)?.result, lastButOne(report)?.reasons]).toEqual([
        'PASSED',
        'not-proved',
        ['log-entries-elsewhere'],
      ]);
    }
  });

  it.each<[string, (all: readonly Buffer[]) => readonly Buffer[], string]>([
    ['an entry exchanged', ([one, other, ...rest]) => [other!, one!, ...rest], 'root-differs'],
    [
      'an entry of nobody',
      ([one, ...rest]) => [Buffer.from(`${one!.toString('latin1').slice(0, -1)}x`, 'latin1'), ...rest],
      'root-differs',
    ],
    ['an entry left out', ([, ...rest]) => rest, 'tile-malformed'],
    ['an entry too many', (all) => [...all, all[0]!], 'tile-malformed'],
    ['an entry of no known type', ([, ...rest]) => [Buffer.from('valija/else/1\n'), ...rest], 'entry-malformed'],
  ])('fails with %s', async (_what, edit, code) => {
    const report = await verify(withEntries(edit));
    expect([report.verdict, about(report, 'log-entries')[0], lastButOne(report)?.result]).toEqual(['FAILED', `FAILED ${code}`, 'failed']);
  });

  it('says nothing with entries of a state that the log did not sign', async () => {
    const log = { ...content.logs[0]!, entries: { size: 9, bundles: [encodeEntryBundle(entriesOf(0).slice(0, 9))] } };
    const report = await verify({ ...content, logs: [log, ...content.logs.slice(1)] });
    expect(about(report, 'log-entries')).toEqual(['INDETERMINATE nothing-to-compare']);
  });
});

describe('a bundle of a log that succeeded another one', () => {
  const key = noteKeyOf(testKey(SENDER));
  const former = createNoteSigner({ name: 'log.example/xa-central', key });
  const signerOf = (name: string): NoteSigner => createNoteSigner({ name, key });
  const successor = signerOf('log.example/xa-central.20261120-0a1b2c3d');

  /** The same rows under another origin, as a restored gateway goes on with them; `taken`: how many of them were in the copy. */
  async function succeeded(
    taken = 10,
    signers: { former: NoteSigner; successor: NoteSigner } = { former, successor },
  ): Promise<BundledLog> {
    const [original] = content.logs;
    const log = exchange.pki.parties[0].log.copy();
    log.note = undefined;
    log.add();
    const tiles = new MemoryTiles();
    const clock = { now: () => VERIFIED_AT };
    const sequencer = startSequencer({ log, tiles, signer: successor, origin: successor.name, clock, intervalMilliseconds: 1_000 });
    await sequencer.runOnce();
    await sequencer.stop();
    const reader = createLogReader({ log, tiles, verifier: parseVerifierKey(successor.verifierKey) });
    const { root } = await reader
      .latest()
      .then(async (latest) => ({ root: (await reader.consistency(taken, latest?.size ?? 0)).fromRoot }));
    const note = signSuccession(
      { former: { origin: former.name, size: taken, root }, successorKey: successor.verifierKey, at: VERIFIED_AT.toISOString() },
      signers,
    );
    const proofs = await Promise.all(
      original!.proofs.map(async ({ type, digest }) => {
        const { salt, proof } = await reader.prove(digest);
        return { type, digest, salt, proof };
      }),
    );
    const consistency = { fromSize: taken, toSize: 11, proof: (await reader.consistency(taken, 11)).proof };
    return {
      authority: SENDER,
      verifierKey: successor.verifierKey,
      checkpoints: [],
      consistency: [consistency],
      proofs,
      successions: [note],
    };
  }

  const withLog = (log: BundledLog): BundleContent => ({ ...content, logs: [log, ...content.logs.slice(1)], checkpointTimestamps: [] });

  it('passes with a trust file that names the former log alone, and holds what it took over', async () => {
    const report = await verify(withLog(await succeeded()));
    expect(report.findings.filter(({ verdict, advisory }) => verdict !== 'PASSED' && advisory !== true)).toEqual([]);
    expect([about(report, 'log-key'), about(report, 'log-succession')]).toEqual([['PASSED holds', 'PASSED holds'], ['PASSED holds']]);
    expect(report.findings).toContainEqual(
      expect.objectContaining({
        check: 'log-consistency',
        verdict: 'PASSED',
        subject: expect.stringContaining('logs/1/successions/1.txt ->'),
      }),
    );
  });

  it('cannot be decided without the note, nor where the trust file knows neither log', async () => {
    const { successions: _successions, ...log } = await succeeded();
    expect(about(await verify(withLog(log)), 'log-key')).toContain('INDETERMINATE key-not-listed');
    const nobody = { ...content.trust, authorities: content.trust.authorities.map((authority) => ({ ...authority, noteKeys: [] })) };
    const report = await verify(withLog(await succeeded()), nobody);
    expect([report.verdict, about(report, 'log-succession')]).toEqual(['INDETERMINATE', ['INDETERMINATE key-not-listed']]);
  });

  it('fails with a note that the former log did not sign', async () => {
    const other = createNoteSigner({ name: former.name, key: noteKeyOf(testKey('somebody else')) });
    const report = await verify(withLog(await succeeded(10, { former: other, successor })));
    expect(about(report, 'log-succession')).toEqual(['FAILED note-unsigned']);
    expect([report.verdict, about(report, 'log-key')[0]]).toEqual(['FAILED', 'INDETERMINATE key-not-listed']);
  });

  it('fails where the successor does not hold what the note says that it took over', async () => {
    const log = await succeeded(8);
    const { root } = readUnverifiedCheckpoint(content.logs[0]!.checkpoints[2] ?? '');
    const note = signSuccession(
      { former: { origin: former.name, size: 8, root }, successorKey: successor.verifierKey, at: VERIFIED_AT.toISOString() },
      { former, successor },
    );
    const report = await verify(withLog({ ...log, successions: [note] }));
    expect(about(report, 'log-consistency')).toContain('FAILED consistency-proof-invalid');
  });

  it('tells of states of the former log that went further than the copy', async () => {
    const note = content.logs[0]!.checkpoints.at(-1) ?? '';
    const header = { ...readStoredEnvelope(exchange.envelope), latestCheckpointSeenOfPeer: note };
    const { jws } = await signEnvelope(header, exchange.pki.parties[0].signers.envelope, SUBMITTED);
    const log = await succeeded(4);
    const report = await verify({ ...withLog(log), envelopes: [jws] });
    expect(about(report, 'log-succession')).toEqual(['PASSED holds', 'INDETERMINATE former-log-went-further']);
    const whole = await verify({ ...withLog(await succeeded()), envelopes: [jws] });
    expect(about(whole, 'log-succession')).toEqual(['PASSED holds']);
  });
});

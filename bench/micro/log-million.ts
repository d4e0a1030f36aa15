/**
 * A log of a million entries: how fast entries are appended (hashed, written as tiles, signed), how long a proof takes, how long and in
 * how much memory everything is hashed again; beside each the rate of bare SHA-256 in the same run. Rates are per second of processor
 * time, which other work on the machine hardly changes; seconds by the clock stand beside them. `--entries N` for fewer.
 */
import { createHash, createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { signCheckpoint } from '../../audit/log/checkpoint.ts';
import { checkLog } from '../../audit/log/fsck.ts';
import { encodeLeaf } from '../../audit/log/leaf.ts';
import { consistencyProof, inclusionProof, leafHash, nodeHash, verifyInclusion } from '../../audit/log/merkle.ts';
import { createNoteSigner, noteKeyOf, parseVerifierKey } from '../../audit/log/note-key.ts';
import { openTileFiles } from '../../audit/log/tile-files.ts';
import { openTileFolder } from '../../audit/log/tile-folder.ts';
import { createTileHashReader, TileBuilder } from '../../audit/log/tiles.ts';
import { perProcessorSecond, processorSeconds, rounded } from './processor-rate.ts';

/** Rows that the sequencer integrates at a time. */
const BATCH = 4096;
const PROOFS = 500;

const { values } = parseArgs({ options: { entries: { type: 'string', default: '1000000' } } });
const entries = Number(values.entries);
const signer = createNoteSigner({
  name: 'log.example/million',
  key: noteKeyOf(createPrivateKey(generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }))),
});
const folder = await mkdtemp(join(tmpdir(), 'valija-log-million-'));
const loadBefore = loadavg()[0];
try {
  const limit = await hashingLimit();
  const { root, ...appended } = await append();
  const { inclusion, consistency } = await prove(root);
  const { findings, peakResidentMiB, ...checked } = await checkEverything();
  const rates = ({ seconds, processorSeconds: busy }: Spent) => ({
    seconds: rounded(seconds),
    entriesPerProcessorSecond: Math.round(entries / busy),
    ratioToHashing: rounded(entries / busy / limit),
  });
  const result = {
    entries,
    load: [loadBefore, loadavg()[0]],
    hashingLimitEntriesPerProcessorSecond: Math.round(limit),
    append: rates(appended),
    inclusionProofMilliseconds: rounded(inclusion),
    consistencyProofMilliseconds: rounded(consistency),
    fsck: { ...rates(checked), findings, peakResidentMiB },
  };
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
} finally {
  await rm(folder, { recursive: true });
}

/** An entry of our own form; its digest is only a number, which costs the log the same. */
function entryOf(index: number): Buffer {
  const digest = Buffer.alloc(32);
  digest.writeUIntBE(index, 0, 6);
  return encodeLeaf({ type: 'evidence', salt: digest, digest });
}

interface Spent {
  seconds: number;
  processorSeconds: number;
}

/** Time by the clock and of the processor. */
async function spent(work: () => Promise<void>): Promise<Spent> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  await work();
  return { seconds: (performance.now() - start) / 1000, processorSeconds: processorSeconds(before) };
}

/** Making the invented entries is part of it: about one more hash for each. */
async function append(): Promise<Spent & { root: Buffer }> {
  const tiles = await openTileFiles(folder);
  const builder = new TileBuilder();
  const time = await spent(async () => {
    for (let from = 0; from < entries; from += BATCH) {
      await tiles.write(builder.append(Array.from({ length: Math.min(BATCH, entries - from) }, (_, position) => entryOf(from + position))));
    }
    await tiles.write(builder.partials());
    await tiles.publishCheckpoint(signCheckpoint({ origin: signer.name, size: entries, root: builder.root() }, signer));
  });
  return { ...time, root: builder.root() };
}

/** Mean time of a proof, each with a reader of its own as a request has it, verified afterwards. */
async function prove(root: Buffer): Promise<{ inclusion: number; consistency: number }> {
  const tiles = openTileFolder(folder);
  const indexes = Array.from({ length: PROOFS }, () => randomBytes(6).readUIntBE(0, 6) % entries);
  let start = performance.now();
  for (const index of indexes) {
    const proof = await inclusionProof(index, entries, createTileHashReader(tiles, entries));
    verifyInclusion({ index, size: entries, root, leafHash: leafHash(entryOf(index)), proof });
  }
  const inclusion = (performance.now() - start) / PROOFS;
  start = performance.now();
  for (const index of indexes) await consistencyProof(index + 1, entries, createTileHashReader(tiles, entries));
  return { inclusion, consistency: (performance.now() - start) / PROOFS };
}

async function checkEverything(): Promise<Spent & { findings: number; peakResidentMiB: number }> {
  let findings = 0;
  let peak = 0;
  const time = await spent(async () => {
    const report = await checkLog({
      tiles: openTileFolder(folder),
      log: parseVerifierKey(signer.verifierKey),
      onProgress: () => {
        peak = Math.max(peak, process.memoryUsage.rss());
      },
    });
    findings = report.findings.length;
  });
  return { ...time, findings, peakResidentMiB: Math.round(peak / 1024 ** 2) };
}

/** Entries that bare hashing manages: for each one leaf and, in the whole tree, one inner node. */
async function hashingLimit(): Promise<number> {
  const entry = Buffer.concat([Buffer.of(0), entryOf(1)]);
  const [left, right] = [randomBytes(32), randomBytes(32)];
  return perProcessorSecond(() => {
    createHash('sha256').update(entry).digest();
    nodeHash(left, right);
  });
}

/** Writes a small log with our sequencer into the folder given, with what another implementation needs to check it. */
import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCheckpoint, signCheckpoint } from '../../../audit/log/checkpoint.ts';
import { serializeForkProof } from '../../../audit/log/fork-proof.ts';
import { parseNote } from '../../../audit/log/note.ts';
import { createCosigner, createNoteSigner, noteKeyOf, parseVerifierKey } from '../../../audit/log/note-key.ts';
import { relate } from '../../../audit/log/relate.ts';
import { openTileFiles } from '../../../audit/log/tile-files.ts';
import { TileBuilder } from '../../../audit/log/tiles.ts';
import { withSignatures } from '../../../audit/log/witness-request.ts';
import { createLogReader } from '../../../audit/log-reader.ts';
import { startSequencer } from '../../../audit/sequencer.ts';
import { MemoryLogRows, MemoryTiles } from '../../unit/audit/helpers/memory-log.ts';

const ORIGIN = 'log.example/interop';
const SIZES = [1, 2, 255, 256, 257, 700, 1027];

const folder = process.argv[2] ?? '.';
const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' });
const signer = createNoteSigner({ name: ORIGIN, key: noteKeyOf(createPrivateKey(pem)) });
const verifier = parseVerifierKey(signer.verifierKey);
const log = new MemoryLogRows();
const tiles = await openTileFiles(folder);
const clock = { now: () => new Date() };
const checkpoints: { size: number; note: string }[] = [];
const sequencer = startSequencer({
  log,
  tiles,
  signer,
  origin: ORIGIN,
  clock,
  intervalMilliseconds: 1000,
  onCheckpoint: (note) => checkpoints.push(note),
});
const digests: Buffer[] = [];
for (const size of SIZES) {
  while (digests.length < size) {
    digests.push(log.add(randomBytes(32)));
  }
  await sequencer.runOnce();
}
await sequencer.stop();

const reader = createLogReader({ log, tiles, verifier });
const base64 = (octets: Buffer) => octets.toString('base64');
const records = await Promise.all(
  [0, 1, 254, 255, 256, 699, 1026].map(async (index) => {
    const found = await reader.prove(digests[index] ?? Buffer.alloc(0));
    return { entry: base64(found.entry), proof: found.proof };
  }),
);
const consistency = [];
for (const [position, { size: to }] of checkpoints.entries()) {
  for (const { size: from } of checkpoints.slice(0, position + 1)) {
    const { proof } = await reader.consistency(from, to);
    consistency.push({ from, to, proof: proof.map(base64) });
  }
}
const witnesses = ['one', 'two'].map((name) =>
  createCosigner({ name: `witness.example/${name}`, key: noteKeyOf(generateKeyPairSync('ed25519').privateKey), now: clock.now }),
);
const cosigned = checkpoints.map(({ note }) =>
  withSignatures(
    note,
    witnesses.map(({ name, keyId, sign }) => ({ name, keyId, signature: sign(Buffer.from(parseNote(note).text, 'utf8')) })),
  ),
);
const notes = Object.fromEntries(checkpoints.map(({ size, note }) => [size, note]));
await writeFile(
  join(folder, 'interop.json'),
  JSON.stringify({
    verifierKey: signer.verifierKey,
    witnessKeys: witnesses.map(({ verifierKey }) => verifierKey),
    notes,
    cosigned,
    records,
    consistency,
    forks: await forks(),
  }),
);

/** Histories that part from the one above, each with the proof of it. */
async function forks(): Promise<string[]> {
  const stateOf = (note: string) => ({ ...openCheckpoint(note, { log: verifier }), signed: note });
  const other = new MemoryTiles();
  const builder = new TileBuilder();
  await other.write(builder.append(Array.from({ length: 700 }, () => randomBytes(40))));
  await other.write(builder.partials());
  const forked = stateOf(signCheckpoint({ origin: ORIGIN, size: 700, root: builder.root() }, signer));
  const found = await Promise.all(
    checkpoints
      .filter(({ size }) => size <= 700)
      .map(async ({ note }) => {
        const relation = await relate(stateOf(note), forked, other);
        return relation.kind === 'forked' ? [serializeForkProof(relation.fork).toString('utf8')] : [];
      }),
  );
  return found.flat();
}

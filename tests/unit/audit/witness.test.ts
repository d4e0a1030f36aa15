import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../../audit/log/checkpoint.ts';
import { openCheckpoint, signCheckpoint } from '../../../audit/log/checkpoint.ts';
import { consistencyProof, EMPTY_ROOT, type HashReader, leafHash, nodeHash, rootHash } from '../../../audit/log/merkle.ts';
import { parseNote } from '../../../audit/log/note.ts';
import { createCosigner, noteKeyOf, parseVerifierKey } from '../../../audit/log/note-key.ts';
import { judgeAddCheckpoint } from '../../../audit/log/witness.ts';
import { formatAddCheckpoint, openCosignatures, parseAddCheckpoint, withSignatures } from '../../../audit/log/witness-request.ts';
import { ORIGIN, testKey, testSigner } from './helpers/keys.ts';

const signer = testSigner();
const log = parseVerifierKey(signer.verifierKey);
/** A tree whose entries are numbers, from `fork` on others. */
const treeOf = (fork = Number.POSITIVE_INFINITY): HashReader => {
  const read: HashReader = async (level, index) =>
    level === 0
      ? leafHash(Buffer.from(index < fork ? `${index}` : `other ${index}`))
      : nodeHash(await read(level - 1, 2 * index), await read(level - 1, 2 * index + 1));
  return read;
};
const tree = treeOf();
const checkpointOf = async (size: number, read = tree): Promise<Checkpoint> => ({ origin: ORIGIN, size, root: await rootHash(size, read) });
const signed = async (size: number, read = tree) => signCheckpoint(await checkpointOf(size, read), signer);
const request = async (from: number, to: number, read = tree) => ({
  oldSize: from,
  proof: await consistencyProof(from, to, read),
  checkpoint: await signed(to, read),
});
const known = async (size: number) => ({ log, known: size === 0 ? undefined : { size, root: await rootHash(size, tree) } });

describe('a witness', () => {
  it.each([
    [0, 0],
    [0, 1],
    [0, 9],
    [1, 1],
    [5, 9],
    [8, 16],
    [9, 9],
  ])('cosigns from %d to %d', async (from, to) => {
    const asked = parseAddCheckpoint(Buffer.from(formatAddCheckpoint(await request(from, to))));
    expect(judgeAddCheckpoint(asked, await known(from))).toMatchObject({ checkpoint: { size: to, origin: ORIGIN } });
  });

  it('tells which size it knows when the old size is another, lower or higher', async () => {
    expect(judgeAddCheckpoint(await request(3, 9), await known(5))).toEqual({ status: 409, knownSize: 5 });
    expect(judgeAddCheckpoint(await request(7, 9), await known(5))).toEqual({ status: 409, knownSize: 5 });
    expect(judgeAddCheckpoint(await request(3, 9), await known(0))).toEqual({ status: 409, knownSize: 0 });
  });

  it('refuses an old size above the new one before it says what it knows', async () => {
    expect(judgeAddCheckpoint({ ...(await request(5, 5)), oldSize: 6 }, await known(3))).toMatchObject({ status: 400 });
  });

  it('refuses what the log did not sign', async () => {
    const asked = await request(0, 5);
    const other = signCheckpoint(await checkpointOf(5), testSigner(ORIGIN, 'another key'));
    expect(judgeAddCheckpoint({ ...asked, checkpoint: other }, await known(0))).toMatchObject({ status: 403, code: 'note-unsigned' });
    const forged = asked.checkpoint.replace('\n5\n', '\n6\n');
    expect(judgeAddCheckpoint({ ...asked, checkpoint: forged }, await known(0))).toMatchObject({
      status: 403,
      code: 'note-signature-invalid',
    });
  });

  it('refuses another history, of the same size and of a larger one, and keeps what was signed', async () => {
    const fork = treeOf(2);
    const sameSize = judgeAddCheckpoint(await request(5, 5, fork), await known(5));
    expect(sameSize).toMatchObject({ status: 422, code: 'consistency-proof-invalid', checkpoint: { size: 5 } });
    expect(judgeAddCheckpoint(await request(5, 9, fork), await known(5))).toMatchObject({ status: 422, checkpoint: { size: 9 } });
  });

  it('handles the empty tree on purpose: one root, no proof', async () => {
    const wrongRoot = signCheckpoint({ origin: ORIGIN, size: 0, root: leafHash(Buffer.from('no')) }, signer);
    expect(judgeAddCheckpoint({ oldSize: 0, proof: [], checkpoint: wrongRoot }, await known(0))).toMatchObject({ status: 422 });
    const withProof = { ...(await request(0, 5)), proof: [EMPTY_ROOT] };
    expect(judgeAddCheckpoint(withProof, await known(0))).toMatchObject({ status: 422, code: 'consistency-proof-invalid' });
  });
});

describe('cosignatures', () => {
  const now = new Date('2026-11-20T10:00:00Z');
  const cosigner = (label: string, at = now) => createCosigner({ name: `${label}.example`, key: noteKeyOf(testKey(label)), now: () => at });
  const answerOf = (note: string, witness: ReturnType<typeof cosigner>) => {
    const signature = witness.sign(Buffer.from(parseNote(note).text));
    return Buffer.from(`— ${witness.name} ${Buffer.concat([witness.keyId, signature]).toString('base64')}\n`);
  };

  it('are verified and added to the checkpoint, and a later one by the same witness takes the place of the earlier', async () => {
    const note = await signed(9);
    const [one, two] = [cosigner('one'), cosigner('two')];
    const verifiers = [one, two].map(({ verifierKey }) => parseVerifierKey(verifierKey));
    const [first, second] = [one, two].map((witness, position) =>
      openCosignatures(note, answerOf(note, witness), verifiers[position] ?? log),
    );
    const cosigned = withSignatures(withSignatures(note, first ?? []), second ?? []);
    expect(openCheckpoint(cosigned, { log, witnesses: verifiers }).cosignatures).toEqual([
      { name: 'one.example', timestamp: now },
      { name: 'two.example', timestamp: now },
    ]);
    const later = new Date(now.getTime() + 60_000);
    const again = withSignatures(
      cosigned,
      openCosignatures(note, answerOf(note, cosigner('one', later)), parseVerifierKey(one.verifierKey)),
    );
    expect(openCheckpoint(again, { log, witnesses: verifiers }).cosignatures).toEqual([
      { name: 'two.example', timestamp: now },
      { name: 'one.example', timestamp: later },
    ]);
  });

  it('of another checkpoint, of another witness or none at all are refused', async () => {
    const note = await signed(9);
    const witness = cosigner('one');
    const verifier = parseVerifierKey(witness.verifierKey);
    const code = (expected: string) => expect.objectContaining({ code: expected });
    expect(() => openCosignatures(note, answerOf(note.replace('9', '8'), witness), verifier)).toThrow(code('note-signature-invalid'));
    expect(() => openCosignatures(note, answerOf(note, cosigner('two')), verifier)).toThrow(code('note-unsigned'));
    expect(() => openCosignatures(note, Buffer.from('yes\n'), verifier)).toThrow(code('note-malformed'));
    expect(() => openCosignatures(note, Buffer.alloc(0), verifier)).toThrow(code('note-malformed'));
    expect(() => openCosignatures(note, Buffer.from(note.slice(note.indexOf('—'))), log)).toThrow(code('note-unsigned'));
  });
});

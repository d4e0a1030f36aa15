import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signCheckpoint } from '../../../audit/log/checkpoint.ts';
import { type ForkProof, parseForkProof, serializeForkProof, verifyForkProof } from '../../../audit/log/fork-proof.ts';
import { parseVerifierKey } from '../../../audit/log/note-key.ts';
import { relate, type SignedState } from '../../../audit/log/relate.ts';
import { TileBuilder } from '../../../audit/log/tiles.ts';
import { ORIGIN, testSigner } from './helpers/keys.ts';
import { MemoryTiles } from './helpers/memory-log.ts';

const signer = testSigner();
const log = parseVerifierKey(signer.verifierKey);

/** A state of `size` entries with its tiles; entries from `fork` on are others. */
async function stateOf(size: number, fork = size): Promise<{ state: SignedState; tiles: MemoryTiles }> {
  const builder = new TileBuilder();
  const tiles = new MemoryTiles();
  await tiles.write(
    builder.append(Array.from({ length: size }, (_, index) => Buffer.from(`${index < fork ? 'entry' : 'other'} ${index}`))),
  );
  await tiles.write(builder.partials());
  const checkpoint = { origin: ORIGIN, size, root: builder.root() };
  return { state: { ...checkpoint, signed: signCheckpoint(checkpoint, signer) }, tiles };
}

async function forkOf(smaller: number, larger: number, fork: number): Promise<ForkProof> {
  const one = await stateOf(smaller);
  const other = await stateOf(larger, fork);
  const relation = await relate(one.state, other.state, other.tiles);
  if (relation.kind !== 'forked') throw new Error('a fork was expected');
  return relation.fork;
}

describe('two states of a log', () => {
  it.each([
    [0, 0],
    [0, 300],
    [1, 2],
    [255, 256],
    [256, 600],
    [300, 300],
  ])('%d and %d of one history are consistent, whichever is named first', async (smaller, larger) => {
    const one = await stateOf(smaller);
    const other = await stateOf(larger);
    for (const [left, right] of [
      [one, other],
      [other, one],
    ] as const) {
      expect((await relate(left.state, right.state, other.tiles)).kind).toBe('consistent');
    }
  });

  it.each([
    [300, 300, 299, 'same-size'],
    [256, 300, 0, 'sizes-inconsistent'],
    [1, 600, 0, 'sizes-inconsistent'],
    [300, 301, 255, 'sizes-inconsistent'],
  ] as const)('%d and %d that part at entry %d are proven to be a fork', async (smaller, larger, at, kind) => {
    const proof = parseForkProof(serializeForkProof(await forkOf(smaller, larger, at)));
    expect(verifyForkProof(proof, log)).toMatchObject({ kind, first: { size: smaller }, second: { size: larger } });
  });

  it('property: where two histories part decides, for all sizes', async () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 500 }));
    await fc.assert(
      fc.asyncProperty(sizes, async ([smaller, more, fork]) => {
        const one = await stateOf(smaller);
        const other = await stateOf(smaller + more, fork);
        const relation = await relate(one.state, other.state, other.tiles);
        expect(relation.kind).toBe(fork < smaller ? 'forked' : 'consistent');
      }),
      { numRuns: 40 },
    );
  });

  it('tiles of another tree prove nothing', async () => {
    const one = await stateOf(256);
    const other = await stateOf(300, 5);
    await expect(relate(one.state, other.state, (await stateOf(300)).tiles)).rejects.toMatchObject({ code: 'tile-malformed' });
    await expect(relate(one.state, other.state, new MemoryTiles())).rejects.toMatchObject({ code: 'tile-missing' });
  });
});

describe('a proof of a fork', () => {
  const refused = (code: string) => expect.objectContaining({ name: 'AuditError', code });

  it('is none without two contradicting notes of this log', async () => {
    const good = await forkOf(256, 300, 0);
    const sameSize = await forkOf(300, 300, 4);
    const honest = await stateOf(256);
    const consistent = await relate(honest.state, (await stateOf(300)).state, (await stateOf(300)).tiles);
    const proof = consistent.kind === 'consistent' ? consistent.proof : [];
    const broken = { root: good.prefix?.root ?? Buffer.alloc(32), proof: (good.prefix?.proof ?? []).slice(1) };
    const later = (await stateOf(300)).state.signed;
    const cases: [ForkProof, string][] = [
      [{ first: sameSize.first, second: sameSize.first }, 'fork-not-proven'],
      [{ first: good.first, second: good.second }, 'fork-not-proven'],
      [{ first: good.second, second: good.first, prefix: broken }, 'fork-not-proven'],
      [{ ...good, prefix: broken }, 'fork-not-proven'],
      [{ first: honest.state.signed, second: later, prefix: { root: honest.state.root, proof } }, 'fork-not-proven'],
      [{ first: honest.state.signed, second: later, prefix: { root: Buffer.alloc(32), proof } }, 'fork-not-proven'],
      [{ ...sameSize, second: sameSize.second.replace('300', '301') }, 'note-signature-invalid'],
      [{ ...sameSize, first: signCheckpoint({ ...honest.state, origin: ORIGIN }, testSigner(ORIGIN, 'forger')) }, 'note-unsigned'],
    ];
    for (const [document, code] of cases) {
      expect(() => verifyForkProof(document, log)).toThrow(refused(code));
    }
  });

  it('has one form, and nothing else is read', async () => {
    const good = serializeForkProof(await forkOf(256, 300, 0)).toString();
    const table: [string, string][] = [
      ['empty', ''],
      ['another format', good.replace('valija-fork/1', 'valija-fork/2')],
      ['an unknown member', good.replace('{', '{"more":1,')],
      ['a member twice', good.replace('"first":', '"first":"x","first":')],
      ['no second note', good.replace('"second"', '"third"')],
      ['a root that is no hash', good.replace(/"root": "[^"]+"/, '"root": "AAAA"')],
      ['a hash with stray bits', good.replace(/=(?="\n? *\])/, 'B')],
      ['too many hashes', good.replace(/"proof": \[/, `"proof": [${'"'.concat('A'.repeat(43), '=",').repeat(64)}`)],
      ['too large', `${good}${' '.repeat(1024 * 1024)}`],
    ];
    for (const [name, text] of table) {
      expect(() => parseForkProof(Buffer.from(text)), name).toThrow(refused('fork-proof-malformed'));
    }
  });
});

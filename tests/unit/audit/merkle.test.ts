import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HashReader } from '../../../audit/log/merkle.ts';
import {
  consistencyProof,
  EMPTY_ROOT,
  inclusionProof,
  leafHash,
  nodeHash,
  rootHash,
  verifyConsistency,
  verifyInclusion,
} from '../../../audit/log/merkle.ts';

const RFC_ENTRIES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) =>
  Buffer.from(hex, 'hex'),
);
const RFC_ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

function readerOf(entries: readonly Buffer[]): HashReader {
  const read: HashReader = async (level, index) =>
    level === 0 ? leafHash(entries[index]!) : nodeHash(await read(level - 1, index * 2), await read(level - 1, index * 2 + 1));
  return read;
}

/** RFC 6962 section 2.1 as its text has it, recursion and all: an oracle that shares no code with the module. */
function definitionRoot(entries: readonly Buffer[]): Buffer {
  if (entries.length === 0) {
    return EMPTY_ROOT;
  }
  if (entries.length === 1) {
    return leafHash(entries[0]!);
  }
  let split = 1;
  while (split * 2 < entries.length) {
    split *= 2;
  }
  return nodeHash(definitionRoot(entries.slice(0, split)), definitionRoot(entries.slice(split)));
}

const entriesOf = (count: number) => Array.from({ length: count }, (_, index) => Buffer.from(`entry ${index}`));
const flip = (octets: Buffer, bit: number) => {
  const copy = Buffer.from(octets);
  copy[bit >> 3] = copy[bit >> 3]! ^ (1 << (bit & 7));
  return copy;
};

describe('RFC 6962 hashing', () => {
  it('gives the known hashes', () => {
    expect(leafHash(Buffer.from('L123456')).toString('hex')).toBe('395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56');
    expect(nodeHash(Buffer.from('N123'), Buffer.from('N456')).toString('hex')).toBe(
      'aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb',
    );
    expect(EMPTY_ROOT.toString('base64')).toBe('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=');
  });

  it('gives the known roots of the first eight entries', async () => {
    const read = readerOf(RFC_ENTRIES);
    for (const [position, root] of RFC_ROOTS.entries()) {
      expect((await rootHash(position + 1, read)).toString('hex')).toBe(root);
    }
    expect((await rootHash(0, read)).equals(EMPTY_ROOT)).toBe(true);
  });
});

describe('proofs of random trees', () => {
  const sizes = fc.integer({ min: 1, max: 300 });

  it('inclusion: every proof verifies and every mutation fails', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (size, indexSeed, mutation) => {
        const entries = entriesOf(size);
        const index = indexSeed % size;
        const root = definitionRoot(entries);
        const claim = {
          index,
          size,
          root,
          leafHash: leafHash(entries[index]!),
          proof: await inclusionProof(index, size, readerOf(entries)),
        };
        expect(() => verifyInclusion(claim)).not.toThrow();
        const refused = expect.objectContaining({ code: 'inclusion-proof-invalid' });
        expect(() => verifyInclusion({ ...claim, root: flip(root, mutation % 256) })).toThrow(refused);
        expect(() => verifyInclusion({ ...claim, leafHash: flip(claim.leafHash, mutation % 256) })).toThrow(refused);
        expect(() => verifyInclusion({ ...claim, proof: [...claim.proof, root] })).toThrow(refused);
        expect(() => verifyInclusion({ ...claim, index: size })).toThrow(refused);
        if (claim.proof.length > 0) {
          const at = mutation % claim.proof.length;
          expect(() => verifyInclusion({ ...claim, proof: claim.proof.with(at, flip(claim.proof[at]!, mutation % 256)) })).toThrow(refused);
          expect(() => verifyInclusion({ ...claim, proof: claim.proof.slice(1) })).toThrow(refused);
          expect(() => verifyInclusion({ ...claim, index: index ^ 1 })).toThrow(refused);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('consistency: every proof verifies and every mutation fails', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (toSize, fromSeed, mutation) => {
        const entries = entriesOf(toSize);
        const fromSize = fromSeed % (toSize + 1);
        const fromRoot = definitionRoot(entries.slice(0, fromSize));
        const toRoot = definitionRoot(entries);
        const claim = { fromSize, toSize, fromRoot, toRoot, proof: await consistencyProof(fromSize, toSize, readerOf(entries)) };
        expect(() => verifyConsistency(claim)).not.toThrow();
        const refused = expect.objectContaining({ code: 'consistency-proof-invalid' });
        expect(() => verifyConsistency({ ...claim, fromRoot: flip(fromRoot, mutation % 256) })).toThrow(refused);
        expect(() => verifyConsistency({ ...claim, proof: [...claim.proof, fromRoot] })).toThrow(refused);
        expect(() => verifyConsistency({ ...claim, fromSize: toSize + 1 })).toThrow(refused);
        if (fromSize > 0) {
          expect(() => verifyConsistency({ ...claim, toRoot: flip(toRoot, mutation % 256) })).toThrow(refused);
        }
        if (claim.proof.length > 0) {
          const at = mutation % claim.proof.length;
          expect(() => verifyConsistency({ ...claim, proof: claim.proof.with(at, flip(claim.proof[at]!, mutation % 256)) })).toThrow(
            refused,
          );
          expect(() => verifyConsistency({ ...claim, proof: claim.proof.slice(1) })).toThrow(refused);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('works beyond 2^32 entries, where bit operators of numbers would not', async () => {
    // A tree whose complete subtrees of one level are all alike can be any size.
    const alike = (level: number): Buffer => (level === 0 ? leafHash(Buffer.alloc(0)) : nodeHash(alike(level - 1), alike(level - 1)));
    const levels: Buffer[] = [leafHash(Buffer.alloc(0))];
    for (let level = 1; level <= 53; level += 1) {
      levels.push(nodeHash(levels[level - 1]!, levels[level - 1]!));
    }
    expect(levels[3]!.equals(alike(3))).toBe(true);
    const read: HashReader = async (level) => levels[level]!;
    const toSize = 2 ** 40 + 12345;
    const fromSize = 2 ** 33 + 7;
    const toRoot = await rootHash(toSize, read);
    for (const index of [0, 2 ** 32 + 5, 2 ** 40, toSize - 1]) {
      const proof = await inclusionProof(index, toSize, read);
      expect(() => verifyInclusion({ index, size: toSize, leafHash: levels[0]!, proof, root: toRoot })).not.toThrow();
    }
    const fromRoot = await rootHash(fromSize, read);
    const proof = await consistencyProof(fromSize, toSize, read);
    expect(() => verifyConsistency({ fromSize, toSize, fromRoot, toRoot, proof })).not.toThrow();
  });

  it('refuses what no tree can have', async () => {
    const read = readerOf([]);
    for (const [index, size] of [
      [0, 0],
      [3, 3],
      [-1, 4],
      [0.5, 4],
      [0, 2 ** 53],
    ] as const) {
      await expect(inclusionProof(index, size, read)).rejects.toMatchObject({ code: 'tree-range' });
    }
    await expect(consistencyProof(5, 4, read)).rejects.toMatchObject({ code: 'tree-range' });
    await expect(rootHash(-1, read)).rejects.toMatchObject({ code: 'tree-range' });
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AuditError } from '../../audit/error.ts';
import { EMPTY_ROOT, verifyConsistency, verifyInclusion } from '../../audit/log/merkle.ts';
import { haveVectors, vectorFiles } from './vectors-folder.ts';

interface InclusionVector {
  leafIdx: number;
  treeSize: number;
  root: string;
  leafHash: string;
  proof: string[] | null;
  wantErr: boolean;
}

interface ConsistencyVector {
  size1: number;
  size2: number;
  root1: string;
  root2: string;
  proof: string[] | null;
  wantErr: boolean;
}

const octets = (text: string) => Buffer.from(text, 'base64');
const hashes = (proof: string[] | null) => (proof ?? []).map(octets);
const readVectors = <Vector>(set: string) =>
  vectorFiles(set, '.json').map((path) => ({ path, vector: JSON.parse(readFileSync(path, 'utf8')) as Vector }));

/** Undefined when accepted; only the typed error counts as a refusal. */
function refusalOf(verify: () => void): string | undefined {
  try {
    verify();
    return undefined;
  } catch (error) {
    if (error instanceof AuditError) {
      return error.code;
    }
    throw error;
  }
}

describe.skipIf(!haveVectors('merkle'))('transparency-dev/merkle vectors', () => {
  it('inclusion: every verdict matches', () => {
    const vectors = readVectors<InclusionVector>('merkle/testdata/inclusion');
    expect(vectors.length).toBeGreaterThan(50);
    for (const { path, vector } of vectors) {
      const claim = {
        index: vector.leafIdx,
        size: vector.treeSize,
        root: octets(vector.root),
        leafHash: octets(vector.leafHash),
        proof: hashes(vector.proof),
      };
      expect(
        refusalOf(() => verifyInclusion(claim)),
        path,
      ).toBe(vector.wantErr ? 'inclusion-proof-invalid' : undefined);
    }
  });

  it('consistency: every verdict matches', () => {
    const vectors = readVectors<ConsistencyVector>('merkle/testdata/consistency');
    expect(vectors.length).toBeGreaterThan(50);
    for (const { path, vector } of vectors) {
      const claim = {
        fromSize: vector.size1,
        toSize: vector.size2,
        fromRoot: octets(vector.root1),
        toRoot: octets(vector.root2),
        proof: hashes(vector.proof),
      };
      expect(
        refusalOf(() => verifyConsistency(claim)),
        path,
      ).toBe(vector.wantErr ? 'consistency-proof-invalid' : undefined);
    }
  });

  it('the empty tree: refused with made-up roots as that library has it, accepted with its true root as witnesses need it', () => {
    const emptyToEmpty = { fromSize: 0, toSize: 0, fromRoot: EMPTY_ROOT, toRoot: EMPTY_ROOT, proof: [] };
    expect(refusalOf(() => verifyConsistency(emptyToEmpty))).toBeUndefined();
    const [path] = vectorFiles('merkle/testdata/consistency/additional', 'sizes-are-equal-zero-and-proof-is-empty.json');
    const vector = JSON.parse(readFileSync(path!, 'utf8')) as ConsistencyVector;
    const madeUp = { ...emptyToEmpty, fromRoot: octets(vector.root1), toRoot: octets(vector.root2) };
    expect(refusalOf(() => verifyConsistency(madeUp))).toBe('consistency-proof-invalid');
  });
});

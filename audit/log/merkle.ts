import { createHash } from 'node:crypto';
import { AuditError } from '../error.ts';

/** Length of every hash of the tree, in octets. */
export const HASH_LENGTH = 32;

const LEAF_PREFIX = Buffer.of(0x00);
const NODE_PREFIX = Buffer.of(0x01);

/** Root of the tree without entries: SHA-256 of nothing. RFC 6962 section 2.1. */
export const EMPTY_ROOT = createHash('sha256').digest();

/** Gives the root of the complete subtree of 2^level entries that starts at entry index * 2^level. */
export type HashReader = (level: number, index: number) => Promise<Buffer>;

/** Hash of an entry; the prefix keeps leaves and inner nodes apart. RFC 6962 section 2.1. */
export function leafHash(entry: Buffer): Buffer {
  return createHash('sha256').update(LEAF_PREFIX).update(entry).digest();
}

/** Hash of an inner node. RFC 6962 section 2.1. */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(NODE_PREFIX).update(left).update(right).digest();
}

/** Root of the tree of the first `size` entries. */
export async function rootHash(size: number, read: HashReader): Promise<Buffer> {
  assertSize(size);
  return size === 0 ? EMPTY_ROOT : subtreeRoot(0, size, read);
}

/**
 * Audit path of entry `index` in the tree of `size` entries, sibling of the leaf first. RFC 6962 section 2.1.1.
 * AuditError `tree-range` when the entry is not in that tree.
 */
export async function inclusionProof(index: number, size: number, read: HashReader): Promise<Buffer[]> {
  assertIndex(index, size);
  return auditPath(index, 0, size, read);
}

/**
 * Proof that the tree of `fromSize` entries is a prefix of the tree of `toSize`. RFC 6962 section 2.1.2.
 * Empty when the sizes are equal or the earlier tree is empty. AuditError `tree-range`.
 */
export async function consistencyProof(fromSize: number, toSize: number, read: HashReader): Promise<Buffer[]> {
  assertSize(fromSize);
  assertSize(toSize);
  if (fromSize > toSize) {
    throw new AuditError('tree-range', `A tree of ${fromSize} entries cannot be a prefix of one of ${toSize}.`);
  }
  return fromSize === 0 || fromSize === toSize ? [] : subProof(fromSize, 0, toSize, true, read);
}

/** Accepts exactly the proof that leads from the leaf hash to the root; throws AuditError `inclusion-proof-invalid` otherwise. */
export function verifyInclusion(claim: { index: number; size: number; leafHash: Buffer; proof: readonly Buffer[]; root: Buffer }): void {
  const refuse = (why: string) => new AuditError('inclusion-proof-invalid', `Inclusion of entry ${claim.index}: ${why}.`);
  if (!isSize(claim.index) || !isSize(claim.size) || claim.index >= claim.size) {
    throw refuse(`there is no such entry in a tree of ${claim.size}`);
  }
  assertHashes([claim.leafHash, claim.root, ...claim.proof], refuse);
  // The path first climbs as far as the last entry's path is another one (both sides occur), then along the right edge (left siblings only).
  const inner = differingBits(claim.index, claim.size - 1);
  const border = onesFrom(claim.index, inner);
  if (claim.proof.length !== inner + border) {
    throw refuse(`the proof has ${claim.proof.length} hashes instead of ${inner + border}`);
  }
  const root = claim.proof.reduce(
    (hash, sibling, level) => (level < inner && !bitAt(claim.index, level) ? nodeHash(hash, sibling) : nodeHash(sibling, hash)),
    claim.leafHash,
  );
  if (!root.equals(claim.root)) {
    throw refuse('the proof leads to another root');
  }
}

/**
 * Accepts exactly the proof that the earlier tree is a prefix of the later one; throws AuditError `consistency-proof-invalid`.
 * Size 0 is handled on purpose: from the empty tree, whose root has one value only, every tree follows with an empty proof
 * (as tlog-witness has it; some libraries call this an error).
 */
export function verifyConsistency(claim: {
  fromSize: number;
  fromRoot: Buffer;
  toSize: number;
  toRoot: Buffer;
  proof: readonly Buffer[];
}): void {
  const { fromSize, toSize, proof } = claim;
  const refuse = (why: string) => new AuditError('consistency-proof-invalid', `Consistency of sizes ${fromSize} and ${toSize}: ${why}.`);
  if (!isSize(fromSize) || !isSize(toSize) || fromSize > toSize) {
    throw refuse('the sizes cannot be compared');
  }
  if (fromSize !== toSize) {
    assertHashes([claim.fromRoot, claim.toRoot, ...proof], refuse);
  }
  if (fromSize === 0 && !claim.fromRoot.equals(EMPTY_ROOT)) {
    throw refuse('an empty tree has another root');
  }
  if (fromSize === 0 || fromSize === toSize) {
    assertTrivialProof(claim, refuse);
    return;
  }
  const roots = rootsOfConsistencyProof(claim, refuse);
  if (!roots.from.equals(claim.fromRoot)) {
    throw refuse('the proof does not lead to the earlier root');
  }
  if (!roots.to.equals(claim.toRoot)) {
    throw refuse('the proof does not lead to the later root');
  }
}

type Refusal = (why: string) => AuditError;

function assertTrivialProof(
  claim: { fromSize: number; fromRoot: Buffer; toSize: number; toRoot: Buffer; proof: readonly Buffer[] },
  refuse: Refusal,
): void {
  if (claim.proof.length !== 0) {
    throw refuse('the proof should be empty');
  }
  if (claim.fromSize === claim.toSize && !claim.fromRoot.equals(claim.toRoot)) {
    throw refuse('equal sizes with different roots');
  }
}

/** The two roots that a consistency proof leads to. RFC 9162 section 2.1.4.2, in the form that counts bits. */
function rootsOfConsistencyProof(
  claim: { fromSize: number; fromRoot: Buffer; toSize: number; proof: readonly Buffer[] },
  refuse: Refusal,
): { from: Buffer; to: Buffer } {
  const lastOfEarlier = claim.fromSize - 1;
  const shift = trailingZeros(claim.fromSize);
  const allInner = differingBits(lastOfEarlier, claim.toSize - 1);
  const inner = allInner - shift;
  const border = onesFrom(lastOfEarlier, allInner);
  // When the earlier tree is complete its root is itself the first node of the path, and is left out of the proof.
  const isComplete = claim.fromSize === 2 ** shift;
  const seeded = isComplete ? [claim.fromRoot, ...claim.proof] : [...claim.proof];
  const [seed, ...path] = seeded;
  if (seed === undefined || path.length !== inner + border) {
    throw refuse(`the proof has ${claim.proof.length} hashes instead of ${inner + border + (isComplete ? 0 : 1)}`);
  }
  let from = seed;
  let to = seed;
  path.forEach((sibling, level) => {
    const isLeftSibling = level >= inner || bitAt(lastOfEarlier, shift + level);
    from = isLeftSibling ? nodeHash(sibling, from) : from;
    to = isLeftSibling ? nodeHash(sibling, to) : nodeHash(to, sibling);
  });
  return { from, to };
}

/** Root over the entries `begin` to `end` (exclusive); `begin` is a multiple of the largest power of two the range holds. */
async function subtreeRoot(begin: number, end: number, read: HashReader): Promise<Buffer> {
  const count = end - begin;
  const level = trailingZeros(count);
  if (count === 2 ** level) {
    return read(level, begin / count);
  }
  const middle = begin + splitPoint(count);
  return nodeHash(await subtreeRoot(begin, middle, read), await subtreeRoot(middle, end, read));
}

async function auditPath(index: number, begin: number, end: number, read: HashReader): Promise<Buffer[]> {
  if (end - begin === 1) {
    return [];
  }
  const middle = begin + splitPoint(end - begin);
  return index < middle
    ? [...(await auditPath(index, begin, middle, read)), await subtreeRoot(middle, end, read)]
    : [...(await auditPath(index, middle, end, read)), await subtreeRoot(begin, middle, read)];
}

/** SUBPROOF of RFC 6962 section 2.1.2 over the entries `begin` to `end`: `isRoot` while this subtree is the earlier tree itself. */
async function subProof(earlierEnd: number, begin: number, end: number, isRoot: boolean, read: HashReader): Promise<Buffer[]> {
  if (earlierEnd === end) {
    return isRoot ? [] : [await subtreeRoot(begin, end, read)];
  }
  const middle = begin + splitPoint(end - begin);
  return earlierEnd <= middle
    ? [...(await subProof(earlierEnd, begin, middle, isRoot, read)), await subtreeRoot(middle, end, read)]
    : [...(await subProof(earlierEnd, middle, end, false, read)), await subtreeRoot(begin, middle, read)];
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function assertSize(size: number): void {
  if (!isSize(size)) {
    throw new AuditError('tree-range', 'A tree size is a whole number from 0 to 2^53 - 1.');
  }
}

function assertIndex(index: number, size: number): void {
  assertSize(size);
  if (!isSize(index) || index >= size) {
    throw new AuditError('tree-range', `There is no entry ${index} in a tree of ${size}.`);
  }
}

function assertHashes(hashes: readonly Buffer[], refuse: Refusal): void {
  if (hashes.some((hash) => hash.length !== HASH_LENGTH)) {
    throw refuse('a hash has not 32 octets');
  }
}

// Sizes exceed 32 bits, so that bit operators of numbers would silently cut them: these work on the binary digits instead.

/** Largest power of two smaller than `count` (which is at least 2). */
function splitPoint(count: number): number {
  return 2 ** ((count - 1).toString(2).length - 1);
}

function bitAt(value: number, position: number): boolean {
  return Math.floor(value / 2 ** position) % 2 === 1;
}

function trailingZeros(value: number): number {
  let zeros = 0;
  for (let rest = value; rest % 2 === 0; rest /= 2) {
    zeros += 1;
  }
  return zeros;
}

/** Number of low bits up to and including the highest one in which two values differ. */
function differingBits(left: number, right: number): number {
  const difference = BigInt(left) ^ BigInt(right);
  return difference === 0n ? 0 : difference.toString(2).length;
}

/** Number of one bits at `position` and above. */
function onesFrom(value: number, position: number): number {
  return Math.floor(value / 2 ** position)
    .toString(2)
    .replaceAll('0', '').length;
}

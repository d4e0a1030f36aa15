import type { Random } from './random.ts';

/** Longer inputs only cost time: the parsers' own caps are tested by their tables of hostile inputs. */
export const maximumInputLength = 256 * 1024;

const interestingBytes = [
  0x00, 0x01, 0x7f, 0x80, 0x81, 0x82, 0x84, 0x88, 0xa0, 0x30, 0x31, 0xfe, 0xff, 0x22, 0x5c, 0x7b, 0x5b, 0x0a, 0x0d, 0x2d,
];
const interestingIntegers = [
  0n,
  1n,
  0x7fn,
  0x80n,
  0xffn,
  0x100n,
  0x7fffn,
  0x8000n,
  0xffffn,
  0x10000n,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
];
const widths = [1, 2, 4, 8] as const;

type Mutation = (input: Buffer, random: Random, corpus: readonly Buffer[]) => Buffer;

const flipBit: Mutation = (input, random) => changeByte(input, random, (byte) => byte ^ (1 << random.below(8)));
const setByte: Mutation = (input, random) => changeByte(input, random, () => random.below(256));
const setInterestingByte: Mutation = (input, random) => changeByte(input, random, () => random.pick(interestingBytes));
const nudgeByte: Mutation = (input, random) => changeByte(input, random, (byte) => byte + random.pick([-2, -1, 1, 2]));

const truncate: Mutation = (input, random) => input.subarray(0, random.below(input.length + 1));
const dropFront: Mutation = (input, random) => input.subarray(random.below(Math.min(input.length, 64) + 1));
const append: Mutation = (input, random) => Buffer.concat([input, random.bytes(1 + random.below(16))]);

const removeRange: Mutation = (input, random) => {
  const { start, end } = range(input, random, 64);
  return Buffer.concat([input.subarray(0, start), input.subarray(end)]);
};

const insertBytes: Mutation = (input, random) => {
  const at = random.below(input.length + 1);
  const inserted =
    random.below(2) === 0 ? random.bytes(1 + random.below(8)) : Buffer.alloc(1 + random.below(64), random.pick(interestingBytes));
  return Buffer.concat([input.subarray(0, at), inserted, input.subarray(at)]);
};

/** Repeats a stretch many times: nesting, long lists, the same member twice. */
const repeatRange: Mutation = (input, random) => {
  const { start, end } = range(input, random, 32);
  const copies = Array.from({ length: 1 + random.below(random.pick([2, 8, 200])) }, () => input.subarray(start, end));
  return Buffer.concat([input.subarray(0, end), ...copies, input.subarray(end)]);
};

/** Swaps two stretches that follow one another: members and parts out of order. */
const swapRanges: Mutation = (input, random) => {
  const cuts = [random.below(input.length + 1), random.below(input.length + 1), random.below(input.length + 1)].sort((a, b) => a - b);
  const [first = 0, second = 0, third = 0] = cuts;
  return Buffer.concat([input.subarray(0, first), input.subarray(second, third), input.subarray(first, second), input.subarray(third)]);
};

/** The beginning of one input and the end of another. */
const splice: Mutation = (input, random, corpus) => {
  const other = random.pick(corpus);
  return Buffer.concat([input.subarray(0, random.below(input.length + 1)), other.subarray(random.below(other.length + 1))]);
};

/** Treats a few bytes as a number, of either byte order, and moves it a little or to a border. */
const tweakInteger: Mutation = (input, random) => {
  const width = random.pick(widths);
  if (input.length < width) return setByte(input, random, []);
  const at = random.below(input.length - width + 1);
  const littleEndian = random.below(2) === 0;
  const bytes = Buffer.from(input.subarray(at, at + width));
  const value = BigInt(`0x${(littleEndian ? Buffer.from(bytes).reverse() : bytes).toString('hex')}`);
  const remaining = BigInt(input.length - at - width);
  const changed = random.pick([
    value + 1n,
    value - 1n,
    value * 2n,
    value / 2n,
    remaining,
    remaining + 1n,
    random.pick(interestingIntegers),
  ]);
  const hex = BigInt.asUintN(width * 8, changed)
    .toString(16)
    .padStart(width * 2, '0');
  const written = Buffer.from(hex, 'hex');
  return Buffer.concat([input.subarray(0, at), littleEndian ? written.reverse() : written, input.subarray(at + width)]);
};

/** Finds a DER tag and length and rewrites the length: another value, a long form that is not minimal, the indefinite form. */
const tweakDerLength: Mutation = (input, random) => {
  const start = random.below(input.length);
  const tags = [0x02, 0x03, 0x04, 0x06, 0x30, 0x31, 0xa0, 0xa1];
  const at = input.findIndex((byte, index) => index >= start && index + 1 < input.length && tags.includes(byte));
  if (at < 0) return tweakInteger(input, random, []);
  const first = input[at + 1] ?? 0;
  const lengthOctets = first < 0x80 ? 1 : 1 + (first & 0x7f);
  const written = random.pick([
    Buffer.from([0x80]),
    Buffer.from([0x81, first & 0x7f]),
    Buffer.from([0x84, 0x7f, 0xff, 0xff, 0xff]),
    Buffer.from([0x88, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
    Buffer.from([(first + random.pick([-1, 1])) & 0xff]),
  ]);
  return Buffer.concat([input.subarray(0, at + 1), written, input.subarray(at + 1 + lengthOctets)]);
};

const mutations: readonly Mutation[] = [
  flipBit,
  setByte,
  setInterestingByte,
  nudgeByte,
  truncate,
  dropFront,
  append,
  removeRange,
  insertBytes,
  repeatRange,
  swapRanges,
  splice,
  tweakInteger,
  tweakDerLength,
];

/** A new input: one of the corpus with one to four changes; mostly one, so that it gets past the outer checks. */
export function mutate(corpus: readonly Buffer[], random: Random): Buffer {
  let input = random.pick(corpus);
  const changes = random.pick([1, 1, 1, 2, 2, 4]);
  for (let change = 0; change < changes; change += 1) {
    input = input.length === 0 ? random.bytes(1 + random.below(8)) : random.pick(mutations)(input, random, corpus);
  }
  return Buffer.from(input.subarray(0, maximumInputLength));
}

function changeByte(input: Buffer, random: Random, change: (byte: number) => number): Buffer {
  const copy = Buffer.from(input);
  const at = random.below(copy.length);
  copy[at] = change(copy[at] ?? 0) & 0xff;
  return copy;
}

function range(input: Buffer, random: Random, longest: number): { start: number; end: number } {
  const start = random.below(input.length);
  return { start, end: Math.min(input.length, start + 1 + random.below(longest)) };
}

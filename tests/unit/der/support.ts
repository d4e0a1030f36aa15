import fc from 'fast-check';
import { children, type DerNode, integerOf, objectIdentifierOf } from '../../../crypto/der/reader.ts';
import {
  bitString,
  booleanValue,
  contextConstructed,
  contextPrimitive,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  tlv,
  utf8String,
} from '../../../crypto/der/writer.ts';

/** Writes a tree that was read, value by value, with the writer. */
export function reencode(node: DerNode): Buffer {
  if ((node.tag & 0x20) !== 0) return tlv(node.tag, ...children(node).map(reencode));
  if (node.tag === 0x02 && node.content.length <= 64) return integer(integerOf(node));
  if (node.tag === 0x06 && node.content.length <= 64) return objectIdentifier(objectIdentifierOf(node));
  return tlv(node.tag, node.content);
}

const bytes = fc.uint8Array({ maxLength: 200 }).map((octets) => Buffer.from(octets));
const dotted = fc
  .tuple(
    fc.constantFrom('0', '1', '2'),
    fc.integer({ min: 0, max: 39 }),
    fc.array(fc.bigInt({ min: 0n, max: 2n ** 128n }), { maxLength: 6 }),
  )
  .map(([root, second, rest]) => [root, second, ...rest].join('.'));

const leaf: fc.Arbitrary<Buffer> = fc.oneof(
  fc.bigInt({ min: -(2n ** 130n), max: 2n ** 130n }).map(integer),
  bytes.map(octetString),
  bytes.map((value) => bitString(value)),
  fc.boolean().map(booleanValue),
  fc.constant(nullValue()),
  dotted.map(objectIdentifier),
  fc.string({ unit: 'grapheme', maxLength: 20 }).map(utf8String),
  bytes.map((value) => contextPrimitive(3, value)),
);

/** Encodings of well-formed trees, as our writer makes them. */
export const encodedTree: fc.Arbitrary<Buffer> = fc.letrec<{ tree: Buffer }>((tie) => {
  const members = fc.array(tie('tree'), { maxLength: 5 });
  return {
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      members.map((list) => sequence(...list)),
      members.map((list) => setOf(...list)),
      members.map((list) => contextConstructed(1, ...list)),
    ),
  };
}).tree;

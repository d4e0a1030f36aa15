/**
 * The two forms of an ECDSA signature: a DER SEQUENCE of two INTEGERs (ECDSA-Sig-Value, RFC 3279 section 2.2.3) and r and s side by
 * side (IEEE P1363, RFC 7518 section 3.4).
 *
 * node:crypto converts too, but only when the key is wrapped in an options object, and then throws and catches two errors inside for
 * each call: a third of the time of a P-256 signature.
 */

/** DER form of a P1363 signature of two numbers of `half` octets; undefined when it has another length. */
export function derOfP1363(signature: Buffer, half: number): Buffer | undefined {
  if (signature.length !== 2 * half) return undefined;
  const [r, s] = [integerStart(signature, 0, half), integerStart(signature, half, signature.length)];
  // For P-256 and P-384, the curves of the suite table, all lengths fit into one octet.
  const content = 4 + (half - r.start + r.padding) + (signature.length - s.start + s.padding);
  const der = Buffer.alloc(2 + content);
  der[0] = SEQUENCE;
  der[1] = content;
  const next = writeInteger(der, 2, signature.subarray(r.start, half), r.padding);
  writeInteger(der, next, signature.subarray(s.start), s.padding);
  return der;
}

/** P1363 form of a DER signature made by this process (not for reading what came from outside): two numbers of `half` octets. */
export function p1363OfOwnDer(der: Buffer, half: number): Buffer {
  const signature = Buffer.alloc(2 * half);
  let offset = 2;
  for (const end of [half, 2 * half]) {
    const length = der.readUInt8(offset + 1);
    const value = der.subarray(offset + 2, offset + 2 + length);
    const digits = value[0] === 0 ? value.subarray(1) : value;
    digits.copy(signature, end - digits.length);
    offset += 2 + length;
  }
  return signature;
}

const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** Where the digits of an unsigned number begin, and whether a zero octet must stand before them (X.690 section 8.3). */
function integerStart(bytes: Buffer, from: number, to: number): { start: number; padding: number } {
  let start = from;
  while (start < to - 1 && bytes[start] === 0) start += 1;
  return { start, padding: (bytes[start] ?? 0) >= 0x80 ? 1 : 0 };
}

function writeInteger(target: Buffer, offset: number, digits: Buffer, padding: number): number {
  target[offset] = INTEGER;
  target[offset + 1] = digits.length + padding;
  digits.copy(target, offset + 2 + padding);
  return offset + 2 + padding + digits.length;
}

import { deflateSync } from 'node:zlib';

/** PDF syntax, octets of a stream, or the place of another object among those that belong together, which becomes a reference to it. */
export type ObjectPart = string | Uint8Array | number;

/** The parts of a stream object (ISO 32000-1 section 7.3.8), deflated; `entries` of its dictionary beside length and filter. */
export function deflatedStream(entries: string, data: Buffer): ObjectPart[] {
  const deflated = deflateSync(data, { level: 9 });
  return [`<<${entries}/Filter/FlateDecode/Length ${deflated.length}>>\nstream\n`, deflated, '\nendstream'];
}

export function plainStream(entries: string, data: Buffer): ObjectPart[] {
  return [`<<${entries}/Length ${data.length}>>\nstream\n`, data, '\nendstream'];
}

/** What stands between `obj` and `endobj`: octets where there is a stream, otherwise a string of Latin-1. */
export function bodyOf(parts: readonly ObjectPart[], referenceTo: (place: number) => string): string | Buffer {
  const written = parts.map((part) => (typeof part === 'number' ? referenceTo(part) : part));
  if (written.every((part) => typeof part === 'string')) return written.join('');
  return Buffer.concat(written.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
}

import type { RandomAccessReader } from './random-access.ts';
import type { ContainerPlan } from './write-container.ts';

interface Segment {
  readonly start: number;
  readonly reader: RandomAccessReader;
  /** Where the segment begins in its reader. */
  readonly offset: number;
  readonly length: number;
}

/** Where the octets of a part are: a reader, and the place in it at which the part begins. */
export interface PartPlace {
  readonly reader: RandomAccessReader;
  readonly offset: number;
}

/**
 * A container that is nowhere as a whole, to be read as if it were: what `writeContainer` would write for the plan, in any order and as
 * often as wanted. Parts are taken to be what the plan says; whoever reads the container checks every CRC and digest anyway.
 */
export function readerOfPlan<Source>(plan: ContainerPlan<Source>, placeOf: (source: Source) => PartPlace): RandomAccessReader {
  const segments = segmentsOf(plan, placeOf);
  return { size: plan.length, read: (offset, length) => read(segments, offset, length) };
}

function segmentsOf<Source>(plan: ContainerPlan<Source>, placeOf: (source: Source) => PartPlace): Segment[] {
  const [start = Buffer.alloc(0), ...headers] = plan.headers;
  const segments = [inMemory(start, 0)];
  for (const [index, part] of plan.parts.entries()) {
    const header = headers[index] ?? Buffer.alloc(0);
    segments.push(inMemory(header, part.dataOffset - header.length), {
      start: part.dataOffset,
      length: part.size,
      ...placeOf(part.source),
    });
  }
  segments.push(inMemory(plan.directory, plan.length - plan.directory.length));
  return segments.filter(({ length }) => length > 0);
}

function inMemory(bytes: Buffer, start: number): Segment {
  return {
    start,
    length: bytes.length,
    offset: 0,
    reader: { size: bytes.length, read: async (from, length) => bytes.subarray(from, from + length) },
  };
}

async function read(segments: readonly Segment[], offset: number, length: number): Promise<Buffer> {
  const end = offset + length;
  const touched = segments.filter((segment) => segment.start < end && segment.start + segment.length > offset);
  const pieces: Buffer[] = [];
  for (const segment of touched) {
    const from = Math.max(offset, segment.start);
    const to = Math.min(end, segment.start + segment.length);
    pieces.push(await segment.reader.read(segment.offset + from - segment.start, to - from));
  }
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
}

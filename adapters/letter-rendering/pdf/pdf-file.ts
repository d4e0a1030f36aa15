import { bodyOf, deflatedStream, type ObjectPart, plainStream } from './pdf-object.ts';
import { referenceTo } from './pdf-syntax.ts';

/** Objects in one object stream. */
const OBJECTS_PER_STREAM = 200;

/** Octets of an offset in the cross-reference stream. */
const OFFSET_WIDTH = 4;

/** What marks a file as binary (ISO 32000-1 section 7.5.2). */
const HEADER = Buffer.from('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n', 'latin1');

/**
 * The objects of a new PDF file, written with object streams and a cross-reference stream (ISO 32000-1 sections 7.5.7 and 7.5.8), which
 * keep the many small objects of a tagged file small.
 */
export class PdfFile {
  /** A string is an object that can stand in an object stream, octets are one with a stream of its own. */
  readonly #objects: (string | Buffer | undefined)[] = [undefined];

  /** A number for an object that comes later. */
  reserve(): number {
    return this.#objects.push(undefined) - 1;
  }

  add(body: string): number {
    return this.#objects.push(body) - 1;
  }

  set(number: number, body: string): void {
    this.#objects[number] = body;
  }

  /** `entries` of its dictionary beside length and filter; `plain` leaves it readable without a program. */
  addStream(entries: string, data: Buffer, { plain = false }: { plain?: boolean } = {}): number {
    const number = this.reserve();
    this.#objects[number] = bodyOf(plain ? plainStream(entries, data) : deflatedStream(entries, data), () => '');
    return number;
  }

  /** Objects that refer to one another by their place among them; the number of the first. */
  addGroup(objects: readonly (readonly ObjectPart[])[]): number {
    const numbers = objects.map(() => this.reserve());
    for (const [index, parts] of objects.entries()) {
      this.#objects[numbers[index] ?? 0] = bodyOf(parts, (place) => referenceTo(numbers[place] ?? 0));
    }
    return numbers[0] ?? 0;
  }

  /** `identifier`: 32 hexadecimal digits, both identifiers of the file (section 14.4). */
  write({ catalog, information, identifier }: { catalog: number; information: number; identifier: string }): Buffer {
    this.#packPlainObjects();
    const chunks: Buffer[] = [HEADER];
    const rows = new Map<number, Buffer>();
    let length = HEADER.length;
    for (const [number, object] of this.#objects.entries()) {
      if (typeof object !== 'object') continue;
      const chunk = streamObject(number, object);
      rows.set(number, row(1, length, 0));
      chunks.push(chunk);
      length += chunk.length;
    }
    for (const [number, { container, index }] of this.#packed) rows.set(number, row(2, container, index));
    const own = this.#objects.length;
    rows.set(0, row(0, 0, 0xffff)).set(own, row(1, length, 0));
    const table = Buffer.concat(Array.from({ length: own + 1 }, (_, number) => rows.get(number) ?? row(0, 0, 0xffff)));
    const entries =
      `/Type/XRef/Size ${own + 1}/W[1 ${OFFSET_WIDTH} 2]/Root ${referenceTo(catalog)}/Info ${referenceTo(information)}` +
      `/ID[<${identifier}><${identifier}>]`;
    chunks.push(
      streamObject(
        own,
        bodyOf(deflatedStream(entries, table), () => ''),
      ),
    );
    return Buffer.concat([...chunks, Buffer.from(`startxref\n${length}\n%%EOF\n`, 'latin1')]);
  }

  readonly #packed = new Map<number, { container: number; index: number }>();

  #packPlainObjects(): void {
    const plain = [...this.#objects.entries()].filter((entry): entry is [number, string] => typeof entry[1] === 'string');
    for (let from = 0; from < plain.length; from += OBJECTS_PER_STREAM) {
      const group = plain.slice(from, from + OBJECTS_PER_STREAM);
      let offset = 0;
      const index: string[] = [];
      const container = this.reserve();
      for (const [position, [number, body]] of group.entries()) {
        index.push(`${number} ${offset}`);
        offset += body.length + 1;
        this.#packed.set(number, { container, index: position });
      }
      const head = `${index.join(' ')}\n`;
      const data = Buffer.from(`${head}${group.map(([, body]) => body).join('\n')}\n`, 'latin1');
      this.#objects[container] = bodyOf(deflatedStream(`/Type/ObjStm/N ${group.length}/First ${head.length}`, data), () => '');
    }
  }
}

function streamObject(number: number, body: string | Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${number} 0 obj\n`, 'latin1'), Buffer.from(body as Buffer), Buffer.from('\nendobj\n', 'latin1')]);
}

function row(type: number, second: number, third: number): Buffer {
  const octets = Buffer.alloc(1 + OFFSET_WIDTH + 2);
  octets[0] = type;
  octets.writeUIntBE(second, 1, OFFSET_WIDTH);
  octets.writeUInt16BE(third, 1 + OFFSET_WIDTH);
  return octets;
}

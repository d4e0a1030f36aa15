import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of a hand-made ZIP file; whatever is not given is as it should be. */
export interface RawEntry {
  readonly name: string | Buffer;
  readonly data?: Buffer;
  readonly deflate?: boolean;
  readonly method?: number;
  readonly flags?: number;
  readonly crc32?: number;
  readonly size?: number;
  readonly attributes?: number;
  /** Version needed, in both headers; by default 20. */
  readonly version?: number;
  readonly madeBy?: number;
  readonly centralExtra?: Buffer;
  readonly comment?: Buffer;
  /** Offset in the directory, when it is to lie. */
  readonly offset?: number;
  /** What the local header says instead. */
  readonly local?: {
    readonly name?: string;
    readonly flags?: number;
    readonly crc32?: number;
    readonly size?: number;
    readonly method?: number;
    readonly extra?: Buffer;
  };
  /** Octets after the data: a descriptor, or something hidden. */
  readonly after?: Buffer;
}

export interface RawZip {
  readonly entries: readonly RawEntry[];
  readonly before?: Buffer;
  readonly beforeDirectory?: Buffer;
  readonly afterDirectory?: Buffer;
  readonly comment?: Buffer;
  readonly after?: Buffer;
  readonly count?: number;
  readonly directorySize?: number;
  readonly disk?: number;
}

/** Writes ZIP files right and wrong, for tests of the reader. */
export function rawZip(zip: RawZip): Buffer {
  const chunks: Buffer[] = [zip.before ?? Buffer.alloc(0)];
  const central: Buffer[] = [];
  let offset = chunks[0]?.length ?? 0;
  for (const entry of zip.entries) {
    const data = entry.data ?? Buffer.alloc(0);
    const packed = entry.deflate === true ? deflateRawSync(data) : data;
    const fields = {
      name: Buffer.from(entry.name),
      flags: entry.flags ?? 0,
      method: entry.method ?? (entry.deflate === true ? 8 : 0),
      crc32: entry.crc32 ?? crc32(data),
      packed: packed.length,
      size: entry.size ?? data.length,
    };
    const { local = {} } = entry;
    const localFields = { ...fields, ...local, name: Buffer.from(local.name ?? fields.name) };
    const bytes = Buffer.concat([
      localRecord(localFields, entry.version ?? 20, local.extra ?? Buffer.alloc(0)),
      packed,
      entry.after ?? Buffer.alloc(0),
    ]);
    central.push(centralRecord(fields, entry, entry.offset ?? offset));
    chunks.push(bytes);
    offset += bytes.length;
  }
  chunks.push(zip.beforeDirectory ?? Buffer.alloc(0));
  offset += zip.beforeDirectory?.length ?? 0;
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(zip.disk ?? 0, 4);
  end.writeUInt16LE(zip.count ?? zip.entries.length, 8);
  end.writeUInt16LE(zip.count ?? zip.entries.length, 10);
  end.writeUInt32LE(zip.directorySize ?? directory.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(zip.comment?.length ?? 0, 20);
  return Buffer.concat([
    ...chunks,
    directory,
    zip.afterDirectory ?? Buffer.alloc(0),
    end,
    zip.comment ?? Buffer.alloc(0),
    zip.after ?? Buffer.alloc(0),
  ]);
}

interface Fields {
  readonly name: Buffer;
  readonly flags: number;
  readonly method: number;
  readonly crc32: number;
  readonly packed: number;
  readonly size: number;
}

function localRecord(fields: Fields, version: number, extra: Buffer): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(version, 4);
  writeFields(header, 6, fields);
  header.writeUInt16LE(fields.name.length, 26);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, fields.name, extra]);
}

function centralRecord(fields: Fields, entry: RawEntry, offset: number): Buffer {
  const { centralExtra = Buffer.alloc(0), comment = Buffer.alloc(0) } = entry;
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(entry.madeBy ?? 20, 4);
  header.writeUInt16LE(entry.version ?? 20, 6);
  writeFields(header, 8, fields);
  header.writeUInt16LE(fields.name.length, 28);
  header.writeUInt16LE(centralExtra.length, 30);
  header.writeUInt16LE(comment.length, 32);
  header.writeUInt32LE(entry.attributes ?? 0, 38);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, fields.name, centralExtra, comment]);
}

function writeFields(header: Buffer, at: number, fields: Fields): void {
  header.writeUInt16LE(fields.flags, at);
  header.writeUInt16LE(fields.method, at + 2);
  header.writeUInt16LE(0x21, at + 6);
  header.writeUInt32LE(fields.crc32, at + 8);
  header.writeUInt32LE(fields.packed, at + 12);
  header.writeUInt32LE(fields.size, at + 16);
}

/** A data descriptor with its signature. */
export function descriptor(data: Buffer, packed: number = data.length): Buffer {
  const record = Buffer.alloc(16);
  record.writeUInt32LE(0x08074b50, 0);
  record.writeUInt32LE(crc32(data), 4);
  record.writeUInt32LE(packed, 8);
  record.writeUInt32LE(data.length, 12);
  return record;
}

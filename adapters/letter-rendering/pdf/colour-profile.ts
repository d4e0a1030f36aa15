/**
 * The sRGB colour space as an ICC profile, written from the numbers of the standards: primaries and transfer function of IEC 61966-2-1 in
 * the form of ICC.1:2010 (version 4.3), adapted to its white point D50 by the Bradford matrix. Profiles that are handed around have owners.
 */
export function standardColourProfile(): Buffer {
  const curve = parametricCurve();
  const tags: [string, Buffer][] = [
    ['desc', localizedText('sRGB, IEC 61966-2-1')],
    ['cprt', localizedText('No copyright')],
    ['wtpt', position(0.9642, 1, 0.8249)],
    ['chad', matrix([1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168])],
    ['rXYZ', position(0.43607, 0.22249, 0.01392)],
    ['gXYZ', position(0.38515, 0.71687, 0.09708)],
    ['bXYZ', position(0.14307, 0.06061, 0.7141)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  const table = Buffer.alloc(4 + tags.length * 12);
  table.writeUInt32BE(tags.length);
  let offset = 128 + table.length;
  for (const [index, [tag, data]] of tags.entries()) {
    table.write(tag, 4 + index * 12, 'latin1');
    table.writeUInt32BE(offset, 8 + index * 12);
    table.writeUInt32BE(data.length, 12 + index * 12);
    offset += data.length;
  }
  return Buffer.concat([header(offset), table, ...tags.map(([, data]) => data)]);
}

/** Section 7.2; the date is that of the version of the specification, since none is true. */
function header(size: number): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.writeUInt32BE(size, 0);
  bytes.writeUInt32BE(0x04300000, 8);
  bytes.write('mntrRGB XYZ ', 12, 'latin1');
  for (const [index, part] of [2010, 12, 1, 0, 0, 0].entries()) bytes.writeUInt16BE(part, 24 + index * 2);
  bytes.write('acsp', 36, 'latin1');
  writeFixed(bytes, 68, [0.9642, 1, 0.8249]);
  return bytes;
}

/** `multiLocalizedUnicodeType` (section 10.13) with one record. */
function localizedText(text: string): Buffer {
  const head = Buffer.alloc(28);
  head.write('mluc', 0, 'latin1');
  for (const [at, value] of [
    [8, 1],
    [12, 12],
    [20, text.length * 2],
    [24, 28],
  ] as const)
    head.writeUInt32BE(value, at);
  head.write('enUS', 16, 'latin1');
  const octets = Buffer.from(text, 'utf16le').swap16();
  return Buffer.concat([head, octets, Buffer.alloc(-octets.length & 3)]);
}

/** `parametricCurveType` of function 3 (section 10.16): the transfer function of sRGB. */
function parametricCurve(): Buffer {
  const bytes = Buffer.alloc(32);
  bytes.write('para', 0, 'latin1');
  bytes.writeUInt16BE(3, 8);
  writeFixed(bytes, 12, [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045]);
  return bytes;
}

function position(...coordinates: readonly [number, number, number]): Buffer {
  const bytes = Buffer.alloc(20);
  bytes.write('XYZ ', 0, 'latin1');
  writeFixed(bytes, 8, coordinates);
  return bytes;
}

function matrix(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(8 + values.length * 4);
  bytes.write('sf32', 0, 'latin1');
  writeFixed(bytes, 8, values);
  return bytes;
}

/** Numbers with sixteen binary digits after the point (section 4.6, s15Fixed16Number). */
function writeFixed(bytes: Buffer, at: number, values: readonly number[]): void {
  for (const [index, value] of values.entries()) bytes.writeInt32BE(Math.round(value * 65_536), at + index * 4);
}

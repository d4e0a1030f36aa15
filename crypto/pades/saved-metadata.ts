import { CryptoError } from '../error.ts';
import { differingKeys, type PdfStream } from './pdf-object.ts';
import { decodeStructureStream } from './pdf-stream-data.ts';

/** Longest XMP packet that is compared, in octets. */
const MAXIMUM_LENGTH = 256 * 1024;

/** How a stream is packed says nothing about what is in it. */
const PACKING_KEYS: ReadonlySet<string> = new Set(['Length', 'Filter', 'DecodeParms']);

const TIME = '[0-9]{4}[0-9T:.+Z-]{0,36}';
const TEXT = '[^<>"&]{0,200}';

/**
 * What a program writes into XMP metadata whenever it saves a file (ISO 16684-1 section 8): the time of saving, twice, and its own name,
 * as attribute or as element; and the name of the program that wrote the packet.
 */
const SAVING = new RegExp(
  [
    ...['xmp:ModifyDate', 'xmp:MetadataDate'].map((name) => propertyPattern(name, TIME)),
    propertyPattern('pdf:Producer', TEXT),
    ` x:xmptk="${TEXT}"`,
  ].join('|'),
  'g',
);

function propertyPattern(name: string, value: string): string {
  return ` ${name}="${value}"|<${name}>${value}</${name}>`;
}

/**
 * Whether two states of the XMP metadata differ in the time of saving and the program alone. They are compared as text, without those
 * properties: a change of anything else, of its order or of its spelling is a difference.
 */
export function differOnlyBySaving(before: PdfStream, after: PdfStream): boolean {
  if (!differingKeys(before.dictionary, after.dictionary).every((key) => PACKING_KEYS.has(key))) return false;
  const [old, young] = [before, after].map(withoutSaving);
  return old !== undefined && old === young;
}

/** Undefined for what cannot be read: then nothing is known about it. Latin 1 keeps each octet apart, whatever the encoding. */
function withoutSaving(stream: PdfStream): string | undefined {
  try {
    return decodeStructureStream(stream, MAXIMUM_LENGTH).toString('latin1').replaceAll(SAVING, '');
  } catch (error) {
    if (error instanceof CryptoError) return undefined;
    throw error;
  }
}

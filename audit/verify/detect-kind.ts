import type { RandomAccessReader } from '../../crypto/asic/random-access.ts';
import { readExactly } from '../../crypto/asic/random-access.ts';
import { LOCAL_HEADER_BYTES, LOCAL_HEADER_SIGNATURE } from '../../crypto/asic/zip-records.ts';
import { BUNDLE_INDEX } from '../bundle/index-document.ts';

/** What a file seems to be, by its first octets; the verifier chosen by it then decides. */
export type FileKind = 'bundle' | 'package' | 'evidence' | 'pdf' | 'sealed' | 'unknown';

const JSON_START = 0x7b;
const DER_SEQUENCE = 0x30;

export async function detectKind(reader: RandomAccessReader): Promise<FileKind> {
  const start = await readExactly(reader, 0, Math.min(reader.size, LOCAL_HEADER_BYTES + BUNDLE_INDEX.length));
  if (start.length >= LOCAL_HEADER_BYTES && start.readUInt32LE(0) === LOCAL_HEADER_SIGNATURE) {
    return start.toString('latin1', LOCAL_HEADER_BYTES) === BUNDLE_INDEX ? 'bundle' : 'package';
  }
  if (start.toString('latin1', 0, 5) === '%PDF-') {
    return 'pdf';
  }
  if (start[0] === JSON_START) {
    return 'evidence';
  }
  return start[0] === DER_SEQUENCE ? 'sealed' : 'unknown';
}

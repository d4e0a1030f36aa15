import type { RandomAccessReader } from '../../crypto/asic/random-access.ts';
import { readExactly } from '../../crypto/asic/random-access.ts';
import { LOCAL_HEADER_BYTES, LOCAL_HEADER_SIGNATURE } from '../../crypto/asic/zip-records.ts';
import { OID } from '../../crypto/der/object-identifiers.ts';
import { objectIdentifier } from '../../crypto/der/writer.ts';
import { CONVERSATION_INDEX } from '../bundle/conversation-document.ts';
import { BUNDLE_INDEX } from '../bundle/index-document.ts';

/**
 * What a file seems to be, by its first octets; the verifier chosen by it then decides. `evidence` stands for every signed JSON, and
 * `package` for every ZIP that is no bundle.
 */
export type FileKind = 'bundle' | 'conversation' | 'package' | 'evidence' | 'pdf' | 'sealed' | 'signature' | 'timestamp' | 'unknown';

const START_OCTETS = 512;
const JSON_START = 0x7b;
const DER = { sequence: 0x30, objectIdentifier: 0x06, integer: 0x02 } as const;
/** PEM labels of CMS (RFC 7468 sections 8 and 9). */
const PEM_SIGNATURE = /^-----BEGIN (CMS|PKCS7)-----\r?\n/;

export async function detectKind(reader: RandomAccessReader): Promise<FileKind> {
  const start = await readExactly(reader, 0, Math.min(reader.size, START_OCTETS));
  if (start.length >= LOCAL_HEADER_BYTES && start.readUInt32LE(0) === LOCAL_HEADER_SIGNATURE) {
    const isFirst = (name: string) => start.toString('latin1', LOCAL_HEADER_BYTES, LOCAL_HEADER_BYTES + name.length) === name;
    return isFirst(BUNDLE_INDEX) ? 'bundle' : isFirst(CONVERSATION_INDEX) ? 'conversation' : 'package';
  }
  if (start.toString('latin1', 0, 5) === '%PDF-') {
    return 'pdf';
  }
  if (start[0] === JSON_START) {
    return 'evidence';
  }
  if (PEM_SIGNATURE.test(start.toString('latin1', 0, 40))) {
    return 'signature';
  }
  return start[0] === DER.sequence ? kindOfDer(start) : 'unknown';
}

/** By the first value inside, and for signed data by the type of what was signed. Lengths may be indefinite: others write BER. */
function kindOfDer(start: Buffer): FileKind {
  const inside = start.subarray(headerLength(start));
  if (inside[0] === DER.objectIdentifier) {
    if (beginsWith(inside, OID.signedData)) {
      return inside.includes(objectIdentifier(OID.ctTSTInfo)) ? 'timestamp' : 'signature';
    }
    return beginsWith(inside, OID.ctAuthEnvelopedData) || beginsWith(inside, ENVELOPED_DATA) ? 'sealed' : 'unknown';
  }
  // TimeStampResp (RFC 3161 section 2.4.2): PKIStatusInfo, which begins with an INTEGER.
  const isResponse = inside[0] === DER.sequence && inside[headerLength(inside)] === DER.integer;
  return isResponse ? 'timestamp' : 'unknown';
}

/** CMS EnvelopedData, which has no tag that would show a change; recognised in order to be refused. */
const ENVELOPED_DATA = '1.2.840.113549.1.7.3';

function beginsWith(bytes: Buffer, dotted: string): boolean {
  const identifier = objectIdentifier(dotted);
  return bytes.subarray(0, identifier.length).equals(identifier);
}

function headerLength(bytes: Buffer): number {
  const first = bytes[1] ?? 0;
  return first > 0x80 ? 2 + (first & 0x7f) : 2;
}

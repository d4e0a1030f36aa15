import { LONG_TERM_LIMITS, parseSignedData } from '../../../crypto/cms/signed-data.ts';
import { OID } from '../../../crypto/der/object-identifiers.ts';
import { prefixLength } from '../../../crypto/der/reader.ts';
import { parseJws } from '../../../crypto/jades/flattened-jws.ts';
import { readSignatureTimestamps } from '../../../crypto/jades/signature-timestamp.ts';
import { containerForgeries } from './container-forgeries.ts';
import type { Development } from './development.ts';
import type { Format } from './own-samples.ts';
import { flipped, isOfIssuingAuthority, lastOctet, type Position, positionsInSignature, positionsInToken } from './signature-positions.ts';

/** A signed file with one byte changed; `position` says in which part of it. */
export interface Forgery {
  readonly position: string;
  readonly bytes: Buffer;
}

/** A signed file as it is, and everything forged from it where that is wanted. */
export async function variantsOf(
  { format, isForged, bytes }: { format: Format; isForged: boolean; bytes: Buffer },
  { revocationLists }: Development,
): Promise<Forgery[]> {
  return [{ position: 'untouched', bytes }, ...(isForged ? await forgeriesOf(format, bytes, revocationLists) : [])];
}

/** One forgery for each part of a signed file that somebody could want to change; `lists` are the revocation lists it may carry. */
async function forgeriesOf(format: Format, signed: Buffer, lists: readonly Buffer[]): Promise<Forgery[]> {
  switch (format) {
    case 'asic-e':
      return containerForgeries(signed);
    case 'cades':
      return positionsInSignature(signed).map(([position, at]) => ({ position, bytes: flipped(signed, at) }));
    case 'jades':
      return jwsForgeries(signed);
    case 'pades':
      return pdfForgeries(signed, lists);
  }
}

/** Of the texts one character is changed to another of their alphabet; of what is inside base64, that changes bits of one octet. */
function jwsForgeries(signed: Buffer): Forgery[] {
  const jws = parseJws(signed);
  const text = signed.toString('latin1');
  const replaced = (position: string, old: string, other: string) => ({ position, bytes: Buffer.from(text.replace(old, other), 'latin1') });
  const header = Buffer.from(jws.protected, 'base64url').toString('utf8');
  const encoded = (other: string) => Buffer.from(other, 'utf8').toString('base64url');
  const forgeries = [
    replaced('payload', jws.payload, otherCharacter(jws.payload, Math.floor(jws.payload.length / 2))),
    replaced('header-certificate', jws.protected, encoded(otherCharacter(header, header.indexOf('"x5c":["') + 400))),
    replaced('header-time', jws.protected, encoded(otherDigit(header, header.indexOf('"iat":') + 12))),
    replaced('signature-value', jws.signature, otherCharacter(jws.signature, Math.floor(jws.signature.length / 2))),
  ];
  const [property] = jws.header?.etsiU ?? [];
  const [token] = readSignatureTimestamps(jws);
  if (property === undefined || token === undefined) return forgeries;
  for (const [position, at] of positionsInToken(token, 'token')) {
    const stamp = { sigTst: { tstTokens: [{ val: flipped(token, at).toString('base64') }] } };
    forgeries.push(replaced(position, property, Buffer.from(JSON.stringify(stamp)).toString('base64url')));
  }
  return forgeries;
}

function otherCharacter(text: string, at: number): string {
  return `${text.slice(0, at)}${text.charAt(at) === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
}

function otherDigit(text: string, at: number): string {
  return `${text.slice(0, at)}${text.charAt(at) === '1' ? '2' : '1'}${text.slice(at + 1)}`;
}

/** Signatures and tokens are hexadecimal text within the file: of them, half an octet is changed. */
function pdfForgeries(signed: Buffer, lists: readonly Buffer[]): Forgery[] {
  const content = signed.indexOf('stream', 0, 'latin1') + 32;
  const forgeries = [{ position: 'content', bytes: flipped(signed, content) }];
  for (const { start, der } of contentsOf(signed)) {
    const positions: Position[] = isToken(der) ? positionsInToken(der, 'archive') : positionsInSignature(der);
    forgeries.push(...positions.map(([position, at]) => ({ position, bytes: withOtherDigit(signed, start + at * 2 + 1) })));
  }
  const embedded = lists.find((list) => isOfIssuingAuthority(list) && signed.includes(list));
  return embedded === undefined
    ? forgeries
    : [...forgeries, { position: 'revocation-list', bytes: flipped(signed, lastOctet(signed, embedded)) }];
}

/** Every signature and document time-stamp of a PDF, and where its hexadecimal text begins. */
function contentsOf(pdf: Buffer): { start: number; der: Buffer }[] {
  return [...pdf.toString('latin1').matchAll(/\/Contents\s*<([0-9A-Fa-f]+)>/g)].map((match) => {
    const padded = Buffer.from(match[1] ?? '', 'hex');
    const { headerLength, contentLength } = prefixLength(padded) ?? { headerLength: 0, contentLength: padded.length };
    return { start: match.index + match[0].indexOf('<') + 1, der: padded.subarray(0, headerLength + contentLength) };
  });
}

function isToken(der: Buffer): boolean {
  return parseSignedData(der, LONG_TERM_LIMITS).contentType === OID.ctTSTInfo;
}

function withOtherDigit(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.write((Number.parseInt(copy.toString('latin1', at, at + 1), 16) ^ 1).toString(16), at, 'latin1');
  return copy;
}

import { SIGNATURE_NAME } from '../../../crypto/asic/media-types.ts';
import { readSmallPart } from '../../../crypto/asic/open-part.ts';
import { bufferReader } from '../../../crypto/asic/random-access.ts';
import { type Container, readContainer } from '../../../crypto/asic/read-container.ts';
import { parseSignedData } from '../../../crypto/cms/signed-data.ts';
import { OID } from '../../../crypto/der/object-identifiers.ts';
import { prefixLength } from '../../../crypto/der/reader.ts';
import { parseJws } from '../../../crypto/jades/flattened-jws.ts';
import { readSignatureTimestamps } from '../../../crypto/jades/signature-timestamp.ts';
import { parseTimestampToken } from '../../../crypto/tsp/token.ts';
import { parseCertificate } from '../../../crypto/x509/certificate.ts';
import { type Format, writtenContainer } from './own-samples.ts';

/** A signed file with one byte changed; `position` says in which part of it. */
export interface Forgery {
  readonly position: string;
  readonly bytes: Buffer;
}

const MAXIMUM_PART = 16 * 1024 * 1024;

/** One forgery for each part of a signed file that somebody could want to change. */
export async function forgeriesOf(format: Format, signed: Buffer): Promise<Forgery[]> {
  if (format === 'asic-e') return containerForgeries(signed);
  return format === 'jades' ? jwsForgeries(signed) : pdfForgeries(signed);
}

/** The file with the lowest bit of one byte turned over. */
export function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
  return copy;
}

/** Where each part of a CMS signature begins, in octets from its start. */
function positionsInSignature(der: Buffer): Map<string, number> {
  const { certificates, signerInfo } = parseSignedData(der);
  const digest = signerInfo.signedAttributes.get(OID.messageDigest)?.[0]?.content;
  const certificate = certificates.find((candidate) => !parseCertificate(candidate).isAuthority);
  const positions = new Map([['signature-value', lastOctet(der, signerInfo.signature)]]);
  if (digest !== undefined) positions.set('signed-attributes', lastOctet(der, digest));
  if (certificate !== undefined) positions.set('certificate', lastOctet(der, certificate));
  const [token] = signerInfo.unsignedAttributes.get(OID.aaSignatureTimeStampToken) ?? [];
  if (token !== undefined) {
    const start = der.indexOf(token.raw);
    for (const [name, offset] of positionsInToken(token.raw)) positions.set(name, start + offset);
  }
  return positions;
}

function positionsInToken(token: Buffer): [string, number][] {
  const { imprint, signedData } = parseTimestampToken(token);
  return [
    ['token-imprint', lastOctet(token, imprint)],
    ['token-signature', lastOctet(token, signedData.signerInfo.signature)],
  ];
}

function lastOctet(bytes: Buffer, part: Buffer): number {
  const at = bytes.lastIndexOf(part);
  if (at < 0) throw new Error('what was to be changed is not in the file');
  return at + part.length - 1;
}

/** Written anew after the change, so that the checksums of the ZIP agree and it is the signature that must tell. */
async function containerForgeries(signed: Buffer): Promise<Forgery[]> {
  const container = await readContainer(bufferReader(signed));
  const files = await Promise.all(
    container.entries.map(async (entry) => ({
      name: entry.name,
      role: entry.role,
      data: await readSmallPart(container, entry, MAXIMUM_PART),
    })),
  );
  const changed = (name: string, at: number) =>
    writtenContainer(
      files
        .filter(({ role }) => role !== 'mimetype')
        .map((file) => (file.name === name ? { ...file, data: flipped(file.data, at) } : file)),
    );
  const forgeries: Forgery[] = [{ position: 'file 1, checksum left', bytes: await withoutNewChecksum(signed, container) }];
  for (const { name, role, data } of files) {
    if (role === 'data') forgeries.push({ position: `file ${forgeries.length}`, bytes: await changed(name, Math.floor(data.length / 2)) });
    if (role === 'manifest') forgeries.push({ position: 'manifest', bytes: await changed(name, data.indexOf('<ds:DigestValue>') + 20) });
    if (name !== SIGNATURE_NAME) continue;
    for (const [position, at] of positionsInSignature(data)) forgeries.push({ position, bytes: await changed(name, at) });
  }
  return forgeries;
}

/** The same change without mending the checksum of the ZIP. */
async function withoutNewChecksum(signed: Buffer, container: Container): Promise<Buffer> {
  const file = container.entries.find(({ role }) => role === 'data');
  if (file?.method !== 'stored') throw new Error('the first file is not stored as it is');
  return flipped(signed, file.offset + Math.floor(file.size / 2));
}

/** Of the base64url texts one character is changed, which changes bits of one octet; of what is inside them, one octet. */
function jwsForgeries(signed: Buffer): Forgery[] {
  const jws = parseJws(signed);
  const text = signed.toString('latin1');
  const replaced = (position: string, old: string, other: string) => ({ position, bytes: Buffer.from(text.replace(old, other), 'latin1') });
  const header = Buffer.from(jws.protected, 'base64url');
  const forgeries = [
    replaced('payload', jws.payload, otherCharacter(jws.payload, Math.floor(jws.payload.length / 2))),
    replaced('header-certificate', jws.protected, flipped(header, header.indexOf('"x5c":["') + 400).toString('base64url')),
    replaced('header-time', jws.protected, flipped(header, header.indexOf('"iat":') + 12).toString('base64url')),
    replaced('signature-value', jws.signature, otherCharacter(jws.signature, Math.floor(jws.signature.length / 2))),
  ];
  const [property] = jws.header?.etsiU ?? [];
  const [token] = readSignatureTimestamps(jws);
  if (property === undefined || token === undefined) return forgeries;
  for (const [position, at] of positionsInToken(token)) {
    const stamp = { sigTst: { tstTokens: [{ val: flipped(token, at).toString('base64') }] } };
    forgeries.push(replaced(position, property, Buffer.from(JSON.stringify(stamp)).toString('base64url')));
  }
  return forgeries;
}

function otherCharacter(base64url: string, at: number): string {
  return `${base64url.slice(0, at)}${base64url.charAt(at) === 'A' ? 'B' : 'A'}${base64url.slice(at + 1)}`;
}

/** The signature is hexadecimal text within the file: half an octet of it is changed. */
function pdfForgeries(signed: Buffer): Forgery[] {
  const start = signed.indexOf('/Contents <', 0, 'latin1') + '/Contents <'.length;
  const padded = Buffer.from(signed.toString('latin1', start, signed.indexOf('>', start, 'latin1')), 'hex');
  const { headerLength, contentLength } = prefixLength(padded) ?? { headerLength: 0, contentLength: padded.length };
  const signature = padded.subarray(0, headerLength + contentLength);
  const inContents = [...positionsInSignature(signature)].map(([position, at]) => ({
    position,
    bytes: withDigit(signed, start + at * 2 + 1),
  }));
  const content = signed.indexOf('stream', 0, 'latin1') + 32;
  return [{ position: 'content', bytes: flipped(signed, content) }, ...inContents];
}

function withDigit(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.write(((Number.parseInt(copy.toString('latin1', at, at + 1), 16) ^ 1) & 15).toString(16), at, 'latin1');
  return copy;
}

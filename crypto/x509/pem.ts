import { CryptoError } from '../error.ts';
import { type Certificate, parseCertificate } from './certificate.ts';

/** Most blocks read from one file. */
const MAXIMUM_BLOCKS = 32;
/** Characters of one file of certificates. */
const MAXIMUM_TEXT_LENGTH = 1024 * 1024;

/**
 * The contents of the PEM blocks with one label, in order. Text between blocks is allowed, as RFC 7468 section 2 does; blocks
 * with another label, a damaged block or an encrypted one are not.
 *
 * @throws CryptoError `pem-malformed`
 */
export function readPemBlocks(text: string, label: string, maximumLength: number = MAXIMUM_TEXT_LENGTH): Buffer[] {
  if (text.length > maximumLength) throw malformed(`${text.length} characters, at most ${maximumLength} are read`);
  const begin = `-----BEGIN ${label}-----`;
  const end = `-----END ${label}-----`;
  const blocks: Buffer[] = [];
  let body: string[] | undefined;
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.trimEnd();
    if (body === undefined) {
      if (trimmed === begin) body = [];
      else if (trimmed.startsWith('-----')) throw malformed(`a line that does not begin a ${label}`);
    } else if (trimmed === end) {
      blocks.push(decode(body.join(''), label));
      body = undefined;
    } else body.push(trimmed);
  }
  if (body !== undefined) throw malformed(`a ${label} without its end`);
  if (blocks.length === 0 || blocks.length > MAXIMUM_BLOCKS) throw malformed(`${blocks.length} blocks of ${label}`);
  return blocks;
}

/**
 * The certificates of a PEM file, in order.
 *
 * @throws CryptoError `pem-malformed`, `certificate-malformed`
 */
export function parsePemCertificates(text: string): Certificate[] {
  return readPemBlocks(text, 'CERTIFICATE').map(parseCertificate);
}

/** Decoding by the platform ignores what it does not know, so the text is required to be what the octets encode to. */
function decode(base64: string, label: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length === 0 || bytes.toString('base64') !== base64) throw malformed(`a ${label} that is not base64`);
  return bytes;
}

function malformed(message: string): CryptoError {
  return new CryptoError('pem-malformed', `PEM: ${message}`);
}

import { CryptoError } from '../error.ts';

/**
 * Decodes base64url without padding (RFC 4648 section 5) and accepts the one spelling only: a text that would not be written the
 * same way again (padding, other alphabet, white space, stray bits in the last character) is refused. `what` names it in the error.
 *
 * @throws CryptoError `jws-encoding`
 */
export function decodeBase64url(text: string, what: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) throw new CryptoError('jws-encoding', `${what} is not canonical base64url`);
  return bytes;
}

/** As `decodeBase64url` for standard base64 with padding (RFC 4648 section 4), the form of `x5c` entries and time-stamp tokens. */
export function decodeBase64(text: string, what: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw new CryptoError('jws-encoding', `${what} is not canonical base64`);
  return bytes;
}

/**
 * Standard base64 with padding, in its one canonical form (RFC 4648 section 4). Node's decoder skips what it does not know, so the
 * result is encoded again and compared: undefined unless it is the same text.
 */
export function decodeBase64(text: string): Buffer | undefined {
  const decoded = Buffer.from(text, 'base64');
  return decoded.toString('base64') === text ? decoded : undefined;
}

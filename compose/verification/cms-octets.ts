import type { RandomAccessReader } from '../../crypto/asic/random-access.ts';
import { berToDer } from '../../crypto/der/ber-to-der.ts';
import { CryptoError } from '../../crypto/error.ts';
import { readPemBlocks } from '../../crypto/x509/pem.ts';

/** Octets of a signature or time-stamp file: room for the certificates and revocation lists of many years. */
const MAXIMUM_LENGTH = 32 * 1024 * 1024;
const PEM_LABELS = ['CMS', 'PKCS7'] as const;

/**
 * The DER of a CMS file that others made: PEM or BER is converted first.
 *
 * @throws CryptoError `der-too-large` and the other codes of `berToDer`, `pem-malformed`
 */
export async function readSignedOctets(reader: RandomAccessReader): Promise<Buffer> {
  if (reader.size > MAXIMUM_LENGTH) throw new CryptoError('der-too-large', `${reader.size} bytes, at most ${MAXIMUM_LENGTH} are read`);
  const octets = await reader.read(0, reader.size);
  return berToDer(fromPem(octets) ?? octets, { maximumBytes: MAXIMUM_LENGTH });
}

function fromPem(octets: Buffer): Buffer | undefined {
  const label = PEM_LABELS.find((candidate) => octets.toString('latin1', 0, 40).startsWith(`-----BEGIN ${candidate}-----`));
  if (label === undefined) return undefined;
  const [block, ...others] = readPemBlocks(octets.toString('latin1'), label, MAXIMUM_LENGTH);
  if (block === undefined || others.length > 0) throw new CryptoError('pem-malformed', 'PEM: not one signature');
  return block;
}

import { ok } from 'node:assert';
import { createOpener } from '../../../crypto/cms/open-sealed.ts';
import { createSeal } from '../../../crypto/cms/seal.ts';
import { CryptoError } from '../../../crypto/error.ts';
import { encryptWithOpenssl, makeRecipient, pieces, type Recipient, temporaryFolder, through } from '../../unit/cms-seal/support.ts';

const PLAINTEXT = Buffer.from('an invented request, sealed');
const CHUNK_BYTES = 61;

let recipients: readonly Recipient[] = [];

async function seeds(): Promise<Buffer[]> {
  const folder = await temporaryFolder();
  try {
    const p256 = await makeRecipient(folder.path, 'P-256', 'p256');
    const rsa = await makeRecipient(folder.path, 'RSA-3072', 'rsa');
    recipients = [p256, rsa];
    const ours = recipients.map(({ certificate }) =>
      through(createSeal({ recipient: certificate, plaintextLength: PLAINTEXT.length }).transform, [PLAINTEXT]),
    );
    const options = ['-aes-256-gcm', '-stream', '-keyopt', 'ecdh_kdf_md:sha256', '-aes256-wrap'];
    return [...(await Promise.all(ours)), await encryptWithOpenssl(folder.path, [p256], PLAINTEXT, options)];
  } finally {
    await folder.remove();
  }
}

/** Undefined when refused with a typed error. */
async function opened(recipient: Recipient, encoding: 'der' | 'streaming-ber', input: Buffer): Promise<Buffer | CryptoError> {
  try {
    return await through(createOpener({ ...recipient, encoding }), pieces(input, CHUNK_BYTES));
  } catch (error) {
    if (error instanceof CryptoError) return error;
    throw error;
  }
}

export const target = {
  name: 'open-sealed',
  seeds,
  run: async (input: Buffer) => {
    const results: (Buffer | CryptoError)[] = [];
    for (const recipient of recipients) {
      results.push(await opened(recipient, 'der', input), await opened(recipient, 'streaming-ber', input));
    }
    const plaintexts = results.filter((result) => Buffer.isBuffer(result));
    for (const plaintext of plaintexts) ok(plaintext.equals(PLAINTEXT), 'nothing opens but what was sealed');
    if (plaintexts.length === 0) throw results[0];
  },
  acceptable: (error: unknown) => error instanceof CryptoError && (error.code.startsWith('sealed-') || error.code === 'decryption-failed'),
};

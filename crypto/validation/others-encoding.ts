import { berToDer } from '../der/ber-to-der.ts';
import { CryptoError } from '../error.ts';

/**
 * A CMS object of others, who may write BER where they stream, as DER. What cannot be converted stays as it is: its parser then says
 * what is wrong with it.
 */
export function asDer(bytes: Buffer): Buffer {
  try {
    return berToDer(bytes);
  } catch (error) {
    if (error instanceof CryptoError) return bytes;
    throw error;
  }
}

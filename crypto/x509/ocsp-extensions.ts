import { OID } from '../der/object-identifiers.ts';
import { type DerNode, readDer } from '../der/reader.ts';
import { objectIdentifier, octetString, sequence } from '../der/writer.ts';
import { CryptoError } from '../error.ts';
import type { Extension } from './extensions.ts';

/** RFC 9654 section 2.1, which widened the 32 octets of RFC 8954. */
export const MAXIMUM_OCSP_NONCE_LENGTH = 128;

/** Content octets of the nonce among these extensions. @throws CryptoError `der-value-invalid` for one that is empty or too long */
export function nonceAmong(extensions: ReadonlyMap<string, Extension>): Buffer | undefined {
  const extension = extensions.get(OID.pkixOcspNonce);
  if (extension === undefined) return undefined;
  const node = readDer(extension.value);
  if (node.tag !== 0x04 || node.content.length === 0 || node.content.length > MAXIMUM_OCSP_NONCE_LENGTH)
    throw new CryptoError('der-value-invalid', `nonce with tag ${node.tag} of ${node.content.length} octets`);
  return node.content;
}

/** The Extension that carries a nonce. */
export function writeNonce(nonce: Buffer): Buffer {
  if (nonce.length === 0 || nonce.length > MAXIMUM_OCSP_NONCE_LENGTH)
    throw new CryptoError('der-value-invalid', `nonce of ${nonce.length} octets`);
  return sequence(objectIdentifier(OID.pkixOcspNonce), octetString(octetString(nonce)));
}

/** Identifier of the first critical extension that is not among the known ones. */
export function unknownCritical(extensions: ReadonlyMap<string, Extension>, known: ReadonlySet<string>): string | undefined {
  for (const [identifier, extension] of extensions) if (extension.critical && !known.has(identifier)) return identifier;
  return undefined;
}

/** GeneralizedTime to the second, as RFC 6960 section 4.2.2.1 wants it: no fraction. */
export function requireWholeSeconds(node: DerNode): DerNode {
  if (node.tag !== 0x18 || node.content.length !== 15) throw new CryptoError('der-value-invalid', 'not a GeneralizedTime of whole seconds');
  return node;
}

import { createHash } from 'node:crypto';
import { buildSignedData } from '../cms/signed-data-build.ts';
import { OID } from '../der/object-identifiers.ts';
import type { Signer } from '../signer.ts';
import { signatureByName } from '../suites.ts';

/** What a detached signature covers: the bytes, or their digest under the digest of the signer's algorithm (SHA-256 for ES256). */
export type DetachedContent = { content: Buffer } | { contentDigest: Buffer };

/**
 * Signs detached content as CAdES B-B (EN 319 122-1): id-data, signing time, signing-certificate-v2, and the signer's
 * certificate with its chain inside. `signatureValue` is what a signature time-stamp has to cover.
 *
 * @throws CryptoError `content-digest-length`
 */
export async function signCades(
  options: { signer: Signer; signingTime: Date } & DetachedContent,
): Promise<{ der: Buffer; signatureValue: Buffer }> {
  const { signer, signingTime } = options;
  const { digest } = signatureByName(signer.algorithm);
  const detachedDigest = 'content' in options ? createHash(digest).update(options.content).digest() : options.contentDigest;
  return buildSignedData({
    signer,
    contentType: OID.data,
    content: { detachedDigest },
    signingTime,
    certificates: [signer.certificate, ...signer.chain],
  });
}

import { signCades } from '../../crypto/cades/sign.ts';
import type { Signer } from '../../crypto/signer.ts';
import { type DirectoryDocument, directoryDocument } from '../../gateway/contracts/directory.ts';
import { DirectoryError } from './error.ts';
import { parseDirectoryDocument } from './signed-file-directory.ts';

/** A directory ready to be put where gateways read it: both files, to be replaced together. */
export interface SignedDirectory {
  /** The JSON document, exactly as signed. */
  document: Buffer;
  /** Detached CAdES B-B over it, DER; goes into `<path>.p7s`. */
  signature: Buffer;
}

/**
 * Signs a directory (ETSI EN 319 122-1, detached). It is read back with the reader's own rules first, so that nothing is signed that a
 * gateway would refuse.
 *
 * @throws DirectoryError `directory-malformed`, `directory-too-large`, `directory-identifier-repeated`
 */
export async function signDirectory(options: { document: DirectoryDocument; signer: Signer; now: Date }): Promise<SignedDirectory> {
  const parsed = directoryDocument.safeParse(options.document);
  if (!parsed.success) {
    throw new DirectoryError('directory-malformed', 'the directory does not follow valija-directory/1', { cause: parsed.error });
  }
  const document = Buffer.from(`${JSON.stringify(parsed.data, null, 1)}\n`, 'utf8');
  parseDirectoryDocument(document);
  const { der } = await signCades({ signer: options.signer, signingTime: options.now, content: document });
  return { document, signature: der };
}

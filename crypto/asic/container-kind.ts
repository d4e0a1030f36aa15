import { CryptoError } from '../error.ts';
import { ASIC_E_MEDIA_TYPE, ASIC_S_MEDIA_TYPE } from './media-types.ts';
import { readSmallPart } from './open-part.ts';
import type { Container, ContainerWarningCode } from './read-container.ts';

const MAXIMUM_MIMETYPE_BYTES = 256;

/**
 * Checks that a container is ASiC-E with CAdES, by `mimetype` and by its signature files, and that `mimetype` is where
 * EN 319 162-1 annex A.1 wants it. Throws `container-kind-unsupported`; for our packages also `container-mimetype-invalid`, while
 * for those of others the same is a warning. `acceptsSimple`: ASiC-S of others is taken as well.
 */
export async function checkContainerKind(
  container: Omit<Container, 'warnings'>,
  { acceptsSimple }: { acceptsSimple: boolean },
): Promise<ContainerWarningCode[]> {
  const index = container.entries.findIndex((entry) => entry.role === 'mimetype');
  const entry = container.entries[index];
  const mediaType = entry === undefined ? undefined : (await readSmallPart(container, entry, MAXIMUM_MIMETYPE_BYTES)).toString('latin1');
  const isSimple = mediaType === ASIC_S_MEDIA_TYPE;
  if (isSimple && (container.strict || !acceptsSimple)) throw unsupported('ASiC-S: a container for one signed file');
  if (container.entries.some(({ role }) => role === 'xades-signature')) throw unsupported('an XAdES signature inside');

  const warnings: ContainerWarningCode[] = [];
  if (entry === undefined) warnings.push('mimetype-missing');
  else {
    if (index !== 0) warnings.push('mimetype-not-first');
    if (entry.method !== 'stored') warnings.push('mimetype-packed');
    if (mediaType !== ASIC_E_MEDIA_TYPE && !isSimple) warnings.push('mimetype-other');
  }
  if (container.strict && warnings.length > 0) {
    throw new CryptoError('container-mimetype-invalid', `the container does not begin as our packages do: ${warnings.join(', ')}`);
  }
  return warnings;
}

function unsupported(what: string): CryptoError {
  return new CryptoError('container-kind-unsupported', `only ASiC-E with CAdES is read; this is ${what}`);
}

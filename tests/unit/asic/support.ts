import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { buildManifest } from '../../../crypto/asic/build-manifest.ts';
import { MANIFEST_NAME, SIGNATURE_NAME } from '../../../crypto/asic/media-types.ts';
import type { ManifestSignatureVerifier } from '../../../crypto/asic/verify-container.ts';
import { type ContainerPart, planContainer, writeContainer } from '../../../crypto/asic/write-container.ts';
import { CryptoError } from '../../../crypto/error.ts';

export interface Part {
  readonly name: string;
  readonly data: Buffer;
}

export const sha256 = (data: Buffer) => createHash('sha256').update(data).digest();

/** A part as the writer wants it, with its octets as source. */
export function containerPart({ name, data }: Part): ContainerPart<Buffer> {
  return { name, size: data.length, crc32: crc32(data), source: data };
}

/** Writes the parts as they are, without a manifest. */
export async function container(parts: readonly Part[], chunk = 64 * 1024): Promise<Buffer> {
  const plan = planContainer({ entries: parts.map(containerPart) });
  return collect(writeContainer(plan, (data) => cut(data, chunk)));
}

/** A package: the parts, a manifest over them and a stand-in signature, which is the digest of the manifest. */
export async function packageOf(parts: readonly Part[]): Promise<Buffer> {
  const references = parts.map(({ name, data }, index) => ({
    name,
    mimeType: 'application/octet-stream',
    sha256: sha256(data),
    root: index === 0,
  }));
  const manifest = buildManifest(references, SIGNATURE_NAME);
  return container([...parts, { name: MANIFEST_NAME, data: manifest }, { name: SIGNATURE_NAME, data: sha256(manifest) }]);
}

/** Knows the stand-in signature of `packageOf`. */
export const standInVerifier: ManifestSignatureVerifier<string> = (der, manifest) => {
  if (!der.equals(sha256(manifest))) throw new CryptoError('signature-invalid', 'the stand-in signature does not hold');
  return 'holds';
};

export async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

export function* cut(bytes: Buffer, size: number): Generator<Buffer> {
  for (let offset = 0; offset < bytes.length; offset += size) yield bytes.subarray(offset, offset + size);
}

/** The code with which the act fails; undefined when it does not. */
export async function codeOf(act: () => unknown): Promise<string | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (error instanceof CryptoError) return error.code;
    throw error;
  }
}

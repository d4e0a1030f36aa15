import type { ArchiveCopy } from '../../crypto/asic/archive-container.ts';
import { META_FOLDER } from '../../crypto/asic/media-types.ts';
import type { Container } from '../../crypto/asic/read-container.ts';
import { replaceMetaFiles } from '../../crypto/asic/replace-meta-files.ts';

/** What a long-term copy has beside the data of the package: signature, manifests and time-stamps, in their order. */
export interface ArchiveFiles {
  readonly format: 'valija-archive/1';
  /** Octets in base64. */
  readonly files: readonly { readonly name: string; readonly octets: string }[];
}

/** The small files of a copy just made. The data are the package's own, and are not kept twice. */
export async function filesOfCopy({ plan, open }: ArchiveCopy): Promise<ArchiveFiles> {
  const files: { name: string; octets: string }[] = [];
  for (const { name, source } of plan.parts) {
    if (!name.startsWith(META_FOLDER)) continue;
    const chunks: Buffer[] = [];
    for await (const chunk of open(source)) chunks.push(chunk);
    files.push({ name, octets: Buffer.concat(chunks).toString('base64') });
  }
  return { format: 'valija-archive/1', files };
}

/** The long-term copy itself, put together from the package and the files kept: the same octets whenever it is read. */
export function containerOfArchive(original: Container, archive: ArchiveFiles): Promise<Container> {
  return replaceMetaFiles(
    original,
    archive.files.map(({ name, octets }) => ({ name, bytes: Buffer.from(octets, 'base64') })),
  );
}

import { AuditError } from '../error.ts';
import { arrangeFiles } from './arrange-files.ts';
import type { BundleContent } from './content.ts';
import { BUNDLE_INDEX, BUNDLE_PACKAGE, serializeIndex } from './index-document.ts';
import { type MeasuredFile, measureOctets, measureSource, type WrittenBundle, writeStored } from './stored-zip.ts';

/**
 * Writes a proof bundle: one ZIP, store-only, whose octets follow from the content alone. The package is read twice, in pieces, and
 * never held. Throws what evidence and certificates throw when they cannot be read.
 */
export async function writeBundle(content: BundleContent): Promise<WrittenBundle> {
  const { index, files } = arrangeFiles(content);
  const measured = files.map(measureOctets);
  const packageFile = await measurePackage(content);
  // The README stays in front, where a person looks first.
  const others = packageFile === undefined ? measured : [...measured.slice(0, 1), packageFile, ...measured.slice(1)];
  const listed = others.map(({ path, mediaType, size, sha256 }) => ({ path, mediaType, size, sha256 }));
  const indexFile = measureOctets({
    path: BUNDLE_INDEX,
    mediaType: 'application/json',
    octets: serializeIndex({ ...index, package: describePackage(content, packageFile), files: listed }),
  });
  return writeStored([indexFile, ...others]);
}

async function measurePackage(content: BundleContent): Promise<MeasuredFile | undefined> {
  if (!('open' in content.package)) {
    return undefined;
  }
  return measureSource({ path: BUNDLE_PACKAGE, mediaType: 'application/vnd.etsi.asic-e+zip', source: content.package });
}

function describePackage(content: BundleContent, file: MeasuredFile | undefined) {
  if (file !== undefined) {
    return { included: true as const, path: file.path, sha256: file.sha256, length: file.size };
  }
  if ('open' in content.package) {
    throw new AuditError('bundle-incomplete', 'The package was not measured.');
  }
  if (!('sha256' in content.package)) {
    return { included: false as const };
  }
  return { included: false as const, sha256: content.package.sha256.toString('hex'), length: content.package.length };
}

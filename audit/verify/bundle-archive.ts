import { readContainer } from '../../crypto/asic/read-container.ts';
import { replaceMetaFiles } from '../../crypto/asic/replace-meta-files.ts';
import { validateContainer } from '../../crypto/validation/validate-container.ts';
import type { Bundle } from '../bundle/read-bundle.ts';
import { type Findings, refusalCode } from './finding.ts';
import { readListed } from './read-listed.ts';
import type { TrustContext } from './trust-context.ts';

/** The subject of what is said about the long-term copy. */
export const ARCHIVE_FOLDER = 'package/archive';

/**
 * The long-term copy (B-LTA) of the package, put together from the package and the files that the copy has beside it: whether what was
 * proven when it was made is still proven at `at`. A copy that is not conclusive takes nothing from the package, and is a warning.
 */
export async function judgeArchive(bundle: Bundle, context: TrustContext, findings: Findings, at: Date): Promise<void> {
  const { archive, package: described } = bundle.index;
  if (archive === undefined) return;
  if (!described.included) {
    findings.warn('archive-time-stamp', ARCHIVE_FOLDER, 'content-absent');
    return;
  }
  const files: { name: string; bytes: Buffer }[] = [];
  for (const { name, path } of archive) {
    const bytes = await readListed(bundle, findings, path);
    if (bytes !== undefined) files.push({ name, bytes });
  }
  try {
    const original = await readContainer(bundle.reader(described.path), { strict: true });
    const validation = await validateContainer({
      container: await replaceMetaFiles(original, files),
      signerPaths: context.paths,
      timestampPaths: context.timestampPaths,
      at,
      data: {
        certificates: [],
        revocationLists: context.revocationLists.map(({ der }) => der),
        ocspResponses: context.ocspResponses.map(({ der }) => der),
      },
    });
    const { indication, subIndication, code, timestamps } = validation;
    const isArchived = timestamps.some(({ kind, indication: verdict }) => kind === 'archive' && verdict === 'PASSED');
    const verdict = indication === 'PASSED' && !isArchived ? 'INDETERMINATE' : indication;
    findings.add('archive-time-stamp', ARCHIVE_FOLDER, {
      verdict,
      code: code ?? 'archive-timestamp-missing',
      subIndication,
      advisory: verdict === 'INDETERMINATE',
    });
  } catch (error) {
    findings.failed('archive-time-stamp', ARCHIVE_FOLDER, refusalCode(error));
  }
}

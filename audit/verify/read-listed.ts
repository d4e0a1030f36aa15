import type { Bundle } from '../bundle/read-bundle.ts';
import type { Findings } from './finding.ts';
import { refusalCode } from './finding.ts';

/** A file of the bundle; undefined when it is missing or not the one that the index lists, which is a finding. */
export async function readListed(bundle: Bundle, findings: Findings, path: string): Promise<Buffer | undefined> {
  try {
    return await bundle.read(path);
  } catch (error) {
    findings.failed('bundle-files', path, refusalCode(error));
    return undefined;
  }
}

import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problemsOf, reported } from '../support/verification.ts';
import { haveVectors, VECTORS, vectorFiles } from './vectors-folder.ts';

/** What `valija verify` says of containers that others made, without any anchor: verdict, and the first thing that did not pass. */
const EXPECTED: Readonly<Record<string, readonly [verdict: string, problem: string]>> = {
  'onefile-ok.asice': ['INDETERMINATE', 'signer-certificate INDETERMINATE path-not-found'],
  'multifiles-ok.asice': ['INDETERMINATE', 'signer-certificate INDETERMINATE path-not-found'],
  'ASiC-E-CAdES-BpLTA.sce': ['INDETERMINATE', 'signer-certificate INDETERMINATE path-not-found'],
  'brokenReference.asice': ['FAILED', 'package-content FAILED part-digest-mismatch'],
  'brokenReferenceAndAlteredManifest.asice': ['FAILED', 'package-content FAILED manifest-not-xml'],
  'removedReference.asice': ['FAILED', 'package-content FAILED part-missing'],
  'removed-doc.asice': ['FAILED', 'package-content FAILED part-missing'],
  'nonConformantManifest.asice': ['FAILED', 'package-content FAILED manifest-structure'],
  'tstNoMimeType.asice': ['FAILED', 'package-signature FAILED signature-not-cades'],
  'no-signature.asics': ['FAILED', 'package-layout FAILED container-kind-unsupported'],
};

describe.skipIf(!haveVectors('asic-e'))('valija verify on containers of others', () => {
  it('has an expectation for each', () => {
    expect(
      vectorFiles('asic-e', '')
        .map((file) => basename(file))
        .sort(),
    ).toEqual(Object.keys(EXPECTED).sort());
  });

  it.each(Object.entries(EXPECTED))('%s', async (name, [verdict, problem]) => {
    const report = await reported({ file: join(VECTORS, 'asic-e', name), at: new Date('2026-11-20T10:00:00Z') });
    expect([report.kind, report.verdict]).toEqual(['package', verdict]);
    expect(problemsOf(report).filter((line) => !line.startsWith('~'))).toContain(problem);
  });
});

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Development } from '../support/development.ts';
import { ourWords } from '../support/our-verdict.ts';
import type { Outcome } from '../support/outcomes.ts';
import { ENDINGS, OWN_SAMPLES, type OwnSample } from '../support/own-samples.ts';
import { type Dss, wordsOf } from './dss.ts';
import { dssWords, type Expectation } from './expectations.ts';

/** Both verifiers judge what was signed before the signer's certificate was revoked. Nothing more can be signed with `development` afterwards. */
export async function judgeRevoked(dss: Dss, folder: string, letter: string, development: Development): Promise<Outcome[]> {
  await mkdir(folder);
  const files = await Promise.all(
    OWN_SAMPLES.filter(isPlain).map((sample, index) => written(sample, join(folder, String(index)), development)),
  );
  const later = await development.revokeSigners();
  const answers = await dss.validate(
    files.map(({ sample, file }) => ({ ...sample, file, ...(sample.format === 'cades' ? { detached: letter } : {}) })),
  );
  const outcomes: Outcome[] = [];
  for (const [index, { sample, bytes }] of files.entries()) {
    const subject = `${sample.format} ${sample.level} ${sample.name}, signer revoked later`;
    const [answer, expectation] = [answers[index], expectationOf(sample)];
    const found = answer === undefined ? 'no answer' : wordsOf(answer);
    outcomes.push({ verifier: 'DSS', subject, expected: dssWords(sample, sample.level, expectation.dss), found });
    const words = await ourWords({ format: sample.format, bytes, detached: later.letter }, later, 'given');
    outcomes.push({ verifier: 'we', subject, expected: expectation.ours, found: words });
  }
  return outcomes;
}

/** B-B and B-T under certificates that name where their status is to be had. */
function isPlain({ isForged, level, revocationData }: OwnSample): boolean {
  return isForged && revocationData === 'online' && (level === 'B-B' || level === 'B-T');
}

async function written(
  sample: OwnSample,
  stem: string,
  development: Development,
): Promise<{ sample: OwnSample; bytes: Buffer; file: string }> {
  const bytes = await sample.make(development);
  const file = `${stem}.${ENDINGS[sample.format]}`;
  await writeFile(file, bytes);
  return { sample, bytes, file };
}

/** The time-stamp proves that the signature is older than the revocation; without it, it could have been made with the stolen key. */
function expectationOf({ level }: OwnSample): { dss: Expectation; ours: string } {
  const stamps = { stamp: 'PASSED', archive: 'PASSED' };
  if (level === 'B-T') return { dss: { signature: 'TOTAL_PASSED', ...stamps }, ours: 'PASSED at B-T, stamps: PASSED' };
  return { dss: { signature: 'INDETERMINATE/REVOKED_NO_POE', ...stamps }, ours: 'INDETERMINATE/REVOKED_NO_POE at B-B' };
}

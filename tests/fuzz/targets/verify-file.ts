import { ok } from 'node:assert';
import type { VerificationReport } from '../../../compose/verification/verify-file.ts';
import { type ClerkMaterial, clerkOf, clerkReads } from '../../support/clerk.ts';
import { forge } from '../../support/hostile-sender.ts';
import { OTHERS, othersContainer } from '../../support/others-container.ts';
import { tokenOver } from '../../support/stamped-package.ts';
import { createWorld } from '../../support/two-gateways.ts';
import { createSigningFixture, smallPdf } from '../../unit/pades/support.ts';

async function prepare(): Promise<{ files: Buffer[]; material: ClerkMaterial }> {
  const [world, fixture] = await Promise.all([createWorld(), createSigningFixture()]);
  try {
    const { packageOctets, sealedOctets, envelope, submissionAcceptance } = await forge(world);
    const [key] = world.b.dependencies.keys.decryptionKeys();
    if (key === undefined) throw new Error('no key to open with');
    const own = [packageOctets, sealedOctets, Buffer.from(envelope), Buffer.from(submissionAcceptance.evidence)];
    const files = [...own, await tokenOver(world, Buffer.alloc(32, 7)), await fixture.sign(smallPdf()), await othersContainer()];
    const material = await clerkOf(world);
    return { files, material: { ...material, key, anchors: [...(OTHERS.anchors ?? []), fixture.pki.root] } };
  } finally {
    await fixture.pki.remove();
    await world.close();
  }
}

const { files, material } = await prepare();
const known = new Set((await Promise.all(files.map((file) => clerkReads(file, material)))).map(factsOf));

/** What somebody will rely on when the file passes. */
function factsOf({ kind, content, package: packed, header, evidence, timestamp }: VerificationReport): string {
  return JSON.stringify([kind, content, packed?.files, header, evidence, timestamp]);
}

/** Whatever is in a file, `valija verify` has a report about it; and what passes says what an untouched file said. */
export const target = {
  name: 'verify-file',
  seeds: () => files,
  run: async (input: Buffer) => {
    const report = await clerkReads(input, material);
    ok(report.findings.length > 0, 'something is said about every file');
    if (report.verdict === 'PASSED') ok(known.has(factsOf(report)), 'nothing new passes');
  },
  acceptable: () => false,
};

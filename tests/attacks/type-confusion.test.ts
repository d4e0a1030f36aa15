import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, type GatewayError } from '../../gateway/error.ts';
import { submitMessage } from '../../gateway/outbound/submit.ts';
import { clerkOf, clerkReads, saidOf } from '../support/clerk.ts';
import { forge } from '../support/hostile-sender.ts';
import { OTHERS, othersContainer } from '../support/others-container.ts';
import { ACCEPTED, receivePackage } from '../support/package-attack.ts';
import { tokenOver } from '../support/stamped-package.ts';
import { inventedLetter, letterPart, submission } from '../support/submissions.ts';
import { createWorld, type World } from '../support/two-gateways.ts';
import { createSigningFixture, type SigningFixture, smallPdf } from '../unit/pades/support.ts';

/**
 * Polyglots and confused types: one file that is two things to two programs, or one signed thing shown as another. A file is what its first
 * octets say, it is read to its last one, and what was signed says what it is.
 */
let world: World;
let fixture: SigningFixture;
beforeAll(async () => {
  [world, fixture] = await Promise.all([createWorld(), createSigningFixture()]);
});
afterAll(async () => {
  await fixture.pki.remove();
  await world.close();
});

const sha256 = (octets: Buffer) => createHash('sha256').update(octets).digest();

describe('two files in one', () => {
  it('a signed PDF with a container behind it: the container is not read, and the PDF has been changed', async () => {
    const material = { at: new Date(fixture.stampTime.getTime() + 3_600_000), anchors: [fixture.pki.root] };
    const signed = await fixture.sign(smallPdf());
    const report = await clerkReads(Buffer.concat([signed, await othersContainer()]), material);
    expect(report.kind).toBe('pdf');
    expect(saidOf(report).slice(0, 2)).toEqual(['FAILED', 'pdf-layout pdf-cross-reference-invalid']);
    expect(saidOf(await clerkReads(signed, material)).join()).not.toContain('pdf-');
  });

  it('a container with a PDF in front: not a PDF that anybody signed', async () => {
    const report = await clerkReads(Buffer.concat([smallPdf(), await othersContainer()]), OTHERS);
    expect(saidOf(report)).toEqual(['FAILED', 'pdf-layout pdf-cross-reference-invalid']);
    expect(saidOf(await clerkReads(await othersContainer(), OTHERS))).toEqual(['PASSED']);
  });

  it('a package with a PDF behind it: D.2', async () => {
    const { gateway, clerk } = await receivePackage(world, { packageOctets: (octets) => Buffer.concat([octets, smallPdf()]) });
    expect(gateway).toEqual(['not-consigned', 'package-malformed']);
    expect(clerk).toEqual(['FAILED', 'package-layout container-malformed']);
  });

  it('a letter that is a program as well: submitted, and no signature is told of it', async () => {
    const content = Buffer.concat([Buffer.from('#!/bin/sh\necho invented\nexit\n'), await inventedLetter()]);
    const sign = await submitMessage(
      world.a.dependencies,
      await submission({ request: { signLetter: true }, files: [await letterPart({ content })] }),
    ).catch((thrown: GatewayError) => thrown.faults.map(({ code }) => code));
    expect(sign).toEqual(['letter-not-signable']);
  });

  it.each<[string, () => Promise<Buffer>]>([
    ['a page of the web', async () => Buffer.from('<html>%PDF</html>')],
    ['a container', () => othersContainer()],
  ])('%s as a letter: letter-not-pdf', async (_what, make) => {
    const files = [await letterPart({ content: await make() })];
    const error = await submitMessage(world.a.dependencies, await submission({ files })).catch((thrown: GatewayError) => thrown);
    expect(codeOf(error)).toBe('letter-not-pdf');
    await expect(submitMessage(world.a.dependencies, await submission())).resolves.toMatchObject({ messageId: expect.any(String) });
  });
});

describe('one signed thing as another', () => {
  it('a time-stamp over the manifest in place of the seal: D.2', async () => {
    const { gateway, clerk } = await receivePackage(world);
    expect({ gateway, clerk }).toEqual(ACCEPTED);
    let manifest = Buffer.alloc(0) as Buffer;
    const stamped = await receivePackage(world, {
      stamp: 'none',
      manifest: (octets) => {
        manifest = octets;
        return octets;
      },
      signature: () => tokenOver(world, sha256(manifest)),
    });
    expect(stamped.gateway).toEqual(['not-consigned', 'package-signature-invalid']);
    expect(stamped.clerk[0]).toBe('FAILED');
    expect(stamped.clerk[1]).toMatch(
      /^package-signature (content-type-mismatch|signed-data-version|signed-data-content-unexpected) FORMAT_FAILURE$/,
    );
  });

  it('a time-stamp is verified as a time-stamp, whatever its file is called', async () => {
    const content = Buffer.from('invented content');
    const { revocation = [], at } = await clerkOf(world);
    const anchors = world.b.dependencies.anchors.roots;
    const { parseCertificate } = await import('../../crypto/x509/certificate.ts');
    const material = { at, revocation, anchors: anchors.map((der) => parseCertificate(der)), content };
    const report = await clerkReads(await tokenOver(world, sha256(content)), material);
    expect([report.kind, ...saidOf(report)]).toEqual(['timestamp', 'PASSED']);
    const other = await clerkReads(await tokenOver(world, sha256(Buffer.from('other content'))), material);
    expect(saidOf(other)).toEqual(['FAILED', 'time-stamp-token timestamp-imprint-mismatch HASH_FAILURE']);
  });

  it('a receipt is no header and a header no receipt, also for a clerk', async () => {
    const delivery = await forge(world);
    const material = await clerkOf(world);
    const kinds = await Promise.all(
      [delivery.envelope, delivery.submissionAcceptance.evidence].map((text) => clerkReads(Buffer.from(text), material)),
    );
    expect(kinds.map(({ kind, verdict }) => [kind, verdict])).toEqual([
      ['header', 'PASSED'],
      ['evidence', 'PASSED'],
    ]);
    const swapped = JSON.parse(delivery.envelope) as { protected: string; payload: string; signature: string };
    const { protected: other } = JSON.parse(delivery.submissionAcceptance.evidence) as { protected: string };
    expect(saidOf(await clerkReads(Buffer.from(JSON.stringify({ ...swapped, protected: other })), material))).toEqual([
      'FAILED',
      'evidence-signature signature-invalid SIG_CRYPTO_FAILURE',
    ]);
  });

  it('a package that calls itself a proof bundle: its index decides, and it has none', async () => {
    const { packageOctets } = await forge(world, { files: [{ name: 'bundle.json', content: Buffer.from('{}') }] });
    const report = await clerkReads(packageOctets, await clerkOf(world));
    expect(report.kind).toBe('package');
  });

  it('text: file-unknown', async () => {
    expect(saidOf(await clerkReads(Buffer.from('carta rogatoria'), OTHERS))).toEqual(['FAILED', 'file-kind file-unknown']);
  });
});

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attachSignatureTimestamp } from '../../crypto/cades/attach-timestamp.ts';
import type { Signer } from '../../crypto/signer.ts';
import { validateCades } from '../../crypto/validation/validate-cades.ts';
import { certifiedBy, purposes } from '../support/certified-signer.ts';
import { clerkReads, saidOf } from '../support/clerk.ts';
import { signerOf } from '../support/hostile-sender.ts';
import { ACCEPTED, receivePackage } from '../support/package-attack.ts';
import { stampedWith, tokenOver } from '../support/stamped-package.ts';
import { A, createWorld, DAY, type World } from '../support/two-gateways.ts';
import { content, contextAt, listAt, root, signedAt, stampWith, year } from '../unit/validation/support.ts';
import type { ExtensionFields } from '../unit/x509/support.ts';
import { issue } from '../unit/x509/support.ts';

/**
 * A time-stamp by somebody who is no time-stamp authority: the certificate leads to the right anchor and is for something else, or for
 * this among others. RFC 3161 section 2.3: for time-stamping alone, and the extension that says so is critical.
 */
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const STAMPING = '1.3.6.1.5.5.7.3.8';
const CLIENT = '1.3.6.1.5.5.7.3.2';
const ANYTHING = '2.5.29.37.0';

const sha256 = (octets: Buffer) => createHash('sha256').update(octets).digest();

const WRONG: [string, ExtensionFields[]][] = [
  ['for time-stamping, and not critical', [purposes(false, STAMPING)]],
  ['for time-stamping and for clients', [purposes(true, STAMPING, CLIENT)]],
  ['for clients and for time-stamping', [purposes(true, CLIENT, STAMPING)]],
  ['for clients', [purposes(true, CLIENT)]],
  ['for anything', [purposes(true, ANYTHING)]],
  ['without a word about it', []],
];

describe('on the seal of a package', () => {
  const authority = (
    extensions: ExtensionFields[],
    validity = { notBefore: new Date(world.now - DAY), notAfter: new Date(world.now + DAY) },
  ) => certifiedBy(world.pki.issuing, { name: 'Invented TSA', ...validity, extensions });
  const stampedBy = (signer: () => Promise<Signer>, options: { now?: Date; policy?: string } = {}) =>
    receivePackage(
      world,
      stampedWith(async ({ value }) => tokenOver(world, sha256(value), { signer: await signer(), ...options })),
    );

  it('an authority for time-stamping alone, critical, under the same anchor: consigned', async () => {
    const { gateway, clerk } = await stampedBy(() => authority([purposes(true, STAMPING)]));
    expect({ gateway, clerk }).toEqual(ACCEPTED);
  });

  it.each(WRONG)('%s: D.2 package-timestamp-invalid', async (_what, extensions) => {
    const { gateway, clerk } = await stampedBy(() => authority(extensions));
    expect(gateway).toEqual(['not-consigned', 'package-timestamp-invalid']);
    expect(clerk).toEqual(['FAILED', 'package-time-stamp timestamp-extended-key-usage SIG_CONSTRAINTS_FAILURE']);
  });

  it('the authority that seals stamps its own seal: refused', async () => {
    const { gateway, clerk } = await stampedBy(async () => signerOf(world, A, 'seal'));
    expect(gateway).toEqual(['not-consigned', 'package-timestamp-invalid']);
    expect(clerk).toEqual(['FAILED', 'package-time-stamp timestamp-extended-key-usage SIG_CONSTRAINTS_FAILURE']);
  });

  it('under a policy that this gateway does not take: D.2, and a clerk is told nothing of policies', async () => {
    const { gateway, clerk } = await stampedBy(() => authority([purposes(true, STAMPING)]), { policy: '1.2.3.4' });
    expect(gateway).toEqual(['not-consigned', 'package-timestamp-invalid']);
    expect(clerk).toEqual(['PASSED']);
  });

  it('under no anchor of ours: the time-stamp counts for nothing, and both say so', async () => {
    const foreign = issue({ name: 'Invented other TSA', extensions: [purposes(true, STAMPING)] });
    const { createSigner } = await import('../../crypto/signer.ts');
    const { gateway, clerk } = await stampedBy(async () =>
      createSigner({ privateKey: foreign.privateKey, certificate: foreign.certificate, chain: [] }),
    );
    expect(gateway).toEqual(['consigned']);
    expect(clerk).toEqual(['INDETERMINATE', 'package-time-stamp path-not-found NO_CERTIFICATE_CHAIN_FOUND']);
  });

  it('with a certificate that had expired when it stamped: D.2', async () => {
    const expired = () =>
      authority([purposes(true, STAMPING)], { notBefore: new Date(world.now - 3 * DAY), notAfter: new Date(world.now - DAY) });
    expect(await stampedBy(expired)).toMatchObject({
      gateway: ['not-consigned', 'package-timestamp-invalid'],
      clerk: ['FAILED', 'package-time-stamp timestamp-path-invalid CERTIFICATE_CHAIN_GENERAL_FAILURE'],
    });
  });
});

describe('on a signature of others', () => {
  const at = year(2026, 6);
  const context = contextAt(at, [listAt(year(2026, 5))]);
  const stampedBy = async (extensions: ExtensionFields[]) => {
    const identity = issue({ name: 'Invented TSA', issuer: root, notBefore: year(2025), notAfter: year(2030), extensions });
    const { der, signatureValue } = await signedAt(year(2026));
    return attachSignatureTimestamp(der, await stampWith(identity, year(2026))(sha256(signatureValue)));
  };
  const material = { at, anchors: [root.certificate], revocation: [listAt(year(2026, 5)).der], content };

  it('critical and alone: B-T', async () => {
    const der = await stampedBy([purposes(true, STAMPING)]);
    expect(await validateCades({ der, content, ...context })).toMatchObject({ indication: 'PASSED', level: 'B-T' });
    expect(saidOf(await clerkReads(der, material))).toEqual(['PASSED']);
  });

  it.each(WRONG)('%s: INDETERMINATE/SIG_CONSTRAINTS_FAILURE, and no B-T', async (_what, extensions) => {
    const der = await stampedBy(extensions);
    const validation = await validateCades({ der, content, ...context });
    expect(validation).toMatchObject({ level: 'B-B', bestSignatureTime: at });
    expect(validation.timestamps).toMatchObject([
      { indication: 'INDETERMINATE', subIndication: 'SIG_CONSTRAINTS_FAILURE', code: 'timestamp-extended-key-usage' },
    ]);
    const { findings } = await clerkReads(der, material);
    expect(findings).toContainEqual(expect.objectContaining({ check: 'signature-time-stamp', code: 'timestamp-extended-key-usage' }));
  });
});

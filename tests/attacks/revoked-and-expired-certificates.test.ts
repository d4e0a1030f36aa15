import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { revokeCertificate } from '../../certs-dev/revoke.ts';
import { attachSignatureTimestamp } from '../../crypto/cades/attach-timestamp.ts';
import type { Signer } from '../../crypto/signer.ts';
import { validateCades } from '../../crypto/validation/validate-cades.ts';
import type { CertificateRole } from '../../gateway/contracts/directory.ts';
import { messageKey } from '../../store/contracts/records.ts';
import { certifiedBy } from '../support/certified-signer.ts';
import { clerkOf, clerkReads, saidOf } from '../support/clerk.ts';
import { messageAt } from '../support/flow-views.ts';
import { bring, certificateOf, forge, signerOf } from '../support/hostile-sender.ts';
import { ACCEPTED, receivePackage } from '../support/package-attack.ts';
import { receiveHeader, TAKEN } from '../support/raw-jws.ts';
import { A, createWorld, DAY, HOUR, type World } from '../support/two-gateways.ts';
import {
  authority,
  content,
  contextAt,
  dataWith,
  firstAuthority,
  listAt,
  root,
  signedAt,
  signerIdentity,
  stampedAt,
  stampWith,
  year,
} from '../unit/validation/support.ts';
import { issue, issueList } from '../unit/x509/support.ts';

/**
 * Certificates that were revoked or have expired: a stolen key goes on signing, and writes any date. What counts is the moment at which
 * the signature is proven to have existed, and what the issuer said about the certificate.
 */
let world: World;
const inNewWorld = () =>
  beforeEach(async () => {
    world = await createWorld();
    return () => world.close();
  });

/** The directory gives A one more certificate in that role, for as long as anybody may want. */
function list(role: CertificateRole, { certificate, chain }: Signer, change: { revokedAt?: string; notAfter?: string } = {}): void {
  world.directory.records.get(A)?.certificates.push({
    role,
    certificate: certificate.der.toString('base64'),
    issuers: chain.map(({ der }) => der.toString('base64')),
    notBefore: new Date(world.now - 400 * DAY).toISOString(),
    notAfter: new Date(world.now + 400 * DAY).toISOString(),
    ...change,
  });
}

const certified = (from: number, to: number) =>
  certifiedBy(world.pki.issuing, { name: 'Invented key of A', notBefore: new Date(world.now + from), notAfter: new Date(world.now + to) });

async function revoke(role: CertificateRole, now: Date): Promise<void> {
  const { serialHex } = certificateOf(world, A, role);
  await revokeCertificate({ directory: world.pki.directory, now, serialHex, revocationListDays: 400 });
  await world.refreshRevocation();
}

describe('the seal of a package', () => {
  inNewWorld();
  it('of a certificate in force: consigned', async () => {
    const sealSigner = await certified(-DAY, DAY);
    list('seal', sealSigner);
    const { gateway, clerk } = await receivePackage(world, { sealSigner });
    expect({ gateway, clerk }).toEqual(ACCEPTED);
  });

  it('of a certificate that had expired: D.2 package-certificate-invalid, OUT_OF_BOUNDS_NO_POE', async () => {
    const sealSigner = await certified(-3 * DAY, -DAY);
    list('seal', sealSigner);
    const { gateway, clerk } = await receivePackage(world, { sealSigner });
    expect(gateway).toEqual(['not-consigned', 'package-certificate-invalid']);
    expect(clerk[1]).toBe('package-certificate certificate-expired OUT_OF_BOUNDS_NO_POE');
    expect(clerk[0]).not.toBe('PASSED');
  });

  it('of a certificate that is not in force yet: D.2', async () => {
    const sealSigner = await certified(DAY, 3 * DAY);
    list('seal', sealSigner);
    const { gateway, clerk } = await receivePackage(world, { sealSigner });
    expect(gateway).toEqual(['not-consigned', 'package-certificate-invalid']);
    expect(clerk[1]).toBe('package-certificate certificate-not-yet-valid OUT_OF_BOUNDS_NO_POE');
    expect(clerk[0]).not.toBe('PASSED');
  });

  it('of a certificate that its issuer had revoked: D.2 package-certificate-revoked', async () => {
    world.now += 2 * HOUR;
    await revoke('seal', new Date(world.now - HOUR));
    const { gateway, clerk } = await receivePackage(world);
    expect(gateway).toEqual(['not-consigned', 'package-certificate-revoked']);
    expect(clerk[1]).toMatch(/^package-certificate certificate-revoked REVOKED/);
    expect(clerk[0]).not.toBe('PASSED');
  });

  it('of a certificate that the directory has revoked: D.2', async () => {
    const record = world.directory.records.get(A)?.certificates.find(({ role }) => role === 'seal');
    Object.assign(record ?? {}, { revokedAt: new Date(world.now - HOUR).toISOString() });
    const { gateway, clerk } = await receivePackage(world);
    expect(gateway).toEqual(['not-consigned', 'package-certificate-revoked']);
    expect(clerk).toEqual(['FAILED', 'package-certificate certificate-not-in-force CHAIN_CONSTRAINTS_FAILURE']);
  });

  it('stamped before the revocation: stays good; without a time-stamp a stolen key could have made it: not proven', async () => {
    const stamped = await forge(world);
    const unstamped = await forge(world, { stamp: 'none' });
    world.now += 2 * HOUR;
    await revoke('seal', new Date(world.now - HOUR));
    for (const delivery of [stamped, unstamped]) {
      await bring(world.b, delivery);
      await world.work({ only: ['open'] });
    }
    expect((await messageAt(world.b, messageKey('inbound', A, stamped.header.messageId))).state).toBe('consigned');
    expect((await messageAt(world.b, messageKey('inbound', A, unstamped.header.messageId))).state).toBe('not-consigned');
    const material = await clerkOf(world);
    expect(saidOf(await clerkReads(stamped.packageOctets, material))).toEqual(['PASSED']);
    expect(saidOf(await clerkReads(unstamped.packageOctets, material))).toEqual([
      'INDETERMINATE',
      'package-certificate revoked-later-without-proof-of-time REVOKED_NO_POE',
    ]);
  });

  it('with nothing known about revocation: asked again, not answered; a clerk without lists reads TRY_LATER', async () => {
    const delivery = await forge(world);
    await bring(world.b, delivery);
    world.revocationKnown = false;
    await world.work({ only: ['open'] });
    const key = messageKey('inbound', A, delivery.header.messageId);
    expect((await messageAt(world.b, key)).state).toBe('relayed');
    expect(world.failures).toContainEqual({ gateway: world.b.identifier, kind: 'open', code: 'revocation-unknown', disposition: 'wait' });
    const { revocation: _revocation, ...material } = await clerkOf(world);
    const said = saidOf(await clerkReads(delivery.packageOctets, material));
    expect(said[0]).toBe('INDETERMINATE');
    expect(said).toContain('package-certificate revocation-unknown TRY_LATER');
    world.revocationKnown = true;
    await world.advance(HOUR);
    expect((await messageAt(world.b, key)).state).toBe('consigned');
  });
});

describe('a header', () => {
  inNewWorld();
  const CASES: [string, () => Promise<Signer>, string][] = [
    ['that had expired', () => certified(-3 * DAY, -DAY), 'certificate-expired OUT_OF_BOUNDS_NO_POE'],
    ['that is not in force yet', () => certified(DAY, 3 * DAY), 'certificate-not-yet-valid OUT_OF_BOUNDS_NO_POE'],
  ];
  it.each(CASES)('under a certificate %s: envelope-signer-not-authorised', async (_what, signer, said) => {
    const envelopeSigner = await signer();
    list('envelope', envelopeSigner);
    const delivery = await forge(world, { envelopeSigner });
    const { code, clerk } = await receiveHeader(world, delivery, delivery.envelope);
    expect(code).toBe('envelope-signer-not-authorised');
    expect(clerk[0]).not.toBe('PASSED');
    expect(clerk[1]).toBe(`envelope-certificate ${said}`);
  });

  it('under a certificate in force: taken; revoked since: refused, whatever time it claims', async () => {
    const early = await forge(world);
    expect(await receiveHeader(world, early, early.envelope)).toEqual(TAKEN);
    const late = await forge(world);
    world.now += 2 * HOUR;
    await revoke('envelope', new Date(world.now - HOUR));
    const { code, clerk } = await receiveHeader(world, late, late.envelope);
    expect(code).toBe('envelope-signer-not-authorised');
    expect(clerk[0]).toBe('INDETERMINATE');
    expect(clerk[1]).toBe('envelope-certificate revoked-later-without-proof-of-time REVOKED_NO_POE');
    expect(signerOf(world, A, 'envelope').certificate.serialHex).toBe(certificateOf(world, A, 'envelope').serialHex);
  });
});

describe('a signature of others', () => {
  const revokedIn = (month: number) => listAt(year(2026, 10), [{ certificate: signerIdentity, at: year(2026, month) }]);
  const clean = listAt(year(2026, 10));

  it.each<[string, () => Promise<Buffer>, Parameters<typeof contextAt>, object]>([
    ['while everything is in force', async () => (await signedAt(year(2026))).der, [year(2026, 11), [clean]], { indication: 'PASSED' }],
    [
      'without a time-stamp, by a certificate that expired since',
      async () => (await signedAt(year(2026))).der,
      [year(2028), [listAt(year(2026, 12))]],
      { indication: 'INDETERMINATE', subIndication: 'OUT_OF_BOUNDS_NOT_REVOKED', code: 'certificate-expired' },
    ],
    [
      'with a time-stamp, by a certificate that expired since',
      () => stampedAt(year(2026)),
      [year(2028), [listAt(year(2026, 12)), listAt(year(2027, 12))]],
      { indication: 'PASSED' },
    ],
    [
      'without a time-stamp, by a certificate that was revoked since',
      async () => (await signedAt(year(2026))).der,
      [year(2026, 11), [revokedIn(6)]],
      { indication: 'INDETERMINATE', code: 'certificate-revoked' },
    ],
    [
      'with a time-stamp from before the revocation',
      () => stampedAt(year(2026, 3)),
      [year(2026, 11), [revokedIn(6)]],
      { indication: 'PASSED' },
    ],
    [
      'with a time-stamp from after the revocation',
      () => stampedAt(year(2026, 9)),
      [year(2026, 11), [revokedIn(6)]],
      { indication: 'INDETERMINATE', code: 'certificate-revoked' },
    ],
    [
      'with a time-stamp from before the certificate',
      () =>
        stampedAt(
          year(2026),
          authority('Invented early TSA', year(2020), year(2030)),
          issue({ name: 'Invented late Signer', issuer: root, notBefore: year(2026, 6), notAfter: year(2027) }),
        ),
      [year(2026, 11), [clean]],
      { indication: 'FAILED', subIndication: 'NOT_YET_VALID', code: 'certificate-not-yet-valid' },
    ],
    [
      'with nothing known about revocation',
      () => stampedAt(year(2026)),
      [year(2026, 11), []],
      { indication: 'INDETERMINATE', subIndication: 'TRY_LATER', code: 'revocation-unknown' },
    ],
    [
      'with a list that is too old',
      () => stampedAt(year(2026)),
      [year(2026, 11), [listAt(year(2021))]],
      { indication: 'INDETERMINATE', subIndication: 'TRY_LATER', code: 'revocation-unknown' },
    ],
    [
      'with a list by somebody of the same name',
      () => stampedAt(year(2026)),
      [
        year(2026, 11),
        [
          issueList({
            issuer: issue({ name: 'Invented Root', authority: null, notBefore: year(2020), notAfter: year(2060) }),
            thisUpdate: year(2026, 10),
            nextUpdate: year(2027, 10),
          }),
        ],
      ],
      { indication: 'INDETERMINATE', subIndication: 'TRY_LATER', code: 'revocation-unknown' },
    ],
  ])('%s', async (_what, sign, [at, lists = []], expected) => {
    const der = await sign();
    expect(await validateCades({ der, content, ...contextAt(at, lists) })).toMatchObject(expected);
    const { indication } = expected as { indication: string };
    const report = await clerkReads(der, { at, anchors: [root.certificate], revocation: lists.map((each) => each.der), content });
    expect(report.verdict).toBe(indication);
  });

  it('stamped by an authority that was revoked before: the time-stamp proves nothing', async () => {
    const { der, signatureValue } = await signedAt(year(2026));
    const imprint = createHash('sha256').update(signatureValue).digest();
    const stamped = attachSignatureTimestamp(der, await stampWith(firstAuthority, year(2026, 9))(imprint));
    const lists = [listAt(year(2026, 10), [{ certificate: firstAuthority, at: year(2026, 6) }])];
    const validation = await validateCades({ der: stamped, content, ...contextAt(year(2026, 11), lists) });
    expect(validation.timestamps).toMatchObject([{ indication: 'INDETERMINATE', code: 'certificate-revoked' }]);
    expect(validation.bestSignatureTime).toEqual(year(2026, 11));
    expect(dataWith(lists).revocationLists).toHaveLength(1);
  });
});

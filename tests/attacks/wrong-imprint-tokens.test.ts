import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attachSignatureTimestamp } from '../../crypto/cades/attach-timestamp.ts';
import { attribute } from '../../crypto/cms/signed-data-attributes.ts';
import { addUnsignedAttribute } from '../../crypto/cms/signed-data-unsigned.ts';
import { OID } from '../../crypto/der/object-identifiers.ts';
import { objectIdentifier, octetString, sequence } from '../../crypto/der/writer.ts';
import { type FlattenedJws, serializeJws } from '../../crypto/jades/flattened-jws.ts';
import { signPades } from '../../crypto/pades/sign.ts';
import { validateCades } from '../../crypto/validation/validate-cades.ts';
import { clerkOf, clerkReads, saidOf } from '../support/clerk.ts';
import { forge, forgeEvidence, messageFacts } from '../support/hostile-sender.ts';
import { ACCEPTED, receivePackage } from '../support/package-attack.ts';
import { stampedWith, tokenOver } from '../support/stamped-package.ts';
import { B, createWorld, type World } from '../support/two-gateways.ts';
import { createSigningFixture, MAXIMUM_LENGTH, SIGNING_TIME, type SigningFixture, smallPdf } from '../unit/pades/support.ts';
import { forgeToken } from '../unit/tsp/support.ts';
import { content, contextAt, firstAuthority, listAt, signedAt, stampWith, year } from '../unit/validation/support.ts';

/**
 * Time-stamps over something else: the token is genuine, of the right authority, and proves the existence of other octets than those it
 * is attached to. Each standard says over which octets a time-stamp goes, and the nearest wrong ones are the usual mistake as well.
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

describe('on the seal of a package', () => {
  it('over the value of the signature: consigned', async () => {
    const { gateway, clerk } = await receivePackage(
      world,
      stampedWith(({ value }) => tokenOver(world, sha256(value))),
    );
    expect({ gateway, clerk }).toEqual(ACCEPTED);
  });

  it.each<[string, (seal: { der: Buffer; value: Buffer }) => Buffer]>([
    ['the signature with its tag and length', ({ value }) => sha256(octetString(value))],
    ['the whole file of the signature', ({ der }) => sha256(der)],
    ['the value of another signature', () => sha256(Buffer.alloc(70, 1))],
    ['the digest of the digest', ({ value }) => sha256(sha256(value))],
    ['its text in hexadecimal', ({ value }) => sha256(Buffer.from(value.toString('hex')))],
  ])('over %s: D.2 package-timestamp-invalid, HASH_FAILURE', async (_what, imprint) => {
    const { gateway, clerk } = await receivePackage(
      world,
      stampedWith((seal) => tokenOver(world, imprint(seal))),
    );
    expect(gateway).toEqual(['not-consigned', 'package-timestamp-invalid']);
    expect(clerk).toEqual(['FAILED', 'package-time-stamp timestamp-imprint-mismatch HASH_FAILURE']);
  });

  it('over the right octets by SHA-1: CRYPTO_CONSTRAINTS_FAILURE', async () => {
    const imprint = (value: Buffer) =>
      sequence(sequence(objectIdentifier(OID.sha1)), octetString(createHash('sha1').update(value).digest()));
    const forged = stampedWith(({ value }) => forgeToken(world.timestamps.signer, new Date(world.now), { imprint: imprint(value) }));
    const { gateway, clerk } = await receivePackage(world, forged);
    expect(gateway).toEqual(['not-consigned', 'package-timestamp-invalid']);
    expect(clerk).toEqual(['FAILED', 'package-time-stamp timestamp-imprint-algorithm CRYPTO_CONSTRAINTS_FAILURE']);
  });

  it('a digest of SHA-256 under the name of SHA-512: FORMAT_FAILURE', async () => {
    const imprint = (value: Buffer) => sequence(sequence(objectIdentifier('2.16.840.1.101.3.4.2.3')), octetString(sha256(value)));
    const forged = stampedWith(({ value }) => forgeToken(world.timestamps.signer, new Date(world.now), { imprint: imprint(value) }));
    const { gateway, clerk } = await receivePackage(world, forged);
    expect(gateway).toEqual(['not-consigned', 'package-timestamp-invalid']);
    expect(clerk).toEqual(['FAILED', 'package-time-stamp timestamp-imprint-length FORMAT_FAILURE']);
  });

  it('a good one, and a second one over something else: nobody takes the first and leaves the other', async () => {
    const good = ({ value }: { value: Buffer }) => tokenOver(world, sha256(value));
    const { gateway, clerk } = await receivePackage(
      world,
      stampedWith(good, () => tokenOver(world, sha256(Buffer.from('otra')))),
    );
    expect(gateway).toEqual(['not-consigned', 'package-signature-invalid']);
    expect(clerk).toEqual(['FAILED', 'package-time-stamp timestamp-imprint-mismatch HASH_FAILURE']);
  });

  it('in the time to come: timestamp-in-future for a clerk of today', async () => {
    const forged = stampedWith(({ value }) => tokenOver(world, sha256(value), { now: new Date(world.now + 86_400_000) }));
    const { clerk } = await receivePackage(world, forged);
    expect(clerk).toEqual(['FAILED', 'package-time-stamp timestamp-in-future TIMESTAMP_ORDER_FAILURE']);
  });
});

describe('on a receipt', () => {
  const receipt = async () => {
    const { header } = await forge(world);
    const message = { ...messageFacts(world, header), envelopeDigest: 'ab'.repeat(32), sealedContentDigest: header.sealedContent.sha256 };
    const { evidence } = await forgeEvidence(world, { event: 'RelayRejection', issuer: B, message, reasons: ['message-rejected'] });
    return JSON.parse(evidence) as FlattenedJws;
  };
  const stamped = async (jws: FlattenedJws, imprint: Buffer) => {
    const token = (await tokenOver(world, imprint)).toString('base64');
    const property = Buffer.from(JSON.stringify({ sigTst: { tstTokens: [{ val: token }] } })).toString('base64url');
    return saidOf(await clerkReads(serializeJws({ ...jws, header: { etsiU: [property] } }), await clerkOf(world)));
  };

  it('over the characters of the signature: PASSED', async () => {
    const jws = await receipt();
    expect(await stamped(jws, sha256(Buffer.from(jws.signature)))).toEqual(['PASSED']);
  });

  it.each<[string, (jws: FlattenedJws) => Buffer]>([
    ['the octets that the characters stand for', ({ signature }) => Buffer.from(signature, 'base64url')],
    ['the payload', ({ payload }) => Buffer.from(payload)],
    ['all three parts', (jws) => Buffer.from(`${jws.protected}.${jws.payload}.${jws.signature}`)],
  ])('over %s: FAILED, HASH_FAILURE', async (_what, octets) => {
    const jws = await receipt();
    expect(await stamped(jws, sha256(octets(jws)))).toEqual(['FAILED', 'evidence-time-stamp timestamp-imprint-mismatch HASH_FAILURE']);
  });
});

describe('on a signature of others', () => {
  const later = { at: year(2030), anchors: [], revocation: [] };
  const context = contextAt(year(2026, 6), [listAt(year(2026, 5))]);

  it('proves nothing: the signer is judged as of now, and the time-stamp is told', async () => {
    const { der, signatureValue } = await signedAt(year(2026));
    const good = attachSignatureTimestamp(der, await stampWith(firstAuthority, year(2026))(sha256(signatureValue)));
    const forged = addUnsignedAttribute(
      der,
      attribute(OID.aaSignatureTimeStampToken, await stampWith(firstAuthority, year(2026))(sha256(der))),
    );
    expect(await validateCades({ der: good, content, ...context })).toMatchObject({ indication: 'PASSED', level: 'B-T' });
    const validation = await validateCades({ der: forged, content, ...context });
    expect(validation).toMatchObject({ level: 'B-B', bestSignatureTime: context.at });
    expect(validation.timestamps).toMatchObject([
      { indication: 'FAILED', subIndication: 'HASH_FAILURE', code: 'timestamp-imprint-mismatch' },
    ]);
    expect(saidOf(await clerkReads(forged, { ...later, content }))).toContain(
      'signature-time-stamp timestamp-imprint-mismatch HASH_FAILURE',
    );
  });
});

describe('in a PDF', () => {
  const signed = (requestTimestamp: (imprint: Buffer) => Promise<Buffer>) =>
    signPades({ pdf: smallPdf(), signer: fixture.signer, signingTime: SIGNING_TIME, maximumLength: MAXIMUM_LENGTH, requestTimestamp });
  const material = () => ({ at: new Date(fixture.stampTime.getTime() + 3_600_000), anchors: [fixture.pki.root] });

  it('over the value of the signature: the time-stamp holds', async () => {
    const { pdf } = await signed(fixture.requestTimestamp);
    const { findings } = await clerkReads(pdf, material());
    expect(findings).toContainEqual(expect.objectContaining({ check: 'pdf-signature', verdict: 'PASSED' }));
    expect(saidOf(await clerkReads(pdf, material())).join()).not.toContain('imprint');
  });

  it('over anything else: it is refused where it is put in, and told where somebody else did', async () => {
    await expect(signed((imprint) => fixture.requestTimestamp(sha256(imprint)))).rejects.toMatchObject({
      code: 'timestamp-imprint-mismatch',
    });
  });
});

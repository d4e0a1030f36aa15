import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyCades } from '../../../crypto/cades/verify.ts';
import { parseSignedData } from '../../../crypto/cms/signed-data.ts';
import { digestIdentifier, signatureIdentifier } from '../../../crypto/cms/signed-data-algorithms.ts';
import {
  algorithmProtectionAttribute,
  attribute,
  contentTypeAttribute,
  messageDigestAttribute,
} from '../../../crypto/cms/signed-data-attributes.ts';
import { OID } from '../../../crypto/der/object-identifiers.ts';
import {
  contextConstructed,
  contextPrimitive,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  set,
  sortEncodings,
  tlv,
  utf8String,
} from '../../../crypto/der/writer.ts';
import { SIGNATURES_FOR_ACCEPTANCE, SIGNATURES_WITH_PKCS1, signatureByName } from '../../../crypto/suites.ts';
import { type Forgery, forge, honestAttributes } from './forge.ts';
import { codeOf, createTestPki, flipped, type Identity, type TestPki } from './support.ts';

let pki: TestPki;
let honest: Identity;
let other: Identity;
let small: Identity;
let p384: Identity;
beforeAll(async () => {
  pki = await createTestPki();
  honest = await pki.issue('P-256', 'honest');
  other = await pki.issue('P-256', 'other');
  small = await pki.issue('RSA-2048', 'small');
  p384 = await pki.issue('P-384', 'p384');
});
afterAll(() => pki.remove());

const content = Buffer.from('invented content');

async function codeOfForgery(forgery: Partial<Forgery>, identity = honest): Promise<string | undefined> {
  const der = await forge(identity.signer(), { content, ...forgery });
  return codeOf(() => verifyCades({ der, content, algorithms: SIGNATURES_FOR_ACCEPTANCE }));
}

/** Honest attributes with one replaced, or left out, in DER order. */
function attributesWith(
  changes: Partial<Record<keyof ReturnType<typeof honestAttributes>, Buffer | undefined>>,
  further: Buffer[] = [],
): Buffer[] {
  const attributes: Record<string, Buffer | undefined> = { ...honestAttributes(honest.signer(), content), ...changes };
  return sortEncodings([...Object.values(attributes).filter((value) => value !== undefined), ...further]);
}

const essCertificate = (...members: Buffer[]) => attribute(OID.aaSigningCertificateV2, sequence(sequence(sequence(...members))));

describe('a forged SignedData is refused:', () => {
  it('not the honest one', async () => expect(await codeOfForgery({})).toBeUndefined());

  const structure: [string, Partial<Forgery>, string][] = [
    ['no signer', { signerCount: 0 }, 'signed-data-signer-count'],
    ['two signers', { signerCount: 2 }, 'signed-data-signer-count'],
    ['SignedData version 0', { signedDataVersion: 0 }, 'signed-data-version'],
    ['SignedData version 2', { signedDataVersion: 2 }, 'signed-data-version'],
    ['SignedData version 6', { signedDataVersion: 6 }, 'signed-data-malformed'],
    ['SignerInfo version 3 with issuer and serial', { signerInfoVersion: 3 }, 'signed-data-version'],
    ['key identifier with version 1', { signerIdentifier: contextPrimitive(0, Buffer.alloc(20)) }, 'signed-data-version'],
    ['signer named by nothing', { signerIdentifier: nullValue() }, 'signed-data-malformed'],
    ['no signed attributes', { noSignedAttributes: true }, 'attribute-missing'],
    ['other content inside than the detached one', { encapsulated: Buffer.from('other') }, 'signed-data-content-unexpected'],
    ['another content type outside and inside', { contentType: OID.ctTSTInfo }, 'content-type-mismatch'],
    ['no certificate', { certificates: [] }, 'signer-certificate-not-found'],
    ['an attribute certificate', { certificates: [contextConstructed(1, integer(1))] }, 'signed-data-malformed'],
    ['33 certificates', { certificates: Array.from({ length: 33 }, () => sequence(integer(1))) }, 'signed-data-malformed'],
    ['an unreadable certificate', { certificates: [sequence(integer(1))] }, 'signer-certificate-not-found'],
    ['unsigned attribute without value', { unsigned: [sequence(objectIdentifier('1.2.3'), set())] }, 'attribute-malformed'],
  ];
  it.each(structure)('%s', async (_, forgery, code) => expect(await codeOfForgery(forgery)).toBe(code));

  it('a key identifier that no certificate has', async () => {
    const signerIdentifier = contextPrimitive(0, Buffer.alloc(20));
    expect(await codeOfForgery({ signerInfoVersion: 3, signerIdentifier })).toBe('signer-certificate-not-found');
  });

  it('but not one named by its key identifier', async () => {
    const signerIdentifier = contextPrimitive(0, honest.certificate.subjectKeyIdentifier ?? Buffer.alloc(0));
    expect(await codeOfForgery({ signerInfoVersion: 3, signerIdentifier })).toBeUndefined();
  });

  const attributes: [string, () => Buffer[], string][] = [
    ['attributes in another order', () => attributesWith({}).reverse(), 'attributes-not-sorted'],
    ['an attribute twice', () => attributesWith({}, [messageDigestAttribute(Buffer.alloc(32))]), 'attribute-duplicate'],
    ['the same attribute twice', () => attributesWith({}, [contentTypeAttribute(OID.data)]), 'attribute-duplicate'],
    ['no content-type', () => attributesWith({ contentType: undefined }), 'attribute-missing'],
    ['another content-type inside', () => attributesWith({ contentType: contentTypeAttribute(OID.ctTSTInfo) }), 'content-type-mismatch'],
    [
      'text as content-type',
      () => attributesWith({ contentType: attribute(OID.contentType, utf8String('data')) }),
      'content-type-mismatch',
    ],
    ['no message-digest', () => attributesWith({ messageDigest: undefined }), 'attribute-missing'],
    [
      'digest of other content',
      () => attributesWith({ messageDigest: messageDigestAttribute(Buffer.alloc(32)) }),
      'message-digest-mismatch',
    ],
    ['digest cut short', () => attributesWith({ messageDigest: messageDigestAttribute(Buffer.alloc(0)) }), 'message-digest-mismatch'],
    ['number as digest', () => attributesWith({ messageDigest: attribute(OID.messageDigest, integer(1)) }), 'attribute-malformed'],
    ['no signing-certificate', () => attributesWith({ signingCertificate: undefined }), 'attribute-missing'],
    [
      'signing-certificate of version 1 alone',
      () =>
        attributesWith({
          signingCertificate: attribute(OID.aaSigningCertificate, sequence(sequence(sequence(octetString(Buffer.alloc(20)))))),
        }),
      'signing-certificate-v1',
    ],
    [
      'reference to another certificate',
      () => attributesWith({ signingCertificate: essCertificate(octetString(other.certificate.sha256)) }),
      'signing-certificate-mismatch',
    ],
    [
      'empty reference',
      () => attributesWith({ signingCertificate: attribute(OID.aaSigningCertificateV2, sequence(sequence())) }),
      'signing-certificate-mismatch',
    ],
    [
      'reference by SHA-1 in version 2',
      () => attributesWith({ signingCertificate: essCertificate(sequence(objectIdentifier(OID.sha1)), octetString(Buffer.alloc(20))) }),
      'attribute-malformed',
    ],
    [
      'reference with the serial number of another certificate',
      () => {
        const serial = tlv(0x02, other.certificate.serialDer);
        const issuer = sequence(contextConstructed(4, honest.certificate.issuerDer));
        return attributesWith({ signingCertificate: essCertificate(octetString(honest.certificate.sha256), sequence(issuer, serial)) });
      },
      'signing-certificate-mismatch',
    ],
    [
      'number as reference',
      () => attributesWith({ signingCertificate: attribute(OID.aaSigningCertificateV2, integer(1)) }),
      'attribute-malformed',
    ],
    ['no signing time', () => attributesWith({ signingTime: undefined }), 'attribute-missing'],
    ['text as signing time', () => attributesWith({ signingTime: attribute(OID.signingTime, utf8String('now')) }), 'signing-time-invalid'],
    [
      'two values of the signing time',
      () => attributesWith({ signingTime: sequence(objectIdentifier(OID.signingTime), set(utf8String('a'), utf8String('b'))) }),
      'attribute-malformed',
    ],
    [
      'attribute without value',
      () => attributesWith({ signingTime: sequence(objectIdentifier(OID.signingTime), set()) }),
      'attribute-malformed',
    ],
    ['attribute that is no sequence', () => [integer(1), ...attributesWith({})], 'attribute-malformed'],
    [
      'protection of another digest',
      () =>
        attributesWith({
          algorithmProtection: algorithmProtectionAttribute(digestIdentifier('sha512'), signatureIdentifier(signatureByName('ES256'))),
        }),
      'algorithm-protection-mismatch',
    ],
    [
      'protection of another signature algorithm',
      () =>
        attributesWith({
          algorithmProtection: algorithmProtectionAttribute(digestIdentifier('sha256'), signatureIdentifier(signatureByName('PS256'))),
        }),
      'algorithm-protection-mismatch',
    ],
    [
      'protection of a MAC',
      () =>
        attributesWith({
          algorithmProtection: attribute(
            OID.aaCMSAlgorithmProtect,
            sequence(digestIdentifier('sha256'), contextConstructed(2, objectIdentifier('1.2.3'))),
          ),
        }),
      'attribute-malformed',
    ],
  ];
  it.each(attributes)('%s', async (_, make, code) => expect(await codeOfForgery({ attributes: make() })).toBe(code));

  it('but not one without the optional algorithm protection', async () => {
    expect(await codeOfForgery({ attributes: attributesWith({ algorithmProtection: undefined }) })).toBeUndefined();
  });

  it('but not one whose reference names issuer, serial number and a longer hash', async () => {
    const hash = createHash('sha512').update(honest.certificate.der).digest();
    const issuerSerial = sequence(sequence(contextConstructed(4, honest.certificate.issuerDer)), tlv(0x02, honest.certificate.serialDer));
    const signingCertificate = essCertificate(digestIdentifier('sha512'), octetString(hash), issuerSerial);
    expect(await codeOfForgery({ attributes: attributesWith({ signingCertificate }) })).toBeUndefined();
  });

  const sha1 = sequence(objectIdentifier(OID.sha1));
  const algorithms: [string, Partial<Forgery>, string][] = [
    ['SHA-1 as digest', { digestAlgorithm: sha1 }, 'algorithm-unknown'],
    [
      'ECDSA with SHA-384 over a SHA-256 digest',
      { signatureAlgorithm: signatureIdentifier(signatureByName('ES384')) },
      'algorithm-unknown',
    ],
    ['a digest with parameters', { digestAlgorithm: sequence(objectIdentifier(OID.sha256), integer(1)) }, 'algorithm-unknown'],
    ['ECDSA with parameters', { signatureAlgorithm: sequence(objectIdentifier(OID.ecdsaWithSHA256), integer(1)) }, 'algorithm-unknown'],
    ['an invented algorithm', { signatureAlgorithm: sequence(objectIdentifier('1.2.3.4')) }, 'algorithm-unknown'],
    ['RSA-PSS named over an EC key', { signatureAlgorithm: signatureIdentifier(signatureByName('PS256')) }, 'algorithm-key-mismatch'],
    ['RSA-PSS with the SHA-1 defaults', { signatureAlgorithm: sequence(objectIdentifier(OID.rsassaPSS), sequence()) }, 'algorithm-unknown'],
    [
      'PKCS#1 v1.5 where the caller has not listed it',
      { signatureAlgorithm: signatureIdentifier(signatureByName('RS256')) },
      'algorithm-not-allowed',
    ],
    ['a signature of zero bytes', { signature: Buffer.alloc(0) }, 'signature-invalid'],
    ['a signature of random bytes', { signature: Buffer.alloc(71, 0x5a) }, 'signature-invalid'],
    ['r and s of zero', { signature: Buffer.from('3006020100020100', 'hex') }, 'signature-invalid'],
  ];
  it.each(algorithms)('%s', async (_, forgery, code) => expect(await codeOfForgery(forgery)).toBe(code));

  it('but not one that carries the very content again', async () => {
    expect(await codeOfForgery({ encapsulated: content })).toBeUndefined();
  });

  it('one by a key of 2048 bits, unless the caller says otherwise', async () => {
    expect(await codeOfForgery({}, small)).toBe('key-too-short');
    const der = await forge(small.signer(), { content });
    expect(await codeOf(() => verifyCades({ der, content, algorithms: ['PS256'], minimumRsaBits: 2048 }))).toBeUndefined();
  });

  it('one whose P-384 signature the caller has not listed', async () => {
    const der = await forge(p384.signer(), { content });
    expect(await codeOf(() => verifyCades({ der, content, algorithms: ['ES256'] }))).toBe('algorithm-not-allowed');
    expect(await codeOf(() => verifyCades({ der, content, algorithms: ['ES384'] }))).toBeUndefined();
  });

  it("one in which the signer's certificate was replaced by another one of the same name and number", async () => {
    const der = await forge(other.signer(), {
      content,
      signerIdentifier: sequence(honest.certificate.issuerDer, tlv(0x02, honest.certificate.serialDer)),
      certificates: [honest.certificate.der],
    });
    expect(await codeOf(() => verifyCades({ der, content, algorithms: SIGNATURES_FOR_ACCEPTANCE }))).toBe('signing-certificate-mismatch');
  });
});

describe('one flipped bit anywhere', () => {
  it('is refused, wherever it is', async () => {
    const der = await forge(honest.signer(), { content });
    for (let offset = 0; offset < der.length; offset += 1) {
      const code = await codeOf(() => verifyCades({ der: flipped(der, offset), content, algorithms: SIGNATURES_WITH_PKCS1 }));
      expect(code, `offset ${offset}`).toBeDefined();
    }
  });
});

describe('parseSignedData refuses', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a number', integer(1)],
    ['another content type', sequence(objectIdentifier(OID.data), contextConstructed(0, sequence()))],
    ['no content', sequence(objectIdentifier(OID.signedData))],
    ['two contents', sequence(objectIdentifier(OID.signedData), contextConstructed(0, sequence(), sequence()))],
    ['BER with an indefinite length', Buffer.from('308006092a864886f70d010702a0800000', 'hex')],
  ])('%s', async (_, der) => expect(await codeOf(() => parseSignedData(der))).toBe('signed-data-malformed'));

  it('bytes after the signature', async () => {
    const der = await forge(honest.signer(), { content });
    expect(await codeOf(() => parseSignedData(Buffer.concat([der, Buffer.alloc(1)])))).toBe('signed-data-malformed');
  });

  it('more than the cap', async () => {
    const der = await forge(honest.signer(), { content });
    expect(await codeOf(() => parseSignedData(der, { maximumBytes: der.length }))).toBeUndefined();
    expect(await codeOf(() => parseSignedData(der, { maximumBytes: der.length - 1 }))).toBe('signed-data-malformed');
  });
});

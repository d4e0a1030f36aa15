import { describe, expect, it } from 'vitest';
import {
  booleanValue,
  contextConstructed,
  contextPrimitive,
  ia5String,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  tlv,
} from '../../../crypto/der/writer.ts';
import { MAXIMUM_CERTIFICATE_LENGTH, parseCertificate } from '../../../crypto/x509/certificate.ts';
import {
  type CertificateFields,
  days,
  errorOf,
  extension,
  keyUsageValue,
  name,
  newKeys,
  SERVER_AUTH,
  spki,
  time,
  writeCertificate,
} from './support.ts';

const GOOD: CertificateFields = {
  issuer: name('issuer'),
  notBefore: time(days(0)),
  notAfter: time(days(1)),
  subject: name('subject'),
  publicKey: spki(newKeys()),
  extensions: [extension('2.5.29.15', keyUsageValue(['digitalSignature']), true)],
};
const good = writeCertificate(GOOD);
const withField = (fields: Partial<CertificateFields>): Buffer => writeCertificate({ ...GOOD, ...fields });
const withExtension = (identifier: string, value: Buffer): Buffer => withField({ extensions: [extension(identifier, value)] });
const withName = (tag: number, content: Buffer | string): Buffer => withExtension('2.5.29.17', sequence(tlv(tag, Buffer.from(content))));

const CASES: readonly (readonly [string, Buffer, RegExp])[] = [
  ['no bytes', Buffer.alloc(0), /no bytes/],
  ['something larger than the limit', Buffer.alloc(MAXIMUM_CERTIFICATE_LENGTH + 1), /at most/],
  ['a byte after the end', Buffer.concat([good, Buffer.of(0)]), /follow/],
  ['a byte less', good.subarray(0, -1), /cut off/],
  ['PEM instead of DER', Buffer.from('-----BEGIN CERTIFICATE-----\n'), /./],
  ['another kind of value', octetString(good), /not a certificate/],
  ['an indefinite length', Buffer.concat([Buffer.of(0x30, 0x80), good.subarray(4), Buffer.of(0, 0)]), /./],
  ['a length that is not minimal', Buffer.concat([Buffer.of(0x30, 0x83, 0), good.subarray(2)]), /./],
  ['version 1', withField({ version: contextConstructed(0, integer(0)) }), /version 3/],
  ['version 4', withField({ version: contextConstructed(0, integer(3)) }), /version 3/],
  ['a version that is missing', withField({ version: Buffer.alloc(0) }), /tag/],
  ['a negative serial number', withField({ serial: tlv(0x02, Buffer.of(0x80)) }), /negative serial/],
  ['a serial number of 22 octets', withField({ serial: tlv(0x02, Buffer.alloc(22, 1)) }), /22 octets/],
  ['a serial number with a needless zero', withField({ serial: tlv(0x02, Buffer.of(0, 1)) }), /not DER/],
  [
    'another algorithm outside the signed part',
    withField({ outerAlgorithm: sequence(objectIdentifier('1.2.840.10045.4.3.3')) }),
    /differs/,
  ],
  ['an empty issuer', withField({ issuer: sequence() }), /empty issuer/],
  ['validity that ends before it begins', withField({ notBefore: time(days(2)) }), /ends before/],
  ['a time without seconds', withField({ notBefore: tlv(0x17, Buffer.from('2611200000Z')) }), /time/],
  ['a time with an offset', withField({ notBefore: tlv(0x17, Buffer.from('261120000000+0000')) }), /time/],
  ['the 30th of February', withField({ notBefore: tlv(0x17, Buffer.from('260230000000Z')) }), /calendar/],
  ['a validity of one time', withField({ notAfter: Buffer.alloc(0) }), /missing/],
  ['a public key that is none', withField({ publicKey: sequence(sequence(objectIdentifier('1.2.3')), tlv(0x03, Buffer.of(0, 1))) }), /./],
  [
    'a point that is not on the curve',
    withField({ publicKey: Buffer.concat([GOOD.publicKey.subarray(0, -1), Buffer.of((GOOD.publicKey.at(-1) ?? 0) ^ 1)]) }),
    /./,
  ],
  ['a unique identifier', withField({ uniqueIdentifier: contextPrimitive(1, Buffer.of(0, 1)) }), /tag/],
  ['no extensions', withField({ extensions: [] }), /missing/],
  ['an empty list of extensions', withField({ extensions: [Buffer.alloc(0)] }), /0 extensions/],
  ['an extension twice', withField({ extensions: [...GOOD.extensions, ...GOOD.extensions] }), /twice/],
  [
    'too many extensions',
    withField({ extensions: Array.from({ length: 65 }, (_, index) => extension(`1.2.3.${index}`, nullValue())) }),
    /65 extensions/,
  ],
  [
    'a default FALSE written out',
    withField({ extensions: [{ ...extension('1.2.3', nullValue()), critical: booleanValue(false) }] }),
    /default/,
  ],
  ['a BOOLEAN of 01', withField({ extensions: [{ ...extension('1.2.3', nullValue()), critical: tlv(0x01, Buffer.of(1)) }] }), /not DER/],
  [
    'something after an extension',
    withField({ extensions: [sequence(objectIdentifier('1.2.3'), octetString(nullValue()), nullValue())] }),
    /unexpected member/,
  ],
  ['an empty key usage', withExtension('2.5.29.15', tlv(0x03, Buffer.of(0))), /no bits/],
  ['a key usage with a trailing zero bit', withExtension('2.5.29.15', tlv(0x03, Buffer.of(0, 0x80))), /minimal/],
  ['a key usage of three octets', withExtension('2.5.29.15', tlv(0x03, Buffer.of(0, 1, 1, 1))), /too many/],
  ['a key usage of unknown bits only', withExtension('2.5.29.15', tlv(0x03, Buffer.of(6, 0, 0x40))), /unknown bits/],
  ['a key usage followed by more', withExtension('2.5.29.15', Buffer.concat([keyUsageValue(['keyAgreement']), nullValue()])), /follow/],
  ['an empty extended key usage', withExtension('2.5.29.37', sequence()), /empty extended/],
  [
    'an extended key usage twice',
    withExtension('2.5.29.37', sequence(objectIdentifier(SERVER_AUTH), objectIdentifier(SERVER_AUTH))),
    /twice/,
  ],
  ['an extended key usage that is no list', withExtension('2.5.29.37', objectIdentifier(SERVER_AUTH)), /not a SEQUENCE/],
  ['a path length limit on an end certificate', withExtension('2.5.29.19', sequence(integer(0))), /no authority/],
  ['an authority flag FALSE written out', withExtension('2.5.29.19', sequence(booleanValue(false))), /default/],
  ['a negative path length limit', withExtension('2.5.29.19', sequence(booleanValue(true), integer(-1))), /range/],
  ['a path length limit of 256', withExtension('2.5.29.19', sequence(booleanValue(true), integer(256))), /greater/],
  ['an empty key identifier', withExtension('2.5.29.14', octetString(Buffer.alloc(0))), /identifier/],
  ['an empty list of names', withExtension('2.5.29.17', sequence()), /empty list/],
  ['a host name with a NUL', withName(0x82, 'good.example\0.evil.example'), /visible ASCII/],
  ['a host name with a line break', withName(0x82, 'good.example\nCN=evil'), /visible ASCII/],
  ['a URI outside ASCII', withName(0x86, 'urn:valija:españa'), /visible ASCII/],
  ['an empty host name', withName(0x82, ''), /empty/],
  ['an address of five octets', withName(0x87, Buffer.alloc(5)), /5 octets/],
  ['a directory name that is no sequence', withName(0xa4, nullValue()), /tag/],
  ['a directory name without sets', withName(0xa4, sequence(sequence())), /list of sets/],
  ['a directory name with an empty set', withName(0xa4, sequence(tlv(0x31))), /list of sets/],
  ['a directory name with a bare type', withName(0xa4, sequence(tlv(0x31, sequence(objectIdentifier('2.5.4.3'))))), /missing/],
  ['an unknown form of name', withName(0x89, 'x'), /unknown form/],
  ['a name of the wrong type', withExtension('2.5.29.17', sequence(ia5String('gateway.example'))), /unknown form/],
  [
    'a distribution point with two names',
    withExtension(
      '2.5.29.31',
      sequence(sequence(contextConstructed(0, tlv(0xa0, tlv(0x86, Buffer.from('a:b'))), tlv(0xa0, tlv(0x86, Buffer.from('a:b')))))),
    ),
    /distribution point/,
  ],
];

describe('a malformed certificate is refused: ', () => {
  it('while the one that the table changes is read', () => {
    expect(parseCertificate(good).subject).toBe('CN=subject');
  });

  it.each(CASES)('%s', (_what, der, reason) => {
    const error = errorOf(() => parseCertificate(der));
    expect(error.code).toBe('certificate-malformed');
    expect(error.disposition).toBe('refuse');
    expect(error.message).toMatch(reason);
  });

  it('nested too deep, without exhausting the stack', () => {
    let deep = nullValue();
    for (let level = 0; level < 5000; level += 1) deep = sequence(deep);
    expect(errorOf(() => parseCertificate(withField({ subject: deep }))).code).toBe('certificate-malformed');
  });
});

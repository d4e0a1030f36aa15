import { describe, expect, it } from 'vitest';
import {
  bitStringOf,
  children,
  integerOf,
  objectIdentifierOf,
  prefixLength,
  readDer,
  smallIntegerOf,
  timeOf,
} from '../../../crypto/der/reader.ts';
import {
  bitString,
  generalizedTime,
  ia5String,
  integer,
  lengthOctets,
  objectIdentifier,
  octetString,
  printableString,
  sequence,
  tlv,
  utcTime,
  utf8String,
} from '../../../crypto/der/writer.ts';
import { codeOf } from '../cms/support.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const nested = (levels: number) => Array.from({ length: levels }).reduce<Buffer>((inner) => sequence(inner), integer(1));

describe('readDer refuses', () => {
  it.each([
    ['nothing at all', '', 'der-empty'],
    ['a tag without a length', '30', 'der-truncated'],
    ['content cut off', '30 03 02 01', 'der-truncated'],
    ['a member running past its container', '30 03 02 02 01', 'der-truncated'],
    ['a member header cut off by its container', '30 01 02', 'der-truncated'],
    ['length octets cut off', '30 82 01', 'der-truncated'],
    ['a byte after the value', '02 01 01 00', 'der-trailing-bytes'],
    ['two values', '02 01 01 02 01 01', 'der-trailing-bytes'],
    ['an indefinite length', '30 80 02 01 01 00 00', 'der-indefinite-length'],
    ['an indefinite length inside', '30 06 30 80 05 00 00 00', 'der-indefinite-length'],
    ['a long form for a short length', '30 81 03 02 01 01', 'der-length-not-minimal'],
    ['a length with a leading zero', `04 82 00 80 ${'00'.repeat(128)}`, 'der-length-not-minimal'],
    ['a length of seven octets', '04 87 01 00 00 00 00 00 00', 'der-too-large'],
    ['a length that claims 2^47 bytes', '04 86 80 00 00 00 00 00 00', 'der-truncated'],
    ['a multi-byte tag', '1f 81 01 00', 'der-tag-unsupported'],
    ['a multi-byte context tag inside', '30 04 bf 81 01 00', 'der-tag-unsupported'],
    ['end-of-contents octets', '30 02 00 00', 'der-tag-unsupported'],
    ['an empty INTEGER', '02 00', 'der-value-invalid'],
    ['an INTEGER with a needless 00', '02 02 00 7f', 'der-value-invalid'],
    ['an INTEGER with a needless FF', '02 02 ff 80', 'der-value-invalid'],
    ['a BOOLEAN of 01', '01 01 01', 'der-value-invalid'],
    ['a BOOLEAN of two octets', '01 02 ff ff', 'der-value-invalid'],
    ['a NULL with content', '05 01 00', 'der-value-invalid'],
    ['a BIT STRING without octets', '03 00', 'der-value-invalid'],
    ['a BIT STRING with eight unused bits', '03 02 08 00', 'der-value-invalid'],
    ['a BIT STRING with unused bits set', '03 02 04 0f', 'der-value-invalid'],
    ['an empty BIT STRING with unused bits', '03 01 01', 'der-value-invalid'],
    ['an empty OBJECT IDENTIFIER', '06 00', 'der-value-invalid'],
    ['an OBJECT IDENTIFIER with a padded arc', '06 03 2a 80 01', 'der-value-invalid'],
    ['an OBJECT IDENTIFIER cut off in an arc', '06 02 2a 81', 'der-value-invalid'],
    ['a constructed OCTET STRING', '24 03 04 01 00', 'der-value-invalid'],
    ['a constructed BIT STRING', '23 04 03 02 00 00', 'der-value-invalid'],
    ['a constructed INTEGER', '22 03 02 01 01', 'der-value-invalid'],
    ['a primitive SEQUENCE', '10 00', 'der-value-invalid'],
    ['a primitive SET', '11 00', 'der-value-invalid'],
  ])('%s', async (_, bytes, code) => {
    expect(await codeOf(() => readDer(hex(bytes)))).toBe(code);
  });

  it('more bytes than the cap, before looking at them', async () => {
    expect(await codeOf(() => readDer(Buffer.alloc(101, 0xff), { maximumBytes: 100 }))).toBe('der-too-large');
  });

  it('nesting past the cap, and a stack of ten thousand levels', async () => {
    expect(await codeOf(() => readDer(nested(3), { maximumDepth: 3 }))).toBeUndefined();
    expect(await codeOf(() => readDer(nested(4), { maximumDepth: 3 }))).toBe('der-too-deep');
    expect(await codeOf(() => readDer(nested(10_000)))).toBe('der-too-deep');
  });
});

describe('values refuse', () => {
  const time = (tag: number, text: string) => tlv(tag, Buffer.from(text, 'latin1'));

  it.each([
    ['UTCTime without seconds', time(0x17, '2611200700Z')],
    ['UTCTime with an offset', time(0x17, '261120070000+0100')],
    ['UTCTime on the 30th of February', time(0x17, '260230070000Z')],
    ['GeneralizedTime with a trailing zero in the fraction', time(0x18, '20261120070000.10Z')],
    ['GeneralizedTime with an empty fraction', time(0x18, '20261120070000.Z')],
    ['GeneralizedTime with a comma', time(0x18, '20261120070000,1Z')],
    ['GeneralizedTime in local time', time(0x18, '20261120070000')],
    ['GeneralizedTime at hour 24', time(0x18, '20261120240000Z')],
    ['GeneralizedTime at second 60', time(0x18, '20261120235960Z')],
    ['GeneralizedTime with a NUL', time(0x18, '20261120070000Z\0')],
    ['GeneralizedTime longer than any', time(0x18, `20261120070000.${'1'.repeat(40)}Z`)],
  ])('%s', async (_, encoded) => {
    expect(await codeOf(() => timeOf(readDer(encoded)))).toBe('der-value-invalid');
  });

  it.each([
    ['a time in a text', () => timeOf(readDer(utf8String('20261120070000Z'))), 'der-unexpected-tag'],
    ['an INTEGER in an OCTET STRING', () => integerOf(readDer(octetString(Buffer.from([1])))), 'der-unexpected-tag'],
    ['members of a primitive', () => children(readDer(integer(1))), 'der-unexpected-tag'],
    ['a negative small integer', () => smallIntegerOf(readDer(integer(-1))), 'der-value-invalid'],
    ['a small integer past its maximum', () => smallIntegerOf(readDer(integer(6)), 5), 'der-value-invalid'],
    ['a small integer of 100 octets', () => smallIntegerOf(readDer(integer(2n ** 800n))), 'der-value-invalid'],
    ['an integer of 5000 octets', () => integerOf(readDer(tlv(0x02, Buffer.alloc(5000, 0x11)))), 'der-too-large'],
    ['an object identifier of 1000 octets', () => objectIdentifierOf(readDer(tlv(0x06, Buffer.alloc(1000, 0x11)))), 'der-too-large'],
    ['a bit string with unused bits', () => bitStringOf(readDer(bitString(Buffer.from([0xf0]), 4))), 'der-value-invalid'],
    ['a header of a streamed value without length', () => prefixLength(hex('3080')), 'der-indefinite-length'],
  ])('%s', async (_, act, code) => {
    expect(await codeOf(act)).toBe(code);
  });
});

describe('the writer refuses', () => {
  it.each([
    ['an object identifier with a leading zero', () => objectIdentifier('1.02.3')],
    ['an object identifier with root 3', () => objectIdentifier('3.1')],
    ['an object identifier with second arc 40', () => objectIdentifier('1.40')],
    ['a length below zero', () => lengthOctets(-1)],
    ['a length of 2^48', () => lengthOctets(2 ** 48)],
    ['an integer that is not exact', () => integer(2 ** 60)],
    ['a bit string with unused bits set', () => bitString(Buffer.from([1]), 1)],
    ['printable text with an underscore', () => printableString('a_b')],
    ['ASCII text with an accent', () => ia5String('á')],
    ['text with half a surrogate pair', () => utf8String('\ud800')],
    ['UTCTime in 2050', () => utcTime(new Date('2050-01-01T00:00:00Z'))],
    ['an invalid time', () => generalizedTime(new Date(Number.NaN))],
  ])('%s', async (_, act) => {
    expect(await codeOf(act)).toBe('der-value-invalid');
  });
});

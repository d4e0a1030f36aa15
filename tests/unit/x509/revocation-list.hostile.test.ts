import { describe, expect, it } from 'vitest';
import {
  contextConstructed,
  contextPrimitive,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  tlv,
} from '../../../crypto/der/writer.ts';
import { MAXIMUM_REVOCATION_LIST_LENGTH, parseRevocationList } from '../../../crypto/x509/revocation-list.ts';
import {
  days,
  errorOf,
  extension,
  type ListFields,
  NOW,
  name,
  pointName,
  time,
  writeEntry,
  writeExtension,
  writeRevocationList,
} from './support.ts';

const ENTRY = { serial: integer(5), revokedAt: days(-3) };
const GOOD: ListFields = {
  issuer: name('issuer'),
  thisUpdate: time(days(-1)),
  nextUpdate: time(days(1)),
  entries: [writeEntry({ ...ENTRY, reason: 1 })],
  extensions: [extension('2.5.29.20', integer(3))],
};
const good = writeRevocationList(GOOD);
const withField = (fields: Partial<ListFields>): Buffer => writeRevocationList({ ...GOOD, ...fields });
const withScope = (...members: Buffer[]): Buffer => withField({ extensions: [extension('2.5.29.28', sequence(...members), true)] });
const entryWith = (extensionBytes: Buffer): Buffer => withField({ entries: [sequence(integer(5), time(NOW), sequence(extensionBytes))] });
const { nextUpdate: _left, ...withoutNextUpdate } = GOOD;

const MALFORMED: readonly (readonly [string, Buffer, RegExp])[] = [
  ['no bytes', Buffer.alloc(0), /no bytes/],
  ['something larger than the limit', Buffer.alloc(MAXIMUM_REVOCATION_LIST_LENGTH + 1), /at most/],
  ['a byte after the end', Buffer.concat([good, Buffer.of(0)]), /follow/],
  ['a byte less', good.subarray(0, -1), /cut off/],
  ['another kind of value', octetString(good), /not a revocation list/],
  ['version 1', withField({ version: [] }), /version/],
  ['version 3', withField({ version: [integer(2)] }), /version 2/],
  [
    'another algorithm outside the signed part',
    withField({ outerAlgorithm: sequence(objectIdentifier('1.2.840.10045.4.3.3')) }),
    /differs/,
  ],
  ['an empty issuer', withField({ issuer: sequence() }), /empty issuer/],
  ['no next update', writeRevocationList(withoutNextUpdate), /never become stale/],
  ['a next update before this one', withField({ nextUpdate: time(days(-2)) }), /before this one/],
  ['an empty list of entries', withField({ entries: [] }), /empty list/],
  ['one certificate twice', withField({ entries: [writeEntry(ENTRY), writeEntry({ ...ENTRY, revokedAt: NOW })] }), /twice/],
  ['a serial number of 22 octets', withField({ entries: [writeEntry({ ...ENTRY, serial: tlv(0x02, Buffer.alloc(22, 1)) })] }), /22 octets/],
  [
    'an entry with more behind it',
    withField({ entries: [sequence(integer(5), time(NOW), sequence(writeExtension(extension('1.2.3', nullValue()))), nullValue())] }),
    /unexpected member/,
  ],
  ['a reason that is no ENUMERATED', entryWith(writeExtension(extension('2.5.29.21', integer(1)))), /reason code/],
  ['the reason 7, which is not used', entryWith(writeExtension(extension('2.5.29.21', tlv(0x0a, Buffer.of(7))))), /reason code 7/],
  ['the reason 11', entryWith(writeExtension(extension('2.5.29.21', tlv(0x0a, Buffer.of(11))))), /reason code 11/],
  ['an empty list of extensions', withField({ extensions: [] }), /0 extensions/],
  ['an extension twice', withField({ extensions: [extension('1.2.3', nullValue()), extension('1.2.3', nullValue())] }), /twice/],
  ['a negative number', withField({ extensions: [extension('2.5.29.20', integer(-1))] }), /number/],
  ['a number that is none', withField({ extensions: [extension('2.5.29.20', octetString(Buffer.of(1)))] }), /number/],
  [
    'a scope of both users only and authorities only',
    withScope(contextPrimitive(1, Buffer.of(0xff)), contextPrimitive(2, Buffer.of(0xff))),
    /both/,
  ],
  ['a scope with a default FALSE', withScope(contextPrimitive(1, Buffer.of(0))), /BOOLEAN/],
  [
    'a scope in the wrong order',
    withScope(contextPrimitive(2, Buffer.of(0xff)), contextPrimitive(1, Buffer.of(0xff))),
    /unexpected member/,
  ],
  ['a scope that is no list', withField({ extensions: [extension('2.5.29.28', integer(1), true)] }), /SEQUENCE/],
];

const UNSUPPORTED: readonly (readonly [string, Buffer, RegExp])[] = [
  ['changes to another list', withField({ extensions: [extension('2.5.29.27', integer(1), true)] }), /2\.5\.29\.27/],
  ['some reasons', withScope(contextPrimitive(3, Buffer.of(6, 0x40))), /some reasons/],
  ['other issuers', withScope(contextPrimitive(4, Buffer.of(0xff))), /other issuers/],
  ['attribute certificates', withScope(contextPrimitive(5, Buffer.of(0xff))), /attribute/],
  [
    'a distribution point without an address',
    withScope(contextConstructed(0, contextConstructed(0, tlv(0xa4, name('directory'))))),
    /no address/,
  ],
  ['entries of another issuer', entryWith(writeExtension(extension('2.5.29.29', sequence(), true))), /2\.5\.29\.29/],
  ['a certificate taken off another list', withField({ entries: [writeEntry({ ...ENTRY, reason: 8 })] }), /removal/],
];

describe('a malformed revocation list is refused: ', () => {
  it('while the one that the table changes is read', () => {
    expect(parseRevocationList(good).revocations.get('05')).toEqual({ revokedAt: days(-3), reason: 1 });
  });

  it.each(MALFORMED)('%s', (_what, der, reason) => {
    const error = errorOf(() => parseRevocationList(der));
    expect(error).toMatchObject({ code: 'revocation-list-malformed', disposition: 'refuse' });
    expect(error.message).toMatch(reason);
  });
});

describe('a revocation list that tells a part of the truth is refused: ', () => {
  it.each(UNSUPPORTED)('%s only', (_what, der, reason) => {
    const error = errorOf(() => parseRevocationList(der));
    expect(error).toMatchObject({ code: 'revocation-list-unsupported', disposition: 'refuse' });
    expect(error.message).toMatch(reason);
  });

  it('but a list limited to users, authorities or a distribution point is read with its scope', () => {
    expect(parseRevocationList(withScope(contextPrimitive(1, Buffer.of(0xff)))).scope).toEqual({
      userCertificates: true,
      authorityCertificates: false,
      distributionPoints: [],
    });
    expect(parseRevocationList(withScope(contextPrimitive(2, Buffer.of(0xff)))).scope).toEqual({
      userCertificates: false,
      authorityCertificates: true,
      distributionPoints: [],
    });
    expect(parseRevocationList(withScope(pointName('http://crl.example/1'))).scope.distributionPoints).toEqual(['http://crl.example/1']);
  });
});

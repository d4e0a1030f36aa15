import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bitString, integer, octetString, sequence, tlv, utf8String } from '../../../crypto/der/writer.ts';
import { CryptoError } from '../../../crypto/error.ts';
import { grantedToken, parseTimestampResponse } from '../../../crypto/tsp/response.ts';
import { rejectionStatus, TIMESTAMP_FAILURES, type TimestampFailure } from '../../../crypto/tsp/status.ts';
import { codeOf, createTestPki, STAMPING, type TestPki } from '../cms/support.ts';
import { forgeToken } from './support.ts';

let pki: TestPki;
let token: Buffer;
beforeAll(async () => {
  pki = await createTestPki();
  token = await forgeToken((await pki.issue('P-256', 'tsa', STAMPING)).signer(), new Date());
});
afterAll(() => pki.remove());

const text = (line: Buffer) => sequence(sequence(integer(2), sequence(line)));

describe('parseTimestampResponse', () => {
  it('gives the token of a granted response, with and without modifications', () => {
    expect(parseTimestampResponse(sequence(sequence(integer(0)), token)).token?.equals(token)).toBe(true);
    expect(parseTimestampResponse(sequence(sequence(integer(1)), token)).status).toBe('grantedWithMods');
  });

  it.each(Object.keys(TIMESTAMP_FAILURES) as TimestampFailure[])('reads the failure %s back', (failure) => {
    const response = parseTimestampResponse(sequence(rejectionStatus(failure, 'invented reason')));
    expect(response).toEqual({ status: 'rejection', failInfo: failure, statusText: 'invented reason' });
  });

  it.each<[string, () => Buffer]>([
    ['nothing', () => Buffer.alloc(0)],
    ['a number', () => integer(0)],
    ['no status', () => sequence()],
    ['a granted status without a token', () => sequence(sequence(integer(0)))],
    ['a rejection with a token', () => sequence(sequence(integer(2)), token)],
    ['a granted status with a failure', () => sequence(sequence(integer(0), bitString(Buffer.from([0x80]), 7)), token)],
    ['a status that does not exist', () => sequence(sequence(integer(6)))],
    ['a negative status', () => sequence(sequence(integer(-1)))],
    ['text that is not UTF-8', () => text(tlv(0x0c, Buffer.from([0xff])))],
    ['text of another type', () => text(octetString(Buffer.from('a')))],
    ['a member left over', () => sequence(sequence(integer(2)), integer(1))],
    ['a member left over in the status', () => sequence(sequence(integer(2), integer(1)))],
    ['bytes after it', () => Buffer.concat([sequence(sequence(integer(2))), Buffer.alloc(1)])],
    ['more than the cap', () => sequence(sequence(integer(2), sequence(utf8String('x'.repeat(300_000)))))],
  ])('refuses %s', async (_, make) => {
    expect(await codeOf(() => parseTimestampResponse(make()))).toBe('timestamp-response-malformed');
  });

  it('cuts a long text off', () => {
    expect(parseTimestampResponse(text(utf8String('x'.repeat(5000)))).statusText).toHaveLength(1024);
  });

  it('names a failure bit that no document names', () => {
    expect(parseTimestampResponse(sequence(sequence(integer(2), bitString(Buffer.from([0x40]), 6)))).failInfo).toBe('bit-1');
  });
});

describe('grantedToken', () => {
  it.each<[TimestampFailure, string]>([
    ['badAlg', 'refuse'],
    ['timeNotAvailable', 'retry'],
    ['systemFailure', 'retry'],
  ])('after %s says %s', (failure, disposition) => {
    const act = () => grantedToken(sequence(rejectionStatus(failure, 'reason')));
    expect(act).toThrow(expect.objectContaining({ code: 'timestamp-not-granted', disposition }));
    expect(act).toThrow(CryptoError);
  });
});

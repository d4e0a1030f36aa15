import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OID } from '../../../crypto/der/object-identifiers.ts';
import {
  booleanValue,
  contextConstructed,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  tlv,
} from '../../../crypto/der/writer.ts';
import type { Signer } from '../../../crypto/signer.ts';
import { createTimestampResponse, type TimestampIssue } from '../../../crypto/tsp/authority.ts';
import { writeMessageImprint } from '../../../crypto/tsp/imprint.ts';
import { buildTimestampRequest, parseTimestampRequest } from '../../../crypto/tsp/request.ts';
import { grantedToken, parseTimestampResponse } from '../../../crypto/tsp/response.ts';
import { parseTimestampToken } from '../../../crypto/tsp/token.ts';
import { codeOf, createTestPki, STAMPING, type TestPki } from '../cms/support.ts';
import { extension, imprint, nonce, POLICY } from './support.ts';

let pki: TestPki;
let signer: Signer;
beforeAll(async () => {
  pki = await createTestPki();
  signer = (await pki.issue('P-256', 'tsa', STAMPING)).signer();
});
afterAll(() => pki.remove());

const now = new Date('2026-11-20T07:00:00.250Z');

async function respond(request: Buffer, changes: Partial<TimestampIssue> = {}) {
  return createTimestampResponse({ request, signer, policy: POLICY, serialNumber: 7n, now, accuracyMilliseconds: 1500, ...changes });
}

const imprintValue = writeMessageImprint(imprint);
const request = buildTimestampRequest({ imprint, nonce });

describe('createTimestampResponse', () => {
  it('answers a good request with time, accuracy, serial number, policy and nonce', async () => {
    const token = parseTimestampToken(grantedToken(await respond(request)));
    expect(token).toMatchObject({
      policy: POLICY,
      serialHex: '07',
      accuracyMilliseconds: 1500,
      ordering: false,
      imprintAlgorithm: 'sha256',
    });
    expect(token.generationTime).toEqual(now);
    expect([token.imprint, token.nonce]).toEqual([imprint, nonce]);
    expect(token.signedData.certificates).toHaveLength(1);
  });

  it('leaves the certificates out when they are not asked for', async () => {
    const plain = buildTimestampRequest({ imprint, nonce, certificateRequested: false });
    expect(parseTimestampToken(grantedToken(await respond(plain))).signedData.certificates).toHaveLength(0);
  });

  it.each([0, 1, 999, 1000, 61_001])('states an accuracy of %d ms', async (accuracyMilliseconds) => {
    const token = parseTimestampToken(grantedToken(await respond(request, { accuracyMilliseconds })));
    expect(token.accuracyMilliseconds ?? 0).toBe(accuracyMilliseconds);
  });

  it('gives back a negative nonce as it came', async () => {
    const negative = sequence(integer(1), imprintValue, integer(-5));
    expect(parseTimestampToken(grantedToken(await respond(negative))).nonce?.toString('hex')).toBe('fb');
  });

  const sha1 = sequence(sequence(objectIdentifier(OID.sha1), nullValue()), octetString(Buffer.alloc(20)));
  const short = sequence(sequence(objectIdentifier(OID.sha384)), octetString(Buffer.alloc(32)));
  it.each<[string, Buffer, Partial<TimestampIssue>, string]>([
    ['bytes that are no request', Buffer.from('GET / HTTP/1.1'), {}, 'badRequest'],
    ['nothing', Buffer.alloc(0), {}, 'badRequest'],
    ['version 2', sequence(integer(2), imprintValue), {}, 'badRequest'],
    ['a request too long', sequence(integer(1), imprintValue, octetString(Buffer.alloc(20_000))), {}, 'badRequest'],
    ['a nonce of 65 octets', sequence(integer(1), imprintValue, tlv(0x02, Buffer.alloc(65, 1))), {}, 'badRequest'],
    ['the default of certReq written out', sequence(integer(1), imprintValue, booleanValue(false)), {}, 'badRequest'],
    ['SHA-1', sequence(integer(1), sha1), {}, 'badAlg'],
    ['an invented digest', sequence(integer(1), sequence(sequence(objectIdentifier('1.2.3')), octetString(imprint))), {}, 'badAlg'],
    ['a digest of the wrong length', sequence(integer(1), short), {}, 'badDataFormat'],
    ['another policy', buildTimestampRequest({ imprint, nonce, policy: '1.2.3' }), {}, 'unacceptedPolicy'],
    ['an extension', sequence(integer(1), imprintValue, contextConstructed(0, extension('1.2.3', false))), {}, 'unacceptedExtension'],
    ['no trusted time', request, { now: undefined }, 'timeNotAvailable'],
    ['an invalid time', request, { now: new Date(Number.NaN) }, 'timeNotAvailable'],
    ['a negative serial number', request, { serialNumber: -1n }, 'systemFailure'],
    ['an accuracy that is no number', request, { accuracyMilliseconds: Number.NaN }, 'systemFailure'],
  ])('refuses %s', async (_, bytes, changes, failInfo) => {
    expect(parseTimestampResponse(await respond(bytes, changes))).toMatchObject({ status: 'rejection', failInfo });
  });

  it('tells the operator, not the requester, why a key does not sign', async () => {
    const broken: Signer = { ...signer, sign: () => Promise.reject(new Error('token removed from its slot')) };
    const failures: unknown[] = [];
    const issue = { signer: broken, policy: POLICY, serialNumber: 1n, now, accuracyMilliseconds: 0 };
    const response = await createTimestampResponse({ request, ...issue, onFailure: (error) => failures.push(error) });
    expect(parseTimestampResponse(response)).toMatchObject({ failInfo: 'systemFailure' });
    expect(response.includes('slot')).toBe(false);
    expect(failures).toEqual([new Error('token removed from its slot')]);
  });

  it('answers a readable response to whatever bytes come', async () => {
    const changed = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })).map(([offset, value]) => {
      const copy = Buffer.from(request);
      copy[offset % copy.length] = value;
      return copy;
    });
    const noise = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
    await fc.assert(
      fc.asyncProperty(fc.oneof(changed, noise), async (bytes) => {
        const response = parseTimestampResponse(await respond(bytes));
        expect(['granted', 'rejection']).toContain(response.status);
      }),
      { numRuns: 200 },
    );
  });
});

describe('buildTimestampRequest', () => {
  it('is read back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(32, 48, 64),
        fc.uint8Array({ minLength: 8, maxLength: 32 }),
        fc.boolean(),
        (length, random, certificateRequested) => {
          const digest = randomBytes(length);
          const parsed = parseTimestampRequest(
            buildTimestampRequest({ imprint: digest, nonce: Buffer.from(random), certificateRequested }),
          );
          expect(parsed.messageImprint.imprint.equals(digest)).toBe(true);
          expect(parsed.certificateRequested).toBe(certificateRequested);
          expect(BigInt(`0x${parsed.nonce?.toString('hex')}`)).toBe(BigInt(`0x${Buffer.from(random).toString('hex')}`));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('refuses a digest of no known length and a short nonce', async () => {
    expect(await codeOf(() => buildTimestampRequest({ imprint: Buffer.alloc(20), nonce }))).toBe('timestamp-imprint-length');
    expect(await codeOf(() => buildTimestampRequest({ imprint, nonce: Buffer.alloc(7) }))).toBe('timestamp-request-malformed');
  });
});

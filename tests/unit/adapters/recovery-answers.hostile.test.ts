import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TransportError } from '../../../adapters/transport/error.ts';
import type { PeerResponse } from '../../../adapters/transport/exchange.ts';
import { requestDelivery, requestEvidence, requestMessage } from '../../../adapters/transport/recovery-requests.ts';

const SALT = 'ab'.repeat(32);
const EVIDENCE = { evidence: '{"payload":"e30"}', salt: SALT };
const MESSAGE = { envelopes: ['{"payload":"e30"}'], submissionAcceptance: EVIDENCE };
const NONCE = 'A'.repeat(43);

const answering =
  (body: string | Buffer, more: Partial<PeerResponse> = {}) =>
  async (): Promise<PeerResponse> => ({
    status: 200,
    mediaType: 'application/json',
    headers: {},
    body: Buffer.isBuffer(body) ? body : Buffer.from(body, 'utf8'),
    ...more,
  });

const page = (body: unknown, more: Partial<PeerResponse> = {}) =>
  requestEvidence(answering(typeof body === 'string' ? body : JSON.stringify(body), more), { since: new Date(0) });
const message = (body: unknown, more: Partial<PeerResponse> = {}) =>
  requestMessage(answering(typeof body === 'string' ? body : JSON.stringify(body), more), { sender: 'urn:invented:a', messageId: 'm' });

describe('what a peer gives back', () => {
  it('is read in its one form', async () => {
    expect(await page({ items: [EVIDENCE], next: 'cursor' })).toEqual({ items: [EVIDENCE], next: 'cursor' });
    expect(await page({ items: [] })).toEqual({ items: [] });
    expect(await message({ ...MESSAGE, packageLength: 7, nonce: NONCE })).toEqual({ ...MESSAGE, packageLength: 7, nonce: NONCE });
    expect(await message('', { status: 404, mediaType: 'application/problem+json' })).toBeUndefined();
  });

  it.each<[string, () => Promise<unknown>]>([
    ['no JSON', () => page('items')],
    ['a member twice', () => page('{"items":[],"items":[]}')],
    ['an unknown member', () => page({ items: [], more: true })],
    ['a next that is empty', () => page({ items: [], next: '' })],
    ['a next without end', () => page({ items: [], next: 'x'.repeat(1_025) })],
    ['items without end', () => page({ items: Array.from({ length: 1_001 }, () => EVIDENCE) })],
    ['a salt in upper case', () => page({ items: [{ ...EVIDENCE, salt: SALT.toUpperCase() }] })],
    ['evidence without end', () => page({ items: [{ ...EVIDENCE, evidence: 'x'.repeat(262_145) }] })],
    ['another media type', () => page({ items: [] }, { mediaType: 'text/html' })],
    ['another status', () => page({ items: [] }, { status: 206 })],
    ['a message without header', () => message({ ...MESSAGE, envelopes: [] })],
    ['headers without end', () => message({ ...MESSAGE, envelopes: Array.from({ length: 201 }, () => 'x') })],
    ['a negative length', () => message({ ...MESSAGE, packageLength: -1 })],
    ['a length that is no whole number', () => message({ ...MESSAGE, packageLength: 1.5 })],
    ['a nonce of another length', () => message({ ...MESSAGE, nonce: NONCE.slice(1) })],
    ['no A.1', () => message({ envelopes: ['x'] })],
  ])('is refused with %s', async (_name, ask) => {
    await expect(ask()).rejects.toMatchObject({ code: 'peer-protocol' });
  });

  it.each([
    [202, true],
    [404, false],
    [410, false],
  ])('and a delivery asked for is answered by %d', async (status, expected) => {
    expect(await requestDelivery(answering('', { status }), 'm')).toBe(expected);
  });

  it.each([
    [200, 'peer-protocol'],
    [403, 'peer-protocol'],
    [429, 'peer-unreachable'],
    [503, 'peer-unreachable'],
  ])('and %d is no answer', async (status, code) => {
    await expect(requestDelivery(answering('', { status }), 'm')).rejects.toMatchObject({ code });
    await expect(page({ items: 1 }, { status: status === 200 ? 201 : status })).rejects.toMatchObject({ code });
  });

  it('is never anything but its form or a refusal, whatever the octets', async () => {
    const pieces = fc.constantFrom('{', '}', '"items"', '"next"', ':', '[', ']', ',', '"', JSON.stringify(EVIDENCE), '0', '\\u0000', 'é');
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 12 }), async (parts) => {
        const read = await page(parts.join('')).catch((error: unknown) => error);
        if (read instanceof Error) expect(read).toBeInstanceOf(TransportError);
        else expect(read).toHaveProperty('items');
      }),
      { numRuns: 200 },
    );
  });
});

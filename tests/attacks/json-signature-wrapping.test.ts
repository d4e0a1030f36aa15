import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../gateway/error.ts';
import { acceptEvidence } from '../../gateway/evidence-return/accept-evidence.ts';
import { messageKey } from '../../store/contracts/records.ts';
import { clerkOf, clerkReads, saidOf } from '../support/clerk.ts';
import { type ForgedDelivery, forge, forgeEvidence, messageFacts, signerOf } from '../support/hostile-sender.ts';
import { receiveHeader, TAKEN } from '../support/raw-jws.ts';
import { A, B, createWorld, type World } from '../support/two-gateways.ts';

/**
 * Signature wrapping in JSON: a genuine signature stays in the document, and what is read is something else beside it. Members are exactly
 * those of one flattened signature, and what is read is the octets that were verified.
 */
let world: World;
let genuine: ForgedDelivery;
let wanted: string;
beforeAll(async () => {
  world = await createWorld();
  genuine = await forge(world);
  // What the attacker would like to be read: the same header with another lane, unsigned.
  const { payload } = JSON.parse(genuine.envelope) as { payload: string };
  const content = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
  wanted = Buffer.from(JSON.stringify({ ...content, lane: 'urgent' })).toString('base64url');
});
afterAll(() => world.close());

type Jws = { payload: string; protected: string; signature: string };
const jws = (): Jws => JSON.parse(genuine.envelope) as Jws;

const WRAPPINGS: [string, () => string, string][] = [
  ['the payload exchanged', () => JSON.stringify({ ...jws(), payload: wanted }), 'signature-invalid'],
  ['a second payload, after the first', () => genuine.envelope.replace(/\}$/, `,"payload":"${wanted}"}`), 'json-duplicate-member'],
  ['a second payload, before the first', () => genuine.envelope.replace('{', `{"payload":"${wanted}",`), 'json-duplicate-member'],
  ['a payload that is spelled otherwise', () => JSON.stringify({ ...jws(), Payload: wanted }), 'jws-structure'],
  ['the header in the clear beside its signature', () => JSON.stringify({ ...jws(), content: { lane: 'urgent' } }), 'jws-structure'],
  [
    'the general form, with the genuine signature over another payload',
    () => {
      const { protected: header, signature } = jws();
      return JSON.stringify({ payload: wanted, signatures: [{ protected: header, signature }] });
    },
    'jws-structure',
  ],
  [
    'the general form, with the genuine signature over its own payload',
    () => {
      const { payload, protected: header, signature } = jws();
      return JSON.stringify({ payload, signatures: [{ protected: header, signature }] });
    },
    'jws-structure',
  ],
  [
    'both forms at once',
    () => JSON.stringify({ ...jws(), signatures: [{ protected: jws().protected, signature: jws().signature }] }),
    'jws-structure',
  ],
  [
    'the genuine one inside another document',
    () => JSON.stringify({ ...jws(), payload: wanted, header: { signed: jws() } }),
    'jws-structure',
  ],
  ['an unprotected header that says more', () => JSON.stringify({ ...jws(), header: { typ: 'valija-evidence+jose' } }), 'jws-structure'],
  [
    'an unsigned property that nobody checks',
    () => JSON.stringify({ ...jws(), header: { etsiU: [Buffer.from('{"lane":"urgent"}').toString('base64url')] } }),
    'jades-unsigned-property',
  ],
  ['a list of two', () => `[${genuine.envelope},${genuine.envelope}]`, 'json-syntax'],
  ['the compact form', () => `${jws().protected}.${jws().payload}.${jws().signature}`, 'json-syntax'],
  ['a payload with padding', () => JSON.stringify({ ...jws(), payload: `${jws().payload}=` }), 'jws-encoding'],
  [
    'a payload with a line break',
    () => JSON.stringify({ ...jws(), payload: `${jws().payload.slice(0, 40)}\n${jws().payload.slice(40)}` }),
    'jws-encoding',
  ],
  ['a payload that was cut', () => JSON.stringify({ ...jws(), payload: jws().payload.slice(0, 400) }), 'signature-invalid'],
  [
    'a boundary moved between header and payload',
    () => {
      const { payload, protected: header, signature } = jws();
      return JSON.stringify({ protected: `${header}.${payload.slice(0, 4)}`, payload: payload.slice(4), signature });
    },
    'jws-encoding',
  ],
];

describe('of a header', () => {
  it.each(WRAPPINGS)('%s: refused, there is no row', async (_what, wrap, code) => {
    const { code: refusal, clerk } = await receiveHeader(world, genuine, wrap());
    expect(refusal).toBe(code);
    expect(clerk[0]).toBe('FAILED');
    expect(await world.b.dependencies.ledger.get('messages', messageKey('inbound', A, genuine.header.messageId))).toBeUndefined();
  });

  it('the genuine header is then taken, and read as it was signed', async () => {
    expect(await receiveHeader(world, genuine, genuine.envelope)).toEqual(TAKEN);
    const row = await world.b.dependencies.ledger.get('messages', messageKey('inbound', A, genuine.header.messageId));
    expect(row?.value.lane).toBe('ordinary');
  });
});

describe('of a receipt', () => {
  it('the words for a clerk, and the refusal at the door', async () => {
    const { header } = genuine;
    const message = { ...messageFacts(world, header), envelopeDigest: 'ab'.repeat(32), sealedContentDigest: header.sealedContent.sha256 };
    const { evidence, salt } = await forgeEvidence(world, { event: 'RelayRejection', issuer: B, message, reasons: ['message-rejected'] });
    const signed = JSON.parse(evidence) as Jws;
    const positive = Buffer.from(signed.payload, 'base64url').toString('utf8').replace('RelayRejection', 'RelayAcceptance');
    const wrapped = JSON.stringify({ ...signed, payload: Buffer.from(positive).toString('base64url') });
    const error = await acceptEvidence(world.a.dependencies, { from: B, evidence: { evidence: wrapped, salt } }).catch(
      (thrown: unknown) => thrown,
    );
    expect(codeOf(error)).toBe('signature-invalid');
    const material = await clerkOf(world);
    expect(saidOf(await clerkReads(Buffer.from(wrapped), material))).toEqual([
      'FAILED',
      'evidence-signature signature-invalid SIG_CRYPTO_FAILURE',
    ]);
    expect(saidOf(await clerkReads(Buffer.from(evidence), material))).toEqual(['PASSED']);
  });
});

describe('across authorities', () => {
  it('the signature of B beside the payload of A: signature-invalid', async () => {
    const own = await forge(world, { envelopeSigner: signerOf(world, B, 'envelope') });
    const foreign = JSON.parse(own.envelope) as Jws;
    const { code, clerk } = await receiveHeader(world, genuine, JSON.stringify({ ...jws(), signature: foreign.signature }));
    expect(code).toBe('signature-invalid');
    expect(clerk).toEqual(['FAILED', 'envelope-signature signature-invalid SIG_CRYPTO_FAILURE']);
  });
});

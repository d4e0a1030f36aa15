import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../gateway/error.ts';
import { submitMessage } from '../../gateway/outbound/submit.ts';
import { messageKey } from '../../store/contracts/records.ts';
import { forge, signerOf } from '../support/hostile-sender.ts';
import { ACCEPTED, receivePackage } from '../support/package-attack.ts';
import { receiveHeader, signText, TAKEN, textOf } from '../support/raw-jws.ts';
import { submission } from '../support/submissions.ts';
import { A, B, createWorld, type World } from '../support/two-gateways.ts';

/**
 * JSON that two readers read in two ways: members twice, numbers that lose digits, names that change objects, text that is none. The
 * sender himself signs it with his own keys, so that no signature can help.
 */
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

type Trap = [string, (json: string) => string | Buffer, string];

/** What is done to an object whose first member is `name`; each leaves the same object to somebody who reads carelessly. */
const TRAPS = (name: string): Trap[] => [
  ['a member twice', (json) => json.replace('{', `{"${name}":"otra cosa",`), 'json-duplicate-member'],
  [
    'a member twice, once with an escape',
    (json) => json.replace('{', `{"\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${name.slice(1)}":"otra",`),
    'json-duplicate-member',
  ],
  ['__proto__', (json) => json.replace('{', '{"__proto__":{"recipient":"otra"},'), 'json-forbidden-member'],
  ['__proto__ with an escape', (json) => json.replace('{', '{"\\u005f_proto__":1,'), 'json-forbidden-member'],
  ['a lone surrogate', (json) => json.replace('{', '{"x":"\\ud800",'), 'json-lone-surrogate'],
  ['a whole number that no double holds', (json) => json.replace('{', '{"x":9007199254740993,'), 'json-number'],
  ['minus zero', (json) => json.replace('{', '{"x":-0,'), 'json-number'],
  ['an exponent', (json) => json.replace('{', '{"x":1e3,'), 'json-number'],
  ['a fraction', (json) => json.replace('{', '{"x":1.0,'), 'json-number'],
  ['a byte order mark', (json) => `\ufeff${json}`, 'json-byte-order-mark'],
  [
    'an octet that is no UTF-8',
    (json) => Buffer.concat([Buffer.from(json.replace(/\}$/, ',"x":"')), Buffer.of(0xff), Buffer.from('"}')]),
    'json-not-utf8',
  ],
  [
    'overlong UTF-8',
    (json) => Buffer.concat([Buffer.from(json.replace(/\}$/, ',"x":"')), Buffer.of(0xc0, 0xaf), Buffer.from('"}')]),
    'json-not-utf8',
  ],
  ['a comment', (json) => json.replace('{', '{/* nada */'), 'json-syntax'],
  ['a comma too many', (json) => json.replace(/\}$/, ',}'), 'json-syntax'],
  ['a second value after the first', (json) => `${json}{}`, 'json-syntax'],
  ['NaN', (json) => json.replace('{', '{"x":NaN,'), 'json-syntax'],
];

describe('in the payload of a header, under the sender\u2019s own signature', () => {
  const signed = async (change: (json: string) => string | Buffer) => {
    const delivery = await forge(world);
    const text = textOf(delivery.envelope);
    return { delivery, envelope: await signText({ ...text, payload: change(text.payload) }, signerOf(world, A, 'envelope')) };
  };

  it('the same way of signing, without a trap, is taken', async () => {
    const { delivery, envelope } = await signed((json) => json);
    expect(await receiveHeader(world, delivery, envelope)).toEqual(TAKEN);
  });

  it.each(TRAPS('format'))('%s: refused, there is no row', async (_what, trap, code) => {
    const { delivery, envelope } = await signed(trap);
    expect(await receiveHeader(world, delivery, envelope)).toEqual({
      code,
      clerk: ['FAILED', `envelope-signature ${code} FORMAT_FAILURE`],
    });
    expect(await world.b.dependencies.ledger.get('messages', messageKey('inbound', A, delivery.header.messageId))).toBeUndefined();
  });
});

describe('in the protected header, under the sender\u2019s own signature', () => {
  it.each(TRAPS('alg'))('%s', async (_what, trap, code) => {
    const delivery = await forge(world);
    const text = textOf(delivery.envelope);
    const envelope = await signText({ ...text, protected: trap(text.protected) }, signerOf(world, A, 'envelope'));
    const { code: refusal, clerk } = await receiveHeader(world, delivery, envelope);
    expect(refusal).toBe(code);
    expect(clerk[0]).toBe('FAILED');
    expect(clerk[1]).toContain(`${code} FORMAT_FAILURE`);
  });
});

describe('around the signature, where nobody has signed', () => {
  it.each(TRAPS('payload').filter(([what]) => !what.includes('UTF-8') && what !== 'a byte order mark'))('%s', async (_what, trap, code) => {
    const delivery = await forge(world);
    const { code: refusal, clerk } = await receiveHeader(world, delivery, trap(delivery.envelope) as string);
    expect(refusal).toBe(code);
    expect(clerk[0]).toBe('FAILED');
    expect(clerk[1]).toContain(`${code} FORMAT_FAILURE`);
  });

  it('and the untouched one is taken, in whatever order its members come', async () => {
    const delivery = await forge(world);
    const { payload, protected: header, signature } = JSON.parse(delivery.envelope) as Record<string, string>;
    expect(await receiveHeader(world, delivery, JSON.stringify({ signature, protected: header, payload }, undefined, 2))).toEqual(TAKEN);
  });
});

describe('in the sealed request', () => {
  const request = async (): Promise<string> => {
    const { parts, header } = await forge(world);
    expect(parts.requestBytes).toBeUndefined();
    const { messageId, submissionTime, deadlines } = header;
    return JSON.stringify({
      format: 'valija-request/1',
      ...{ messageId, conversation: messageId, sender: A, recipient: B, actor: 'case-register', lane: 'ordinary' },
      ...{ deadlines, suite: '2026a', submissionTime, nonce: 'A'.repeat(43) },
      files: [{ name: 'carta.pdf', role: 'letter', mediaType: 'application/pdf' }],
    });
  };
  const sealed = async (change: (json: string) => string | Buffer) => {
    const json = await request();
    const { messageId } = JSON.parse(json) as { messageId: string };
    return receivePackage(world, { messageId, requestBytes: Buffer.from(change(json)) });
  };

  it('without a trap: consigned', async () => {
    const { gateway, clerk } = await sealed((json) => json);
    expect({ gateway, clerk }).toEqual(ACCEPTED);
  });

  it.each(TRAPS('recipient'))('%s: D.2 package-malformed', async (_what, trap, code) => {
    const { gateway, clerk } = await sealed(trap);
    expect(gateway).toEqual(['not-consigned', 'package-malformed']);
    expect(clerk).toEqual(['FAILED', `package-request ${code}`]);
  });
});

describe('in a submission', () => {
  const JSON_TEXT = JSON.stringify({ recipient: B, subject: 'Asunto inventado' });

  it('without a trap: taken', async () => {
    const taken = submitMessage(world.a.dependencies, await submission({ request: Buffer.from(JSON_TEXT) }));
    await expect(taken).resolves.toMatchObject({ messageId: expect.any(String) });
  });

  it.each(TRAPS('recipient'))('%s: submission-invalid', async (_what, trap) => {
    const request = Buffer.from(trap(JSON_TEXT));
    const error = await submitMessage(world.a.dependencies, await submission({ request })).catch((thrown: unknown) => thrown);
    expect(codeOf(error)).toBe('submission-invalid');
  });
});

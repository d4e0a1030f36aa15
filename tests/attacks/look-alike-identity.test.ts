import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messageKey } from '../../store/contracts/records.ts';
import { forge, signerOf } from '../support/hostile-sender.ts';
import { saidOfOthers } from '../support/others-container.ts';
import { ACCEPTED, receivePackage } from '../support/package-attack.ts';
import { receiveHeader, signText, TAKEN, textOf } from '../support/raw-jws.ts';
import { A, B, C, createWorld, type World } from '../support/two-gateways.ts';

/**
 * Look-alikes: other characters that look the same, or cannot be seen. Authorities are known by identifiers of ASCII and by certificates
 * that the directory lists, never by a name that somebody reads; names of files cannot turn the direction of reading.
 */
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const LOOK_ALIKES: [string, (identifier: string) => string][] = [
  ['a Cyrillic letter', (identifier) => identifier.replace('a-', '\u0430-')],
  ['a letter of full width', (identifier) => identifier.replace('xa', '\uff58a')],
  ['a space that has no width', (identifier) => `${identifier}\u200b`],
  ['a mark of direction', (identifier) => `\u202e${identifier}`],
  ['a letter with a mark of its own', (identifier) => identifier.replace('central', 'centra\u0301l')],
  ['a space at the end', (identifier) => `${identifier} `],
  ['a line break', (identifier) => `${identifier}\n`],
  ['NUL', (identifier) => `${identifier}\0`],
  ['capital letters in front', (identifier) => identifier.replace('urn', 'URN')],
];

describe('the identifier of the sender in a header', () => {
  it('the original is taken', async () => {
    const delivery = await forge(world);
    expect(await receiveHeader(world, delivery, delivery.envelope)).toEqual(TAKEN);
  });

  it.each(LOOK_ALIKES)('%s: envelope-malformed, whoever signs', async (_what, change) => {
    const delivery = await forge(world, { envelopeSigner: signerOf(world, C, 'envelope') });
    const text = textOf(delivery.envelope);
    const header = JSON.parse(text.payload) as { sender: string; route: string[] };
    const sender = change(header.sender);
    const payload = JSON.stringify({ ...header, sender, route: header.route.map((place) => (place === A ? sender : place)) });
    const { code, clerk } = await receiveHeader(world, delivery, await signText({ ...text, payload }, signerOf(world, C, 'envelope')));
    expect(code).toBe('envelope-malformed');
    expect(clerk).toEqual(['FAILED', 'envelope-signature envelope-malformed FORMAT_FAILURE']);
  });

  it('another authority that differs in capital letters: it is another one, and the directory does not know it', async () => {
    const delivery = await forge(world);
    const text = textOf(delivery.envelope);
    const payload = text.payload.replaceAll(A, A.replace('xa-central', 'XA-central'));
    const envelope = await signText({ ...text, payload }, signerOf(world, A, 'envelope'));
    const { code, clerk } = await receiveHeader(world, delivery, envelope);
    expect(code).toBe('peer-not-previous-hop');
    expect(clerk).toEqual(['INDETERMINATE', 'envelope-certificate authority-unknown NO_CERTIFICATE_CHAIN_FOUND']);
    expect(await world.b.dependencies.ledger.get('messages', messageKey('inbound', A, delivery.header.messageId))).toBeUndefined();
  });
});

describe('the identifier of the sender in a sealed request', () => {
  it.each(LOOK_ALIKES)('%s: D.2', async (_what, change) => {
    const { gateway, clerk } = await receivePackage(world, { request: { sender: change(A) } });
    expect(gateway).toEqual(['not-consigned', 'package-malformed']);
    expect(clerk).toEqual(['FAILED', 'package-request bundle-incomplete']);
  });

  it('of somebody else: D.2 package-header-disagree, and for a clerk the seal is not his', async () => {
    const { gateway, clerk } = await receivePackage(world, { request: { sender: C, recipient: B } });
    expect(gateway).toEqual(['not-consigned', 'package-header-disagree']);
    expect(clerk).toEqual(['FAILED', 'package-certificate certificate-not-listed CHAIN_CONSTRAINTS_FAILURE']);
  });
});

describe('names of files', () => {
  it('in any script are names', async () => {
    const files = [{ name: 'петиция.pdf', content: Buffer.from('%PDF-1.7 invented') }];
    const { gateway, clerk } = await receivePackage(world, { files });
    expect({ gateway, clerk }).toEqual(ACCEPTED);
  });

  it.each([
    ['a direction override, so that an exe reads as a pdf', 'carta\u202efdp.exe'],
    ['an embedding', 'carta\u202a.pdf'],
    ['an isolate', 'carta\u2067.pdf'],
    ['a control character', 'carta\u0007.pdf'],
    ['a line break', 'carta\n.pdf'],
  ])('%s: container-name-unsafe', async (_what, name) => {
    const data = Buffer.from('invented');
    const safe = { name: 'carta.txt', data };
    const said = await saidOfOthers({
      files: [safe],
      zip: (entries) => ({ entries: entries.map((entry) => (entry.name === safe.name ? { ...entry, name, flags: 0x800 } : entry)) }),
    });
    expect(said).toEqual(['FAILED', 'package-layout container-name-unsafe']);
    expect(await saidOfOthers({ files: [safe] })).toEqual(['PASSED']);
  });
});

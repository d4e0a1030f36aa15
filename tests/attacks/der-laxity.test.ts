import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSignedData } from '../../crypto/cms/signed-data.ts';
import { children, type DerNode, readDer } from '../../crypto/der/reader.ts';
import { lengthOctets, tlv } from '../../crypto/der/writer.ts';
import { CryptoError } from '../../crypto/error.ts';
import { clerkOf, clerkReads, saidOf } from '../support/clerk.ts';
import { forge, signerOf } from '../support/hostile-sender.ts';
import { saidOfOthers } from '../support/others-container.ts';
import { ACCEPTED, receivePackage } from '../support/package-attack.ts';
import { receiveHeader, signText, TAKEN, textOf } from '../support/raw-jws.ts';
import { A, createWorld, type World } from '../support/two-gateways.ts';
import type { RawEntry } from '../unit/asic/raw-zip.ts';

/**
 * Laxity about DER: the same value in other octets. Whoever re-encodes what he read verifies one thing and uses another, and whoever takes
 * several encodings for one has no digest that names it. Between gateways there is one encoding.
 */
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const CONSTRUCTED = 0x20;

/** The encoding with one value in it, found by its path of places, written in another way. */
function rewritten(der: Buffer, path: readonly number[], write: (node: DerNode) => Buffer): Buffer {
  const node = readDer(der);
  const [place, ...rest] = path;
  if (place === undefined) return write(node);
  const members = children(node);
  if (members[place] === undefined) throw new Error(`there is no member ${place}`);
  return tlv(node.tag, ...members.map((member, index) => (index === place ? rewritten(member.raw, rest, write) : member.raw)));
}

const indefinite = ({ tag, content }: DerNode) => Buffer.concat([Buffer.of(tag, 0x80), content, Buffer.of(0, 0)]);
const longer = ({ tag, content }: DerNode) => {
  const octets = lengthOctets(content.length);
  const [first = 0] = octets;
  const size = first < 0x80 ? Buffer.of(0x81, first) : Buffer.concat([Buffer.of(first + 1, 0), octets.subarray(1)]);
  return Buffer.concat([Buffer.of(tag), size, content]);
};
const inSegments = ({ tag, content }: DerNode) => tlv(tag | CONSTRUCTED, tlv(tag, content.subarray(0, 4)), tlv(tag, content.subarray(4)));
const padded = ({ tag, content }: DerNode) => tlv(tag, Buffer.of(0), content);
const longTag = ({ tag, content }: DerNode) =>
  Buffer.concat([Buffer.of((tag & 0xe0) | 0x1f, tag & 0x1f), lengthOctets(content.length), content]);

function refusalOf(act: () => unknown): { code: string; cause?: string } {
  try {
    act();
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    return { code: error.code, ...(error.cause instanceof CryptoError ? { cause: error.cause.code } : {}) };
  }
  throw new Error('nothing was refused');
}

/** ContentInfo { type, [0] SignedData { version, digests, content, certificates, signers { SignerInfo } } } */
const SIGNED_DATA = [1, 0];
const SIGNER = [...SIGNED_DATA, 4, 0];

/** What is written otherwise, and what the reader of DER says of it. */
const VARIANTS: [string, (der: Buffer) => Buffer, string][] = [
  ['an indefinite length around everything', (der) => rewritten(der, [], indefinite), 'der-indefinite-length'],
  ['an indefinite length inside', (der) => rewritten(der, SIGNED_DATA, indefinite), 'der-indefinite-length'],
  ['a length longer than needed', (der) => rewritten(der, [], longer), 'der-length-not-minimal'],
  ['a length longer than needed, inside', (der) => rewritten(der, [...SIGNER, 5], longer), 'der-length-not-minimal'],
  ['an octet after the end', (der) => Buffer.concat([der, Buffer.of(0)]), 'der-trailing-bytes'],
  ['a second value after the end', (der) => Buffer.concat([der, der]), 'der-trailing-bytes'],
  ['the end missing', (der) => der.subarray(0, -1), 'der-truncated'],
  ['a number with a zero in front', (der) => rewritten(der, [...SIGNED_DATA, 0], padded), 'der-value-invalid'],
  ['a tag of several octets', (der) => rewritten(der, [...SIGNED_DATA, 0], longTag), 'der-tag-unsupported'],
  ['the value of the signature in segments', (der) => rewritten(der, [...SIGNER, 5], inSegments), 'der-value-invalid'],
  [
    'a member more than the type has',
    (der) => rewritten(der, SIGNER, ({ tag, content }) => tlv(tag, content, tlv(0x05))),
    'der-unexpected-tag',
  ],
  [
    'the signed attributes in another order',
    (der) =>
      rewritten(der, [...SIGNER, 3], (node) =>
        tlv(
          node.tag,
          ...children(node)
            .map(({ raw }) => raw)
            .reverse(),
        ),
      ),
    'attributes-not-sorted',
  ],
];

describe('in the seal of a package', () => {
  it('the original is consigned', async () => {
    const { gateway, clerk } = await receivePackage(world, { signature: (der) => rewritten(der, SIGNER, ({ raw }) => raw) });
    expect({ gateway, clerk }).toEqual(ACCEPTED);
  });

  it.each(VARIANTS)('%s: D.2 package-signature-invalid', async (_what, change, cause) => {
    let seen: unknown;
    const signature = (der: Buffer) => {
      seen = refusalOf(() => parseSignedData(change(der)));
      return change(der);
    };
    const { gateway, clerk } = await receivePackage(world, { signature });
    expect(gateway).toEqual(['not-consigned', 'package-signature-invalid']);
    const code = cause.startsWith('der-') ? 'signed-data-malformed' : cause;
    expect(clerk).toEqual(['FAILED', `package-signature ${code} FORMAT_FAILURE`]);
    expect(seen).toEqual({ code, ...(code === cause ? {} : { cause }) });
  });

  it('another encoding of the value (r, s) is the same value: the standards allow two, and the seal is not known by it', async () => {
    const padInside = (der: Buffer) => rewritten(der, [...SIGNER, 5], ({ tag, content }) => tlv(tag, rewritten(content, [0], padded)));
    const { gateway, clerk } = await receivePackage(world, { stamp: 'none', signature: padInside });
    expect(gateway).toEqual(['not-consigned', 'package-signature-invalid']);
    expect(clerk).toEqual(['FAILED', 'package-signature signature-invalid SIG_CRYPTO_FAILURE']);
  });
});

describe('in the certificate of a header', () => {
  const shown = async (change: (der: Buffer) => string) => {
    const delivery = await forge(world);
    const text = textOf(delivery.envelope);
    const header = JSON.parse(text.protected) as { x5c: [string, ...string[]] };
    const [own, ...others] = header.x5c;
    const changed = JSON.stringify({ ...header, x5c: [change(Buffer.from(own, 'base64')), ...others] });
    return receiveHeader(world, delivery, await signText({ ...text, protected: changed }, signerOf(world, A, 'envelope')));
  };

  it('the original is taken', async () => {
    expect(await shown((der) => der.toString('base64'))).toEqual(TAKEN);
  });

  it.each<[string, (der: Buffer) => string, string]>([
    [
      'an indefinite length',
      (der) => rewritten(der, [], indefinite).toString('base64'),
      'jades-certificate-malformed NO_SIGNING_CERTIFICATE_FOUND',
    ],
    [
      'a length longer than needed',
      (der) => rewritten(der, [], longer).toString('base64'),
      'jades-certificate-malformed NO_SIGNING_CERTIFICATE_FOUND',
    ],
    [
      'an octet after the end',
      (der) => Buffer.concat([der, Buffer.of(0)]).toString('base64'),
      'jades-certificate-malformed NO_SIGNING_CERTIFICATE_FOUND',
    ],
    [
      'a serial number with a zero in front',
      (der) => rewritten(der, [0, 1], padded).toString('base64'),
      'jades-certificate-malformed NO_SIGNING_CERTIFICATE_FOUND',
    ],
    ['base64url', (der) => `${der.toString('base64url')}_`, 'jws-encoding FORMAT_FAILURE'],
    ['line breaks', (der) => der.toString('base64').replace(/(.{64})/g, '$1\n'), 'jws-encoding FORMAT_FAILURE'],
  ])('%s: refused', async (_what, change, said) => {
    const { code, clerk } = await shown(change);
    expect(code).toBe(said.split(' ')[0]);
    expect(clerk).toEqual(['FAILED', `envelope-signature ${said}`]);
  });
});

describe('in sealed content', () => {
  it('an indefinite length: D.2; a clerk may read what others write, and is told that it is BER', async () => {
    const sealed = (octets: Buffer) => rewritten(octets, [], indefinite);
    const { gateway, delivery } = await receivePackage(world, { sealed });
    expect(gateway).toEqual(['not-consigned', 'decryption-failed']);
    const [key] = world.b.dependencies.keys.decryptionKeys();
    if (key === undefined) throw new Error('no key');
    const { findings } = await clerkReads(delivery.sealedOctets, { ...(await clerkOf(world)), key });
    expect(findings.map(({ check }) => check)).toContain('sealed-opening');
  });

  it.each<[string, (octets: Buffer) => Buffer, string]>([
    ['an octet after the end', (octets) => Buffer.concat([octets, Buffer.of(0)]), 'sealed-opening'],
    ['a length longer than needed', (octets) => rewritten(octets, [], longer), 'sealed-opening'],
  ])('%s: D.2, FAILED', async (_what, sealed, check) => {
    const { gateway, delivery } = await receivePackage(world, { sealed });
    expect(gateway).toEqual(['not-consigned', 'decryption-failed']);
    const [key] = world.b.dependencies.keys.decryptionKeys();
    if (key === undefined) throw new Error('no key');
    const said = saidOf(await clerkReads(delivery.sealedOctets, { ...(await clerkOf(world)), key }));
    expect(said[0]).toBe('FAILED');
    expect(said[1]).toContain(check);
  });
});

describe('in a container of others', () => {
  const changed = (change: (der: Buffer) => Buffer) => (entries: RawEntry[]) => ({
    entries: entries.map((entry) =>
      entry.name === 'META-INF/signature001.p7s' ? { ...entry, data: change(entry.data ?? Buffer.alloc(0)) } : entry,
    ),
  });

  it('BER is read, because others write it', async () => {
    expect(await saidOfOthers()).toEqual(['PASSED']);
    expect(await saidOfOthers({ zip: changed((der) => rewritten(der, [], indefinite)) })).toEqual(['PASSED']);
  });

  it.each<[string, (der: Buffer) => Buffer]>([
    ['an octet after the end', (der) => Buffer.concat([der, Buffer.of(0)])],
    ['the end missing', (der) => der.subarray(0, -1)],
    ['the signed attributes in another order', VARIANTS.at(-1)?.[1] ?? ((der) => der)],
  ])('%s: FAILED', async (_what, change) => {
    const said = await saidOfOthers({ zip: changed(change) });
    expect(said[0]).toBe('FAILED');
    expect(said[1]).toMatch(/FORMAT_FAILURE$/);
  });
});

import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { berToDer } from '../../../crypto/der/ber-to-der.ts';
import type { DerNode } from '../../../crypto/der/node.ts';
import { children, readDer } from '../../../crypto/der/reader.ts';
import { octetString, sequence } from '../../../crypto/der/writer.ts';
import { encodedTree } from './support.ts';

/** The same value as a streaming writer makes it: indefinite lengths, octet strings in segments, lengths longer than need be. */
function streamed(node: DerNode, segment: number): Buffer {
  const isConstructed = (node.tag & 0x20) !== 0;
  if (isConstructed) {
    return Buffer.concat([Buffer.from([node.tag, 0x80]), ...children(node).map((child) => streamed(child, segment)), Buffer.alloc(2)]);
  }
  if (node.tag !== 0x04) return node.raw;
  const segments: Buffer[] = [];
  for (let at = 0; at < node.content.length; at += segment) segments.push(longForm(node.content.subarray(at, at + segment)));
  return Buffer.concat([Buffer.from([0x24, 0x80]), ...segments, Buffer.alloc(2)]);
}

function longForm(content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x04, 0x82, content.length >> 8, content.length & 0xff]), content]);
}

describe('berToDer', () => {
  it('leaves DER as it is', () => {
    fc.assert(
      fc.property(encodedTree, (der) => {
        expect(berToDer(der).equals(der)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('writes what was streamed as DER', () => {
    fc.assert(
      fc.property(encodedTree, fc.integer({ min: 1, max: 40 }), (der, segment) => {
        expect(berToDer(streamed(readDer(der), segment)).equals(der)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('accepts nothing that it cannot write as DER of the same structure', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (octets) => {
        let der: Buffer;
        try {
          der = berToDer(Buffer.from(octets));
        } catch (error) {
          expect(error).toMatchObject({ name: 'CryptoError', code: expect.stringMatching(/^der-/) });
          return;
        }
        expect(berToDer(der).equals(der)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('is read by openssl as the same value', () => {
    const der = sequence(sequence(octetString(Buffer.alloc(100, 7))), octetString(Buffer.from('abc')));
    const parse = (input: Buffer) => spawnSync('openssl', ['asn1parse', '-inform', 'DER'], { input }).stdout.toString();
    const ber = streamed(readDer(der), 16);
    expect(parse(ber)).toContain('inf');
    expect(parse(berToDer(ber))).toBe(parse(der));
  });
});

describe('berToDer refuses', () => {
  it.each([
    ['nothing', '', 'der-empty'],
    ['a tag alone', '30', 'der-truncated'],
    ['a content that is cut off', '300402', 'der-truncated'],
    ['length octets that are cut off', '3084', 'der-truncated'],
    ['no end of contents', '3080020101', 'der-truncated'],
    ['half an end of contents', '308002010100', 'der-truncated'],
    ['a member longer than what holds it', '3003020400', 'der-truncated'],
    ['octets that follow', '300000', 'der-trailing-bytes'],
    ['octets after the end of contents', '3080000000', 'der-trailing-bytes'],
    ['a primitive of indefinite length', '04800000', 'der-value-invalid'],
    ['an integer among segments', '2480020101' + '0000', 'der-value-invalid'],
    ['a bit string in segments', '238003020001' + '0000', 'der-value-invalid'],
    ['text in segments', '2c800c01410000', 'der-value-invalid'],
    ['a tag of several octets', '1f8101', 'der-tag-unsupported'],
    ['an end of contents alone', '0000', 'der-tag-unsupported'],
    ['too many length octets', '3087000000000000', 'der-too-large'],
  ])('%s', (_what, hex, code) => {
    expect(() => berToDer(Buffer.from(hex, 'hex'))).toThrow(expect.objectContaining({ code }));
  });

  it('more octets than asked for, and deeper nesting', () => {
    expect(() => berToDer(Buffer.alloc(11), { maximumBytes: 10 })).toThrow(expect.objectContaining({ code: 'der-too-large' }));
    const nested = Buffer.concat([Buffer.from('3080'.repeat(40), 'hex'), Buffer.alloc(80)]);
    expect(() => berToDer(nested)).toThrow(expect.objectContaining({ code: 'der-too-deep' }));
    expect(berToDer(nested, { maximumDepth: 40 }).length).toBe(80);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildManifest } from '../../../crypto/asic/build-manifest.ts';
import { parseManifest } from '../../../crypto/asic/parse-manifest.ts';
import { codeOf, sha256 } from './support.ts';

const SIGNATURE = 'META-INF/signature001.p7s';
const DIGEST = sha256(Buffer.from('invented'));
const part = (name: string, more: object = {}) => ({ name, mimeType: 'application/pdf', sha256: DIGEST, ...more });

/** Names that containers may have: plain paths in any script. */
const segment = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .map((text) => text.replace(/[/\\\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '_').toWellFormed())
  .filter((text) => text !== '.' && text !== '..' && !/^[A-Za-z]:/.test(text));
const entryName = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'));

describe('a manifest', () => {
  it('says what it was built from', () => {
    const bytes = buildManifest([part('carta rogatória.pdf', { root: true }), part('anexos/a&b <1>\'"#%.pdf')], SIGNATURE);
    expect(parseManifest(bytes)).toEqual({
      signature: { name: SIGNATURE, mimeType: 'application/pkcs7-signature' },
      references: [
        { name: 'carta rogatória.pdf', mimeType: 'application/pdf', root: true, digestAlgorithm: 'sha256', digest: DIGEST },
        { name: 'anexos/a&b <1>\'"#%.pdf', mimeType: 'application/pdf', root: false, digestAlgorithm: 'sha256', digest: DIGEST },
      ],
    });
    expect(bytes.toString('latin1')).toMatch(/^[\x20-\x7e\n]*$/);
  });

  it('has these octets', () => {
    // The signature covers them: they may only change with the format.
    expect(buildManifest([part('request.json', { mimeType: 'application/json', root: true })], SIGNATURE).toString()).toBe(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">',
        '<asic:SigReference URI="META-INF/signature001.p7s" MimeType="application/pkcs7-signature"/>',
        `<asic:DataObjectReference URI="request.json" MimeType="application/json" Rootfile="true"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>${DIGEST.toString('base64')}</ds:DigestValue></asic:DataObjectReference>`,
        '</asic:ASiCManifest>',
        '',
      ].join('\n'),
    );
  });

  it('keeps any name', () => {
    fc.assert(
      fc.property(fc.uniqueArray(entryName, { minLength: 1, maxLength: 8 }), (names) => {
        const usable = names.filter((name) => !name.startsWith('META-INF/'));
        fc.pre(usable.length > 0);
        const read = parseManifest(
          buildManifest(
            usable.map((name) => part(name)),
            SIGNATURE,
          ),
        );
        expect(read.references.map(({ name }) => name)).toEqual(usable);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['no parts', [], 'manifest-part-invalid'],
    ['two roots', [part('a', { root: true }), part('b', { root: true })], 'manifest-part-invalid'],
    ['a part in META-INF', [part('META-INF/a')], 'manifest-part-invalid'],
    ['a short digest', [part('a', { sha256: Buffer.alloc(31) })], 'manifest-part-invalid'],
    ['a media type with quotes', [part('a', { mimeType: 'text/plain"' })], 'manifest-part-invalid'],
    ['no media type', [part('a', { mimeType: '' })], 'manifest-part-invalid'],
    ['a part twice', [part('a'), part('a')], 'manifest-reference-duplicate'],
    ['an unsafe name', [part('../a')], 'container-name-unsafe'],
    ['a lone surrogate', [part('\ud800')], 'container-name-unsafe'],
  ])('is not built with %s', async (_name, parts, code) => {
    expect(await codeOf(() => buildManifest(parts, SIGNATURE))).toBe(code);
  });
});

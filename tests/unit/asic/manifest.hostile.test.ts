import { describe, expect, it } from 'vitest';
import { parseManifest } from '../../../crypto/asic/parse-manifest.ts';
import { codeOf, sha256 } from './support.ts';

const ASIC = 'http://uri.etsi.org/02918/v1.2.1#';
const DS = 'http://www.w3.org/2000/09/xmldsig#';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const DIGEST = sha256(Buffer.from('invented')).toString('base64');

const signature = '<a:SigReference URI="META-INF/signature001.p7s"/>';
const digests = (method = SHA256, value = DIGEST) => `<d:DigestMethod Algorithm="${method}"/><d:DigestValue>${value}</d:DigestValue>`;
const reference = (uri = 'a.pdf', inside = digests(), more = '') =>
  `<a:DataObjectReference URI="${uri}"${more}>${inside}</a:DataObjectReference>`;
const manifest = (inside: string, more = '') => `<a:ASiCManifest xmlns:a="${ASIC}" xmlns:d="${DS}"${more}>${inside}</a:ASiCManifest>`;

describe('a manifest of others', () => {
  it.each([
    ['other prefixes', manifest(signature + reference())],
    [
      'a declaration and white space',
      `<?xml version='1.0' encoding='utf-8' standalone="no" ?>\r\n\t${manifest(`\n ${signature}\n\t${reference()}\r\n`)}\n`,
    ],
    [
      'default namespaces',
      `<ASiCManifest xmlns="${ASIC}"><SigReference URI="META-INF/signature001.p7s"/><DataObjectReference URI="a.pdf"><DigestMethod xmlns="${DS}" Algorithm="${SHA256}"/><DigestValue xmlns="${DS}">\n${DIGEST}\n</DigestValue></DataObjectReference></ASiCManifest>`,
    ],
    ['long end tags', manifest(`<a:SigReference URI='META-INF/signature001.p7s'></a:SigReference >${reference()}`)],
    ['an unused namespace', manifest(signature + reference(), ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"')],
    ['Rootfile 1', manifest(signature + reference('a.pdf', digests(), ' Rootfile="1"'))],
    ['predefined entities', manifest(signature + reference('a.pdf', digests(), ' MimeType="a&amp;b&lt;&gt;&quot;&apos;"'))],
    ['a name in plain Unicode', manifest(signature + reference('declaración.pdf'))],
    [
      'several digest algorithms',
      manifest(signature + reference('a.pdf', digests('http://www.w3.org/2001/04/xmlenc#sha512', Buffer.alloc(64, 1).toString('base64')))),
    ],
  ])('with %s is read', (_name, text) => {
    const read = parseManifest(Buffer.from(text));
    expect(read.signature.name).toBe('META-INF/signature001.p7s');
    expect(read.references).toHaveLength(1);
  });
});

describe('a hostile manifest', () => {
  const doctype = `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>`;
  it.each<[string, string | Buffer, string]>([
    ['nothing', '', 'manifest-not-xml'],
    ['text', 'bla', 'manifest-not-xml'],
    ['a byte order mark', `\ufeff${manifest(signature + reference())}`, 'manifest-not-xml'],
    ['UTF-16', Buffer.from(manifest(signature + reference()), 'utf16le'), 'manifest-not-xml'],
    ['octets that are not UTF-8', Buffer.concat([Buffer.from(manifest(signature)), Buffer.from([0xff])]), 'manifest-not-xml'],
    ['another encoding', `<?xml version="1.0" encoding="ISO-8859-1"?>${manifest(signature + reference())}`, 'manifest-not-xml'],
    ['XML 1.1', `<?xml version="1.1"?>${manifest(signature + reference())}`, 'manifest-not-xml'],
    ['a document type', doctype + manifest(signature + reference()), 'manifest-not-xml'],
    ['an entity of its own', manifest(signature + reference('&e;')), 'manifest-not-xml'],
    ['a character reference', manifest(signature + reference('&#97;.pdf')), 'manifest-not-xml'],
    ['a bare ampersand', manifest(signature + reference('a&b')), 'manifest-not-xml'],
    ['an entity named as an object has it', manifest(signature + reference('&toString;')), 'manifest-not-xml'],
    ['a comment', manifest(`<!-- -->${signature}${reference()}`), 'manifest-not-xml'],
    ['a processing instruction', manifest(`<?x y?>${signature}${reference()}`), 'manifest-not-xml'],
    ['CDATA', manifest(signature + reference('a', digests(SHA256, `<![CDATA[${DIGEST}]]>`))), 'manifest-not-xml'],
    ['the end of CDATA', manifest(signature + reference('a', digests(SHA256, ']]>'))), 'manifest-not-xml'],
    ['a control character', manifest(signature + reference('a\u0001')), 'manifest-not-xml'],
    ['an angle bracket in an attribute', manifest(signature + reference('a<b')), 'manifest-not-xml'],
    ['an attribute twice', manifest(signature + reference('a', digests(), ' URI="b"')), 'manifest-not-xml'],
    [
      'an attribute twice by namespace',
      manifest(`<a:SigReference xmlns:x="urn:x" xmlns:y="urn:x" x:q="1" y:q="2" URI="s"/>${reference()}`),
      'manifest-not-xml',
    ],
    ['attributes not separated', manifest(`<a:SigReference URI="s"MimeType="x"/>${reference()}`), 'manifest-not-xml'],
    ['a prefix nobody declared', `<b:ASiCManifest/>`, 'manifest-not-xml'],
    ['the xml prefix declared', manifest(signature + reference(), ' xmlns:xml="urn:x"'), 'manifest-not-xml'],
    [
      'an end tag of another name',
      manifest(`${signature}<a:DataObjectReference URI="a">${digests()}</a:SigReference>`),
      'manifest-not-xml',
    ],
    ['no end', manifest(signature + reference()).slice(0, -3), 'manifest-not-xml'],
    ['text between elements', manifest(`${signature}x${reference()}`), 'manifest-not-xml'],
    ['something after the end', `${manifest(signature + reference())}<x/>`, 'manifest-not-xml'],
    ['deep nesting', '<a>'.repeat(10_000), 'manifest-too-large'],
    ['too many octets', ' '.repeat(8 * 1024 * 1024 + 1), 'manifest-too-large'],
    ['too many elements', manifest(signature + '<a:x/>'.repeat(40_001)), 'manifest-too-large'],
    ['too many attributes', `<a${' b="c"'.repeat(17)}/>`, 'manifest-too-large'],
    ['another root', `<x xmlns="${ASIC}"/>`, 'manifest-structure'],
    ['another namespace', manifest(signature + reference()).replace(ASIC, 'urn:other'), 'manifest-structure'],
    ['an attribute on the root', manifest(signature + reference(), ' Id="x"'), 'manifest-structure'],
    ['no signature', manifest(reference()), 'manifest-structure'],
    ['no reference', manifest(signature), 'manifest-structure'],
    ['nothing inside', manifest(''), 'manifest-structure'],
    ['text inside', manifest('x'), 'manifest-structure'],
    ['two signatures', manifest(signature + signature + reference()), 'manifest-structure'],
    [
      'references inside the signature',
      manifest(`<a:SigReference URI="s">${reference()}</a:SigReference>${reference()}`),
      'manifest-structure',
    ],
    ['no URI', manifest(`${signature}<a:DataObjectReference>${digests()}</a:DataObjectReference>`), 'manifest-structure'],
    ['an unknown attribute', manifest(signature + reference('a', digests(), ' Type="x"')), 'manifest-structure'],
    ['no digest', manifest(signature + reference('a', '')), 'manifest-structure'],
    ['no digest value', manifest(signature + reference('a', `<d:DigestMethod Algorithm="${SHA256}"/>`)), 'manifest-structure'],
    ['two digests', manifest(signature + reference('a', digests() + digests())), 'manifest-structure'],
    [
      'digest elements in the wrong namespace',
      manifest(signature + reference('a', digests().replaceAll('d:', 'a:'))),
      'manifest-structure',
    ],
    ['elements in the digest', manifest(signature + reference('a', digests(SHA256, '<d:x/>'))), 'manifest-structure'],
    ['Rootfile of another word', manifest(signature + reference('a', digests(), ' Rootfile="yes"')), 'manifest-structure'],
    [
      'two root files',
      manifest(signature + reference('a', digests(), ' Rootfile="true"') + reference('b', digests(), ' Rootfile="true"')),
      'manifest-structure',
    ],
    ['an extension', manifest(`${signature}${reference()}<a:ASiCManifestExtensions/>`), 'manifest-extension-unsupported'],
    [
      'an extension of a reference',
      manifest(signature + reference('a', `${digests()}<a:DataObjectReferenceExtensions/>`)),
      'manifest-extension-unsupported',
    ],
    ['SHA-1', manifest(signature + reference('a', digests('http://www.w3.org/2000/09/xmldsig#sha1'))), 'manifest-digest-invalid'],
    ['a digest of another length', manifest(signature + reference('a', digests(SHA256, 'AAAA'))), 'manifest-digest-invalid'],
    [
      'a digest with signs that base64 ignores',
      manifest(signature + reference('a', digests(SHA256, `${DIGEST}*`))),
      'manifest-digest-invalid',
    ],
    [
      'a digest in URL-safe base64',
      manifest(signature + reference('a', digests(SHA256, Buffer.alloc(32, 0xff).toString('base64url')))),
      'manifest-digest-invalid',
    ],
    ['the same file twice', manifest(signature + reference('a') + reference('%61')), 'manifest-reference-duplicate'],
    ['the signature among the references', manifest(signature + reference('META-INF/signature001.p7s')), 'manifest-reference-duplicate'],
    ['the parent folder', manifest(signature + reference('%2e%2e/a')), 'manifest-reference-unsafe'],
    ['an absolute path', manifest(signature + reference('/a')), 'manifest-reference-unsafe'],
    ['a scheme', manifest(signature + reference('file:a')), 'manifest-reference-unsafe'],
    ['a fragment', manifest(signature + reference('a#b')), 'manifest-reference-unsafe'],
    ['a query', manifest(signature + reference('a?b')), 'manifest-reference-unsafe'],
    ['broken percent-encoding', manifest(signature + reference('a%2')), 'manifest-reference-unsafe'],
    ['percent-encoding that is not UTF-8', manifest(signature + reference('%ff')), 'manifest-reference-unsafe'],
    ['NUL', manifest(signature + reference('a%00.pdf')), 'manifest-reference-unsafe'],
    ['an empty URI', manifest(signature + reference('')), 'manifest-reference-unsafe'],
    ['an endless URI', manifest(signature + reference('a'.repeat(5000))), 'manifest-reference-unsafe'],
  ])('with %s', async (_name, text, code) => {
    expect(await codeOf(() => parseManifest(Buffer.from(text as string)))).toBe(code);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePemCertificates, readPemBlocks } from '../../../crypto/x509/pem.ts';
import { errorOf, issue } from './support.ts';

const pem = (label: string, bytes: Buffer): string =>
  `-----BEGIN ${label}-----\n${(bytes.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END ${label}-----\n`;

describe('PEM', () => {
  it('gives back the octets of every block, with text and either line end between them', () => {
    const block = fc.uint8Array({ minLength: 1, maxLength: 300 }).map((octets) => Buffer.from(octets));
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), fc.constantFrom('\n', '\r\n'), (blocks, lineEnd) => {
        const text = blocks.map((bytes, index) => `subject ${index}\n${pem('CERTIFICATE', bytes)}`).join('\n');
        expect(readPemBlocks(text.replaceAll('\n', lineEnd), 'CERTIFICATE')).toEqual(blocks);
      }),
    );
  });

  it('gives certificates in their order', () => {
    const certificates = [issue({ name: 'first' }), issue({ name: 'second' })].map(({ certificate }) => certificate);
    const text = certificates.map(({ der }) => pem('CERTIFICATE', der)).join('');
    expect(parsePemCertificates(text).map(({ fingerprint }) => fingerprint)).toEqual(certificates.map(({ fingerprint }) => fingerprint));
  });

  it.each([
    ['nothing', '', /0 blocks/],
    ['text without a block', 'a certificate\n', /0 blocks/],
    ['a block of another label', pem('PRIVATE KEY', Buffer.of(1)), /does not begin/],
    ['an end without a beginning', '-----END CERTIFICATE-----\n', /does not begin/],
    ['a block without its end', '-----BEGIN CERTIFICATE-----\nAQ==\n', /without its end/],
    ['an empty block', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n', /not base64/],
    ['characters outside base64', '-----BEGIN CERTIFICATE-----\nA*==\n-----END CERTIFICATE-----\n', /not base64/],
    ['missing padding', '-----BEGIN CERTIFICATE-----\nAQ\n-----END CERTIFICATE-----\n', /not base64/],
    ['bits behind the end', '-----BEGIN CERTIFICATE-----\nAR==\n-----END CERTIFICATE-----\n', /not base64/],
    [
      'headers of an encrypted block',
      '-----BEGIN CERTIFICATE-----\nProc-Type: 4,ENCRYPTED\n\nAQ==\n-----END CERTIFICATE-----\n',
      /not base64/,
    ],
    ['33 blocks', pem('CERTIFICATE', Buffer.of(1)).repeat(33), /33 blocks/],
    ['a text longer than the limit', 'x'.repeat(1024 * 1024 + 1), /at most/],
  ])('refuses %s', (_what, text, reason) => {
    const error = errorOf(() => readPemBlocks(text, 'CERTIFICATE'));
    expect(error).toMatchObject({ code: 'pem-malformed', disposition: 'refuse' });
    expect(error.message).toMatch(reason);
  });
});

import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDer } from '../../../crypto/der/reader.ts';
import { CryptoError } from '../../../crypto/error.ts';
import { buildCertificationRequest, type CertificationRequest } from '../../../crypto/x509/certification-request.ts';

const KEYS: Readonly<Record<string, KeyObject>> = {
  'P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  'P-384': generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
  RSA: generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey,
};

function request(over: Partial<CertificationRequest> = {}): CertificationRequest {
  return {
    privateKey: KEYS['P-256'] as KeyObject,
    subject: { country: 'XA', organization: 'Autoridad Central de Xandría (inventada)', commonName: 'tls' },
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
    names: { hosts: ['pasarela.invalid', '192.0.2.7', '2001:db8::7'], uris: ['urn:valija:authority:xa-central'] },
    ...over,
  };
}

function openssl(der: Buffer): { status: number | null; text: string } {
  const options = ['req', '-inform', 'DER', '-verify', '-noout', '-text', '-nameopt', 'utf8,sep_comma_plus_space'];
  const { status, stdout, stderr } = spawnSync('openssl', options, { input: der, encoding: 'utf8' });
  return { status, text: stdout + stderr };
}

describe('a request for a certificate', () => {
  it.each(Object.entries(KEYS))('is one that openssl verifies: %s', (_kind, privateKey) => {
    const { status, text } = openssl(buildCertificationRequest(request({ privateKey })));
    expect(status).toBe(0);
    expect(text).toContain('self-signature verify OK');
    expect(text).toContain('C=XA, O=Autoridad Central de Xandría (inventada), CN=tls');
    expect(text).toMatch(/X509v3 Key Usage: *\n\s+Digital Signature\n/);
    expect(text).toMatch(/TLS Web Server Authentication, TLS Web Client Authentication/);
    expect(text).toContain(
      'DNS:pasarela.invalid, IP Address:192.0.2.7, IP Address:2001:DB8:0:0:0:0:0:7, URI:urn:valija:authority:xa-central',
    );
  });

  it.each([
    [['digitalSignature', 'nonRepudiation'], 'Digital Signature, Non Repudiation'],
    [['keyAgreement'], 'Key Agreement'],
    [['keyEncipherment'], 'Key Encipherment'],
  ] as const)('asks for %j alone', (keyUsage, words) => {
    const { text } = openssl(buildCertificationRequest(request({ keyUsage, extendedKeyUsage: [], names: { hosts: [], uris: [] } })));
    expect(text).toMatch(new RegExp(`X509v3 Key Usage: *\n\\s+${words}\n`));
    expect(text).not.toContain('Extended Key Usage');
    expect(text).not.toContain('Alternative');
  });

  it('is refused by openssl with any bit of what was signed changed', () => {
    const der = buildCertificationRequest(request());
    fc.assert(
      fc.property(fc.nat(der.length * 8 - 1), (bit) => {
        const changed = Buffer.from(der);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(openssl(changed).text).not.toContain('verify OK');
      }),
      { numRuns: 20 },
    );
  });

  it('is DER whatever the names are', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((value) => [...value].length <= 64);
    fc.assert(
      fc.property(text, text, fc.ipV6(), fc.ipV4(), (organization, commonName, six, four) => {
        const subject = { country: 'XB', organization, commonName };
        const der = buildCertificationRequest(request({ subject, names: { hosts: [six, four], uris: [] } }));
        expect(readDer(der).raw.equals(der)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['a country of three letters', { subject: { country: 'XAN', organization: 'x', commonName: 'y' } }],
    ['a name that is too long', { subject: { country: 'XA', organization: 'x'.repeat(65), commonName: 'y' } }],
    ['no name', { subject: { country: 'XA', organization: '', commonName: 'y' } }],
    ['half a character', { subject: { country: 'XA', organization: '\ud800', commonName: 'y' } }],
    ['no key usage', { keyUsage: [] }],
    ['the usage of an authority', { keyUsage: ['keyCertSign'] }],
    ['a host in other letters', { names: { hosts: ['pasarelá.invalid'], uris: [] } }],
  ] as const)('is not made with %s', (_what, over) => {
    expect(() => buildCertificationRequest(request(over as Partial<CertificationRequest>))).toThrow(CryptoError);
  });

  it('is not made for a key that signs otherwise', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    expect(() => buildCertificationRequest(request({ privateKey }))).toThrow(expect.objectContaining({ code: 'algorithm-unknown' }));
  });
});

import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { objectIdentifier, octetString, sequence, tlv, unsignedInteger } from '../../../crypto/der/writer.ts';
import { CryptoError } from '../../../crypto/error.ts';
import { parseCertificate } from '../../../crypto/x509/certificate.ts';
import { KEY_USAGES } from '../../../crypto/x509/extensions.ts';
import { verifyIssuerSignature } from '../../../crypto/x509/issuer-signature.ts';
import { days, extension, issue, keyUsageValue, NOW, name, newKeys, spki, TIME_STAMPING, time, writeCertificate } from './support.ts';

const KEYS = newKeys();

describe('a certificate written by another program', () => {
  const pairs = rootCertificates.map((pem) => new X509Certificate(pem));

  // Two published roots write a key usage that is no minimal named bit list (X.690 section 11.2.2): refused, as openssl does not.
  const isKnownRefusal = (subject: string): boolean => subject.includes('Trustwave Global ECC');

  it.each(pairs.filter(({ subject }) => !isKnownRefusal(subject)).map((other) => [other.subject.replaceAll('\n', ', '), other] as const))(
    'is read as the platform reads it: %s',
    (_subject, other) => {
      const ours = parseCertificate(other.raw);
      expect(ours.serialHex.replace(/^0+(?=.)/, '')).toBe(other.serialNumber.toLowerCase().replace(/^0+(?=.)/, ''));
      expect(ours.fingerprint).toBe(other.fingerprint256.replaceAll(':', '').toLowerCase());
      expect(ours.notBefore).toEqual(other.validFromDate);
      expect(ours.notAfter).toEqual(other.validToDate);
      expect(ours.isAuthority).toBe(other.ca);
      expect(ours.spkiDer).toEqual(other.publicKey.export({ type: 'spki', format: 'der' }));
      // Self-signed: with an algorithm that is accepted, the signature holds over the bytes as received.
      if (ours.issuerAlgorithm !== undefined) expect(verifyIssuerSignature(ours, other.publicKey)).toBe(true);
    },
  );

  it('with a key usage that is not DER is refused', () => {
    const refused = pairs.filter(({ subject }) => isKnownRefusal(subject));
    for (const other of refused) expect(() => parseCertificate(other.raw)).toThrow(/minimal named bit list/);
  });
});

describe('a certificate of our own', () => {
  it('shows every field', () => {
    const subjectAltName = sequence(
      tlv(0x82, Buffer.from('gateway.example')),
      tlv(0x86, Buffer.from('urn:valija:authority:es')),
      tlv(0x87, Buffer.of(127, 0, 0, 1)),
      tlv(0x87, Buffer.from('20010db8000000000000000000000001', 'hex')),
      tlv(0x81, Buffer.from('clerk@gateway.example')),
      tlv(0xa4, name('other form')),
    );
    const certificate = parseCertificate(
      writeCertificate({
        serial: unsignedInteger(Buffer.from('ff01', 'hex')),
        issuer: name('issuer'),
        notBefore: time(days(0)),
        notAfter: time(new Date('2050-01-01T00:00:00Z')),
        subject: name('subject'),
        publicKey: spki(KEYS),
        extensions: [
          extension('2.5.29.15', keyUsageValue(['digitalSignature', 'decipherOnly']), true),
          extension('2.5.29.37', sequence(objectIdentifier(TIME_STAMPING)), true),
          extension('2.5.29.14', octetString(Buffer.from('abcd', 'hex'))),
          extension('2.5.29.17', subjectAltName),
          extension('1.2.3.4', Buffer.of(5, 0), true),
        ],
      }),
    );
    expect(certificate).toMatchObject({
      subject: 'CN=subject',
      issuer: 'CN=issuer',
      serialHex: '00ff01',
      keyType: 'ec-p256',
      keyBits: 256,
      notBefore: NOW,
      notAfter: new Date('2050-01-01T00:00:00Z'),
      extendedKeyUsage: [TIME_STAMPING],
      extendedKeyUsageCritical: true,
      isAuthority: false,
      subjectAltNames: [
        { type: 'dNSName', value: 'gateway.example' },
        { type: 'uniformResourceIdentifier', value: 'urn:valija:authority:es' },
        { type: 'iPAddress', value: '127.0.0.1' },
        { type: 'iPAddress', value: '2001:db8:0:0:0:0:0:1' },
        { type: 'rfc822Name', value: 'clerk@gateway.example' },
        { type: 'directoryName', value: tlv(0xa4, name('other form')).toString('hex') },
      ],
      unknownCriticalExtensions: ['1.2.3.4'],
    });
    expect([...certificate.keyUsage]).toEqual(['digitalSignature', 'decipherOnly']);
    expect(certificate.subjectKeyIdentifier?.toString('hex')).toBe('abcd');
  });

  it('keeps no reference to the message it came in', () => {
    const message = Buffer.concat([Buffer.alloc(1000), issue({ name: 'inside a message' }).certificate.der]);
    const certificate = parseCertificate(message.subarray(1000));
    message.fill(0);
    expect(parseCertificate(certificate.der).fingerprint).toBe(certificate.fingerprint);
  });

  it('comes back as it was written, whatever its serial number, validity and usages', () => {
    const usage = fc.uniqueArray(fc.constantFrom(...KEY_USAGES), { minLength: 1 });
    const serial = fc.uint8Array({ minLength: 1, maxLength: 20 }).filter((octets) => octets[0] !== 0);
    const moment = fc.integer({ min: 0, max: 90 * 365 * 24 * 3600 }).map((seconds) => new Date(Date.UTC(2000, 0, 1) + seconds * 1000));
    fc.assert(
      fc.property(usage, serial, fc.tuple(moment, moment), (usages, octets, [first, second]) => {
        const [notBefore, notAfter] = first < second ? [first, second] : [second, first];
        const serialNumber = unsignedInteger(Buffer.from(octets));
        const der = writeCertificate({
          serial: serialNumber,
          issuer: name('issuer'),
          notBefore: time(notBefore),
          notAfter: time(notAfter),
          subject: name('subject'),
          publicKey: spki(KEYS),
          extensions: [extension('2.5.29.15', keyUsageValue(usages), true)],
        });
        const certificate = parseCertificate(der);
        expect(certificate.der).toEqual(der);
        expect(tlv(0x02, certificate.serialDer)).toEqual(serialNumber);
        expect(certificate.notBefore).toEqual(notBefore);
        expect(certificate.notAfter).toEqual(notAfter);
        expect(new Set(certificate.keyUsage)).toEqual(new Set(usages));
      }),
      { numRuns: 200 },
    );
  });

  it('with one bit flipped anywhere is refused, or its signature no longer holds', () => {
    const root = issue({ name: 'root', authority: null });
    const { der } = issue({ name: 'leaf', issuer: root }).certificate;
    fc.assert(
      fc.property(fc.nat(der.length * 8 - 1), (bit) => {
        const changed = Buffer.from(der);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        try {
          expect(verifyIssuerSignature(parseCertificate(changed), root.publicKey)).toBe(false);
        } catch (error) {
          expect(error).toBeInstanceOf(CryptoError);
          expect(error).toMatchObject({ code: 'certificate-malformed', disposition: 'refuse' });
        }
      }),
      { numRuns: 300 },
    );
  });
});

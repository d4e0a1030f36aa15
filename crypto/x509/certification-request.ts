import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { OID } from '../der/object-identifiers.ts';
import {
  bitString,
  contextConstructed,
  contextPrimitive,
  ia5String,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  printableString,
  sequence,
  set,
  utf8String,
} from '../der/writer.ts';
import { CryptoError } from '../error.ts';
import type { KeyUsage } from './extensions.ts';

/** What an authority that issues certificates is asked to certify. */
export interface CertificationRequest {
  /** P-256, P-384 or RSA. */
  privateKey: KeyObject;
  /** `country`: two capital letters; the others at most 64 characters (RFC 5280 appendix A.1). */
  subject: { country: string; organization: string; commonName: string };
  keyUsage: readonly KeyUsage[];
  /** Dotted object identifiers. */
  extendedKeyUsage: readonly string[];
  /** DNS names and IP addresses of a server, and URIs. */
  names: { hosts: readonly string[]; uris: readonly string[] };
}

/** PKCS #9: extensionRequest. */
const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';

/** Bits of KeyUsage (RFC 5280 section 4.2.1.3), counted from the left. */
const KEY_USAGE_BITS: Readonly<Partial<Record<KeyUsage, number>>> = {
  digitalSignature: 0,
  nonRepudiation: 1,
  keyEncipherment: 2,
  keyAgreement: 4,
};

/**
 * A request for a certificate (PKCS #10, RFC 2986), DER, signed with the key itself.
 *
 * @throws CryptoError `der-value-invalid` for a subject, usage or name that cannot be written, `algorithm-unknown` for another kind of key
 */
export function buildCertificationRequest(request: CertificationRequest): Buffer {
  const { privateKey, subject } = request;
  const { digest, algorithm } = signatureOf(privateKey);
  const information = sequence(
    integer(0),
    nameOf(subject),
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
    contextConstructed(0, sequence(objectIdentifier(EXTENSION_REQUEST), set(sequence(...extensionsOf(request))))),
  );
  return sequence(information, algorithm, bitString(sign(digest, information, privateKey)));
}

/** RSA as PKCS#1 v1.5: every authority reads it in a request, and nothing but the request is signed so. */
function signatureOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): { digest: string; algorithm: Buffer } {
  if (asymmetricKeyType === 'rsa')
    return { digest: 'sha256', algorithm: sequence(objectIdentifier(OID.sha256WithRSAEncryption), nullValue()) };
  const curve = asymmetricKeyDetails?.namedCurve;
  if (curve === 'prime256v1') return { digest: 'sha256', algorithm: sequence(objectIdentifier(OID.ecdsaWithSHA256)) };
  if (curve === 'secp384r1') return { digest: 'sha384', algorithm: sequence(objectIdentifier(OID.ecdsaWithSHA384)) };
  throw new CryptoError('algorithm-unknown', 'a request is signed with P-256, P-384 or RSA');
}

function nameOf({ country, organization, commonName }: CertificationRequest['subject']): Buffer {
  const part = (identifier: string, value: Buffer) => set(sequence(objectIdentifier(identifier), value));
  if (!/^[A-Z]{2}$/.test(country)) throw new CryptoError('der-value-invalid', 'a country is two capital letters');
  return sequence(
    part(OID.countryName, printableString(country)),
    part(OID.organizationName, limitedText(organization)),
    part(OID.commonName, limitedText(commonName)),
  );
}

function limitedText(text: string): Buffer {
  const length = [...text].length;
  if (length === 0 || length > 64) throw new CryptoError('der-value-invalid', 'a name has from 1 to 64 characters');
  return utf8String(text);
}

function extensionsOf({ keyUsage, extendedKeyUsage, names }: CertificationRequest): Buffer[] {
  const extension = (identifier: string, value: Buffer) => sequence(objectIdentifier(identifier), octetString(value));
  const alternatives = [...names.hosts.map(hostName), ...names.uris.map((uri) => contextPrimitive(6, textOf(uri)))];
  return [
    extension(OID.ceKeyUsage, keyUsageBits(keyUsage)),
    ...(extendedKeyUsage.length === 0 ? [] : [extension(OID.ceExtKeyUsage, sequence(...extendedKeyUsage.map(objectIdentifier)))]),
    ...(alternatives.length === 0 ? [] : [extension(OID.ceSubjectAltName, sequence(...alternatives))]),
  ];
}

/** A named bit list: zero bits at its end are left out (X.690 section 11.2.2). */
function keyUsageBits(usages: readonly KeyUsage[]): Buffer {
  const bits = usages.map((usage) => KEY_USAGE_BITS[usage]);
  if (bits.length === 0 || bits.includes(undefined)) throw new CryptoError('der-value-invalid', 'a key usage that is not asked for');
  const known = bits.filter((bit) => bit !== undefined);
  const octet = known.reduce((sum, bit) => sum | (0x80 >> bit), 0);
  return bitString(Buffer.of(octet), 7 - Math.max(...known));
}

function hostName(host: string): Buffer {
  const version = isIP(host);
  return version === 0 ? contextPrimitive(2, textOf(host)) : contextPrimitive(7, version === 4 ? octets4(host) : octets6(host));
}

function textOf(text: string): Buffer {
  // The encoding refuses what is not ASCII; under another tag only the octets count.
  return ia5String(text).subarray(-text.length);
}

function octets4(address: string): Buffer {
  return Buffer.from(address.split('.').map(Number));
}

function octets6(address: string): Buffer {
  const { hostname } = new URL(`http://[${address}]`);
  const [head = '', tail] = hostname.slice(1, -1).split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const [first, last] = [groups(head), groups(tail ?? '')];
  const zeros = Array<string>(tail === undefined ? 0 : 8 - first.length - last.length).fill('0');
  return Buffer.from([...first, ...zeros, ...last].map((group) => group.padStart(4, '0')).join(''), 'hex');
}

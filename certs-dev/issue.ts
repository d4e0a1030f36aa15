// The library registers its classes through this module and fails without it, so it must come first.
import 'reflect-metadata';
import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CRLDistributionPointsExtension,
  ExtendedKeyUsageExtension,
  Extension,
  type JsonGeneralName,
  type JsonName,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
  X509CrlGenerator,
  X509CrlReason,
} from '@peculiar/x509';
import { OID } from '../crypto/der/object-identifiers.ts';
import { integer, nullValue } from '../crypto/der/writer.ts';
import { readPrivateKey } from './files.ts';
import type { KeyFiles } from './layout.ts';
import type { CertificateProfile } from './profiles.ts';
import type { RevokedCertificate } from './register.ts';
import type { StatusAddresses } from './status-addresses.ts';

/** Keys of suite 2026a, or those of a national PKI that knows nothing but RSA. */
export type DevelopmentKeys = 'ec' | 'rsa';

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
/** What such a PKI signs certificates and lists with. */
const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;
const RSA_BITS = 3072;
const CRL_NUMBER = '2.5.29.20';

/** An authority that can sign: its certificate and its private key. */
export interface IssuingAuthority {
  readonly certificate: X509Certificate;
  readonly privateKey: KeyObject;
}

export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** A new key pair: P-256, or RSA with 3072 bits. */
export function newKeyPair(keys: DevelopmentKeys = 'ec'): { privateKey: KeyObject; publicKey: KeyObject } {
  return keys === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: RSA_BITS }) : generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function algorithmOf(key: KeyObject): typeof ECDSA | typeof RSA {
  return key.asymmetricKeyType === 'rsa' ? RSA : ECDSA;
}

export async function readAuthority(files: KeyFiles): Promise<IssuingAuthority> {
  return { certificate: new X509Certificate(await readFile(files.certificate, 'utf8')), privateKey: await readPrivateKey(files.key) };
}

/** A self-signed root when `issuer` is absent, otherwise an authority below it that may issue end certificates only. */
export async function createAuthority(options: {
  subject: JsonName;
  validity: Validity;
  issuer?: IssuingAuthority;
  keys?: DevelopmentKeys;
  /** Where the status of this certificate can be had; meaningless for a root. */
  status?: StatusAddresses | undefined;
}): Promise<IssuingAuthority> {
  const { privateKey, publicKey } = newKeyPair(options.keys);
  const certificate = await sign({
    ...options,
    publicKey,
    signingKey: options.issuer?.privateKey ?? privateKey,
    extensions: [
      new BasicConstraintsExtension(true, options.issuer === undefined ? undefined : 0, true),
      new KeyUsagesExtension((KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign) as KeyUsageFlags, true),
      ...statusExtensions(options.status),
    ],
  });
  return { certificate, privateKey };
}

/** A certificate for an end user of keys: a role of an authority, a client of its API, or the time-stamp authority. */
export async function issueCertificate(options: {
  issuer: IssuingAuthority;
  publicKey: KeyObject;
  subject: JsonName;
  names: readonly JsonGeneralName[];
  profile: CertificateProfile;
  validity: Validity;
  status?: StatusAddresses | undefined;
}): Promise<X509Certificate> {
  const { profile, names } = options;
  return sign({
    ...options,
    signingKey: options.issuer.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(profile.keyUsage, true),
      ...(profile.extendedKeyUsage.length === 0
        ? []
        : [new ExtendedKeyUsageExtension([...profile.extendedKeyUsage], profile.extendedKeyUsageCritical)]),
      ...(names.length === 0 ? [] : [new SubjectAlternativeNameExtension([...names])]),
      ...(profile.ocspNoCheck === true ? [new Extension(OID.pkixOcspNoCheck, false, nullValue())] : statusExtensions(options.status)),
    ],
  });
}

/** Where a verifier that follows addresses in certificates finds the responder, the issuer and its list (RFC 5280 sections 4.2.2.1 and 4.2.1.13). */
function statusExtensions(status: StatusAddresses | undefined): Extension[] {
  if (status === undefined) return [];
  return [
    new AuthorityInfoAccessExtension({ ocsp: [status.responder], caIssuers: [status.issuer] }),
    new CRLDistributionPointsExtension([status.revocationList]),
  ];
}

async function sign(options: {
  subject: JsonName;
  validity: Validity;
  issuer?: IssuingAuthority;
  publicKey: KeyObject;
  signingKey: KeyObject;
  extensions: Extension[];
}): Promise<X509Certificate> {
  const publicKey = options.publicKey.toCryptoKey(algorithmOf(options.publicKey), true, ['verify']);
  const issuerKey = options.issuer === undefined ? publicKey : await options.issuer.certificate.publicKey.export();
  return X509CertificateGenerator.create({
    serialNumber: newSerialNumber(),
    subject: options.subject,
    issuer: options.issuer?.certificate.subjectName ?? options.subject,
    ...options.validity,
    publicKey,
    signingKey: options.signingKey.toCryptoKey(algorithmOf(options.signingKey), false, ['sign']),
    signingAlgorithm: algorithmOf(options.signingKey),
    extensions: [
      ...options.extensions,
      await SubjectKeyIdentifierExtension.create(publicKey),
      await AuthorityKeyIdentifierExtension.create(issuerKey),
    ],
  });
}

/** 16 random octets; the first is kept between 0x40 and 0x7f so that the number is positive and its encoding minimal. */
function newSerialNumber(): string {
  const octets = randomBytes(16);
  octets[0] = 0x40 | ((octets[0] ?? 0) & 0x3f);
  return octets.toString('hex');
}

/** A complete revocation list of one authority, DER. */
export async function issueRevocationList(options: {
  issuer: IssuingAuthority;
  revoked: readonly RevokedCertificate[];
  number: number;
  thisUpdate: Date;
  nextUpdate: Date;
}): Promise<Buffer> {
  const { issuer, thisUpdate, nextUpdate } = options;
  const list = await X509CrlGenerator.create({
    issuer: issuer.certificate.subjectName,
    thisUpdate,
    nextUpdate,
    entries: options.revoked.map((entry) => ({
      serialNumber: entry.serialHex,
      revocationDate: new Date(entry.revokedAt),
      // RFC 5280 section 5.3.1: an unspecified reason is told by leaving the extension out. The library then writes an empty list of
      // extensions, which is no valid list: the invalidity date (section 5.3.2) fills it and says nothing new.
      ...(entry.reason === 'unspecified' ? { invalidity: new Date(entry.revokedAt) } : { reason: X509CrlReason[entry.reason] }),
    })),
    signingAlgorithm: algorithmOf(issuer.privateKey),
    signingKey: issuer.privateKey.toCryptoKey(algorithmOf(issuer.privateKey), false, ['sign']),
    extensions: [
      await AuthorityKeyIdentifierExtension.create(await issuer.certificate.publicKey.export()),
      new Extension(CRL_NUMBER, false, integer(options.number)),
    ],
  });
  return Buffer.from(list.rawData);
}

import { generateKeyPairSync, type KeyObject, sign as signBytes } from 'node:crypto';
import {
  bitString,
  booleanValue,
  contextConstructed,
  generalizedTime,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  tlv,
  utcTime,
  utf8String,
} from '../../../crypto/der/writer.ts';
import { CryptoError } from '../../../crypto/error.ts';
import { type Certificate, parseCertificate } from '../../../crypto/x509/certificate.ts';
import { KEY_USAGES, type KeyUsage } from '../../../crypto/x509/extensions.ts';
import { parseRevocationList, type RevocationList } from '../../../crypto/x509/revocation-list.ts';

/** Writer of certificates and lists for tests, independent of the readers: it can also write what must be refused. */

export const NOW = new Date('2026-11-20T10:00:00Z');
export const DAY = 24 * 60 * 60 * 1000;
export const days = (count: number): Date => new Date(NOW.getTime() + count * DAY);

export const ECDSA_SHA256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
export const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
export const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

export interface ExtensionFields {
  identifier: string;
  critical?: Buffer;
  value: Buffer;
}

export interface CertificateFields {
  version?: Buffer;
  serial?: Buffer;
  algorithm?: Buffer;
  outerAlgorithm?: Buffer;
  issuer: Buffer;
  notBefore: Buffer;
  notAfter: Buffer;
  subject: Buffer;
  publicKey: Buffer;
  uniqueIdentifier?: Buffer;
  extensions: readonly (ExtensionFields | Buffer)[];
  signature?: (signedPart: Buffer) => Buffer;
}

export function name(commonName: string): Buffer {
  return sequence(set(sequence(objectIdentifier('2.5.4.3'), utf8String(commonName))));
}

export function time(date: Date): Buffer {
  return date.getUTCFullYear() < 2050 ? utcTime(date) : generalizedTime(date);
}

export function extension(identifier: string, value: Buffer, critical = false): ExtensionFields {
  return { identifier, value, ...(critical ? { critical: booleanValue(true) } : {}) };
}

export function keyUsageValue(usages: readonly KeyUsage[]): Buffer {
  const octets = Buffer.alloc(2);
  const positions = usages.map((usage) => KEY_USAGES.indexOf(usage));
  for (const position of positions) octets[position >> 3] = (octets[position >> 3] ?? 0) | (0x80 >> (position & 7));
  const last = Math.max(...positions);
  return bitString(octets.subarray(0, (last >> 3) + 1), 7 - (last & 7));
}

export function writeExtension(fields: ExtensionFields | Buffer): Buffer {
  if (Buffer.isBuffer(fields)) return fields;
  return sequence(
    objectIdentifier(fields.identifier),
    ...(fields.critical === undefined ? [] : [fields.critical]),
    octetString(fields.value),
  );
}

export function writeCertificate(fields: CertificateFields): Buffer {
  const signedPart = sequence(
    fields.version ?? contextConstructed(0, integer(2)),
    fields.serial ?? integer(77),
    fields.algorithm ?? ECDSA_SHA256,
    fields.issuer,
    sequence(fields.notBefore, fields.notAfter),
    fields.subject,
    fields.publicKey,
    ...(fields.uniqueIdentifier === undefined ? [] : [fields.uniqueIdentifier]),
    ...(fields.extensions.length === 0 ? [] : [contextConstructed(3, sequence(...fields.extensions.map(writeExtension)))]),
  );
  const signature = fields.signature?.(signedPart) ?? Buffer.alloc(70, 1);
  return sequence(signedPart, fields.outerAlgorithm ?? fields.algorithm ?? ECDSA_SHA256, bitString(signature));
}

export interface Keys {
  privateKey: KeyObject;
  publicKey: KeyObject;
}

export function newKeys(): Keys {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

export function spki(keys: Keys): Buffer {
  return keys.publicKey.export({ type: 'spki', format: 'der' });
}

export interface Issued extends Keys {
  certificate: Certificate;
  name: string;
}

export interface IssueOptions {
  name: string;
  issuer?: Issued;
  keys?: Keys;
  serial?: bigint;
  notBefore?: Date;
  notAfter?: Date;
  /** undefined: an end certificate; a number: path length limit; null: no limit. */
  authority?: number | null;
  keyUsage?: readonly KeyUsage[];
  extendedKeyUsage?: readonly string[];
  distributionPoint?: string;
  extensions?: readonly ExtensionFields[];
}

let serial = 1000n;

/** A certificate signed by its issuer with P-256; without an issuer, by itself. */
export function issue(options: IssueOptions): Issued {
  const keys = options.keys ?? newKeys();
  const signingKey = options.issuer?.privateKey ?? keys.privateKey;
  const usages = options.keyUsage ?? (options.authority === undefined ? ['digitalSignature'] : ['keyCertSign', 'cRLSign']);
  const der = writeCertificate({
    serial: integer(options.serial ?? serial++),
    issuer: name(options.issuer?.name ?? options.name),
    notBefore: time(options.notBefore ?? days(-10)),
    notAfter: time(options.notAfter ?? days(365)),
    subject: name(options.name),
    publicKey: spki(keys),
    extensions: [
      ...(options.authority === undefined ? [] : [extension('2.5.29.19', basicConstraintsValue(options.authority), true)]),
      ...(usages.length === 0 ? [] : [extension('2.5.29.15', keyUsageValue(usages), true)]),
      ...(options.extendedKeyUsage === undefined
        ? []
        : [extension('2.5.29.37', sequence(...options.extendedKeyUsage.map(objectIdentifier)))]),
      ...(options.distributionPoint === undefined
        ? []
        : [extension('2.5.29.31', sequence(sequence(pointName(options.distributionPoint))))]),
      ...(options.extensions ?? [extension('2.5.29.14', octetString(Buffer.alloc(20, 7)))]),
    ],
    signature: (signedPart) => signBytes('sha256', signedPart, signingKey),
  });
  return { ...keys, certificate: parseCertificate(der), name: options.name };
}

function basicConstraintsValue(limit: number | null): Buffer {
  return sequence(booleanValue(true), ...(limit === null ? [] : [integer(limit)]));
}

export function pointName(address: string): Buffer {
  return contextConstructed(0, contextConstructed(0, tlv(0x86, Buffer.from(address))));
}

export interface RevokedFields {
  serial: Buffer;
  revokedAt: Date;
  reason?: number;
}

export interface ListFields {
  version?: Buffer[];
  algorithm?: Buffer;
  outerAlgorithm?: Buffer;
  issuer: Buffer;
  thisUpdate: Buffer;
  nextUpdate?: Buffer;
  entries?: readonly Buffer[];
  extensions?: readonly (ExtensionFields | Buffer)[];
  signature?: (signedPart: Buffer) => Buffer;
}

export function writeEntry(fields: RevokedFields): Buffer {
  const reason = fields.reason === undefined ? [] : [sequence(writeExtension(extension('2.5.29.21', tlv(0x0a, Buffer.of(fields.reason)))))];
  return sequence(fields.serial, time(fields.revokedAt), ...reason);
}

export function writeRevocationList(fields: ListFields): Buffer {
  const signedPart = sequence(
    ...(fields.version ?? [integer(1)]),
    fields.algorithm ?? ECDSA_SHA256,
    fields.issuer,
    fields.thisUpdate,
    ...(fields.nextUpdate === undefined ? [] : [fields.nextUpdate]),
    ...(fields.entries === undefined ? [] : [sequence(Buffer.concat(fields.entries))]),
    ...(fields.extensions === undefined ? [] : [contextConstructed(0, sequence(...fields.extensions.map(writeExtension)))]),
  );
  const signature = fields.signature?.(signedPart) ?? Buffer.alloc(70, 1);
  return sequence(signedPart, fields.outerAlgorithm ?? fields.algorithm ?? ECDSA_SHA256, bitString(signature));
}

export function issueList(options: {
  issuer: Issued;
  revoked?: readonly { certificate: Certificate; at: Date; reason?: number }[];
  thisUpdate?: Date;
  nextUpdate?: Date;
  number?: number;
  scope?: Buffer;
}): RevocationList {
  const revoked = options.revoked ?? [];
  const der = writeRevocationList({
    issuer: options.issuer.certificate.subjectDer,
    thisUpdate: time(options.thisUpdate ?? days(-1)),
    nextUpdate: time(options.nextUpdate ?? days(7)),
    ...(revoked.length === 0
      ? {}
      : {
          entries: revoked.map(({ certificate, at, reason }) =>
            writeEntry({ serial: tlv(0x02, certificate.serialDer), revokedAt: at, ...(reason === undefined ? {} : { reason }) }),
          ),
        }),
    extensions: [
      extension('2.5.29.20', integer(options.number ?? 1)),
      ...(options.scope === undefined ? [] : [extension('2.5.29.28', options.scope, true)]),
    ],
    signature: (signedPart) => signBytes('sha256', signedPart, options.issuer.privateKey),
  });
  return parseRevocationList(der);
}

export function errorOf(act: () => unknown): CryptoError {
  try {
    act();
  } catch (error) {
    if (error instanceof CryptoError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

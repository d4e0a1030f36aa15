import { createHash } from 'node:crypto';
import * as z from 'zod';
import { parseStrictJson } from '../crypto/json/parse-strict-json.ts';
import type { Certificate } from '../crypto/x509/certificate.ts';
import { parseCertificate } from '../crypto/x509/certificate.ts';
import { PARTY_IDENTIFIER } from '../evidence/identifier.ts';
import { AuditError } from './error.ts';
import type { NoteVerifier } from './log/note-key.ts';
import { parseVerifierKey } from './log/note-key.ts';

/**
 * Whom an auditor trusts, and with what: roots, and per authority its certificates by role and the keys of its log and witness. The
 * records have the shape of the directory's, so that a snapshot is a selection and never a translation. A bundle carries such a
 * snapshot; an auditor compares its digest with one received another way, because whoever makes a bundle can put any root inside.
 */
const instant = z.iso.datetime({ offset: false });
const derBase64 = z.base64().min(4).max(45_000);

const certificateRecord = z.strictObject({
  role: z.enum(['seal', 'envelope', 'evidence', 'encryption', 'tls']),
  certificate: derBase64,
  issuers: z.array(derBase64).max(4),
  notBefore: instant,
  notAfter: instant,
  revokedAt: instant.optional(),
  suites: z.array(z.string().max(32)).max(8).optional(),
});

const noteKeyRecord = z.strictObject({
  role: z.enum(['log', 'witness']),
  verifierKey: z.string().max(256),
  notBefore: instant,
  notAfter: instant.optional(),
});

export const trustDocument = z.strictObject({
  format: z.literal('valija-trust/1'),
  roots: z.array(derBase64).max(64),
  timestampRoots: z.array(derBase64).max(64),
  authorities: z
    .array(
      z.strictObject({
        identifier: z.string().regex(PARTY_IDENTIFIER),
        certificates: z.array(certificateRecord).max(64),
        noteKeys: z.array(noteKeyRecord).max(16),
      }),
    )
    .max(2_000),
});
export type TrustDocument = z.infer<typeof trustDocument>;
export type CertificateRole = z.infer<typeof certificateRecord>['role'];

const MAXIMUM_TRUST_LENGTH = 64 * 1024 * 1024;

export interface TrustedCertificate {
  role: CertificateRole;
  certificate: Certificate;
  issuers: Certificate[];
  notBefore: Date;
  notAfter: Date;
  revokedAt?: Date;
}

export interface TrustedNoteKey {
  role: 'log' | 'witness';
  verifier: NoteVerifier;
  verifierKey: string;
  notBefore: Date;
  notAfter?: Date;
}

export interface TrustedAuthority {
  identifier: string;
  certificates: TrustedCertificate[];
  noteKeys: TrustedNoteKey[];
}

export interface Trust {
  /** SHA-256 of the document, lower-case hexadecimal: what is compared out of band. */
  digest: string;
  roots: Certificate[];
  timestampRoots: Certificate[];
  authorities: ReadonlyMap<string, TrustedAuthority>;
}

/** The one way a snapshot is written; the digest is over these octets. */
export function serializeTrust(document: TrustDocument): Buffer {
  return Buffer.from(`${JSON.stringify(trustDocument.parse(document), null, 1)}\n`, 'utf8');
}

/** Reads the form of a snapshot, without its certificates and keys. AuditError `trust-malformed`. */
export function readTrustDocument(bytes: Buffer): TrustDocument {
  try {
    return trustDocument.parse(parseStrictJson(bytes, { maximumBytes: MAXIMUM_TRUST_LENGTH }));
  } catch (cause) {
    throw new AuditError('trust-malformed', 'The trust snapshot does not follow its schema.', { cause });
  }
}

/** Reads a snapshot with every certificate and key in it. AuditError `trust-malformed`. */
export function parseTrust(bytes: Buffer): Trust {
  const document = readTrustDocument(bytes);
  try {
    return {
      digest: createHash('sha256').update(bytes).digest('hex'),
      roots: document.roots.map(certificateOf),
      timestampRoots: document.timestampRoots.map(certificateOf),
      authorities: new Map(document.authorities.map((authority) => [authority.identifier, authorityOf(authority)])),
    };
  } catch (cause) {
    throw new AuditError('trust-malformed', 'A certificate or key of the trust snapshot cannot be read.', { cause });
  }
}

/** C2SP tlog-policy of a snapshot, for tools that know nothing else of us; without witnesses no quorum is asked for. */
export function formatLogPolicy(document: TrustDocument): string {
  const keys = document.authorities.flatMap((authority) => authority.noteKeys);
  const unique = (role: 'log' | 'witness') => [...new Set(keys.filter((key) => key.role === role).map((key) => key.verifierKey))];
  const witnesses = unique('witness').map((key, index) => ({ name: `witness-${index + 1}`, key }));
  return [
    ...unique('log').map((key) => `log ${key}`),
    ...witnesses.map(({ name, key }) => `witness ${name} ${key}`),
    ...(witnesses.length === 0
      ? ['quorum none']
      : [`group witnesses any ${witnesses.map(({ name }) => name).join(' ')}`, 'quorum witnesses']),
    '',
  ].join('\n');
}

/** PEM of certificates given in base64, one after the other, as openssl reads them. */
export function formatPemCertificates(certificates: readonly string[]): string {
  return certificates
    .map((base64) => `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/(.{64})(?=.)/g, '$1\n')}\n-----END CERTIFICATE-----\n`)
    .join('');
}

function authorityOf(authority: TrustDocument['authorities'][number]): TrustedAuthority {
  return {
    identifier: authority.identifier,
    certificates: authority.certificates.map((record) => ({
      role: record.role,
      certificate: certificateOf(record.certificate),
      issuers: record.issuers.map(certificateOf),
      notBefore: new Date(record.notBefore),
      notAfter: new Date(record.notAfter),
      ...(record.revokedAt === undefined ? {} : { revokedAt: new Date(record.revokedAt) }),
    })),
    noteKeys: authority.noteKeys.map(({ role, verifierKey, notBefore, notAfter }) => ({
      role,
      verifierKey,
      verifier: parseVerifierKey(verifierKey),
      notBefore: new Date(notBefore),
      ...(notAfter === undefined ? {} : { notAfter: new Date(notAfter) }),
    })),
  };
}

function certificateOf(base64: string): Certificate {
  return parseCertificate(Buffer.from(base64, 'base64'));
}

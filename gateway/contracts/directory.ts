import * as z from 'zod';
import { PARTY_IDENTIFIER } from '../../evidence/identifier.ts';
import { authorityProfile } from '../../treaty/competence/authority-profile.ts';
import { type InstrumentsDocument, instrumentsDocument } from '../../treaty/instruments/configured-instruments.ts';

/** Identifier of an authority: ASCII, scheme and value, for example `urn:valija:authority:xa-central`. Display names are never trusted. */
export const authorityIdentifier = z.string().regex(PARTY_IDENTIFIER);

const instant = z.iso.datetime({ offset: false });
const hexDigest = z.string().regex(/^[0-9a-f]{64}$/);
const base64 = z.base64().min(4).max(16_384);

export const certificateRole = z.enum(['seal', 'envelope', 'evidence', 'encryption', 'tls']);
export type CertificateRole = z.infer<typeof certificateRole>;

/** A certificate in one role. Records are never deleted: old evidence must stay checkable. */
export const certificateRecord = z.strictObject({
  role: certificateRole,
  /** DER, standard base64; the issuing authorities follow in `issuers`. */
  certificate: base64,
  issuers: z.array(base64).max(4),
  notBefore: instant,
  notAfter: instant,
  revokedAt: instant.optional(),
  /** For encryption: the suites it may be used with. */
  suites: z.array(z.string().max(32)).max(8).optional(),
});

export const noteKeyRecord = z.strictObject({
  role: z.enum(['log', 'witness']),
  /** C2SP vkey. */
  verifierKey: z.string().max(256),
  notBefore: instant,
  notAfter: instant.optional(),
});

export const endpointRecord = z.strictObject({
  /** Base address of the peer API; paths are appended. */
  url: z.url({ protocol: /^https$/ }).max(512),
  /** SHA-256 of the SubjectPublicKeyInfo of the TLS certificates accepted now and next (hexadecimal). */
  pins: z.array(hexDigest).min(1).max(4),
});

export const treatyRecord = z.strictObject({
  instrument: z.string().max(64),
  from: instant,
  until: instant.optional(),
});

export const authorityRecord = z.strictObject({
  identifier: authorityIdentifier,
  /** ISO 3166-1 alpha-2; user-assigned codes such as XA stand for invented States. */
  country: z.string().regex(/^[A-Z]{2}$/),
  kind: z.enum(['central-authority', 'competent-authority', 'relay', 'observer']),
  names: z.record(z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/), z.string().min(1).max(200)),
  languages: z.array(z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/)).max(16),
  channels: z.array(z.enum(['ordinary', 'urgent', 'interpol-style'])).max(8),
  certificates: z.array(certificateRecord).max(64),
  noteKeys: z.array(noteKeyRecord).max(16),
  endpoints: z.array(endpointRecord).max(4),
  /** Relays through which the authority is reached, nearest to it last; empty: directly. */
  relays: z.array(authorityIdentifier).max(4),
  treaties: z.array(treatyRecord).max(256),
  /** Competences, languages, hours, requirements: what its State publishes about it beside its keys. */
  profile: authorityProfile.exactOptional(),
});
export type AuthorityRecord = z.infer<typeof authorityRecord>;
export type CertificateRecord = z.infer<typeof certificateRecord>;
export type EndpointRecord = z.infer<typeof endpointRecord>;

/** The directory file; a detached CAdES signature stands beside it, so that openssl can verify it too. */
export const directoryDocument = z.strictObject({
  format: z.literal('valija-directory/1'),
  version: z.int().min(1),
  issuedAt: instant,
  expiresAt: instant,
  authorities: z.array(authorityRecord).max(2_000),
  /** Treaties and their parties, beside those that come with the product. */
  instruments: z.array(instrumentsDocument).max(64).exactOptional(),
});
export type DirectoryDocument = z.infer<typeof directoryDocument>;

/** Which directory is in use, and for how long it may be. */
export interface DirectoryStatus {
  /** Of what it says; it never goes down. */
  version: number;
  /** SHA-256 of the signed octets that fix its content, hexadecimal. */
  digest: string;
  /** When the first of the signatures that hold it together ends. */
  expiresAt: Date;
  /** When the first of the signatures ends that people make; those of servers are renewed every day. */
  renewBy: Date;
  /** False when grace is over as well. */
  usable: boolean;
  /** Past its end, and served during grace. */
  stale: boolean;
  /** States whose own part has ended (ISO 3166-1): it is served during grace, then their authorities are no longer found. */
  lapsed?: readonly string[];
  /** Code of why the last refresh took nothing new. */
  lastError?: string;
}

/**
 * The verified directory. Look-ups are synchronous reads of the last verified set; an outage keeps serving it during grace
 * (at most 30 days) and says so in status(). It MUST never go back to a lower version.
 */
export interface Directory {
  authority(identifier: string): AuthorityRecord | undefined;
  authorities(): readonly AuthorityRecord[];
  /** What it says of treaties and their parties, in the order of their paths; to be laid over the instruments that come with the product. */
  instruments(): readonly InstrumentsDocument[];
  status(): DirectoryStatus;
  refresh(): Promise<void>;
}

// The library below registers its classes through this module and fails without it, so it must come first.
import 'reflect-metadata';
import { ExtendedKeyUsage, KeyUsageFlags } from '@peculiar/x509';
import type { DevelopmentKeys } from './issue.ts';
import type { CertifiedRole, ClientRole } from './layout.ts';

/** What one kind of certificate may be used for (RFC 5280 sections 4.2.1.3 and 4.2.1.12). */
export interface CertificateProfile {
  /** First part of the common name. */
  readonly label: string;
  readonly keyUsage: KeyUsageFlags;
  readonly extendedKeyUsage: readonly string[];
  readonly extendedKeyUsageCritical: boolean;
  /** Whether id-pkix-ocsp-nocheck stands in the certificate. */
  readonly ocspNoCheck?: boolean;
}

// `|` on the flags of the library yields a number; this is the one place that turns it back.
const flags = (...usages: KeyUsageFlags[]): KeyUsageFlags => usages.reduce((all, usage) => (all | usage) as KeyUsageFlags);

const signing = (label: string): CertificateProfile => ({
  label,
  keyUsage: flags(KeyUsageFlags.digitalSignature, KeyUsageFlags.nonRepudiation),
  extendedKeyUsage: [],
  extendedKeyUsageCritical: false,
});

const connecting = (label: string, ...extendedKeyUsage: string[]): CertificateProfile => ({
  label,
  keyUsage: KeyUsageFlags.digitalSignature,
  extendedKeyUsage,
  extendedKeyUsageCritical: false,
});

/** One profile per role: no key serves two purposes (design rule 8), so each certificate allows exactly one. */
export const ROLE_PROFILES: Readonly<Record<CertifiedRole, CertificateProfile>> = {
  seal: signing('Seal'),
  envelope: signing('Envelope'),
  evidence: signing('Evidence'),
  encryption: { label: 'Encryption', keyUsage: KeyUsageFlags.keyAgreement, extendedKeyUsage: [], extendedKeyUsageCritical: false },
  tls: connecting('Gateway', ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth),
};

/** The profile of a role for one kind of keys: RSA keys are encrypted to, EC keys agree (RFC 3279, RFC 5480). */
export function profileOfRole(role: CertifiedRole, keys: DevelopmentKeys): CertificateProfile {
  const profile = ROLE_PROFILES[role];
  return role === 'encryption' && keys === 'rsa' ? { ...profile, keyUsage: KeyUsageFlags.keyEncipherment } : profile;
}

export const CLIENT_PROFILES: Readonly<Record<ClientRole, CertificateProfile>> = {
  system: connecting('System', ExtendedKeyUsage.clientAuth),
  officer: connecting('Officer', ExtendedKeyUsage.clientAuth),
  operator: connecting('Operator', ExtendedKeyUsage.clientAuth),
  auditor: connecting('Auditor', ExtendedKeyUsage.clientAuth),
};

/** Who signs the directory is pinned by fingerprint, so its certificate names no authority. */
export const DIRECTORY_PROFILE: CertificateProfile = signing('Directory');

/** RFC 3161 section 2.3: the purpose must be critical and stand alone. */
export const TIMESTAMP_PROFILE: CertificateProfile = {
  label: 'Time-stamp authority',
  keyUsage: KeyUsageFlags.digitalSignature,
  extendedKeyUsage: [ExtendedKeyUsage.timeStamping],
  extendedKeyUsageCritical: true,
};

/** RFC 6960 section 4.2.2.2: delegated by the issuer, and never asked about itself, as the answer would be its own. */
export const RESPONDER_PROFILE: CertificateProfile = {
  label: 'OCSP responder',
  keyUsage: KeyUsageFlags.digitalSignature,
  extendedKeyUsage: [ExtendedKeyUsage.ocspSigning],
  extendedKeyUsageCritical: false,
  ocspNoCheck: true,
};

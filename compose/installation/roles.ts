import { OID } from '../../crypto/der/object-identifiers.ts';
import type { KeyUsage } from '../../crypto/x509/extensions.ts';

/** Roles whose keys carry a certificate. */
export const CERTIFIED_ROLES = ['seal', 'envelope', 'evidence', 'encryption', 'tls'] as const;
export type CertifiedRole = (typeof CERTIFIED_ROLES)[number];

/** Roles with a bare Ed25519 key. */
export const NOTE_ROLES = ['log', 'witness'] as const;

/** Kinds of keys that are made here. */
export type KeyKind = 'p256' | 'p384' | 'rsa';

/** What is asked for in the request of a role: exactly what adapters/keystore takes later, and nothing beside it (design rule 8). */
export function usageOf(role: CertifiedRole, kind: KeyKind): { keyUsage: KeyUsage[]; extendedKeyUsage: string[] } {
  if (role === 'encryption') return { keyUsage: [kind === 'rsa' ? 'keyEncipherment' : 'keyAgreement'], extendedKeyUsage: [] };
  if (role === 'tls') return { keyUsage: ['digitalSignature'], extendedKeyUsage: [OID.kpServerAuth, OID.kpClientAuth] };
  return { keyUsage: ['digitalSignature', 'nonRepudiation'], extendedKeyUsage: [] };
}

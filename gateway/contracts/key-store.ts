import type { KeyObject } from 'node:crypto';
import type { Signer } from '../../crypto/signer.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';

/** Keys that sign with an X.509 certificate, one per purpose (design rule 8). */
export type SigningRole = 'seal' | 'envelope' | 'evidence';

/** Ed25519 keys of C2SP notes. */
export type NoteRole = 'log' | 'witness';

export interface NoteKey {
  /** Raw 32-octet Ed25519 public key. */
  publicKey: Buffer;
  sign(message: Buffer): Buffer;
}

export interface DecryptionKey {
  certificate: Certificate;
  privateKey: KeyObject;
}

/** Material for mutual TLS, PEM. */
export interface TlsMaterial {
  key: string;
  /** The leaf certificate followed by its issuing authorities. */
  certificateChain: string;
}

/**
 * The authority's own keys. An implementation MUST refuse to open when a private key can be read by others, does not match its
 * certificate, or stands in a role its certificate's key usage does not allow (KeyStoreError).
 */
export interface KeyStore {
  signer(role: SigningRole): Signer;
  /** Current first; former keys follow, so that what is in flight to them can still be opened. */
  decryptionKeys(): readonly DecryptionKey[];
  note(role: NoteRole): NoteKey;
  tls(): TlsMaterial;
}

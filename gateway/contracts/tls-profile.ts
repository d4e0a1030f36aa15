import { createSecureContext } from 'node:tls';

/** Key agreement between gateways, the most wanted first: hybrid with ML-KEM-768, then curves alone (design section 4). */
const HYBRID_GROUPS = 'SecP256r1MLKEM768:X25519MLKEM768:P-384:P-256';
const CLASSICAL_GROUPS = 'P-384:P-256';

const SIGNATURES = [
  'ecdsa_secp256r1_sha256',
  'ecdsa_secp384r1_sha384',
  'rsa_pss_pss_sha256',
  'rsa_pss_pss_sha384',
  'rsa_pss_rsae_sha256',
  'rsa_pss_rsae_sha384',
].join(':');

const SUITES = 'TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256';

/** Allowed beside them where a client's system cannot do TLS 1.3. */
const OLDER_SUITES = 'ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384';

/** What both ends of a connection between gateways offer and accept; options of node:tls. */
export interface TlsProfile {
  minVersion: 'TLSv1.2' | 'TLSv1.3';
  maxVersion: 'TLSv1.3';
  ciphers: string;
  ecdhCurve: string;
  sigalgs: string;
}

/** TLS 1.3 alone, with hybrid key agreement where this runtime has it. */
export function peerTlsProfile(): TlsProfile {
  return { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3', ciphers: SUITES, ecdhCurve: supportedGroups(), sigalgs: SIGNATURES };
}

/** For the authority's own clients; TLS 1.2 only where the operator has asked for it. */
export function clientTlsProfile(options: { allowOlder: boolean }): TlsProfile {
  const profile = peerTlsProfile();
  return options.allowOlder ? { ...profile, minVersion: 'TLSv1.2', ciphers: `${SUITES}:${OLDER_SUITES}` } : profile;
}

function supportedGroups(): string {
  try {
    createSecureContext({ ecdhCurve: HYBRID_GROUPS });
    return HYBRID_GROUPS;
  } catch {
    return CLASSICAL_GROUPS;
  }
}

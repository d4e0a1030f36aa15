import type { FindingName } from './texts/findings.ts';

/** Why a connection could not be made, by the code of the system. */
export function connectFault(code: string): FindingName {
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return 'connection-refused';
  if (code === 'ETIMEDOUT') return 'connection-timeout';
  return code === 'ENETUNREACH' || code === 'EHOSTUNREACH' || code === 'EADDRNOTAVAIL' ? 'network-unreachable' : 'connection-failed';
}

/** Why TLS did not come about, by the code of OpenSSL or of the system. */
export function handshakeFault(code: string): FindingName {
  if (code === 'ETIMEDOUT') return 'tls-timeout';
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|INAPPROPRIATE_FALLBACK/.test(code)) return 'tls-version';
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|RECORD_TOO|BAD_RECORD_TYPE|UNEXPECTED_MESSAGE/.test(code)) return 'not-tls';
  if (/ALERT_HANDSHAKE_FAILURE|ALERT_INSUFFICIENT|NO_SHARED|NO_SUITABLE|WRONG_CURVE|WRONG_SIGNATURE|UNSUPPORTED_ALGORITHM/.test(code))
    return 'tls-no-agreement';
  return 'tls-cut';
}

/** Alerts with which the other side refuses our certificate (RFC 8446 section 6.2); they come after the handshake is over for us. */
export function isRefusalOfOurs(code: string): boolean {
  return /ALERT_(BAD_CERT|UNSUPPORTED_CERT|CERT|UNKNOWN_CA|ACCESS_DENIED)|CERTIFICATE_(REQUIRED|REVOKED|EXPIRED|UNKNOWN)|UNKNOWN_CA|ACCESS_DENIED/.test(
    code,
  );
}

/**
 * Whether what OpenSSL and Node say of the certificates shown (X509_V_ERR_*) means that they lead to none of our roots. Times, names and
 * purposes are looked at apart.
 */
export function isWithoutRoot(code: string): boolean {
  return !/^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|INVALID_PURPOSE|HOSTNAME_MISMATCH|IP_ADDRESS_MISMATCH|ERR_TLS_CERT_ALTNAME_\w+)$/.test(
    code,
  );
}

/** The code of an error of the platform; its class where it has none. Never its message: it may quote what was read. */
export function platformCode(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  if (typeof code === 'string' && /^[A-Za-z0-9_/-]{1,120}$/.test(code)) return code;
  return typeof name === 'string' ? name : 'Error';
}

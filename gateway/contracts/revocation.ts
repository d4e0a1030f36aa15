import type { Certificate } from '../../crypto/x509/certificate.ts';
import type { OcspResponse } from '../../crypto/x509/ocsp-response.ts';
import type { RevocationList } from '../../crypto/x509/revocation-list.ts';

/**
 * Where revocation information comes from. What is held stays, also when it is stale: the path check decides by thisUpdate and nextUpdate,
 * so that an outage degrades to INDETERMINATE instead of halting.
 */
export interface RevocationSource {
  /** Revocation lists held now; the same array while nothing changes. */
  current(): readonly RevocationList[];
  /** OCSP responses held now; the same array while nothing changes. */
  responses(): readonly OcspResponse[];
  /**
   * The OCSP responses about these certificates, and about the authorities that issue them. Responders are asked, and waited for up
   * to a limit, about a certificate of which nothing fresh is held; from then on its response is kept fresh. Never rejects.
   */
  inquire(certificates: readonly Certificate[]): Promise<readonly OcspResponse[]>;
  /** Reads the source again, and asks again what grows old; keeps what is held when that fails and reports it by status(). */
  refresh(): Promise<void>;
  status(): { lists: number; responses: number; staleIssuers: readonly string[]; lastError?: string };
}

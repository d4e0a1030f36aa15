import type { Assurance } from '../../evidence/build.ts';

/**
 * How an actor was authenticated, as evidence states it. The level is an identifier of our own: it claims no level of an assurance
 * scheme such as that of eIDAS, which only an audited installation could.
 */
export function clientCertificateAssurance(at: Date): Assurance {
  return {
    level: 'urn:valija:assurance-level:registered-client-certificate',
    authenticationMethod: 'urn:valija:authentication-method:tls-client-certificate',
    authenticationTime: at.toISOString(),
  };
}

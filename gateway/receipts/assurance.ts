import type { Assurance } from '../../evidence/build.ts';
import type { Actor } from '../operations/actor.ts';

/**
 * How an actor was authenticated, as evidence states it. The level is an identifier of our own: it claims no level of an assurance
 * scheme such as that of eIDAS, which only an audited installation could.
 */
export function assuranceOf({ assertion }: Pick<Actor, 'assertion'>, at: Date): Assurance {
  if (assertion === undefined) return clientCertificateAssurance(at);
  return {
    level: 'urn:valija:assurance-level:registered-client-key',
    authenticationMethod: 'urn:valija:authentication-method:signed-client-assertion',
    authenticationTime: assertion.at.toISOString(),
  };
}

/** Of a client whose registered certificate is that of the connection. */
export function clientCertificateAssurance(at: Date): Assurance {
  return {
    level: 'urn:valija:assurance-level:registered-client-certificate',
    authenticationMethod: 'urn:valija:authentication-method:tls-client-certificate',
    authenticationTime: at.toISOString(),
  };
}

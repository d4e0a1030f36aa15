import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { authoriseCertificate } from './authorised-certificate.ts';

/**
 * Nothing is sealed with a certificate that the other side is bound to refuse: expired, revoked, or not in the directory. Revocation
 * that cannot be decided here does not stop us: the other side asks for itself. Throws GatewayError `own-certificate-missing` (wait).
 */
export async function requireOwnCertificate(dependencies: GatewayDependencies, role: 'seal' | 'envelope' | 'evidence'): Promise<void> {
  const { certificate } = dependencies.keys.signer(role);
  const query = { authority: dependencies.authority, role, certificate, at: dependencies.clock.now() };
  const { verdict, code } = await authoriseCertificate(dependencies, query);
  if (verdict !== 'FAILED') return;
  throw new GatewayError('own-certificate-missing', `our own ${role} certificate cannot be used: ${code ?? ''}`, { disposition: 'wait' });
}

/** Looks at the certificates we sign with, so that what is known about them at this time is kept for our own evidence. */
export async function noteOwnStatus(dependencies: GatewayDependencies): Promise<void> {
  const at = dependencies.clock.now();
  for (const role of ['seal', 'envelope', 'evidence'] as const) {
    const { certificate } = dependencies.keys.signer(role);
    await authoriseCertificate(dependencies, { authority: dependencies.authority, role, certificate, at });
  }
}

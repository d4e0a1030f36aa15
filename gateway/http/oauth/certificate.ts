import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';

/** SHA-256 of the certificate with which the client made the connection; its chain leads up to an anchor of ours. */
export function presentedCertificate({ socket }: Pick<IncomingMessage, 'socket'>): Buffer | undefined {
  const certificate = socket instanceof TLSSocket && socket.authorized ? socket.getPeerX509Certificate() : undefined;
  return certificate === undefined ? undefined : createHash('sha256').update(certificate.raw).digest();
}

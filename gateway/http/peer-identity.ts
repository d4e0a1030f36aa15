import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { type Certificate, parseCertificate } from '../../crypto/x509/certificate.ts';
import type { AuthorityRecord } from '../contracts/directory.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { authoriseCertificate } from '../trust/authorised-certificate.ts';

/** id-kp-clientAuth (RFC 5280 section 4.2.1.12). OpenSSL lets a certificate without any extended key usage pass; we do not. */
const CLIENT_AUTHENTICATION = '1.3.6.1.5.5.7.3.2';

/** How long an open connection is believed without asking again whether its certificate still holds. */
const BELIEVED_MILLISECONDS = 60_000;

type Identification = Pick<GatewayDependencies, 'authority' | 'directory' | 'paths' | 'revocation' | 'clock' | 'readCertificate'>;

interface Believed {
  peer: string;
  until: number;
  authorities: readonly AuthorityRecord[];
  revocationLists: readonly unknown[];
}

/**
 * Tells which authority a connection belongs to: the one whose TLS certificate in the directory is exactly the one presented, while
 * that record, the path and the revocation status hold. Remembered for the connection until the directory or the revocation lists
 * change, at most for a minute.
 *
 * The function returned throws GatewayError `peer-unknown`, `revocation-unknown` (retry), `directory-not-usable` (wait).
 */
export function createPeerIdentification(dependencies: Identification): (request: IncomingMessage) => Promise<string> {
  const believed = new WeakMap<object, Believed>();
  const ownersOf = createCertificateIndex();
  return async (request) => {
    const { socket } = request;
    const now = dependencies.clock.now();
    const authorities = dependencies.directory.authorities();
    const revocationLists = dependencies.revocation.current();
    if (!dependencies.directory.status().usable) {
      throw new GatewayError('directory-not-usable', 'the directory expired and its grace is over', { disposition: 'wait' });
    }
    const known = believed.get(socket);
    const isFresh = known?.authorities === authorities && known.revocationLists === revocationLists && now.getTime() < known.until;
    if (known !== undefined && isFresh) return known.peer;
    const certificate = presentedCertificate(request);
    const peer = ownersOf(authorities).get(certificate.der.toString('base64'));
    if (typeof peer !== 'string' || peer === dependencies.authority) throw unknownPeer('certificate-not-listed');
    await requireAuthorised(dependencies, peer, certificate, now);
    believed.set(socket, { peer, until: now.getTime() + BELIEVED_MILLISECONDS, authorities, revocationLists });
    return peer;
  };
}

function presentedCertificate({ socket }: IncomingMessage): Certificate {
  const presented = socket instanceof TLSSocket && socket.authorized ? socket.getPeerX509Certificate() : undefined;
  if (presented === undefined) throw unknownPeer('no certificate');
  let certificate: Certificate;
  try {
    certificate = parseCertificate(presented.raw);
  } catch (error) {
    throw unknownPeer('certificate-malformed', error);
  }
  if (!certificate.extendedKeyUsage.includes(CLIENT_AUTHENTICATION)) throw unknownPeer('extended-key-usage-missing');
  return certificate;
}

async function requireAuthorised(dependencies: Identification, authority: string, certificate: Certificate, at: Date): Promise<void> {
  const authorisation = await authoriseCertificate(dependencies, { authority, role: 'tls', certificate, at });
  if (authorisation.verdict === 'PASSED') return;
  if (authorisation.verdict === 'INDETERMINATE') {
    throw new GatewayError('revocation-unknown', `TLS certificate cannot be decided: ${authorisation.code ?? ''}`, {
      disposition: 'retry',
    });
  }
  throw unknownPeer(authorisation.code ?? 'refused');
}

/** TLS certificates of a directory, by their base64. One that two authorities claim is nobody's. */
function createCertificateIndex(): (authorities: readonly AuthorityRecord[]) => Map<string, string | false> {
  const indexes = new WeakMap<readonly AuthorityRecord[], Map<string, string | false>>();
  return (authorities) => {
    const known = indexes.get(authorities);
    if (known !== undefined) return known;
    const index = new Map<string, string | false>();
    for (const authority of authorities) {
      for (const record of authority.certificates) {
        if (record.role !== 'tls') continue;
        const owner = index.get(record.certificate);
        index.set(record.certificate, owner === undefined || owner === authority.identifier ? authority.identifier : false);
      }
    }
    indexes.set(authorities, index);
    return index;
  };
}

function unknownPeer(why: string, cause?: unknown): GatewayError {
  return new GatewayError('peer-unknown', `no peer of ours: ${why}`, cause === undefined ? {} : { cause });
}

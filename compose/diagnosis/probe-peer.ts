import type { AuthorityRecord, Directory, EndpointRecord } from '../../gateway/contracts/directory.ts';
import type { TlsMaterial } from '../../gateway/contracts/key-store.ts';
import { askPeer } from './ask-peer.ts';
import { examinePeerCertificate, type PeerTrust } from './examine-peer-certificate.ts';
import type { Findings } from './finding.ts';
import { type Address, connectTo, resolveName, secure } from './peer-connection.ts';

/** With what a peer is talked to. */
export interface ProbeContext extends PeerTrust {
  /** Whose gateway we are. */
  authority: string;
  directory: Directory;
  tls: TlsMaterial;
  /** Roots of `anchors.tls`. */
  anchorsPem: readonly string[];
  now: () => Date;
  /** For each step, in milliseconds. */
  timeout: number;
}

/**
 * Goes the whole way to a peer, as a delivery would, and tells what is in the way: name, connection, TLS, certificate, whether it knows
 * us, and its clock. Each of its addresses is tried.
 */
export async function probePeer(context: ProbeContext, peer: string, findings: Findings): Promise<void> {
  const peers = peersOf(context);
  const authority = peers.find(({ identifier }) => identifier === peer);
  if (authority === undefined) {
    findings.fault('peer-not-in-directory', peer, ...peers.map(({ identifier }) => identifier));
    return;
  }
  if (authority.endpoints.length === 0) findings.fault('peer-without-endpoint', peer);
  for (const endpoint of authority.endpoints) await probeEndpoint(context, authority, endpoint, findings);
}

/** The authorities that are not we ourselves. */
export function peersOf({ directory, authority }: Pick<ProbeContext, 'directory' | 'authority'>): AuthorityRecord[] {
  return directory.authorities().filter(({ identifier }) => identifier !== authority);
}

async function probeEndpoint(
  context: ProbeContext,
  authority: AuthorityRecord,
  endpoint: EndpointRecord,
  findings: Findings,
): Promise<void> {
  const { timeout } = context;
  const url = new URL(endpoint.url);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const address: Address = { subject: `${authority.identifier} ${url.host}`, host, port: Number(url.port === '' ? 443 : url.port) };
  const socket = await connectTo(address, await resolveName(address, timeout, findings), timeout, findings);
  if (socket === undefined) return;
  const secured = await secure(socket, address, { tls: context.tls, anchorsPem: context.anchorsPem, timeout }, findings);
  if (secured === undefined) return;
  const expected = { authority, endpoint, at: context.now() };
  if (await examinePeerCertificate(secured, { address, expected, trust: context }, findings)) {
    await askPeer(secured, { address, authority, basePath: url.pathname.replace(/\/$/, ''), timeout }, findings);
  } else secured.destroy();
}

import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectSecure, type TLSSocket } from 'node:tls';
import type { TlsMaterial } from '../../gateway/contracts/key-store.ts';
import { peerTlsProfile } from '../../gateway/contracts/tls-profile.ts';
import { connectFault, handshakeFault, platformCode } from './connection-faults.ts';
import type { Findings } from './finding.ts';
import { limited } from './limited.ts';

/** Where a peer is said to be. */
export interface Address {
  /** What the findings are about: the peer, and its address. */
  subject: string;
  host: string;
  port: number;
}

/** The addresses that a name leads to; none when that is what is wrong. */
export async function resolveName({ subject, host }: Address, timeout: number, findings: Findings): Promise<string[]> {
  if (isIP(host) !== 0) return [host];
  try {
    const addresses = (await limited(lookup(host, { all: true }), timeout)).map(({ address }) => address);
    findings.pass('name-resolved', subject, addresses.join(', '));
    return addresses;
  } catch (error) {
    findings.fault('name-not-resolved', subject, `${host}: ${platformCode(error)}`);
    return [];
  }
}

/** A connection to the first address that takes one. */
export async function connectTo(
  address: Address,
  candidates: readonly string[],
  timeout: number,
  findings: Findings,
): Promise<Socket | undefined> {
  const { subject, port } = address;
  const failures: { place: string; code: string }[] = [];
  for (const host of candidates) {
    const socket = connectPlain({ host, port });
    socket.on('error', () => {});
    try {
      await limited(once(socket, 'connect'), timeout);
      findings.pass('connected', subject, `${host} ${port}`);
      return socket;
    } catch (error) {
      socket.destroy();
      failures.push({ place: `${host} ${port}`, code: platformCode(error) });
    }
  }
  const [first] = failures;
  const details = failures.map(({ place, code }) => `${place}: ${code}`);
  if (first !== undefined) findings.fault(connectFault(first.code), subject, ...details);
  return undefined;
}

/**
 * TLS as gateways speak it, with our certificate, whatever the other side shows: who that is, is decided afterwards, and nothing is sent
 * before.
 */
export async function secure(
  socket: Socket,
  address: Address,
  options: { tls: TlsMaterial; anchorsPem: readonly string[]; timeout: number },
  findings: Findings,
): Promise<TLSSocket | undefined> {
  const { subject, host } = address;
  const { tls, anchorsPem, timeout } = options;
  const secured = connectSecure({
    ...peerTlsProfile(),
    socket,
    key: tls.key,
    cert: tls.certificateChain,
    ca: [...anchorsPem],
    rejectUnauthorized: false,
    ALPNProtocols: ['http/1.1'],
    ...(isIP(host) === 0 ? { servername: host } : {}),
  });
  const errors: unknown[] = [];
  secured.on('error', (error) => errors.push(error));
  try {
    await limited(Promise.race([once(secured, 'secureConnect'), closed(secured)]), timeout);
    const { name } = secured.getCipher();
    findings.pass('tls-agreed', subject, `${secured.getProtocol() ?? ''} ${name}`);
    return secured;
  } catch (error) {
    secured.destroy();
    const code = platformCode(errors[0] ?? error);
    findings.fault(handshakeFault(code), subject, code);
    return undefined;
  }
}

/** Rejects when the connection ends before anything else has happened. */
async function closed(socket: TLSSocket): Promise<never> {
  await once(socket, 'close');
  throw Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' });
}

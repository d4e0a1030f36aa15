import type { DevelopmentKeys } from '../../certs-dev/issue.ts';
import { BORELIA, type InventedAuthority, XANDRIA } from './authorities.ts';
import { freePorts } from './free-ports.ts';
import { createInstallation, type Installation, type InstallationOptions } from './installation.ts';

/** One for the time-stamp authority, three for each gateway, and one for the OCSP responder. */
const PORTS = 8;

/** What is not P-256: the keys of an authority and how it signs, or those of the PKI that both share. */
export interface InventedKeys {
  xandria?: Pick<InventedAuthority, 'keys' | 'signatures'>;
  borelia?: Pick<InventedAuthority, 'keys' | 'signatures'>;
  issuing?: DevelopmentKeys;
}

/** Whether certificates name an OCSP responder and gateways ask it: then it has to be run as well. */
export type StatusChoice = 'lists' | 'lists-and-responder';

export interface DevelopmentInstallationOptions extends Pick<InstallationOptions, 'gateway' | 'environment'> {
  /** Eight ports from this one on; left out, free ones. */
  firstPort?: number | undefined;
  keys?: InventedKeys;
  /** Default: lists alone. */
  status?: StatusChoice;
}

/**
 * Makes the installation of two invented authorities and a time-stamp authority on loopback. The first gateway belongs to the requesting
 * authority. DevelopmentPkiError `directory-exists`.
 */
export async function createDevelopmentInstallation(folder: string, options: DevelopmentInstallationOptions = {}): Promise<Installation> {
  const { firstPort, keys = {}, status = 'lists', gateway, environment } = options;
  const ports = firstPort === undefined ? await freePorts(PORTS) : Array.from({ length: PORTS }, (_, index) => firstPort + index);
  const [timestampPort = 0, ...rest] = ports;
  const portsAt = (index: number) => ({ client: rest[index] ?? 0, peer: rest[index + 1] ?? 0, management: rest[index + 2] ?? 0 });
  return createInstallation({
    folder,
    timestampPort,
    ...(status === 'lists' ? {} : { statusPort: rest[6] ?? 0 }),
    now: new Date(),
    authorities: [
      { authority: { ...XANDRIA, ...keys.xandria }, ports: portsAt(0) },
      { authority: { ...BORELIA, ...keys.borelia }, ports: portsAt(3) },
    ],
    issuingKeys: keys.issuing ?? 'ec',
    ...(gateway === undefined ? {} : { gateway }),
    ...(environment === undefined ? {} : { environment }),
  });
}

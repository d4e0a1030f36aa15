import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKeyStore } from '../../adapters/keystore/open-key-store.ts';
import { inquirePaths } from '../../adapters/revocation/inquiring-paths.ts';
import { formatPemCertificates } from '../../audit/trust.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { createPathValidator } from '../../crypto/x509/path.ts';
import type { Clock } from '../../gateway/contracts/clock.ts';
import type { Directory } from '../../gateway/contracts/directory.ts';
import type { KeyStore } from '../../gateway/contracts/key-store.ts';
import type { RevocationSource } from '../../gateway/contracts/revocation.ts';
import { readCertificates } from '../configuration/anchors.ts';
import type { GatewayConfiguration } from '../configuration/gateway-configuration.ts';
import { ClosingStack } from '../gateway/closing-stack.ts';
import { readDirectoryOnce } from '../gateway/open-directory.ts';
import { openRevocation } from '../gateway/open-revocation.ts';
import { createLogger } from '../process/logger.ts';
import type { ProbeContext } from './probe-peer.ts';

/** The clock of the machine as it is: what it is worth is for the findings to tell. */
export const MACHINE_CLOCK: Clock = { now: () => new Date(), status: () => ({ trusted: true }), observe: () => {} };

export interface Anchors {
  authorities: Certificate[];
  timestamps: Certificate[];
  tls: Certificate[];
  letters: Certificate[];
}

export async function readAnchors({ authorities, timestamps, tls, letters }: GatewayConfiguration['anchors']): Promise<Anchors> {
  return {
    authorities: await readCertificates(authorities),
    timestamps: await readCertificates(timestamps),
    tls: await readCertificates(tls),
    letters: await readCertificates(letters),
  };
}

export function readKeys({ folder, signatures }: GatewayConfiguration['keys']): Promise<KeyStore> {
  return openKeyStore({ directory: folder, signatures });
}

/** Where it is read from, for whoever has to look there. */
export function directoryPlace({ directory }: GatewayConfiguration): string {
  return directory.path ?? directory.repository?.root ?? 'directory';
}

export function readDirectory(settings: GatewayConfiguration['directory']): Promise<Directory> {
  return readDirectoryOnce(settings, MACHINE_CLOCK);
}

/**
 * The sources of revocation information, asked anew: nothing is written into the data folder of a gateway that may be running, and what
 * it has downloaded before proves nothing about now.
 */
export async function withRevocation<Result>(
  configuration: GatewayConfiguration,
  anchors: Anchors,
  use: (source: RevocationSource) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'valija-revocation-'));
  const stack = new ClosingStack(createLogger({ level: 'fatal', process: 'diagnosis' }));
  try {
    const trusted = [...anchors.authorities, ...anchors.timestamps, ...anchors.tls, ...anchors.letters];
    return await use(await openRevocation(configuration.revocation, { anchors: trusted, folder, clock: MACHINE_CLOCK }, stack));
  } finally {
    await stack.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What is needed to talk to peers. */
export function probeContextOf(
  configuration: GatewayConfiguration,
  parts: { keys: KeyStore; anchors: Anchors; directory: Directory; revocation: RevocationSource; timeout: number },
): ProbeContext {
  const { keys, anchors, directory, revocation, timeout } = parts;
  return {
    authority: configuration.authority,
    directory,
    tls: keys.tls(),
    anchorsPem: anchors.tls.map(({ der }) => formatPemCertificates([der.toString('base64')])),
    paths: inquirePaths(createPathValidator({ anchors: anchors.tls }), revocation),
    revocation,
    now: MACHINE_CLOCK.now,
    timeout,
  };
}

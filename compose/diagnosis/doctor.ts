import { inquirePaths } from '../../adapters/revocation/inquiring-paths.ts';
import { createPathValidator } from '../../crypto/x509/path.ts';
import type { Directory } from '../../gateway/contracts/directory.ts';
import type { KeyStore } from '../../gateway/contracts/key-store.ts';
import type { RevocationSource } from '../../gateway/contracts/revocation.ts';
import type { GatewayConfiguration } from '../configuration/gateway-configuration.ts';
import { readGatewayConfiguration } from '../configuration/read-configuration.ts';
import { examineDirectory, examineOwnCertificates, examinePeerRecords, examineRoots } from './examine-certificates.ts';
import { examineDisk, examineFiles } from './examine-files.ts';
import { examineRunning } from './examine-running.ts';
import { examineRevocation, examineTimestamps } from './examine-services.ts';
import { type DiagnosisReport, diagnosisOf, Findings } from './finding.ts';
import { type Anchors, directoryPlace, probeContextOf, readAnchors, readDirectory, readKeys, withRevocation } from './open-trust.ts';
import { peersOf, probePeer } from './probe-peer.ts';

export interface DoctorOptions {
  /** Path of `gateway.json`. */
  configuration: string;
  /** Whether the gateway should be running. */
  running: boolean;
  /** Whether to go to every peer of the directory. */
  peers: boolean;
  /** For each step of talking to a peer, in milliseconds. */
  timeout: number;
}

/** Peers that are gone to at the same time. */
const PEERS_AT_ONCE = 8;

/**
 * Looks at everything that a gateway needs, and at the gateway itself where it runs. Reads alone: nothing is changed, and nothing of the
 * data folder is opened. Whatever cannot be looked at is itself a finding, and the rest is looked at all the same.
 */
export async function examine(options: DoctorOptions): Promise<DiagnosisReport> {
  const findings = new Findings();
  const configuration = await findings.attempt(options.configuration, () => readGatewayConfiguration(options.configuration));
  if (configuration !== undefined) {
    findings.pass('configuration-good', options.configuration);
    await examineGateway(options, configuration, findings);
  }
  return diagnosisOf('doctor', findings, new Date());
}

async function examineGateway(options: DoctorOptions, configuration: GatewayConfiguration, findings: Findings): Promise<void> {
  await examineFiles(options.configuration, configuration, findings);
  await examineDisk(configuration, findings);
  const keys = await findings.attempt(configuration.keys.folder, () => readKeys(configuration.keys));
  const anchors = await findings.attempt('anchors', () => readAnchors(configuration.anchors));
  const directory = await findings.attempt(directoryPlace(configuration), () => readDirectory(configuration.directory));
  if (anchors !== undefined) examineRoots(anchors, findings);
  if (directory !== undefined && keys !== undefined) {
    examineDirectory(directory, { authority: configuration.authority, keys, logOrigin: configuration.log.origin }, findings);
  }
  if (directory !== undefined) examinePeerRecords(peersOf({ directory, authority: configuration.authority }), findings);
  if (anchors !== undefined) {
    await findings.attempt('revocation', () =>
      withRevocation(configuration, anchors, (revocation) =>
        examineOutside(options, { configuration, keys, anchors, directory, revocation }, findings),
      ),
    );
  }
  if (options.running) await examineRunning(configuration, findings);
}

interface Parts {
  configuration: GatewayConfiguration;
  keys: KeyStore | undefined;
  anchors: Anchors;
  directory: Directory | undefined;
  revocation: RevocationSource;
}

/** What needs the network. */
async function examineOutside(options: DoctorOptions, parts: Parts, findings: Findings): Promise<void> {
  const { configuration, keys, anchors, directory, revocation } = parts;
  await examineRevocation(revocation, keys, findings);
  if (keys !== undefined) {
    const paths = (trusted: Anchors['tls']) => inquirePaths(createPathValidator({ anchors: trusted }), revocation);
    await examineOwnCertificates(keys, { authorities: paths(anchors.authorities), tls: paths(anchors.tls) }, revocation, findings);
  }
  await examineTimestamps(configuration, { anchors, revocation }, findings);
  if (!options.peers || keys === undefined || directory === undefined) return;
  const context = probeContextOf(configuration, { keys, anchors, directory, revocation, timeout: options.timeout });
  const waiting = peersOf(context).filter(({ endpoints }) => endpoints.length > 0);
  const worker = async () => {
    for (let peer = waiting.shift(); peer !== undefined; peer = waiting.shift()) await probePeer(context, peer.identifier, findings);
  };
  await Promise.all(Array.from({ length: PEERS_AT_ONCE }, worker));
}

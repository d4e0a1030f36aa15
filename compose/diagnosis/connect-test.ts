import { readGatewayConfiguration } from '../configuration/read-configuration.ts';
import { type DiagnosisReport, diagnosisOf, Findings } from './finding.ts';
import { probeContextOf, readAnchors, readDirectory, readKeys, withRevocation } from './open-trust.ts';
import { peersOf, probePeer } from './probe-peer.ts';

/**
 * Tries the way to one peer with the keys and roots of a gateway, which may be running or not. `peer` is an identifier, or a part of
 * one that only one authority has.
 *
 * @throws ConfigurationError, KeyStoreError, DirectoryError for what is wrong on our own side already
 */
export async function testConnection(options: { configuration: string; peer: string; timeout: number }): Promise<DiagnosisReport> {
  const { timeout } = options;
  const configuration = await readGatewayConfiguration(options.configuration);
  const anchors = await readAnchors(configuration.anchors);
  const keys = await readKeys(configuration.keys);
  const directory = await readDirectory(configuration.directory);
  const findings = new Findings();
  await withRevocation(configuration, anchors, async (revocation) => {
    const context = probeContextOf(configuration, { keys, anchors, directory, revocation, timeout });
    const named = peersOf(context).filter(({ identifier }) => identifier.includes(options.peer));
    const [only] = named;
    await probePeer(context, named.length === 1 && only !== undefined ? only.identifier : options.peer, findings);
  });
  return diagnosisOf('connect-test', findings, new Date());
}

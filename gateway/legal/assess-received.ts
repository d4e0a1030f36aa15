import type { GatewayDependencies } from '../dependencies.ts';
import type { ReceivedFile } from '../package/particulars.ts';
import type { RequestDocument } from '../package/request-document.ts';
import { examineWithDirectory } from './examine-with-directory.ts';
import type { InboundLegal, ReadLegal } from './received-message.ts';

/**
 * What the rules have to say of a received message by itself, for the people who read it: it refuses nothing (design rule 4). What they say of
 * its place in the conversation changes with every message that comes, and is computed when somebody looks.
 */
export function assessReceived(
  dependencies: Pick<GatewayDependencies, 'directory' | 'instruments' | 'clock'>,
  { sender, recipient, lane }: RequestDocument,
  legal: ReadLegal,
  files: readonly ReceivedFile[],
): InboundLegal {
  if (legal.message === undefined) return { ...legal, findings: [] };
  const { message } = legal;
  const now = dependencies.clock.now();
  const digests = new Map(files.map(({ name, sha256 }) => [name, sha256]));
  try {
    const { findings } = examineWithDirectory(dependencies, { direction: 'receiving', message, sender, recipient, lane, now, digests });
    return { ...legal, findings };
  } catch {
    // Whatever a peer can write that our rules stumble over must not keep its request from being consigned.
    return { ...legal, findings: [], unassessed: true };
  }
}

import { streamRange } from '../../crypto/asic/random-access.ts';
import { readContainer } from '../../crypto/asic/read-container.ts';
import { containerOfArchive } from '../archive/archive-files.ts';
import { readArchive } from '../archive/archive-package.ts';
import { openPackageFiles } from '../archive/package-files.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { type Actor, requireActor } from './actor.ts';
import type { ContentStream } from './content.ts';
import { fetched, logAccess, requireContent } from './content.ts';
import { findMessage, type MessageReference } from './messages.ts';

/**
 * The long-term copy of a package, sent or received (ASiC-E B-LTA); `version` changes with each renewal. Every fetch is a log leaf.
 * GatewayError `not-found`, `too-early` before there is a copy.
 */
export async function fetchArchive(
  dependencies: GatewayDependencies,
  query: MessageReference & { actor: Actor },
): Promise<ContentStream & { version: string }> {
  requireActor(query.actor, ['system', 'officer']);
  const { value: message } = await findMessage(dependencies, query);
  requireContent(message);
  if (message.archive === undefined) throw new GatewayError('too-early', 'there is no long-term copy of this message yet');
  const opened = await openPackageFiles(dependencies, message);
  if (opened === undefined) throw new GatewayError('too-early', 'there is no package of this message');
  try {
    const package_ = await readContainer(opened.reader, { maximumSize: dependencies.settings.maximumPackageLength });
    const { reader } = await containerOfArchive(package_, await readArchive(dependencies, message));
    await logAccess(dependencies, query, message, fetched('archive'));
    return {
      name: `${message.messageId}-archive.asice`,
      mediaType: 'application/vnd.etsi.asic-e+zip',
      size: reader.size,
      version: message.archive.blobId,
      stream: ({ start = 0, end = reader.size } = {}) => streamRange(reader, start, Math.min(end, reader.size) - start),
      close: opened.close,
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

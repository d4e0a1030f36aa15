import { randomBytes } from 'node:crypto';
import type { ResponderOptions } from '../../adapters/revocation/ocsp-client.ts';
import { openRevocationSource } from '../../adapters/revocation/open-revocation-source.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import type { Clock } from '../../gateway/contracts/clock.ts';
import type { RevocationSource } from '../../gateway/contracts/revocation.ts';
import { readCertificates } from '../configuration/anchors.ts';
import type { RevocationSettings } from '../configuration/revocation-settings.ts';
import type { ClosingStack } from './closing-stack.ts';

/** Opens the source of revocation information; downloaded lists are kept in `folder`, so that they are there again after a restart. */
export async function openRevocation(
  settings: RevocationSettings,
  place: { anchors: readonly Certificate[]; folder: string; clock: Clock },
  stack: ClosingStack,
): Promise<RevocationSource> {
  const { folders, downloads, downloadTimeout, responderTimeout, maximumAge } = settings;
  const responders = await Promise.all(settings.responders.map(readResponder));
  const expected = [...place.anchors, ...(await readCertificates(settings.issuers)), ...responders.flatMap(({ issuers }) => issuers)];
  const source = await openRevocationSource({
    folders,
    issuers: [...new Map(expected.map((certificate) => [certificate.fingerprint, certificate])).values()],
    now: () => place.clock.now(),
    randomBytes,
    ...(downloads.length === 0 ? {} : { downloads: { urls: downloads, folder: place.folder, timeoutMilliseconds: downloadTimeout } }),
    responders,
    responderTimeoutMilliseconds: responderTimeout,
    maximumAgeMilliseconds: maximumAge,
  });
  stack.add('revocation', () => source.close());
  return source;
}

async function readResponder({ issuers, ...responder }: RevocationSettings['responders'][number]): Promise<ResponderOptions> {
  return { ...responder, issuers: await readCertificates(issuers) };
}

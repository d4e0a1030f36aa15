import type { Sequencer } from '../../audit/sequencer.ts';
import type { GatewayDependencies } from '../../gateway/dependencies.ts';
import type { Readiness } from '../../gateway/http/management-api.ts';
import type { Queue } from '../../queue/contract.ts';

/** What an answer about readiness may take; a dependency that hangs is not ready. */
const MAXIMUM_MILLISECONDS = 2_000;

export interface ReadinessParts {
  dependencies: Pick<GatewayDependencies, 'authority' | 'ledger' | 'clock' | 'directory' | 'blobs' | 'keys' | 'log'>;
  queue: Pick<Queue, 'healthy'>;
  sequencer: Pick<Sequencer, 'state'>;
  /** Free octets below which nothing more should be taken in. */
  diskFloor: number;
}

type Check = () => boolean | Promise<boolean>;

/**
 * Whether this gateway can do its work, with the code of each thing that is missing: `ledger-not-open`, `clock-not-trusted`,
 * `directory-not-usable`, `own-certificate-missing` (the directory does not list our keys), `queue-not-healthy`, `storage-full`,
 * `log-halted`.
 */
export function createReadiness({ dependencies, queue, sequencer, diskFloor }: ReadinessParts): () => Promise<Readiness> {
  const checks: Readonly<Record<string, Check>> = {
    'ledger-not-open': async () => (await dependencies.ledger.log.size()) >= 0,
    'clock-not-trusted': () => dependencies.clock.status().trusted,
    'directory-not-usable': () => dependencies.directory.status().usable,
    'own-certificate-missing': () => isListed(dependencies),
    'queue-not-healthy': () => queue.healthy(),
    'storage-full': async () => (await dependencies.blobs.freeSpace()) >= diskFloor,
    'log-halted': () => sequencer.state().role !== 'halted',
  };
  return async () => {
    const held = await Promise.all(Object.entries(checks).map(async ([code, check]) => ((await holds(check)) ? [] : [code])));
    const reasons = held.flat();
    return { ready: reasons.length === 0, reasons };
  };
}

/** Peers believe what the directory says of us: with other keys than those, nothing that we sign would be taken. */
function isListed({ directory, authority, keys, log }: ReadinessParts['dependencies']): boolean {
  const record = directory.authority(authority);
  if (record === undefined) return false;
  const listed = (role: 'seal' | 'envelope' | 'evidence') => {
    const certificate = keys.signer(role).certificate.der.toString('base64');
    return record.certificates.some((entry) => entry.role === role && entry.certificate === certificate);
  };
  const isLogListed = record.noteKeys.some(({ role, verifierKey }) => role === 'log' && verifierKey === log.verifierKey);
  return listed('seal') && listed('envelope') && listed('evidence') && isLogListed;
}

async function holds(check: Check): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), MAXIMUM_MILLISECONDS);
  });
  try {
    return await Promise.race([Promise.resolve(check()), limit]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

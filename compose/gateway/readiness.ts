import { parseVerifierKey } from '../../audit/log/note-key.ts';
import { followSuccessions } from '../../audit/log/succession.ts';
import type { Sequencer } from '../../audit/sequencer.ts';
import type { GatewayDependencies } from '../../gateway/dependencies.ts';
import type { OpenAlarms, Readiness } from '../../gateway/http/management-api.ts';
import { newest } from '../../gateway/log/stamp-checkpoint.ts';
import { readSuccessions } from '../../gateway/log/successions.ts';
import { witnessesToAsk } from '../../gateway/log/witness-keys.ts';
import type { Queue } from '../../queue/contract.ts';
import { openAlarms } from './open-alarms.ts';

/** What an answer about readiness may take; a dependency that hangs is not ready. */
const MAXIMUM_MILLISECONDS = 2_000;

/** How long the log may grow without a cosignature before it is told. */
const UNWITNESSED_MILLISECONDS = 600_000;

/** Intervals that the last time-stamp may be old while there is something new. */
const UNSTAMPED_INTERVALS = 3;

export interface ReadinessParts {
  dependencies: Pick<
    GatewayDependencies,
    'authority' | 'ledger' | 'clock' | 'directory' | 'blobs' | 'keys' | 'listening' | 'log' | 'settings'
  >;
  queue: Pick<Queue, 'healthy'>;
  sequencer: Pick<Sequencer, 'state'>;
  /** Free octets below which nothing more should be taken in. */
  diskFloor: number;
}

type Check = () => boolean | Promise<boolean>;

/**
 * Whether this gateway can do its work, with the code of each thing that is missing: `ledger-not-open`, `clock-not-trusted`,
 * `directory-not-usable`, `own-certificate-missing` (the directory does not list our keys), `queue-not-healthy`, `storage-full`,
 * `log-halted`. What only makes its log less than it could be is told in the notes: `log-not-witnessed`, `log-not-stamped`, `log-not-listed`.
 * Open alarms are told beside: they wait for a person, and the work goes on.
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
  const remarks: Readonly<Record<string, Check>> = {
    'log-not-witnessed': () => isWitnessed(dependencies),
    'log-not-stamped': () => isStamped(dependencies),
    'log-not-listed': async () => isLogListed(dependencies) || !(await isSuccessor(dependencies)),
  };
  return async () => {
    const [reasons, notes, alarms] = await Promise.all([missingOf(checks), missingOf(remarks), alarmsOf(dependencies)]);
    return {
      ready: reasons.length === 0,
      reasons,
      ...(notes.length === 0 ? {} : { notes }),
      ...(alarms.length === 0 ? {} : { alarms }),
    };
  };
}

/** A ledger that does not answer is a reason already. */
function alarmsOf({ ledger }: ReadinessParts['dependencies']): Promise<OpenAlarms[]> {
  return withinLimit(openAlarms(ledger), []);
}

async function missingOf(checks: Readonly<Record<string, Check>>): Promise<string[]> {
  const held = await Promise.all(Object.entries(checks).map(async ([code, check]) => ((await holds(check)) ? [] : [code])));
  return held.flat();
}

/** Whether the log is cosigned, or was a short time ago; true where no witness is asked. */
async function isWitnessed(dependencies: ReadinessParts['dependencies']): Promise<boolean> {
  if (witnessesToAsk(dependencies).length === 0) return true;
  const cosigned = await newest(dependencies, 'cosigned');
  return isRecent(dependencies, { ...cosigned?.value, at: cosigned?.value.cosignedAt }, UNWITNESSED_MILLISECONDS);
}

async function isStamped(dependencies: ReadinessParts['dependencies']): Promise<boolean> {
  const stamped = await newest(dependencies, 'stamped');
  const limit = UNSTAMPED_INTERVALS * dependencies.settings.checkpointStampInterval;
  return isRecent(dependencies, { ...stamped?.value, at: stamped?.value.stampedAt }, limit);
}

/** Nothing is missing while nothing is new, nor in the first while of a process. */
async function isRecent(
  { ledger, clock, listening }: ReadinessParts['dependencies'],
  last: { size?: number; at?: string | undefined },
  limit: number,
): Promise<boolean> {
  if (((await ledger.log.published())?.size ?? 0) <= (last.size ?? 0)) return true;
  const since = Math.max(listening.startedAt.getTime(), last.at === undefined ? 0 : Date.parse(last.at));
  return clock.now().getTime() - since <= limit;
}

/** Peers believe what the directory says of us: with other keys than those, nothing that we sign would be taken. */
async function isListed(dependencies: ReadinessParts['dependencies']): Promise<boolean> {
  const { directory, authority, keys } = dependencies;
  const record = directory.authority(authority);
  if (record === undefined) return false;
  const listed = (role: 'seal' | 'envelope' | 'evidence') => {
    const certificate = keys.signer(role).certificate.der.toString('base64');
    return record.certificates.some((entry) => entry.role === role && entry.certificate === certificate);
  };
  return listed('seal') && listed('envelope') && listed('evidence') && (isLogListed(dependencies) || (await isSuccessor(dependencies)));
}

function isLogListed({ directory, authority, log }: ReadinessParts['dependencies']): boolean {
  return directory.authority(authority)?.noteKeys.some(({ verifierKey }) => verifierKey === log.verifierKey) === true;
}

/** Whether signed notes, which peers can read, lead from a log that the directory names to ours. */
async function isSuccessor({ authority, directory, ledger, log }: ReadinessParts['dependencies']): Promise<boolean> {
  const keys = directory.authority(authority)?.noteKeys.filter(({ role }) => role === 'log') ?? [];
  const notes = keys.length === 0 ? [] : await readSuccessions(ledger).catch(() => []);
  if (notes.length === 0) return false;
  const { name } = parseVerifierKey(log.verifierKey);
  return keys.some(({ verifierKey }) => followSuccessions(parseVerifierKey(verifierKey), notes).name === name);
}

function holds(check: Check): Promise<boolean> {
  return withinLimit((async () => check())(), false);
}

/** What comes of it, or `otherwise` when it fails or takes too long. */
async function withinLimit<Result>(work: Promise<Result>, otherwise: Result): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<Result>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), MAXIMUM_MILLISECONDS);
  });
  try {
    return await Promise.race([work, limit]);
  } catch {
    return otherwise;
  } finally {
    clearTimeout(timer);
  }
}

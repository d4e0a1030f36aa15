import { alarmRow } from '../alarms.ts';
import { completeJob, completion } from '../complete-job.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { travelling } from '../receipts/issue-evidence.ts';
import type { Step } from '../step.ts';
import { commit } from '../unit-of-work.ts';

const CONFLICT = 409;

/** Pushes one piece of evidence to the other side until it is stored there; the other side can also pull it. */
export const pushEvidence: Step = async (dependencies, { job, signal }) => {
  const row = await dependencies.ledger.get('evidence', job.detail ?? '');
  if (row === undefined) return completeJob(dependencies, job);
  requireWorthwhile(dependencies, row.value.storedAt);
  const peer = dependencies.directory.authority(job.peer ?? '');
  if (peer === undefined || peer.endpoints.length === 0) {
    throw new GatewayError('recipient-without-endpoint', 'the peer has no endpoint in the directory', { disposition: 'wait' });
  }
  const answer = await dependencies.transport.pushEvidence(peer, travelling(row.value), { signal });
  if (answer.kind === 'stored') {
    dependencies.observe({ name: 'evidence-pushed', peer: peer.identifier, code: row.value.event });
    return completeJob(dependencies, job);
  }
  if (answer.status !== CONFLICT) {
    throw new GatewayError('peer-refused', `the peer answered ${answer.status}`, { disposition: 'retry' });
  }
  // The peer holds other evidence under this identifier: no repetition mends that, a person has to look.
  const rows = await alarmRow(dependencies, { code: 'evidence-id-reused', messageKey: row.value.messageKey, peer: peer.identifier });
  return commit(dependencies, { rows, jobs: [completion(job)] });
};

/** After the longest life of a message nobody waits for a push any more: it becomes a dead letter, and the feed still has the evidence. */
export function requireWorthwhile(dependencies: Pick<GatewayDependencies, 'clock' | 'settings'>, storedAt: string): void {
  if (dependencies.clock.now().getTime() <= Date.parse(storedAt) + dependencies.settings.maximumExpiry) return;
  throw new GatewayError('deadline-passed', 'tried for as long as a message may live', { disposition: 'operator' });
}

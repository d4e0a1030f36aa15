import type { TransportOutcome } from '../../evidence/transport-state.ts';
import type { JobChange, JobKind } from '../../store/contracts/outbox.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { jobIdentifier } from '../identifiers.ts';

/**
 * The deadlines that matter now for a message we sent: while the other side owes consignment or hand-over, a job waits for the day on
 * which its silence has to be stated; whatever has been answered is waited for no longer.
 */
export function deadlineJobs(
  dependencies: Pick<GatewayDependencies, 'settings'>,
  key: string,
  message: MessageRecord,
  report: Pick<TransportOutcome, 'state' | 'terminal'>,
): JobChange[] {
  if (message.direction === 'inbound') return [];
  const cancel = (kind: JobKind): JobChange => ({ operation: 'cancel', id: jobIdentifier(kind, key) });
  const wait = (kind: JobKind, deadline: string): JobChange => ({
    operation: 'ensure',
    job: {
      id: jobIdentifier(kind, key),
      kind,
      lane: message.lane,
      subject: key,
      dueAt: Date.parse(deadline) + dependencies.settings.deadlineSkew,
    },
  });
  if (report.terminal) return [cancel('relay-deadline'), cancel('consignment-deadline'), cancel('handover-deadline')];
  if (report.state === 'relayed') return [cancel('relay-deadline'), wait('consignment-deadline', message.deadlines.consignment)];
  if (report.state === 'consigned') {
    return [cancel('relay-deadline'), cancel('consignment-deadline'), wait('handover-deadline', message.deadlines.handover)];
  }
  return [];
}

import type { Change, Row } from '../../store/contracts/ledger.ts';
import type { EvidenceRecord } from '../../store/contracts/records.ts';
import type { TravellingEvidence } from '../contracts/peer-transport.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { jobIdentifier } from '../identifiers.ts';
import { recordOperation } from '../operation-record/record-operation.ts';
import { type Actor, requireActor } from '../operations/actor.ts';
import { requireContent } from '../operations/content.ts';
import { findMessages } from '../operations/messages.ts';
import { assuranceOf } from '../receipts/assurance.ts';
import { ownStatements, readEvidenceSet } from '../receipts/evidence-set.ts';
import { issueEvidence, travelling } from '../receipts/issue-evidence.ts';
import { statementBase } from '../receipts/statement-base.ts';
import { requireRecovered } from '../recovery/recovery.ts';
import { rebuildUntilCommitted } from '../unit-of-work.ts';

export interface HandOver {
  /** An officer or a system of the recipient authority: it is authenticated, and that is what E.1 states. */
  actor: Actor;
  messageId: string;
  /** Decides where several senders used the same identifier. */
  sender?: string;
  /** SHA-256 of the package that is being taken over (lowercase hexadecimal). */
  packageDigest: string;
}

/**
 * Hands a consigned message over (design section 3, hand over): compare-and-set on the package digest, E.1 once, and the same E.1 for
 * ever after. After E.2 it is still possible: the content stayed, and E.1 then shows as late.
 * Throws GatewayError `not-found`, `message-not-opened`, `package-digest-mismatch`, `actor-not-allowed`.
 */
export async function handOver(dependencies: GatewayDependencies, request: HandOver): Promise<TravellingEvidence> {
  requireActor(request.actor, ['system', 'officer']);
  const { record, peer } = await rebuildUntilCommitted(dependencies, () => buildHandOver(dependencies, request));
  if (peer !== undefined) dependencies.observe({ name: 'handed-over', messageId: request.messageId, peer });
  return travelling(record);
}

/** `peer` is the sender when the hand-over happens now, absent when it is repeated. */
async function buildHandOver(
  dependencies: GatewayDependencies,
  request: HandOver,
): Promise<{ change?: Change; result: { record: EvidenceRecord; peer?: string } }> {
  const row = await messageToHandOver(dependencies, request);
  const evidence = await readEvidenceSet(dependencies, row.key);
  const [earlier] = ownStatements(dependencies, evidence, 'ContentHandover');
  if (earlier !== undefined) return { result: { record: earlier.record } };
  requireContent(row.value);
  if (row.value.step !== 'opened') throw new GatewayError('internal', 'handed over without evidence', { disposition: 'operator' });
  requireRecovered(dependencies, row.value.sender);
  const issued = await issueEvidence(dependencies, {
    ...(await statementBase(dependencies, row, evidence)),
    event: 'ContentHandover',
    recipientAssurance: assuranceOf(request.actor, dependencies.clock.now()),
    patch: { step: 'handed-over' },
  });
  const cancel = { operation: 'cancel' as const, id: jobIdentifier('handover-deadline', row.key) };
  const operation = recordOperation(dependencies, { action: 'handover', actor: request.actor, messageKey: row.key });
  const change = {
    ...issued.change,
    rows: [...issued.change.rows, operation.row],
    leaves: [...issued.change.leaves, operation.leaf],
    jobs: [...issued.change.jobs, cancel],
  };
  return { change, result: { record: issued.record, peer: row.value.sender } };
}

/** The digest says which message is meant even when another authority used its identifier: a copied header never gets opened. */
async function messageToHandOver(dependencies: GatewayDependencies, request: HandOver): Promise<Row<'messages'>> {
  const { messageId, sender, packageDigest } = request;
  const rows = await findMessages(dependencies, { messageId, direction: 'inbound', ...(sender === undefined ? {} : { sender }) });
  if (rows.length === 0) throw new GatewayError('not-found', 'no such message');
  const named = rows.filter(({ value }) => value.packageCommitment === packageDigest);
  const [row] = named.filter(({ value }) => value.step === 'opened' || value.step === 'handed-over');
  if (row !== undefined) return row;
  if (named.length > 0) throw new GatewayError('message-not-opened', 'the message is not consigned');
  throw new GatewayError('package-digest-mismatch', 'this is not the digest of the received package');
}

import type { Row } from '../../store/contracts/ledger.ts';
import { completeJob, completion } from '../complete-job.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { discardBlobs } from '../package/discard-blobs.ts';
import { type InboundParticulars, readParticulars } from '../package/particulars.ts';
import type { Step } from '../step.ts';
import { commit } from '../unit-of-work.ts';
import { enterCase } from './enter-case.ts';
import { fingerprintsOf } from './fingerprints.ts';
import { storeFacts } from './typed-message-row.ts';

/** Enters a consigned typed message into the register: under the number of its conversation, or under the next one. */
export const registerReceived: Step = async (dependencies, { job }) => {
  const row = await dependencies.ledger.get('messages', job.subject);
  const isDone = (await dependencies.ledger.get('typedMessages', job.subject)) !== undefined;
  const particulars = row === undefined || isDone ? undefined : await readable(dependencies, row);
  const message = particulars?.legal?.message;
  if (row === undefined || particulars === undefined || message === undefined) return completeJob(dependencies, job);
  const at = dependencies.clock.now();
  const letter = particulars.files.find(({ role }) => role === 'letter');
  const fingerprints = await fingerprintsOf(dependencies, message, letter?.sha256);
  const facts = await storeFacts(dependencies, { messageKey: row.key, at, message });
  try {
    const { conversation } = particulars.request;
    await enterCase(dependencies, { direction: 'inbound', peer: row.value.sender, conversation, at, fingerprints }, (change) =>
      commit(dependencies, { rows: [...change.rows, ...facts.rows(change.caseKey)], jobs: [completion(job)] }),
    );
  } catch (error) {
    await discardBlobs(dependencies, [facts.receipt]);
    throw error;
  }
};

/** Undefined once the content is gone: what was destroyed before it was registered cannot be any more. */
async function readable({ blobs }: GatewayDependencies, { value }: Row<'messages'>): Promise<InboundParticulars | undefined> {
  if (value.particularsBlob === undefined) return undefined;
  return readParticulars(blobs, { wrappedKey: value.wrappedKey, blobId: value.particularsBlob }, 'inbound');
}

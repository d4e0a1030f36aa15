import type { EventName } from '../../evidence/event.ts';
import type { Row } from '../../store/contracts/ledger.ts';
import type { ReceiptInstants } from '../../treaty/receipt/legal-receipt.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { readEvidenceSet } from '../receipts/evidence-set.ts';

/**
 * The moments of a message's coming in, each from a receipt of its own: A.1 (accepted by the sender's gateway), D.1 (made available, since
 * only then somebody there can open it), E.1 (taken over by an officer or a system). A first opening without taking over is known to the
 * recipient's own records alone.
 */
export async function receiptInstants(dependencies: GatewayDependencies, message: Row<'messages'>): Promise<ReceiptInstants> {
  const { summaries } = await readEvidenceSet(dependencies, message.key);
  const first = (event: EventName) => {
    const times = summaries.filter((summary) => summary.event === event).map(({ eventTime }) => eventTime);
    const [earliest] = times.sort();
    return earliest === undefined ? undefined : new Date(earliest);
  };
  const accepted = first('SubmissionAcceptance');
  const madeAvailable = first('ContentConsignment');
  const acknowledged = first('ContentHandover');
  const firstOpened = await firstFetch(dependencies, message.key);
  return {
    submitted: new Date(message.value.submissionTime),
    ...(accepted === undefined ? {} : { accepted }),
    ...(madeAvailable === undefined ? {} : { madeAvailable }),
    ...(firstOpened === undefined ? {} : { firstOpened }),
    ...(acknowledged === undefined ? {} : { acknowledged }),
  };
}

async function firstFetch({ ledger }: GatewayDependencies, key: string): Promise<Date | undefined> {
  if (key.startsWith('outbound/')) return undefined;
  const rows = await ledger.list('operations', { index: 'byMessage', equals: key, limit: 100 });
  const fetched = rows.find(({ value }) => value.action === 'fetch');
  return fetched === undefined ? undefined : new Date(fetched.value.at);
}

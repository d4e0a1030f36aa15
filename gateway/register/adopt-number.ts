import { caseKey } from '../../store/contracts/case-records.ts';
import type { RowChange } from '../../store/contracts/ledger.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { registerCounterKey, registerPrefix, registerYear } from './register-number.ts';

/** What a peer gives back of the request document of a message of ours. */
export interface RecoveredCase {
  conversation: string;
  registerNumber: string;
}

/** A number further ahead than that was not given by us between a backup and its restore: whoever claims it would tear a hole into the register. */
const FARTHEST_AHEAD = 10_000;

/**
 * Takes up the number of a case that was given after the backup from which this gateway was restored: the other side has it in what we sealed, and
 * no other case may get it. A number that is not of our form, of another year than the message, or far ahead of all that is known is left alone.
 */
export async function adoptedNumberRows(
  { ledger, settings, authority, clock }: GatewayDependencies,
  { peer, submissionTime, registered }: { peer: string; submissionTime: string; registered: RecoveredCase },
): Promise<RowChange[]> {
  const at = new Date(submissionTime);
  const counterKey = registerCounterKey(registerPrefix(settings.register, authority), registerYear(at, settings.register));
  const number = numberIn(registered.registerNumber, counterKey);
  const counter = await ledger.get('registerCounters', counterKey);
  const last = counter?.value.last ?? 0;
  if (number === undefined || number > last + FARTHEST_AHEAD) return [];
  const key = caseKey(peer, registered.conversation);
  const [known, taken] = await Promise.all([
    ledger.get('cases', key),
    ledger.list('cases', { index: 'byNumber', equals: registered.registerNumber, limit: 1 }),
  ]);
  if (known !== undefined || taken.length > 0) return [];
  const { conversation, registerNumber } = registered;
  const openedAt = at.toISOString() < clock.now().toISOString() ? at.toISOString() : clock.now().toISOString();
  return [
    { table: 'cases', key, expect: 0, value: { conversation, peer, openedBy: 'outbound', registerNumber, openedAt } },
    ...(number <= last
      ? []
      : [{ table: 'registerCounters' as const, key: counterKey, expect: counter?.version ?? 0, value: { last: number } }]),
  ];
}

function numberIn(registerNumber: string, counterKey: string): number | undefined {
  if (!registerNumber.startsWith(`${counterKey}/`)) return undefined;
  const digits = registerNumber.slice(counterKey.length + 1);
  return /^\d{6,12}$/.test(digits) && Number(digits) > 0 ? Number(digits) : undefined;
}

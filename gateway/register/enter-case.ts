import { type CaseRecord, caseKey } from '../../store/contracts/case-records.ts';
import type { RowChange } from '../../store/contracts/ledger.ts';
import type { Direction } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { isVersionConflict } from '../unit-of-work.ts';
import { formatRegisterNumber, registerCounterKey, registerPrefix, registerYear } from './register-number.ts';

/** How often a commit is built anew after another writer was faster. */
const MAXIMUM_ATTEMPTS = 8;

/** A typed message that belongs into the register. */
export interface RegisteredMessage {
  direction: Direction;
  /** The other authority. */
  peer: string;
  conversation: string;
  at: Date;
  /** Keyed digests by which the same request is known again. */
  fingerprints: readonly string[];
}

/** What has to be committed with the message, and the number of its case. */
export interface CaseChange {
  rows: RowChange[];
  caseKey: string;
  registerNumber: string;
}

/**
 * Enters a typed message into the register: the first one of a conversation opens a case under the next number of the year. `commitWith` commits
 * the rows together with the message, so that no number is ever missing or given twice; it is called again with another number when another
 * writer took this one first. Throws what `commitWith` throws for any other reason, and GatewayError `too-busy`.
 */
export async function enterCase<Result>(
  dependencies: GatewayDependencies,
  message: RegisteredMessage,
  commitWith: (change: CaseChange) => Promise<Result>,
): Promise<Result> {
  const attempt = async () => commitWith(await caseChange(dependencies, message));
  const known = await dependencies.ledger.get('cases', caseKey(message.peer, message.conversation));
  return known === undefined ? dependencies.registerTurns(() => untilNumbered(attempt)) : untilNumbered(attempt);
}

/** Another process may have taken the number, or a message of the same conversation may have opened the case. */
async function untilNumbered<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let count = 1; count < MAXIMUM_ATTEMPTS; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isVersionConflict(error)) throw error;
    }
  }
  return attempt();
}

async function caseChange(dependencies: GatewayDependencies, message: RegisteredMessage): Promise<CaseChange> {
  const key = caseKey(message.peer, message.conversation);
  const known = await dependencies.ledger.get('cases', key);
  const matches = await matchRows(dependencies, key, message.fingerprints);
  if (known !== undefined) return { rows: matches, caseKey: key, registerNumber: known.value.registerNumber };
  const { row, registerNumber } = await nextNumber(dependencies, message.at);
  const value: CaseRecord = {
    conversation: message.conversation,
    peer: message.peer,
    openedBy: message.direction,
    registerNumber,
    openedAt: message.at.toISOString(),
  };
  return { rows: [row, { table: 'cases', key, expect: 0, value }, ...matches], caseKey: key, registerNumber };
}

async function nextNumber(
  { ledger, settings, authority }: GatewayDependencies,
  at: Date,
): Promise<{ row: RowChange; registerNumber: string }> {
  const key = registerCounterKey(registerPrefix(settings.register, authority), registerYear(at, settings.register));
  const counter = await ledger.get('registerCounters', key);
  const last = (counter?.value.last ?? 0) + 1;
  return {
    row: { table: 'registerCounters', key, expect: counter?.version ?? 0, value: { last } },
    registerNumber: formatRegisterNumber(key, last),
  };
}

async function matchRows({ ledger }: GatewayDependencies, key: string, fingerprints: readonly string[]): Promise<RowChange[]> {
  const rows = await Promise.all(
    [...new Set(fingerprints)].map(async (fingerprint): Promise<RowChange[]> => {
      const rowKey = `${fingerprint}/${key}`;
      const earlier = await ledger.get('caseMatches', rowKey);
      return earlier === undefined ? [{ table: 'caseMatches', key: rowKey, expect: 0, value: { caseKey: key, fingerprint } }] : [];
    }),
  );
  return rows.flat();
}

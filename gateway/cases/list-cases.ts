import type { CaseRecord } from '../../store/contracts/case-records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { type Actor, requireActor } from '../operations/actor.ts';

export interface CaseListing {
  actor: Actor;
  /** Opened at this instant or later, and before that one; RFC 3339. */
  since?: string;
  until?: string;
  peer?: string;
  registerNumber?: string;
  after?: string;
  limit: number;
}

export interface CasePage {
  cases: CaseRecord[];
  /** Where the following page begins; a page may be short and yet have a next one. */
  next?: string;
}

const MAXIMUM_LIMIT = 500;

/** A cursor of ours, decoded. */
const CURSOR_FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\P{L}[!-~]{1,500}$/u;

/**
 * The register: numbers, conversations and times, the newest first. GatewayError `actor-not-allowed`, `message-form-invalid` for a cursor that is
 * none of ours.
 */
export async function listCases({ ledger }: GatewayDependencies, query: CaseListing): Promise<CasePage> {
  requireActor(query.actor, ['system', 'officer', 'auditor', 'operator']);
  const limit = Math.min(Math.max(query.limit, 1), MAXIMUM_LIMIT);
  if (query.registerNumber !== undefined) {
    const found = await ledger.list('cases', { index: 'byNumber', equals: query.registerNumber, limit });
    return { cases: found.map(({ value }) => value) };
  }
  const after = query.after === undefined ? query.until : cursorOf(query.after);
  const rows = await ledger.list('cases', {
    index: 'all',
    equals: 'all',
    limit,
    descending: true,
    ...(after === undefined ? {} : { after }),
  });
  const { since = '', peer } = query;
  const cases = rows.map(({ value }) => value).filter((entry) => entry.openedAt >= since && (peer === undefined || entry.peer === peer));
  const last = rows.at(-1);
  const isOver = rows.length < limit || last === undefined || last.value.openedAt < since;
  return isOver ? { cases } : { cases, next: Buffer.from(last.order, 'utf8').toString('base64url') };
}

function cursorOf(after: string): string {
  const cursor = Buffer.from(after, 'base64url').toString('utf8');
  if (CURSOR_FORM.test(cursor)) return cursor;
  throw new GatewayError('message-form-invalid', 'no cursor of ours', { faults: [{ code: 'message-form-invalid', pointer: '/after' }] });
}

import { LEGAL_FORMAT } from '../../treaty/requests/request-envelope.ts';
import type { Situation } from './situation.ts';
import type { Answer, Office } from './steps.ts';

const DAY = 86_400_000;
/** Days after the request was last moved on: everything that is said depends on that and never on when it is said, so that a repetition says the same. */
export const WEEK = 7;
export const MONTH = 30;

/** A day in UTC, `YYYY-MM-DD`. */
export function dayAfter({ movedAt }: Pick<Situation, 'movedAt'>, days: number): string {
  return new Date(Date.parse(movedAt) + days * DAY).toISOString().slice(0, 10);
}

/** What stands at the head of every answer. */
export function head<Kind extends string>(kind: Kind, about: string, { language }: Office) {
  return { format: LEGAL_FORMAT, kind, about, language } as const;
}

/** An answer without files. */
export const alone = (message: Answer['message']): Answer => ({ message, enclosures: [] });

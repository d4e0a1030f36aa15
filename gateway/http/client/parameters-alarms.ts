import * as z from 'zod';
import { pageCursor, truth, wholeNumber } from './parameters.ts';

export const alarmIdentifier = z.string().regex(/^[0-9a-f]{32}$/);

export const alarmsQuery = z.strictObject({
  all: truth.exactOptional().describe('`true`: those that were acknowledged, too.'),
  after: pageCursor.exactOptional().describe('`next` of the page before.'),
  limit: wholeNumber(1, 500).default(50).describe('Most of them on a page.'),
});

export const alarmPath = z.strictObject({ id: alarmIdentifier.describe('`id` of the alarm.') });

export const acknowledgementBody = z.strictObject({
  note: z.string().min(1).max(2_000).describe('What came of it: kept encrypted, and committed to by an entry of the log.'),
});

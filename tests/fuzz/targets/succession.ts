import { AuditError } from '../../../audit/error.ts';
import { parseNote } from '../../../audit/log/note.ts';
import { parseSuccession } from '../../../audit/log/succession.ts';
import type { FuzzTarget } from '../target.ts';

const ROOT = Buffer.alloc(32, 7).toString('base64');
const KEY = 'log.invalid/2+5b16a854+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f';

const seeds = () => [
  Buffer.from(`valija-log-succession/1\nlog.invalid/1\n7 ${ROOT}\n${KEY}\n2026-11-20T03:15:00.000Z\n`),
  Buffer.from(`valija-log-succession/1\nlog.invalid/1\n7 ${ROOT}\n${KEY}\n2026-11-20T03:15:00.000Z\n\n— log.invalid/1 AAAAAAAA\n`),
];

/** What is read is written again in the same lines. */
export const target: FuzzTarget = {
  name: 'succession',
  seeds,
  run: (input) => {
    const whole = input.toString('utf8');
    const text = whole.includes('\n\n') ? parseNote(input).text : whole;
    const { former, successorKey, at } = parseSuccession(text);
    const lines = ['valija-log-succession/1', former.origin, `${former.size} ${former.root.toString('base64')}`, successorKey, at, ''];
    if (lines.join('\n') !== text) throw new Error('a succession is not written as it was read');
  },
  acceptable: (error) => error instanceof AuditError,
};

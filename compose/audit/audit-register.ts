import type { RegisteredCaseAnswer } from '../api-client/answers-cases.ts';
import type { ApiClient } from '../api-client/client.ts';
import { type NumberRange, RegisterNumbers, registerNumberOf } from './register-numbers.ts';

/** What of the client API tells about the register. */
export type RegisterSource = Pick<ApiClient, 'cases' | 'list'>;

export interface RegisterFinding {
  code: 'case-without-messages' | 'register-number-missing' | 'register-number-repeated';
  subject: string;
}

/** Numbers of one gap that are looked for one by one; a longer one is told by its ends. */
const LOOKED_FOR = 1_000;

/**
 * Goes through the cases of a period: each has a message, and their numbers leave none out. A number that the period does not have can belong
 * to a case before or after it, so the register is asked for it by itself. Returns how many cases there are. ApiError.
 */
export async function auditRegister(
  source: RegisterSource,
  period: { since: string; until: string },
  found: (finding: RegisterFinding) => void,
): Promise<number> {
  const numbers = new RegisterNumbers();
  let cases = 0;
  for (let after: string | undefined; ; ) {
    const page = await source.cases({ ...period, limit: 500, ...(after === undefined ? {} : { after }) });
    for (const entry of page.cases) {
      cases += 1;
      if (!numbers.add(entry.registerNumber)) found({ code: 'register-number-repeated', subject: entry.registerNumber });
      if (!(await hasMessages(source, entry))) found({ code: 'case-without-messages', subject: entry.registerNumber });
    }
    after = page.next;
    if (after === undefined) break;
  }
  for (const gap of numbers.gaps()) for (const subject of await missingOf(source, gap)) found({ code: 'register-number-missing', subject });
  return cases;
}

async function hasMessages(source: RegisterSource, { conversation, peer }: RegisteredCaseAnswer): Promise<boolean> {
  for (let after: string | undefined; ; ) {
    const page = await source.list({ conversation, peer, limit: 1, ...(after === undefined ? {} : { after }) });
    if (page.messages.length > 0) return true;
    if (page.next === undefined) return false;
    after = page.next;
  }
}

/**
 * The numbers of a gap that the register has nowhere. Those before the first number of the period can be cases of earlier periods, whose own audit
 * looks at them: there the last one that is known ends the search.
 */
async function missingOf(source: RegisterSource, { year, first, last }: NumberRange): Promise<string[]> {
  const missing: string[] = [];
  for (let number = last; number >= first; number -= 1) {
    if (last - number >= LOOKED_FOR) return [`${registerNumberOf(year, first)} - ${registerNumberOf(year, last)}`];
    const { cases } = await source.cases({ registerNumber: registerNumberOf(year, number), limit: 1 });
    if (cases.length === 0) missing.unshift(registerNumberOf(year, number));
    else if (first === 1) break;
  }
  return missing;
}

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageAnswer } from '../../../compose/api-client/answers.ts';
import { casePageAnswer } from '../../../compose/api-client/answers-cases.ts';
import { auditRegister, type RegisterFinding, type RegisterSource } from '../../../compose/audit/audit-register.ts';
import { RegisterNumbers, registerNumberOf } from '../../../compose/audit/register-numbers.ts';
import { listCases } from '../../../gateway/cases/list-cases.ts';
import { listMessages } from '../../../gateway/operations/list-messages.ts';
import { submitMessage } from '../../../gateway/outbound/submit.ts';
import { type CaseRecord, caseKey } from '../../../store/contracts/case-records.ts';
import { REQUEST_EXAMPLES } from '../../../treaty/requests/examples/request-examples.ts';
import { submission } from '../../support/submissions.ts';
import { B, createWorld, type TestGateway, type World } from '../../support/two-gateways.ts';

describe('numbers of a register', () => {
  it('tell what is missing, whatever order they come in', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 60 }), (given) => {
        const numbers = new RegisterNumbers();
        for (const number of given) expect(numbers.add(registerNumberOf('XA/2026', number))).toBe(true);
        const missing = numbers.gaps().flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, index) => first + index));
        const expected = Array.from({ length: Math.max(0, ...given) }, (_, index) => index + 1).filter((number) => !given.includes(number));
        expect(missing).toEqual(expected);
        for (const number of given) expect(numbers.add(registerNumberOf('XA/2026', number))).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('are counted year by year, and must be numbers', () => {
    const numbers = new RegisterNumbers();
    for (const number of ['XA/2026/000001', 'XA/2027/000002', 'XB-SUR/2027/000001']) expect(numbers.add(number)).toBe(true);
    expect(numbers.gaps()).toEqual([{ year: 'XA/2027', first: 1, last: 1 }]);
    for (const wrong of ['', 'XA/2026/1', 'XA/26/000001']) expect([wrong, numbers.add(wrong)]).toEqual([wrong, false]);
  });
});

const OFFICER = { kind: 'officer', id: 'officer-1' } as const;
const AUDITOR = { kind: 'auditor', id: 'auditor-1' } as const;
const COUNT = 6;

let world: World;
let middle: string;
let ended: string;
beforeAll(async () => {
  world = await createWorld();
  const legal = { ...REQUEST_EXAMPLES.consultation.complete, files: [] };
  for (let number = 1; number <= COUNT; number += 1) {
    if (number === 4) middle = new Date(world.now).toISOString();
    await submitMessage(world.a.dependencies, await submission({ actor: OFFICER, request: { legal } }));
    world.now += 1_000;
  }
  ended = new Date(world.now).toISOString();
}, 60_000);
afterAll(() => world.close());

/** The register as the client API shows it to an auditor. */
function sourceOf({ dependencies }: TestGateway): RegisterSource {
  return {
    cases: async (query) => casePageAnswer.parse(await listCases(dependencies, { actor: AUDITOR, limit: 100, ...query })),
    list: async (query) => pageAnswer.parse(JSON.parse(JSON.stringify(await listMessages(dependencies, { actor: AUDITOR, ...query })))),
  };
}

async function audited(since = '2000-01-01T00:00:00.000Z'): Promise<{ cases: number; findings: RegisterFinding[] }> {
  const findings: RegisterFinding[] = [];
  const cases = await auditRegister(sourceOf(world.a), { since, until: ended }, (finding) => findings.push(finding));
  return { cases, findings };
}

async function caseNumber(number: number): Promise<CaseRecord> {
  const { cases } = await listCases(world.a.dependencies, { actor: AUDITOR, limit: 100 });
  const found = cases.find(({ registerNumber }) => registerNumber.endsWith(`/00000${number}`));
  if (found === undefined) throw new Error(`no case ${number}`);
  return found;
}

/** Changes the register behind the back of the gateway. */
async function tamper(entry: CaseRecord, value?: CaseRecord): Promise<void> {
  const { ledger } = world.a.dependencies;
  const key = caseKey(entry.peer, entry.conversation);
  const row = await ledger.get('cases', key);
  if (row === undefined) throw new Error('no such case');
  await ledger.commit({ rows: [{ table: 'cases', key, expect: row.version, value: value ?? null }] });
}

describe('an audit of the register', () => {
  it('finds nothing where every number is there and has its messages, in any part of the year', async () => {
    expect(await audited()).toEqual({ cases: COUNT, findings: [] });
    expect(await audited(middle)).toEqual({ cases: 3, findings: [] });
    expect(await audited(ended)).toEqual({ cases: 0, findings: [] });
  });

  it('finds a case that was taken out, one that has another number, and one without messages', async () => {
    const [second, fifth, sixth] = [await caseNumber(2), await caseNumber(5), await caseNumber(6)];
    await tamper(second);
    expect(await audited()).toEqual({
      cases: COUNT - 1,
      findings: [{ code: 'register-number-missing', subject: second.registerNumber }],
    });
    expect((await audited(middle)).findings).toEqual([]);
    await tamper(fifth, { ...fifth, registerNumber: sixth.registerNumber });
    expect((await audited(middle)).findings).toEqual([
      { code: 'register-number-repeated', subject: sixth.registerNumber },
      { code: 'register-number-missing', subject: fifth.registerNumber },
    ]);
    await tamper(sixth, { ...sixth, conversation: 'another-conversation', peer: B });
    expect((await audited(middle)).findings).toContainEqual({ code: 'case-without-messages', subject: sixth.registerNumber });
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countCases } from '../../gateway/cases/count-cases.ts';
import { showCase } from '../../gateway/cases/show-case.ts';
import { submitMessage } from '../../gateway/outbound/submit.ts';
import { adoptedNumberRows } from '../../gateway/register/adopt-number.ts';
import { purgeMessage } from '../../gateway/retention/purge-message.ts';
import { caseKey } from '../../store/contracts/case-records.ts';
import { messageKey } from '../../store/contracts/records.ts';
import { REQUEST_EXAMPLES } from '../../treaty/requests/examples/request-examples.ts';
import { OFFICER, submission } from '../support/submissions.ts';
import { A, B, createWorld, MINUTE, type TestGateway, type World } from '../support/two-gateways.ts';
import { backUp } from '../support/world-backup.ts';

let world: World;

beforeEach(async () => {
  world = await createWorld();
});

afterEach(() => world.close());

/** A consultation needs no legal basis, and so nobody's reason. */
const example = REQUEST_EXAMPLES.consultation.complete;

async function consult(from: TestGateway, change: Record<string, unknown> = {}, references = example.references) {
  const legal = { ...example, references, files: [] };
  const recipient = from === world.a ? B : A;
  return submitMessage(from.dependencies, await submission({ actor: OFFICER, request: { recipient, legal, ...change } }));
}

const reference = (number: string) => [{ system: 'Registro inventado', number, authority: 'Juzgado inventado' }];

describe('numbers of the register', () => {
  it('are those of before, and never given to another case, after a restore that had forgotten them', async () => {
    const kept = await consult(world.a);
    await world.work();
    const backup = await backUp(world, world.a);
    const forgotten = await consult(world.a);
    await world.work();
    await backup.restore();
    for (let round = 0; round < 4; round += 1) {
      await world.pullAll();
      await world.advance(2 * MINUTE);
    }
    const entry = await world.a.dependencies.ledger.get('cases', caseKey(B, forgotten.messageId));
    expect(entry?.value.registerNumber).toBe(forgotten.registerNumber);
    const next = await consult(world.a);
    const numbers = [kept, forgotten, next].map(({ registerNumber = '' }) => Number(registerNumber.split('/').at(-1)));
    expect(numbers).toEqual([1, 2, 3]);
  });

  it('that a peer makes up are not believed: another form, another year, far ahead, or of a case that has one', async () => {
    const { registerNumber = '' } = await consult(world.a);
    const year = registerNumber.split('/')[1];
    const submissionTime = new Date(world.now).toISOString();
    const claim = (number: string, conversation = 'claimed') =>
      adoptedNumberRows(world.a.dependencies, { peer: B, submissionTime, registered: { conversation, registerNumber: number } });
    for (const number of [
      `XB-CENTRAL/${year}/000002`,
      'XA-CENTRAL/1999/000002',
      `XA-CENTRAL/${year}/900000`,
      `XA-CENTRAL/${year}/000000`,
      'x',
      registerNumber,
    ]) {
      expect(await claim(number), number).toEqual([]);
    }
    expect((await claim(`XA-CENTRAL/${year}/000007`)).map(({ table }) => table)).toEqual(['cases', 'registerCounters']);
  });

  it('lead to the other cases of the same request, by whatever route it came', async () => {
    const first = await consult(world.a, {}, reference('Diligencias 12/2026'));
    const again = await consult(world.a, {}, reference('diligencias  12/2026'));
    await consult(world.a, {}, reference('Diligencias 13/2026'));
    await world.work();
    const here = await showCase(world.a.dependencies, { actor: OFFICER, conversation: first.messageId });
    // The invented letter is the same in all of them.
    expect(here.sameRequest.map(({ registerNumber }) => registerNumber)).toContain(again.registerNumber);
    const there = await showCase(world.b.dependencies, { actor: OFFICER, conversation: first.messageId });
    expect(there.sameRequest.map(({ conversation }) => conversation)).toContain(again.messageId);
    expect(there.peerRegisterNumber).toBe(first.registerNumber);
  });
});

describe('statistics', () => {
  const period = { actor: OFFICER, from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };

  it('count what has been destroyed, and hold nothing of it', async () => {
    const sent = await consult(world.a);
    await world.work();
    const before = await countCases(world.b.dependencies, period);
    expect(before.rows.find(({ dimension }) => dimension === 'all')).toMatchObject({ direction: 'incoming', requests: 1, open: 1 });
    for (const gateway of [world.a, world.b]) {
      const direction = gateway === world.a ? 'outbound' : 'inbound';
      expect(await purgeMessage(gateway.dependencies, messageKey(direction, A, sent.messageId))).toBe(true);
    }
    const after = await countCases(world.b.dependencies, period);
    expect(after.rows).toEqual(before.rows);
    const detail = await showCase(world.b.dependencies, { actor: OFFICER, conversation: sent.messageId });
    expect(detail.legal.state).toBe('preliminary');
    expect(detail.messages).toMatchObject([{ messageId: sent.messageId, direction: 'inbound' }]);
    expect(JSON.stringify(after)).not.toContain(sent.messageId);
  });
});

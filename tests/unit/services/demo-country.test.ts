import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CountryEvent, startDemoCountry } from '../../../services/demo-country/country.ts';
import { SCENARIOS, type Scenario } from '../../../services/demo-country/scenarios.ts';
import type { Delays } from '../../../services/demo-country/steps.ts';
import { COUNTRY_LANGUAGES, COUNTRY_TEXTS, type CountryLanguage } from '../../../services/demo-country/texts/country-languages.ts';
import { conversationFindings } from '../../../treaty/conversation/rules.ts';
import { legalState } from '../../../treaty/conversation/state/legal-state.ts';
import type { LegalMessage } from '../../../treaty/message.ts';
import { LEGAL_FORMAT } from '../../../treaty/requests/request-envelope.ts';
import { COUNTRY, CountryGatewayInMemory, Killed } from '../../support/country-gateway.ts';
import { exercise, requestingAnswer } from '../../support/requesting-side.ts';

let folder: string;
let made = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-demo-country-'));
});
afterAll(() => rm(folder, { recursive: true }));

const newAgenda = () => {
  made += 1;
  return join(folder, `agenda-${made}.json`);
};

const AT_ONCE: Delays = {
  takeOver: 0,
  acknowledgement: 0,
  question: 0,
  decision: 0,
  partialReply: 0,
  reply: 0,
  enquiry: 0,
  patience: 0,
};
const OFFICER = { name: 'Bento Inventado', functions: 'Técnico', telephone: '+999 000 0001', email: 'b@borelia.example' };

type Kill = { call: number; when: 'before' | 'after' };

/** Runs a country until it has nothing left to do; with `kill` only until that call, from which nobody ever hears again. */
async function run(
  gateway: CountryGatewayInMemory,
  agendaFile: string,
  { kill, language = 'pt', delays = AT_ONCE }: { kill?: Kill; language?: CountryLanguage; delays?: Delays } = {},
): Promise<CountryEvent[]> {
  gateway.killAt(kill);
  const events: CountryEvent[] = [];
  let quiet = 0;
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  const watched = new Proxy(gateway, {
    get: (target, name: keyof CountryGatewayInMemory) => {
      if (name === 'changes')
        return async (start: Parameters<typeof gateway.changes>[0]) => {
          const answer = await target.changes(start);
          quiet = answer.changes.length === 0 ? quiet + 1 : 0;
          if (quiet > 1) end();
          return answer;
        };
      const member = target[name];
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  const country = await startDemoCountry({
    gateway: watched,
    authority: COUNTRY,
    office: { name: 'Autoridade inventada', country: 'XB', officer: OFFICER, language },
    delays,
    agendaFile,
    now: () => Date.parse('2026-12-24T12:00:00Z'),
    onEvent: (event) => {
      events.push(event);
      if (event.name === 'gateway-failed') end();
    },
  });
  await over;
  await country.stop();
  const failed = events.find((event) => event.name === 'gateway-failed');
  if (failed !== undefined && !(failed.error instanceof Killed)) throw failed.error;
  return events;
}

function kinds(gateway: CountryGatewayInMemory): string[] {
  return gateway.messages.map(({ message }) => message.kind);
}

/** What is said from the request on, by both sides, when nothing goes wrong. */
const COURSES: Readonly<Record<Scenario, readonly string[]>> = {
  ordinary: ['request', 'acknowledgement', 'supplement-request', 'supplement', 'partial-reply', 'reply'],
  refusal: ['request', 'acknowledgement', 'consultation', 'consultation-answer', 'refusal'],
  postponement: ['request', 'acknowledgement', 'consultation', 'consultation-answer', 'postponement', 'status-answer', 'reply'],
  'defective-translation': ['request', 'acknowledgement', 'translation-defective', 'supplement', 'partial-reply', 'reply'],
  conditions: ['request', 'acknowledgement', 'conditions-offered', 'conditions-accepted', 'reply'],
  'cannot-keep-confidential': ['request', 'acknowledgement', 'cannot-keep-confidential', 'confidentiality-decision', 'reply'],
  costs: ['request', 'acknowledgement', 'cost-consultation', 'consultation-answer', 'reply'],
  delay: ['request', 'acknowledgement', 'delay', 'reply'],
  transfer: ['request', 'acknowledgement', 'transfer', 'acknowledgement', 'reply'],
  silence: ['request'],
  'not-collected': ['request'],
};
const scenarios = Object.keys(SCENARIOS) as Scenario[];

describe('the invented country', () => {
  it.each(scenarios)('does with a request what the scenario %s says, in messages that no rule finds irregular', async (scenario) => {
    const gateway = new CountryGatewayInMemory(requestingAnswer);
    gateway.receive(exercise(scenario, true));
    await run(gateway, newAgenda());
    expect(kinds(gateway)).toEqual(COURSES[scenario]);
    const entries = gateway.messages.map((shown) => ({ ...shown, issuedAt: shown.submissionTime }));
    const findings = gateway.messages.flatMap(({ messageId }) => conversationFindings(entries, messageId));
    expect(findings).toEqual([]);
    const { state, irregularities } = legalState(entries);
    expect(irregularities).toEqual([]);
    expect(state).toBe({ refusal: 'refused', silence: 'requested', 'not-collected': 'requested' }[scenario as string] ?? 'answered');
    const inbound = gateway.messages.filter(({ direction }) => direction === 'inbound').map(({ messageId }) => messageId);
    expect(gateway.handovers).toEqual(scenario === 'not-collected' ? [] : inbound);
  });

  it('asks for what the report on completeness lacks, and for nothing when nothing lacks', async () => {
    const asked = new CountryGatewayInMemory(requestingAnswer);
    asked.receive(exercise(undefined, true));
    await run(asked, newAgenda());
    const question = asked.messages.find(({ message }) => message.kind === 'supplement-request')?.message;
    expect(question).toMatchObject({
      questions: expect.arrayContaining([
        { id: 'q-1', topic: 'offence-and-law', required: true, text: expect.stringContaining('de que crime') },
      ]),
    });
    const complete = new CountryGatewayInMemory(requestingAnswer);
    complete.receive(exercise(undefined));
    await run(complete, newAgenda());
    expect(kinds(complete)).toEqual(['request', 'acknowledgement', 'partial-reply', 'reply']);
  });

  it('refuses after a consultation when its conditions are declined, and reminds nobody who does not answer', async () => {
    const declined = new CountryGatewayInMemory((messageId, message) =>
      message.kind === 'conditions-offered'
        ? { format: LEGAL_FORMAT, kind: 'conditions-declined', about: messageId, language: 'es', reason: 'Motivo inventado.' }
        : undefined,
    );
    declined.receive(exercise('conditions'));
    await run(declined, newAgenda());
    expect(kinds(declined)).toEqual([
      ...['request', 'acknowledgement', 'conditions-offered', 'conditions-declined'],
      ...['consultation', 'refusal'],
    ]);
    const unanswered = new CountryGatewayInMemory(() => undefined);
    unanswered.receive(exercise('refusal'));
    const agenda = newAgenda();
    const patient = { ...AT_ONCE, patience: Number.MAX_SAFE_INTEGER / 4 };
    await run(unanswered, agenda, { delays: patient });
    expect(kinds(unanswered)).toEqual(['request', 'acknowledgement', 'consultation']);
  });

  it('answers enquiries in between, but not where silence is the exercise; and what has been withdrawn not at all', async () => {
    const enquiry = (about: string): LegalMessage => ({ format: LEGAL_FORMAT, kind: 'status-enquiry', about, language: 'es' });
    const silent = new CountryGatewayInMemory(() => undefined);
    silent.receive(enquiry(silent.receive(exercise('silence'))));
    await run(silent, newAgenda());
    expect(kinds(silent)).toEqual(['request', 'status-enquiry']);
    const waiting = new CountryGatewayInMemory(() => undefined);
    waiting.receive(enquiry(waiting.receive(exercise('defective-translation'))));
    await run(waiting, newAgenda());
    expect(kinds(waiting).slice(2)).toEqual(['status-answer', 'acknowledgement', 'translation-defective']);
    const withdrawn = new CountryGatewayInMemory(() => undefined);
    const about = withdrawn.receive(exercise(undefined));
    withdrawn.receive({
      format: LEGAL_FORMAT,
      kind: 'withdrawal',
      about,
      language: 'es',
      of: { extent: 'whole' },
      cause: 'other',
    } as never);
    await run(withdrawn, newAgenda());
    expect(kinds(withdrawn)).toEqual(['request', 'withdrawal']);
  });

  it('touches nothing that is not an exercise, whatever scenario it names', async () => {
    const gateway = new CountryGatewayInMemory(requestingAnswer);
    const { training: _training, ...real } = exercise('refusal');
    gateway.receive(real as LegalMessage);
    expect(await run(gateway, newAgenda())).toEqual([]);
    expect([kinds(gateway), gateway.handovers]).toEqual([['request'], []]);
  });

  it('says the same in every language, and in each text that it is an exercise', async () => {
    for (const language of COUNTRY_LANGUAGES) {
      const gateway = new CountryGatewayInMemory(requestingAnswer);
      gateway.receive(exercise(undefined, true));
      await run(gateway, newAgenda(), { language });
      expect(kinds(gateway)).toEqual(COURSES.ordinary);
      expect(gateway.messages.at(-1)?.message.language).toBe(language);
      const invented = Object.values(COUNTRY_TEXTS[language]).filter(
        (text) => !/Adiestramiento|Formação|Formation|Training|nvent/.test(text),
      );
      expect(invented).toEqual([]);
    }
  });

  it('goes on where it was when it is killed at any call and started again, and says nothing twice', async () => {
    const kill = fc.record({ call: fc.integer({ min: 1, max: 12 }), when: fc.constantFrom('before' as const, 'after' as const) });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...scenarios), fc.array(kill, { maxLength: 12 }), async (scenario, kills) => {
        const gateway = new CountryGatewayInMemory(requestingAnswer);
        gateway.receive(exercise(scenario, true));
        const agenda = newAgenda();
        for (const each of kills) await run(gateway, agenda, { kill: each });
        await run(gateway, agenda);
        expect(kinds(gateway)).toEqual(COURSES[scenario]);
        expect(new Set(gateway.handovers).size).toBe(gateway.handovers.length);
      }),
      { numRuns: 100 },
    );
  });

  it('says nothing twice when two of it run at once by mistake', async () => {
    const gateway = new CountryGatewayInMemory(requestingAnswer);
    gateway.receive(exercise(undefined, true));
    await Promise.all([run(gateway, newAgenda()), run(gateway, newAgenda())]);
    expect(kinds(gateway)).toEqual(COURSES.ordinary);
  });

  it.each([
    ['is lost', undefined],
    ['is cut off', '{"format":"valija-demo-country/1","agenda":{"posi'],
    ['is somebody else’s', '{"format":"valija-demo-country/1","agenda":{"position":"x"}}'],
  ])('finds what it has said when its agenda %s, or the gateway begins its changes anew', async (_what, content) => {
    const gateway = new CountryGatewayInMemory(requestingAnswer);
    gateway.receive(exercise(undefined, true));
    await run(gateway, newAgenda());
    const before = kinds(gateway);
    const agenda = newAgenda();
    if (content !== undefined) await writeFile(agenda, content);
    await run(gateway, agenda);
    gateway.epoch = 'epoch-2';
    await run(gateway, agenda);
    expect(kinds(gateway)).toEqual(before);
  });
});

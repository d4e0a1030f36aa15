import { setTimeout as sleep } from 'node:timers/promises';
import { type Agenda, readAgenda, writeAgenda } from './agenda.ts';
import type { CaseReference, CountryGateway, ShownCase, ShownMessage } from './country-gateway.ts';
import { type PlannedAnswer, planAnswers } from './plan.ts';
import { isCollected, scenarioOf } from './scenarios.ts';
import { type Situation, situationsOf } from './situation.ts';
import type { Delays, Office } from './steps.ts';

/** What happened, without anything that was said. */
export type CountryEvent =
  | { name: 'taken-over'; messageId: string }
  | { name: 'answered'; kind: string; about: string }
  | { name: 'answer-refused'; kind: string; about: string; code: string }
  | { name: 'gateway-failed'; error: unknown };

export interface DemoCountryOptions {
  gateway: CountryGateway;
  /** Identifier of the authority that the country plays. */
  authority: string;
  office: Office;
  delays: Delays;
  /** Where the agenda is kept. */
  agendaFile: string;
  /** Milliseconds since 1970. */
  now: () => number;
  onEvent: (event: CountryEvent) => void;
}

export interface DemoCountry {
  /** Ends between two calls of the gateway, with the agenda written. */
  stop(): Promise<void>;
}

const LONGEST_WAIT_SECONDS = 20;
const SECOND = 1_000;
/** A message is consigned a moment before it is in the register; and others are on their way for a moment. */
const MOMENT_MILLISECONDS = 100;
const REFUSED_MILLISECONDS = 10 * 60 * SECOND;
const FIRST_RETRY_MILLISECONDS = 250;
const LAST_RETRY_MILLISECONDS = 30 * SECOND;
/** A conversation in which one look makes more answers than this has something wrong with it. */
const MAXIMUM_ANSWERS = 50;

/**
 * Follows the changes of a gateway and answers the exercises that come in as another State would. It may be killed at any moment: what it has said it
 * finds in the conversation, and what it was about to say has an Idempotency-Key made of what it answers.
 */
export async function startDemoCountry(options: DemoCountryOptions): Promise<DemoCountry> {
  const stopping = new AbortController();
  const agenda = await readAgenda(options.agendaFile);
  const ended = follow(options, agenda, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}

async function follow(options: DemoCountryOptions, agenda: Agenda, signal: AbortSignal): Promise<void> {
  let pause = FIRST_RETRY_MILLISECONDS;
  while (!signal.aborted) {
    try {
      await listen(options, agenda, signal);
      await work(options, agenda, signal);
      pause = FIRST_RETRY_MILLISECONDS;
    } catch (error) {
      if (signal.aborted) return;
      options.onEvent({ name: 'gateway-failed', error });
      await sleep(pause, undefined, { signal }).catch(() => {});
      pause = Math.min(pause * 2, LAST_RETRY_MILLISECONDS);
    }
  }
}

/** Notes what has come since; waits for it for as long as nothing is due. */
async function listen({ gateway, agendaFile, now }: DemoCountryOptions, agenda: Agenda, signal: AbortSignal): Promise<void> {
  const { position: after, epoch } = agenda;
  const wait = await waitUntilDue(agenda, now, signal);
  const answer = await gateway.changes({ after, ...(epoch === undefined ? {} : { epoch }), wait }, signal);
  if (answer.changes.length === 0 && answer.epoch === epoch) return;
  for (const { direction, state, messageId, sender } of answer.changes)
    if (direction === 'inbound' && state === 'consigned') agenda.arrived.push({ messageId, sender });
  agenda.position = answer.changes.at(-1)?.position ?? (answer.epoch === epoch ? after : 0);
  agenda.epoch = answer.epoch;
  // Before anything is done about it: whatever happens now, it is looked at.
  await writeAgenda(agendaFile, agenda);
}

/** Whole seconds that the gateway may wait for a change; a shorter time is waited for here. */
async function waitUntilDue({ arrived, cases }: Agenda, now: () => number, signal: AbortSignal): Promise<number> {
  if (arrived.length > 0) return 0;
  const left = Math.min(...cases.map(({ dueAt }) => dueAt)) - now();
  if (left >= SECOND) return Math.min(Math.floor(left / SECOND), LONGEST_WAIT_SECONDS);
  if (left > 0) await sleep(left, undefined, { signal });
  return 0;
}

async function work(options: DemoCountryOptions, agenda: Agenda, signal: AbortSignal): Promise<void> {
  const due = agenda.cases.filter(({ dueAt }) => dueAt <= options.now());
  if (agenda.arrived.length === 0 && due.length === 0) return;
  for (const arrived of [...agenda.arrived]) {
    const { conversation, message } = (await options.gateway.received(arrived)) ?? {};
    // A letter without a typed message is for people.
    if (message !== undefined && conversation !== undefined) due.push(noted(agenda, { peer: arrived.sender, conversation }, options.now()));
    agenda.arrived.splice(agenda.arrived.indexOf(arrived), 1);
  }
  for (const entry of new Set(due)) {
    if (signal.aborted) break;
    const next = await attend(options, entry);
    if (next === undefined) agenda.cases.splice(agenda.cases.indexOf(entry), 1);
    else entry.dueAt = next;
  }
  await writeAgenda(options.agendaFile, agenda);
}

function noted(agenda: Agenda, { peer, conversation }: CaseReference, dueAt: number): Agenda['cases'][number] {
  const known = agenda.cases.find((entry) => entry.peer === peer && entry.conversation === conversation);
  if (known !== undefined) return known;
  const entry = { peer, conversation, dueAt };
  agenda.cases.push(entry);
  return entry;
}

/** Does what is due in a case. When the country has to look at it again, in milliseconds since 1970; undefined: when something comes. */
async function attend(options: DemoCountryOptions, { peer, conversation }: CaseReference): Promise<number | undefined> {
  const { gateway, now } = options;
  const given = new Set<string>();
  for (let count = 0; count < MAXIMUM_ANSWERS; count += 1) {
    const shown = await gateway.case({ peer, conversation });
    if (shown === undefined) return now() + MOMENT_MILLISECONDS;
    const situations = situationsOf(shown, options.authority, options.office.name);
    const takenOver = await takeOver(options, shown, situations);
    if (takenOver !== undefined) return takenOver;
    const onItsWay = lookAgainAt(shown, now());
    if (onItsWay !== undefined) return onItsWay;
    const plans = situations.map((situation) => ({ situation, ...planAnswers(situation, { ...options, now: now() }) }));
    const due = plans.flatMap(({ situation, answers }) =>
      answers.filter(({ dueAt, idempotencyKey }) => dueAt <= now() && !given.has(idempotencyKey)).map((answer) => ({ situation, answer })),
    );
    const [first] = due;
    if (first === undefined)
      return earliest(
        plans.flatMap(({ answers, waiting }) => momentsOf(answers, waiting.until)),
        now(),
      );
    given.add(first.answer.idempotencyKey);
    if (!(await say(options, { peer, conversation }, first.situation, first.answer))) return now() + REFUSED_MILLISECONDS;
  }
  return undefined;
}

function momentsOf(answers: readonly PlannedAnswer[], until: number | undefined): number[] {
  return [...answers.map(({ dueAt }) => dueAt), ...(until === undefined ? [] : [until])];
}

/** States of a message that the other side does not have yet. */
const ON_ITS_WAY: ReadonlySet<string> = new Set(['submitted', 'accepted', 'relayed']);

/** One thing after the other: the country says nothing more before the other side has what it said last, looking again the less often the longer it takes. */
function lookAgainAt({ messages }: ShownCase, now: number): number | undefined {
  const ages = messages
    .filter(({ direction, state }) => direction === 'outbound' && ON_ITS_WAY.has(state))
    .map(({ submissionTime }) => now - Date.parse(submissionTime));
  if (ages.length === 0) return undefined;
  return now + Math.min(Math.max(Math.max(...ages) / 10, MOMENT_MILLISECONDS), LAST_RETRY_MILLISECONDS);
}

/** The first moment to come: what is past by now was said, and can be said no more. */
function earliest(moments: readonly number[], now: number): number | undefined {
  const coming = moments.filter((moment) => moment > now);
  return coming.length === 0 ? undefined : Math.min(...coming);
}

/** Takes over what has come for exercises. When the next message is to be taken over, where it is too early. */
async function takeOver(options: DemoCountryOptions, shown: ShownCase, situations: readonly Situation[]): Promise<number | undefined> {
  const { gateway, delays, now, onEvent } = options;
  if (!situations.some(({ request }) => isCollected(scenarioOf(request)))) return undefined;
  for (const { messageId, sender, packageDigest, submissionTime } of shown.messages.filter(isToBeTakenOver)) {
    const dueAt = Date.parse(submissionTime) + delays.takeOver;
    if (dueAt > now()) return dueAt;
    await gateway.handOver({ messageId, sender, packageDigest });
    onEvent({ name: 'taken-over', messageId });
  }
  return undefined;
}

function isToBeTakenOver(message: ShownMessage): message is ShownMessage & { packageDigest: string } {
  return message.direction === 'inbound' && message.state === 'consigned' && message.packageDigest !== undefined;
}

/** False when the gateway does not take the answer. */
async function say(
  { gateway, office, onEvent }: DemoCountryOptions,
  reference: CaseReference,
  { lane }: Situation,
  { message, enclosures, idempotencyKey }: PlannedAnswer,
): Promise<boolean> {
  const about = message.about ?? '';
  const { language } = office;
  const answer = await gateway.submit({ ...reference, idempotencyKey, lane, message, language, enclosures });
  if (answer.outcome === 'taken') onEvent({ name: 'answered', kind: message.kind, about });
  else onEvent({ name: 'answer-refused', kind: message.kind, about, code: answer.code });
  return answer.outcome === 'taken';
}

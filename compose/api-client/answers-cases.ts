import * as z from 'zod';

/** What the client reads of answers about typed messages and cases. Members that a later gateway adds are let through. */
const finding = z.looseObject({
  rule: z.string(),
  severity: z.string(),
  article: z.string().optional(),
  pointer: z.string().optional(),
  text: z.string(),
});
export type FindingAnswer = z.infer<typeof finding>;
export const findings = z.array(finding).default([]);

/** The typed message of a message. */
export const typedMessage = z.looseObject({
  kind: z.string().optional(),
  requestType: z.string().optional(),
  unreadable: z.string().optional(),
  unassessed: z.boolean().optional(),
  findings,
  senderRegisterNumber: z.string().optional(),
  override: z.object({ rules: z.array(z.string()), by: z.string(), at: z.string(), reason: z.string() }).optional(),
});
export type TypedMessageAnswer = z.infer<typeof typedMessage>;

const registeredCase = z.looseObject({
  registerNumber: z.string(),
  conversation: z.string(),
  peer: z.string(),
  openedBy: z.enum(['outbound', 'inbound']),
  openedAt: z.string(),
});
export type RegisteredCaseAnswer = z.infer<typeof registeredCase>;
export const casePageAnswer = z.looseObject({ cases: z.array(registeredCase), next: z.string().optional() });
export type CasePageAnswer = z.infer<typeof casePageAnswer>;

const side = z.enum(['requesting', 'requested']);
export type SideAnswer = z.infer<typeof side>;

const legalState = z.looseObject({
  request: z.string().optional(),
  state: z.string(),
  stateTerm: z.string(),
  stateText: z.string(),
  closed: z.boolean(),
  openItems: z.array(
    z.looseObject({ kind: z.string(), message: z.string(), turn: side, since: z.string(), by: z.string().optional(), text: z.string() }),
  ),
  turn: z.array(side),
  pauses: z.array(z.looseObject({ from: z.string(), to: z.string().optional() })),
  supplementRounds: z.number(),
  translationRounds: z.number(),
  stage: z.string().optional(),
  register: z.looseObject({ system: z.string(), number: z.string(), authority: z.string() }).optional(),
  officer: z
    .looseObject({ name: z.string(), functions: z.string(), telephone: z.string().optional(), email: z.string().optional() })
    .optional(),
  expectedOn: z.string().optional(),
  next: z.object({ requesting: z.array(z.looseObject({ kind: z.string() })), requested: z.array(z.looseObject({ kind: z.string() })) }),
  irregularities: z.array(finding.extend({ messageId: z.string() })),
  waiting: z.array(z.looseObject({ messageId: z.string(), about: z.string() })),
  elsewhere: z.array(z.string()),
  timeline: z.array(
    z.looseObject({
      messageId: z.string(),
      kind: z.string(),
      kindTerm: z.string(),
      issuedAt: z.string(),
      side: side.optional(),
      counted: z.boolean(),
      state: z.string(),
      stateTerm: z.string(),
    }),
  ),
});
export type LegalStateAnswer = z.infer<typeof legalState>;

const shownInstant = z.looseObject({
  utc: z.string(),
  local: z.object({ date: z.string(), time: z.string(), offset: z.string() }),
  timeZone: z.string(),
});
export type ShownInstantAnswer = z.infer<typeof shownInstant>;

const deadline = z.union([
  z.looseObject({ state: z.literal('running'), endsAt: z.string(), lastDay: z.string(), timeZone: z.string() }),
  z.looseObject({ state: z.literal('paused'), since: z.string(), left: z.object({ amount: z.number(), unit: z.string() }) }),
]);
export type DeadlineAnswer = z.infer<typeof deadline>;

const caseTimes = z.looseObject({
  officeKnown: z.boolean(),
  instants: z.record(z.string(), shownInstant.optional()),
  receipt: z
    .looseObject({
      date: z.string(),
      rule: z.string(),
      moment: z.string(),
      at: shownInstant,
      rolledOver: z.boolean(),
      confirmed: z.boolean(),
      zoneKnown: z.boolean(),
    })
    .optional(),
  deadlines: z.array(
    z.looseObject({ preset: z.string(), instrument: z.string(), article: z.string().optional(), confirmed: z.boolean(), deadline }),
  ),
  clocks: z.array(
    z.looseObject({
      clock: z.string(),
      since: z.string().optional(),
      lastDay: z.string().optional(),
      days: z.number(),
      state: z.string().optional(),
    }),
  ),
  priority: z
    .looseObject({ score: z.number(), reasons: z.array(z.looseObject({ points: z.number(), of: z.number(), text: z.string() })) })
    .optional(),
});
export type CaseTimesAnswer = z.infer<typeof caseTimes>;

const reference = z.looseObject({ system: z.string(), number: z.string(), authority: z.string() });

export const caseAnswer = registeredCase.extend({
  peerRegisterNumber: z.string().optional(),
  references: z.object({ own: z.array(reference), peer: z.array(reference) }),
  chain: z
    .array(
      z.looseObject({
        side,
        role: z.string(),
        party: z.looseObject({ name: z.string(), country: z.string().optional() }),
        handOver: z.looseObject({ on: z.string(), receivedOn: z.string().optional() }).optional(),
      }),
    )
    .default([]),
  legal: legalState,
  times: caseTimes.optional(),
  messages: z.array(
    z.looseObject({
      messageId: z.string(),
      direction: z.enum(['outbound', 'inbound']),
      submissionTime: z.string(),
      state: z.string(),
      kind: z.string().optional(),
    }),
  ),
  sameRequest: z.array(registeredCase),
});
export type CaseAnswer = z.infer<typeof caseAnswer>;

export const assessmentAnswer = z.looseObject({
  findings,
  stops: z.boolean(),
  completeness: z.looseObject({ complete: z.boolean() }).optional(),
  basis: z.looseObject({}).optional(),
});
export type AssessmentAnswer = z.infer<typeof assessmentAnswer>;

const count = z.number();
const quantiles = z.object({ median: z.number(), ninetieth: z.number(), longest: z.number() });
const statisticsRow = z.looseObject({
  direction: z.enum(['outgoing', 'incoming']),
  dimension: z.string(),
  value: z.string(),
  requests: count,
  open: count,
  answered: count,
  answeredInPart: count,
  withoutResult: count,
  refused: count,
  withdrawn: count,
  transferred: count,
  unanswered: count,
  supplementRounds: count,
  daysToAcknowledgement: quantiles.optional(),
  daysToFirstAnswer: quantiles.optional(),
  daysToEnd: quantiles.optional(),
  daysOpen: quantiles.optional(),
  costs: z.array(z.object({ currency: z.string(), amount: z.string() })),
});
export type StatisticsRowAnswer = z.infer<typeof statisticsRow>;
export const statisticsAnswer = z.looseObject({ from: z.string(), to: z.string(), countedAt: z.string(), rows: z.array(statisticsRow) });
export type StatisticsAnswer = z.infer<typeof statisticsAnswer>;

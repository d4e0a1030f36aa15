import * as z from 'zod';
import { instant } from '../../../evidence/schema.ts';
import { TRANSPORT_STATES } from '../../../evidence/transport-state.ts';
import { CHAIN_ROLES, SIDES } from '../../../treaty/chain/inner-chain.ts';
import { stage } from '../../../treaty/conversation/kinds/stage.ts';
import { OPEN_ITEM_KINDS } from '../../../treaty/conversation/state/open-item.ts';
import { LEGAL_STATES, OUTCOMES } from '../../../treaty/conversation/state/phase.ts';
import { CASE_CLOCKS } from '../../../treaty/deadlines/case-clocks.ts';
import { TIME_UNITS } from '../../../treaty/deadlines/preset.ts';
import { MESSAGE_KINDS } from '../../../treaty/message.ts';
import { PRIORITY_CRITERIA } from '../../../treaty/priority/assess-priority.ts';
import { RECEIPT_MOMENTS } from '../../../treaty/receipt/receipt-rule.ts';
import { DIMENSIONS } from '../../../treaty/statistics/count-requests.ts';
import { authorityIdentifier } from '../../contracts/directory.ts';
import { messageIdentifier, registerNumber } from '../../package/request-document.ts';
import { legalFinding } from './answers-legal.ts';
import { direction } from './parameters.ts';

const date = z.iso.date();
const side = z.enum(SIDES);

const ownReference = z.strictObject({
  system: z.string(),
  number: z.string(),
  authority: z.string(),
  authoritative: z.literal(true).exactOptional(),
});

const contactPerson = z.strictObject({
  name: z.string(),
  functions: z.string(),
  telephone: z.string().exactOptional(),
  email: z.string().exactOptional(),
  languages: z.array(z.string()).exactOptional(),
});

const shownInstant = z
  .strictObject({
    utc: instant,
    local: z.strictObject({ date, time: z.string(), offset: z.string() }).describe('As the clocks of the addressee showed it.'),
    timeZone: z.string(),
  })
  .describe('An instant in UTC and at the place of the addressee.');

export const registeredCase = z
  .strictObject({
    registerNumber,
    conversation: z.string(),
    peer: authorityIdentifier.describe('The other authority.'),
    openedBy: direction.describe('Which way the message went that opened the case here.'),
    openedAt: instant,
  })
  .describe('A case of the register: one conversation with one authority.');

export const casePage = z
  .strictObject({ cases: z.array(registeredCase), next: z.string().exactOptional() })
  .describe('Cases, the newest first.');

const nextKind = z.strictObject({ kind: z.enum(MESSAGE_KINDS), about: z.array(z.string()) });

const legalStateAnswer = z
  .strictObject({
    request: messageIdentifier.exactOptional().describe('The request that the case is about.'),
    state: z.enum(LEGAL_STATES),
    stateTerm: z.string().describe('The state as lawyers call it, in the language of the answer.'),
    stateText: z.string().describe('What it means, as a sentence.'),
    outcome: z.enum(OUTCOMES).exactOptional(),
    closed: z.boolean().describe('It has ended, and nothing is left to do.'),
    openItems: z.array(
      z.strictObject({
        kind: z.enum(OPEN_ITEM_KINDS as [(typeof OPEN_ITEM_KINDS)[number], ...typeof OPEN_ITEM_KINDS]),
        message: z.string(),
        turn: side,
        since: instant,
        by: z.string().exactOptional(),
        text: z.string(),
      }),
    ),
    turn: z.array(side).describe('Who has to do something next.'),
    pauses: z.array(z.strictObject({ from: instant, to: instant.exactOptional() })).describe('When the clock of the request stood still.'),
    supplementRounds: z.int(),
    translationRounds: z.int(),
    stage: stage.exactOptional(),
    register: ownReference.exactOptional(),
    officer: contactPerson.exactOptional(),
    expectedOn: date.exactOptional(),
    acceptedConditions: z.array(z.string()),
    grantedUses: z.array(z.string()),
    next: z.strictObject({ requesting: z.array(nextKind), requested: z.array(nextKind) }).describe('What each side can say now.'),
    irregularities: z.array(legalFinding.extend({ messageId: z.string() })),
    waiting: z.array(z.strictObject({ messageId: z.string(), about: z.string() })).describe('Messages about others that have not come.'),
    elsewhere: z.array(z.string()),
    timeline: z.array(
      z.strictObject({
        messageId: z.string(),
        kind: z.enum(MESSAGE_KINDS),
        kindTerm: z.string(),
        issuedAt: instant,
        side: side.exactOptional(),
        counted: z.boolean().describe('Whether it had an effect.'),
        state: z.enum(LEGAL_STATES).describe('Where the request stood after it.'),
        stateTerm: z.string(),
      }),
    ),
  })
  .describe('Where the request stands in law: a function of the set of messages, whatever order they came in.');

const deadline = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('running'), endsAt: instant, lastDay: date, timeZone: z.string() }),
  z.strictObject({
    state: z.literal('paused'),
    since: instant,
    left: z.strictObject({ amount: z.int(), unit: z.enum(TIME_UNITS) }),
    timeZone: z.string(),
  }),
]);

const caseTimesAnswer = z
  .strictObject({
    officeKnown: z.boolean().describe('The addressee publishes hours and a time zone; otherwise everything is counted in UTC.'),
    instants: z.partialRecord(z.enum(RECEIPT_MOMENTS), shownInstant),
    receipt: z
      .strictObject({
        date,
        from: instant,
        rule: z.string(),
        moment: z.enum(RECEIPT_MOMENTS),
        at: shownInstant,
        rolledOver: z.boolean(),
        confirmed: z.boolean(),
        zoneKnown: z.boolean(),
      })
      .exactOptional()
      .describe('The legal date of receipt and what it was computed from.'),
    deadlines: z.array(
      z.strictObject({
        preset: z.string(),
        instrument: z.string(),
        article: z.string().exactOptional(),
        confirmed: z.boolean(),
        deadline,
      }),
    ),
    clocks: z.array(
      z.strictObject({
        clock: z.enum(CASE_CLOCKS),
        since: date.exactOptional(),
        lastDay: date.exactOptional(),
        days: z.int(),
        state: z.enum(['running', 'near', 'past']).exactOptional(),
      }),
    ),
    priority: z.strictObject({
      score: z.number(),
      reasons: z.array(
        z.strictObject({ criterion: z.enum(PRIORITY_CRITERIA), points: z.number(), of: z.number(), value: z.string(), text: z.string() }),
      ),
    }),
  })
  .describe('When the request came, what is due, and how pressing it is, in the time zone of the addressee.');

export const caseDetail = registeredCase
  .extend({
    peerRegisterNumber: registerNumber.exactOptional().describe('Number of the case in the register of the other authority.'),
    references: z.strictObject({ own: z.array(ownReference), peer: z.array(ownReference) }),
    legal: legalStateAnswer,
    chain: z
      .array(z.looseObject({ side, role: z.enum(CHAIN_ROLES) }))
      .describe('The authorities through which the request passes, as both sides have told it, each with its own hand-over.'),
    times: caseTimesAnswer.exactOptional(),
    messages: z.array(
      z.strictObject({
        messageId: messageIdentifier,
        direction,
        submissionTime: instant,
        state: z.enum(TRANSPORT_STATES),
        kind: z.enum(MESSAGE_KINDS).exactOptional(),
      }),
    ),
    sameRequest: z.array(registeredCase).describe('Other cases with a reference or the letter in common.'),
  })
  .describe('A case with everything that both sides have said.');

export const assessment = z
  .strictObject({
    findings: z.array(legalFinding),
    stops: z.boolean().describe('Sending it takes a supervisor and a reason.'),
    completeness: z.looseObject({ complete: z.boolean() }).exactOptional().describe('What the request lacks, and who asks for it.'),
    basis: z
      .looseObject({ carries: z.array(z.looseObject({ instrument: z.string() })) })
      .exactOptional()
      .describe('Which instruments carry the request, and why the others do not.'),
  })
  .describe('What the treaty model says of a message that has not been sent.');

const quantiles = z.strictObject({ median: z.number(), ninetieth: z.number(), longest: z.number() });
const count = z.int().min(0);

const statisticsRow = z.strictObject({
  direction: z.enum(['outgoing', 'incoming']),
  dimension: z.enum(DIMENSIONS),
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
  daysToAcknowledgement: quantiles.exactOptional(),
  daysToFirstAnswer: quantiles.exactOptional(),
  daysToEnd: quantiles.exactOptional(),
  daysOpen: quantiles.exactOptional(),
  costs: z.array(z.strictObject({ currency: z.string(), amount: z.string() })),
});

export const statistics = z
  .strictObject({ from: instant, to: instant, countedAt: instant, rows: z.array(statisticsRow) })
  .describe('Counts and times of the requests of a period, without content.');

export const schemaList = z
  .strictObject({ schemas: z.array(z.strictObject({ name: z.string(), title: z.string() })) })
  .describe('The schemas of typed messages.');

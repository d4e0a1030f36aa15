import type { Row } from '../../store/contracts/ledger.ts';
import type { AuthorityProfile } from '../../treaty/competence/authority-profile.ts';
import type { OfficeHours } from '../../treaty/competence/office-hours.ts';
import type { PausedInterval } from '../../treaty/conversation/state/progress.ts';
import { type CaseClock, type CaseDates, caseClocks } from '../../treaty/deadlines/case-clocks.ts';
import { computeDeadline, type Deadline } from '../../treaty/deadlines/deadline.ts';
import type { DeadlinePreset } from '../../treaty/deadlines/preset.ts';
import { type WorkingCalendar, workingCalendar } from '../../treaty/deadlines/working-calendar.ts';
import type { Instrument } from '../../treaty/instruments/instrument.ts';
import { assessPriority, type Priority } from '../../treaty/priority/assess-priority.ts';
import { DEFAULT_PRIORITY_WEIGHTS } from '../../treaty/priority/weights.ts';
import {
  DEFAULT_RECEIPT_RULE,
  type LegalReceipt,
  legalReceipt,
  type ShownInstant,
  showInstants,
} from '../../treaty/receipt/legal-receipt.ts';
import type { ReceiptMoment } from '../../treaty/receipt/receipt-rule.ts';
import type { RequestMessage } from '../../treaty/requests/request-message.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { instrumentsInUse } from '../legal/examine-with-directory.ts';
import { receiptInstants } from './receipt-instants.ts';

/** From how many days left on a clock counts as near. */
const NEAR_DAYS = 7;

/** An addressee that publishes no hours: every weekday from nine to five in UTC, and said to be unknown by the absence of a profile. */
const UNKNOWN_OFFICE: OfficeHours = {
  timeZone: 'UTC',
  workingHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' })),
  holidays: [],
};

/** A time limit of an instrument that the request cites, as it stands today. */
export interface CaseDeadline {
  preset: string;
  instrument: string;
  article?: string;
  confirmed: boolean;
  deadline: Deadline;
}

/** When a request came, in law and in fact; what is due; and how pressing it is. In the time zone of the addressee. */
export interface CaseTimes {
  /** Its addressee publishes hours and a time zone; otherwise everything is counted in UTC. */
  officeKnown: boolean;
  instants: Partial<Record<ReceiptMoment, ShownInstant>>;
  receipt?: LegalReceipt;
  deadlines: readonly CaseDeadline[];
  clocks: readonly CaseClock[];
  priority?: Priority;
}

/** The times of a request. `pauses`: while a supplement was awaited. */
export async function caseTimes(
  dependencies: GatewayDependencies,
  given: { row: Row<'messages'>; request: RequestMessage; pauses: readonly PausedInterval[] },
): Promise<CaseTimes> {
  const { row, request, pauses } = given;
  const profile = dependencies.directory.authority(row.value.recipient)?.profile;
  const calendar = workingCalendar(profile?.office ?? UNKNOWN_OFFICE);
  const cited = citedInstruments(dependencies, request);
  const instants = await receiptInstants(dependencies, row);
  const rule = cited.find(({ receiptRule }) => receiptRule !== undefined)?.receiptRule ?? DEFAULT_RECEIPT_RULE;
  const receipt = legalReceipt(instants, rule, calendar);
  const now = dependencies.clock.now();
  return {
    officeKnown: profile !== undefined,
    instants: showInstants(instants, calendar),
    ...(receipt === undefined ? {} : { receipt }),
    deadlines: receipt === undefined ? [] : deadlinesOf({ cited, request, receipt, calendar, pauses }),
    clocks: caseClocks({ dates: datesOf(request, profile), calendar, now, nearDays: NEAR_DAYS }),
    priority: priorityOf(request, { receivedOn: receipt?.date ?? calendar.clock.at(now).date, today: calendar.clock.at(now).date }),
  };
}

function citedInstruments(dependencies: GatewayDependencies, request: RequestMessage): Instrument[] {
  const inUse = new Map(instrumentsInUse(dependencies).map((instrument) => [instrument.identifier, instrument]));
  return request.instruments.flatMap(({ instrument }) => inUse.get(instrument) ?? []);
}

function deadlinesOf(given: {
  cited: readonly Instrument[];
  request: RequestMessage;
  receipt: LegalReceipt;
  calendar: WorkingCalendar;
  pauses: readonly PausedInterval[];
}): CaseDeadline[] {
  const { cited, request, receipt, calendar } = given;
  const pauses = given.pauses.map(({ from, to }) => ({ from: new Date(from), ...(to === undefined ? {} : { to: new Date(to) }) }));
  return cited.flatMap(({ identifier, deadlines }) =>
    deadlines
      .filter((preset) => preset.startsFrom === 'receipt' && isFor(preset, request))
      .map((preset) => ({
        preset: preset.identifier,
        instrument: identifier,
        ...(preset.article === undefined ? {} : { article: preset.article }),
        confirmed: preset.provenance.confidence === 'official',
        deadline: computeDeadline({ limit: preset, start: receipt.from, calendar, pauses }),
      })),
  );
}

function isFor({ requestTypes, urgency }: DeadlinePreset, request: RequestMessage): boolean {
  const isOfType = requestTypes === undefined || requestTypes.includes(request.requestType);
  return isOfType && (urgency === undefined || urgency === (request.priority?.urgency ?? 'ordinary'));
}

function datesOf(request: RequestMessage, profile: AuthorityProfile | undefined): CaseDates {
  const { priority, wishedDeadline } = request;
  const leadTime = profile?.requirements?.serviceLeadTimeDays;
  return {
    ...(wishedDeadline === undefined ? {} : { wishedBy: wishedDeadline.date }),
    ...(priority?.hearingOn === undefined ? {} : { hearingOn: priority.hearingOn }),
    ...(priority?.limitationOn === undefined ? {} : { limitationOn: priority.limitationOn }),
    ...(priority?.evidenceLostOn === undefined ? {} : { evidenceLostOn: priority.evidenceLostOn }),
    ...(leadTime === undefined || request.requestType !== 'service-of-documents' ? {} : { serviceLeadTimeDays: leadTime }),
    ...custodyOf(request),
  };
}

/** Since when the first of the persons concerned has been held. */
function custodyOf({ particulars }: RequestMessage): Pick<CaseDates, 'custodySince'> {
  const persons = 'persons' in particulars ? (particulars.persons ?? []) : [];
  const since = persons.flatMap((person) =>
    'detainedSince' in person && person.detainedSince !== undefined ? [person.detainedSince] : [],
  );
  const [first] = since.sort();
  return first === undefined ? {} : { custodySince: first };
}

function priorityOf(request: RequestMessage, days: { receivedOn: string; today: string }): Priority {
  const { priority: criteria, wishedDeadline } = request;
  return assessPriority({
    ...(criteria === undefined ? {} : { criteria }),
    ...(wishedDeadline === undefined
      ? {}
      : {
          wishedDeadline: {
            date: wishedDeadline.date,
            ...(wishedDeadline.reasons === undefined ? {} : { reasons: wishedDeadline.reasons }),
          },
        }),
    ...days,
    weights: DEFAULT_PRIORITY_WEIGHTS,
  });
}

import type { Row } from '../../store/contracts/ledger.ts';
import type { AuthorityProfile } from '../../treaty/competence/authority-profile.ts';
import type { OfficeHours } from '../../treaty/competence/office-hours.ts';
import type { PausedInterval } from '../../treaty/conversation/state/progress.ts';
import { type CaseClock, caseClocks } from '../../treaty/deadlines/case-clocks.ts';
import { caseDatesOf } from '../../treaty/deadlines/case-dates.ts';
import { workingCalendar } from '../../treaty/deadlines/working-calendar.ts';
import { assessPriority, type Priority } from '../../treaty/priority/assess-priority.ts';
import { DEFAULT_PRIORITY_WEIGHTS } from '../../treaty/priority/weights.ts';
import { type LegalTimes, legalTimes } from '../../treaty/receipt/legal-times.ts';
import type { RequestMessage } from '../../treaty/requests/request-message.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { examineWithDirectory, instrumentsInUse } from '../legal/examine-with-directory.ts';
import { receiptInstants } from './receipt-instants.ts';

/** From how many days left on a clock counts as near. */
const NEAR_DAYS = 7;

/** An addressee that publishes no hours: every weekday from nine to five in UTC. */
const UNKNOWN_OFFICE: OfficeHours = {
  timeZone: 'UTC',
  workingHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' })),
  holidays: [],
};

/** When a request came, in law and in fact; what is due; and how pressing it is. In the time zone of the addressee. */
export interface CaseTimes extends LegalTimes {
  /** Its addressee publishes hours and a time zone; otherwise everything is counted in UTC. */
  officeKnown: boolean;
  clocks: readonly CaseClock[];
  priority: Priority;
}

/** The times of a request. `pauses`: while a supplement was awaited. */
export async function caseTimes(
  dependencies: GatewayDependencies,
  given: { row: Row<'messages'>; request: RequestMessage; pauses: readonly PausedInterval[] },
): Promise<CaseTimes> {
  const { row, request } = given;
  const profile = dependencies.directory.authority(row.value.recipient)?.profile;
  const office = profile?.office ?? UNKNOWN_OFFICE;
  const basis = basisOf(dependencies, row, request);
  const times = legalTimes({
    ...(basis === undefined ? {} : { basis }),
    instruments: instrumentsInUse(dependencies),
    requestType: request.requestType,
    urgency: request.priority?.urgency ?? 'ordinary',
    office,
    instants: await receiptInstants(dependencies, row),
    pauses: given.pauses.map(({ from, to }) => ({ from: new Date(from), ...(to === undefined ? {} : { to: new Date(to) }) })),
  });
  const calendar = workingCalendar(office);
  const now = dependencies.clock.now();
  const today = calendar.clock.at(now).date;
  return {
    ...times,
    officeKnown: profile !== undefined,
    clocks: caseClocks({ dates: caseDatesOf(request, leadTimeOf(request, profile)), calendar, now, nearDays: NEAR_DAYS }),
    priority: priorityOf(request, { receivedOn: times.receipt?.date ?? today, today }),
  };
}

/** What carries the request on the day on which it was made. */
function basisOf(dependencies: GatewayDependencies, { value }: Row<'messages'>, message: RequestMessage) {
  const { sender, recipient, lane, submissionTime } = value;
  return examineWithDirectory(dependencies, { direction: 'receiving', message, sender, recipient, lane, now: new Date(submissionTime) })
    .basis;
}

function leadTimeOf({ requestType }: RequestMessage, profile: AuthorityProfile | undefined): { serviceLeadTimeDays?: number } {
  const serviceLeadTimeDays = profile?.requirements?.serviceLeadTimeDays;
  return serviceLeadTimeDays === undefined || requestType !== 'service-of-documents' ? {} : { serviceLeadTimeDays };
}

function priorityOf({ priority: criteria, wishedDeadline }: RequestMessage, days: { receivedOn: string; today: string }): Priority {
  return assessPriority({
    ...(criteria === undefined ? {} : { criteria }),
    ...(wishedDeadline === undefined ? {} : { wishedDeadline: { date: wishedDeadline.date, ...reasonsOf(wishedDeadline) } }),
    ...days,
    weights: DEFAULT_PRIORITY_WEIGHTS,
  });
}

function reasonsOf({ reasons }: { reasons?: string }): { reasons?: string } {
  return reasons === undefined ? {} : { reasons };
}

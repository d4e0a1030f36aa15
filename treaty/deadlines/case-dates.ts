import type { PersonConcerned } from '../common/person.ts';
import type { RequestMessage } from '../requests/request-message.ts';
import type { CaseDates } from './case-clocks.ts';
import type { TimeLength } from './preset.ts';

/** What only later messages and the register know. */
export interface LaterDates {
  /** Day of a provisional arrest, and how long it may last under the instrument. */
  provisionalArrest?: { arrestedOn: string; length: TimeLength };
  safeConduct?: { freeToLeaveFrom: string; length: TimeLength };
  /** From what the addressee's State has published. */
  serviceLeadTimeDays?: number;
}

/** The dates of a request that press, from the request itself and from what came later. */
export function caseDatesOf(request: RequestMessage, later: LaterDates = {}): CaseDates {
  const { priority, wishedDeadline } = request;
  const hearingOn = earliest([...summonsDates(request), ...given(priority?.hearingOn)]);
  const custodySince = earliest(personsOf(request).flatMap((person) => (person.kind === 'natural' ? given(person.detainedSince) : [])));
  return {
    ...later,
    ...(custodySince === undefined ? {} : { custodySince }),
    ...(hearingOn === undefined ? {} : { hearingOn }),
    ...(priority?.limitationOn === undefined ? {} : { limitationOn: priority.limitationOn }),
    ...(priority?.evidenceLostOn === undefined ? {} : { evidenceLostOn: priority.evidenceLostOn }),
    ...(wishedDeadline === undefined ? {} : { wishedBy: wishedDeadline.date }),
  };
}

function personsOf({ particulars }: RequestMessage): readonly PersonConcerned[] {
  return 'persons' in particulars ? (particulars.persons ?? []) : [];
}

/** Days for which somebody is summoned by documents that are to be served. */
function summonsDates(request: RequestMessage): string[] {
  if (request.requestType === 'service-of-documents') return given(request.particulars.hearingOn);
  if (request.requestType !== 'mutual-legal-assistance') return [];
  return (request.particulars.measures ?? []).flatMap((measure) => (measure.kind === 'service' ? given(measure.hearingOn) : []));
}

function given(date: string | undefined): string[] {
  return date === undefined ? [] : [date];
}

function earliest(dates: readonly string[]): string | undefined {
  return [...dates].sort()[0];
}

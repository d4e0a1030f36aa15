import { daysBetween } from '../deadlines/local-time.ts';
import type { LegalFinding } from '../finding.ts';
import type { RequestMessage } from '../requests/request-message.ts';
import type { LegalCheck } from './check.ts';
import { legalFinding } from './legal-finding.ts';

/** A date of the request, with its place. */
interface PlacedDate {
  date: string;
  pointer: string;
}

/** R13 to R15: deadlines without reasons, dates that have passed, hearings too near for service. */
export function dateFindings({ message, recipient, today }: LegalCheck): LegalFinding[] {
  if (message.kind !== 'request') return [];
  const { wishedDeadline } = message;
  const unreasoned = wishedDeadline !== undefined && wishedDeadline.reasons === undefined;
  const required = recipient.profile?.requirements?.serviceLeadTimeDays;
  return [
    ...(unreasoned
      ? [legalFinding('deadline-without-reasons', { pointer: '/wishedDeadline', parameters: { date: wishedDeadline.date } })]
      : []),
    ...pressingDates(message)
      .filter(({ date }) => date < today)
      .map(({ date, pointer }) => legalFinding('deadline-already-past', { pointer, parameters: { date } })),
    ...(required === undefined ? [] : leadTimeFindings(hearingDates(message), required, today)),
  ];
}

function leadTimeFindings(hearings: readonly PlacedDate[], required: number, today: string): LegalFinding[] {
  return hearings.flatMap(({ date, pointer }) => {
    const days = daysBetween(today, date);
    if (days < 0 || days >= required) return [];
    const parameters = { date, days: String(days), required: String(required) };
    return [legalFinding('service-lead-time-too-short', { pointer, parameters })];
  });
}

/** Days by which something has to be done; that a limitation has run out is for a court to say, and is no date of this kind. */
function pressingDates(message: RequestMessage): PlacedDate[] {
  const { wishedDeadline, priority } = message;
  return [
    ...placed(wishedDeadline?.date, '/wishedDeadline/date'),
    ...placed(priority?.hearingOn, '/priority/hearingOn'),
    ...placed(priority?.evidenceLostOn, '/priority/evidenceLostOn'),
    ...hearingDates(message),
  ];
}

/** Days for which somebody is summoned. */
function hearingDates(message: RequestMessage): PlacedDate[] {
  if (message.requestType === 'service-of-documents') return placed(message.particulars.hearingOn, '/particulars/hearingOn');
  if (message.requestType !== 'mutual-legal-assistance') return [];
  return (message.particulars.measures ?? []).flatMap((measure, index) =>
    measure.kind === 'service' ? placed(measure.hearingOn, `/particulars/measures/${index}/hearingOn`) : [],
  );
}

function placed(date: string | undefined, pointer: string): PlacedDate[] {
  return date === undefined ? [] : [{ date, pointer }];
}

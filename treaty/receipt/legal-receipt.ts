import type { LocalTime } from '../deadlines/local-time.ts';
import type { WorkingCalendar } from '../deadlines/working-calendar.ts';
import { isConfirmed, type Provenance } from '../instruments/provenance.ts';
import { RECEIPT_MOMENTS, type ReceiptMoment, type ReceiptRule } from './receipt-rule.ts';

/**
 * The moments of one message, each from a receipt of its own: A.1 submission and acceptance, B.1 or D.1 made available, the first fetch, E.1 or
 * the officer's acknowledgement. They never replace one another.
 */
export type ReceiptInstants = Readonly<Partial<Record<ReceiptMoment, Date>>>;

/** An instant in UTC and as the addressee's clocks showed it. */
export interface ShownInstant {
  /** RFC 3339 in UTC. */
  readonly utc: string;
  readonly local: LocalTime;
  readonly timeZone: string;
}

/** The legal date of receipt with what it was computed from; both are shown. */
export interface LegalReceipt {
  /** Day in the addressee's time zone. */
  readonly date: string;
  /** From when time limits run: the moment itself, or the beginning of the day to which the rule moved it. */
  readonly from: Date;
  readonly rule: ReceiptRule['rule'];
  readonly moment: ReceiptMoment;
  readonly at: ShownInstant;
  /** The rule moved the date to a later working day. */
  readonly rolledOver: boolean;
  /** The rule of the instrument was read in a text; otherwise it is a setting, and is shown as one. */
  readonly confirmed: boolean;
  /** This machine knows the addressee's time zone; otherwise the date is counted in UTC. */
  readonly zoneKnown: boolean;
}

/**
 * What holds for an instrument without a rule of its own: the moment at which the message was at the addressee's disposal. The rule of the Medellín
 * Treaty was looked for and not found.
 */
export const DEFAULT_RECEIPT_RULE: ReceiptRule = {
  rule: 'platform-instant',
  moment: 'madeAvailable',
  provenance: { confidence: 'own-setting', sources: [] } satisfies Provenance,
};

/** The moments that have come, in their order, in UTC and on the addressee's clock. */
export function showInstants(instants: ReceiptInstants, { clock }: WorkingCalendar): Partial<Record<ReceiptMoment, ShownInstant>> {
  const shown: Partial<Record<ReceiptMoment, ShownInstant>> = {};
  for (const moment of RECEIPT_MOMENTS) {
    const instant = instants[moment];
    if (instant !== undefined) shown[moment] = { utc: instant.toISOString(), local: clock.at(instant), timeZone: clock.timeZone };
  }
  return shown;
}

/** The legal date of receipt by a rule and the addressee's calendar; undefined while the moment that the rule asks for has not come. */
export function legalReceipt(instants: ReceiptInstants, rule: ReceiptRule, calendar: WorkingCalendar): LegalReceipt | undefined {
  const instant = instants[rule.moment];
  if (instant === undefined) return undefined;
  const { clock } = calendar;
  const local = clock.at(instant);
  const date = rule.rule === 'platform-instant' ? local.date : receivingDay(local, calendar);
  const rolledOver = date !== local.date;
  return {
    date,
    from: rolledOver ? clock.startOf(date) : instant,
    rule: rule.rule,
    moment: rule.moment,
    at: { utc: instant.toISOString(), local, timeZone: clock.timeZone },
    rolledOver,
    confirmed: isConfirmed(rule.provenance),
    zoneKnown: clock.known,
  };
}

/** The day itself while the office is still to open or open; after its close, and on a day without work, the next working day. */
function receivingDay(local: LocalTime, calendar: WorkingCalendar): string {
  return calendar.isClosed(local) ? calendar.workingDayAfter(local.date) : local.date;
}

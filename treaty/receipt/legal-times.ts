import type { LegalBasis } from '../basis/resolve-legal-basis.ts';
import type { OfficeHours } from '../competence/office-hours.ts';
import { computeDeadline, type Deadline, type Pause } from '../deadlines/deadline.ts';
import type { DeadlinePreset } from '../deadlines/preset.ts';
import { presetsFor } from '../deadlines/presets.ts';
import { workingCalendar } from '../deadlines/working-calendar.ts';
import type { Instrument } from '../instruments/instrument.ts';
import {
  DEFAULT_RECEIPT_RULE,
  type LegalReceipt,
  legalReceipt,
  type ReceiptInstants,
  type ShownInstant,
  showInstants,
} from './legal-receipt.ts';
import type { ReceiptMoment, ReceiptRule } from './receipt-rule.ts';

export interface LegalTimesInput {
  /** What the instruments say of the request; absent for what is no formal request. */
  basis?: LegalBasis;
  instruments: readonly Instrument[];
  requestType: string;
  urgency: 'ordinary' | 'urgent' | 'emergency';
  /** Office hours of the addressee. */
  office: OfficeHours;
  instants: ReceiptInstants;
  /** Times in which a supplement was, or is, awaited. */
  pauses: readonly Pause[];
}

/** A time limit of an instrument, and when it ends. */
export interface RunningDeadline {
  readonly instrument: string;
  readonly preset: DeadlinePreset;
  readonly deadline: Deadline;
}

/** When a message was received in law, and what runs from it. */
export interface LegalTimes {
  readonly instants: Readonly<Partial<Record<ReceiptMoment, ShownInstant>>>;
  /** Absent until the moment has come that the rule asks for. */
  readonly receipt?: LegalReceipt;
  /** The time limits that run from receipt, of the instruments that carry the request. */
  readonly deadlines: readonly RunningDeadline[];
}

/**
 * The moments at which a message came in, its legal date of receipt and the time limits that run from it, in the addressee's time zone, as the
 * instruments in the data set them.
 */
export function legalTimes(input: LegalTimesInput): LegalTimes {
  const calendar = workingCalendar(input.office);
  const receipt = legalReceipt(input.instants, receiptRuleFor(input.basis, input.instruments), calendar);
  const shown = showInstants(input.instants, calendar);
  if (receipt === undefined) return { instants: shown, deadlines: [] };
  const { requestType, urgency, pauses } = input;
  const deadlines = carryingOf(input.basis, input.instruments).flatMap(({ identifier, deadlines: presets }) =>
    presetsFor(presets, { requestType, urgency, startsFrom: 'receipt' }).map((preset) => ({
      instrument: identifier,
      preset,
      deadline: computeDeadline({ limit: preset, start: receipt.from, calendar, pauses }),
    })),
  );
  return { instants: shown, receipt, deadlines };
}

/**
 * The rule that makes the legal date of receipt: that of a transmission treaty that covers the sending, else that of the first instrument which
 * carries the request and has one, else our own setting.
 */
export function receiptRuleFor(basis: LegalBasis | undefined, instruments: readonly Instrument[]): ReceiptRule {
  const covering = (basis?.transmission ?? []).filter(({ applies }) => applies !== 'no').map(({ instrument }) => instrument);
  const transmission = covering.flatMap((each) => instruments.filter(({ identifier }) => identifier === each));
  return (
    [...transmission, ...carryingOf(basis, instruments)].find((each) => each.receiptRule !== undefined)?.receiptRule ?? DEFAULT_RECEIPT_RULE
  );
}

function carryingOf(basis: LegalBasis | undefined, instruments: readonly Instrument[]): Instrument[] {
  return (basis?.carries ?? []).flatMap(({ instrument }) => instruments.filter(({ identifier }) => identifier === instrument));
}

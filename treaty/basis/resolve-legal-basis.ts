import { INSTRUMENT_KINDS } from '../instruments/instrument.ts';
import { type Candidate, examineInstrument, type Rejection } from './candidate.ts';
import { type Governing, governingOf } from './governing.ts';
import type { BasisQuestion } from './question.ts';
import { directRoute, directRouteOf, interpolRoute, oralRoute, type Route } from './routes.ts';
import { type Transmission, transmissionsOf } from './transmission.ts';

/** An instrument under which a formal request can be made. */
export interface CarryingInstrument {
  readonly instrument: string;
  readonly cited: boolean;
  /** False when a date on which this rests was not confirmed. */
  readonly confirmed: boolean;
  readonly direct: Route;
  readonly governing: Governing;
  /** The request has to come with the undertaking that belongs to it (reciprocity, comity). */
  readonly assuranceNeeded: boolean;
}

/** What the instruments say of a request between two authorities on a day. */
export interface LegalBasis {
  /** What carries a formal request, best first. Empty: nothing known does, and only consultation or information may go. */
  readonly carries: readonly CarryingInstrument[];
  /** What does not, each with its reasons; instruments that the request cites come first. */
  readonly rejected: readonly Rejection[];
  /** Whether the two authorities may write to each other, else the diplomatic channel is the way. */
  readonly direct: Route;
  readonly interpol: Route;
  readonly oral: Route;
  readonly transmission: readonly Transmission[];
}

/**
 * Which instruments carry a formal request for a pair of authorities, a day, a matter and a type of request; whether the authorities may write
 * directly; whose provisions govern; which transmission treaty covers the sending; and for everything else why not. Total and deterministic: the
 * order in which instruments and parties stand in the data does not matter.
 */
export function resolveLegalBasis(question: BasisQuestion): LegalBasis {
  const examined = question.instruments.map((instrument) => examineInstrument(instrument, question));
  const found = examined.flatMap((each) => ('candidate' in each ? [each.candidate] : []));
  const sameState = question.requesting.country === question.requested.country;
  const carrying = sameState ? [] : found.sort((one, other) => preference(one, other, question));
  return {
    carries: carrying.map((candidate) => describe(candidate, carrying, question)),
    rejected: [
      ...unknownOf(question),
      ...(sameState ? found.map(({ instrument }) => ({ instrument: instrument.identifier, reasons: ['same-state'] as const })) : []),
      ...examined.flatMap((each) => ('rejection' in each ? [each.rejection] : [])),
    ].sort((one, other) => citedFirst(one.instrument, other.instrument, question)),
    direct: directRouteOf(carrying, question),
    interpol: interpolRoute(carrying, question),
    oral: oralRoute(carrying, question),
    transmission: transmissionsOf(carrying, question).sort((one, other) => compare(one.instrument, other.instrument)),
  };
}

function describe(candidate: Candidate, carrying: readonly Candidate[], question: BasisQuestion): CarryingInstrument {
  const { instrument, confirmed } = candidate;
  return {
    instrument: instrument.identifier,
    cited: question.cited.includes(instrument.identifier),
    confirmed,
    direct: directRoute(candidate, question),
    governing: governingOf(candidate, carrying, question.requestType),
    assuranceNeeded: instrument.assurance !== undefined,
  };
}

/** What the request cites and the data do not know. */
function unknownOf({ cited, instruments }: BasisQuestion): Rejection[] {
  const known = new Set(instruments.map(({ identifier }) => identifier));
  return [...new Set(cited)].filter((each) => !known.has(each)).map((each) => ({ instrument: each, reasons: ['instrument-unknown'] }));
}

/** What is cited, what is confirmed, what allows direct contact; then the closer tie between the two States before the wider one. */
function preference(one: Candidate, other: Candidate, question: BasisQuestion): number {
  const rank = (candidate: Candidate) => [
    question.cited.includes(candidate.instrument.identifier) ? 0 : 1,
    candidate.confirmed ? 0 : 1,
    directRoute(candidate, question).open ? 0 : 1,
    INSTRUMENT_KINDS.indexOf(candidate.instrument.kind),
  ];
  const others = rank(other);
  const difference = rank(one).map((value, index) => value - (others[index] ?? 0));
  return difference.find((value) => value !== 0) ?? compare(one.instrument.identifier, other.instrument.identifier);
}

function citedFirst(one: string, other: string, { cited }: BasisQuestion): number {
  return Number(cited.includes(other)) - Number(cited.includes(one)) || compare(one, other);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

import type { Declaration } from '../instruments/declaration.ts';
import type { Instrument } from '../instruments/instrument.ts';
import type { BasisQuestion } from './question.ts';
import type { BasisReason } from './reasons.ts';
import { type Standing, standingOf } from './standing.ts';

/** Declarations of the two States that are in force on the day. */
export interface PairDeclarations {
  readonly requesting: readonly Declaration[];
  readonly requested: readonly Declaration[];
}

/** An instrument under which the request can be made. */
export interface Candidate {
  readonly instrument: Instrument;
  /** Every date that it takes is confirmed. */
  readonly confirmed: boolean;
  readonly declarations: PairDeclarations;
}

/** An instrument under which it cannot, with every reason. */
export interface Rejection {
  readonly instrument: string;
  readonly reasons: readonly [BasisReason, ...BasisReason[]];
}

export type Examined = { readonly candidate: Candidate } | { readonly rejection: Rejection };

/** Whether an instrument binds the two, and with which declarations; a requesting State need not be bound by the other's courtesy. */
export function bindingOf(instrument: Instrument, question: BasisQuestion): Examined {
  const { requesting, requested, on } = question;
  const ends: readonly Standing[] = [
    instrument.binds === 'both-states'
      ? standingOf({ instrument, authority: requesting, other: requested.country, side: 'requesting', on })
      : { bound: true, confirmed: true, declarations: [] },
    standingOf({ instrument, authority: requested, other: requesting.country, side: 'requested', on }),
  ];
  const [first, second] = ends;
  const expired = instrument.inForceUntil !== undefined && on > instrument.inForceUntil;
  const notBegun = instrument.inForceFrom !== undefined && on < instrument.inForceFrom;
  const reasons: BasisReason[] = [
    ...(expired || notBegun ? (['not-in-force'] as const) : []),
    ...ends.flatMap((standing) => (standing.bound ? [] : [standing.reason])),
  ];
  if (first?.bound !== true || second?.bound !== true || reasons.length > 0) return rejected(instrument, reasons);
  const declarations = { requesting: first.declarations, requested: second.declarations };
  return { candidate: { instrument, confirmed: first.confirmed && second.confirmed, declarations } };
}

/** Whether an instrument carries the request: it binds the two and covers matter and type, and nobody has declared that it is no basis. */
export function examineInstrument(instrument: Instrument, question: BasisQuestion): Examined {
  if (instrument.kind === 'transmission-treaty') return rejected(instrument, ['carries-no-requests']);
  const binding = bindingOf(instrument, question);
  const reasons: BasisReason[] = 'rejection' in binding ? [...binding.rejection.reasons] : [];
  reasons.push(...scopeReasons(instrument, question));
  if ('candidate' in binding) reasons.push(...declaredReasons(binding.candidate.declarations, question));
  return 'candidate' in binding && reasons.length === 0 ? binding : rejected(instrument, reasons);
}

function scopeReasons({ matters, requestTypes, contact }: Instrument, question: BasisQuestion): BasisReason[] {
  const central = question.requesting.kind === 'central-authority' || question.requested.kind === 'central-authority';
  return [
    ...(matters.includes(question.matter) ? [] : (['matter-not-covered'] as const)),
    ...(requestTypes?.includes(question.requestType) === false ? (['request-type-not-covered'] as const) : []),
    ...(contact === 'competent-authorities' && central ? (['competent-authorities-only'] as const) : []),
  ];
}

function declaredReasons({ requesting, requested }: PairDeclarations, { matter, requestType }: BasisQuestion): BasisReason[] {
  const declared = [...requesting, ...requested];
  const matterExcluded = declared.some((each) => each.kind === 'matter-excluded' && each.matter === matter);
  const noBasis = declared.some((each) => each.kind === 'not-a-legal-basis' && (each.requestTypes?.includes(requestType) ?? true));
  return [...(matterExcluded ? (['matter-not-covered'] as const) : []), ...(noBasis ? (['declared-no-legal-basis'] as const) : [])];
}

function rejected({ identifier }: Instrument, reasons: readonly BasisReason[]): Examined {
  const [first = 'not-in-force', ...others] = new Set(reasons);
  return { rejection: { instrument: identifier, reasons: [first, ...others] } };
}

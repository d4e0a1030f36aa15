import { type Declaration, declarationsOn } from '../instruments/declaration.ts';
import type { Instrument, InstrumentParty } from '../instruments/instrument.ts';
import type { BasisAuthority } from './question.ts';
import type { BasisReason } from './reasons.ts';

/** How one State stands to an instrument on a day: bound (perhaps by a date that is not confirmed), or not, and why. */
export type Standing =
  | { readonly bound: true; readonly confirmed: boolean; readonly declarations: readonly Declaration[] }
  | { readonly bound: false; readonly reason: BasisReason };

export interface StandingQuestion {
  instrument: Instrument;
  authority: BasisAuthority;
  /** The State at the other end. */
  other: string;
  side: 'requesting' | 'requested';
  on: string;
}

/** Of several rows of a State the earliest that binds it, first among those with a confirmed date; else the reason of its latest row. */
export function standingOf(question: StandingQuestion): Standing {
  const rows = question.instrument.parties.filter(({ country }) => country === question.authority.country).sort(byDate);
  const standings = rows.map((party) => standingOfRow(party, question));
  return (
    standings.find((standing) => standing.bound && standing.confirmed) ??
    standings.find((standing) => standing.bound) ??
    standings.at(-1) ?? { bound: false, reason: `${question.side}-not-party` }
  );
}

/** The order in which somebody wrote the rows down means nothing. */
function byDate(one: InstrumentParty, other: InstrumentParty): number {
  const keyOf = (party: InstrumentParty) => `${party.inForceFrom ?? party.depositedOn ?? '9999-12-31'} ${JSON.stringify(party)}`;
  return keyOf(one) < keyOf(other) ? -1 : 1;
}

function standingOfRow(party: InstrumentParty, { instrument, authority, other, side, on }: StandingQuestion): Standing {
  const inForce = timeReason(party, instrument, on);
  if (inForce !== undefined) return { bound: false, reason: `${side}-${inForce}` };
  if (!coversTerritory(party, authority.territory)) return { bound: false, reason: `${side}-territory-excluded` };
  const declarations = declarationsOn(party.declarations, on);
  const excludes = declarations.some((each) => each.kind === 'country-excluded' && each.country === other);
  if (excludes) return { bound: false, reason: `${side}-excludes-the-other` };
  return { bound: true, confirmed: party.status === 'party' && party.inForceFrom !== undefined, declarations };
}

/** A deposit that is still to come binds as little as a date that is. Without any date the State counts as bound, but as not confirmed. */
function timeReason(
  party: InstrumentParty,
  instrument: Instrument,
  on: string,
): 'signed-only' | 'not-yet-bound' | 'no-longer-bound' | undefined {
  if (party.status === 'signatory') return 'signed-only';
  const earliest = party.inForceFrom ?? party.depositedOn ?? instrument.inForceFrom;
  if (earliest !== undefined && on < earliest) return 'not-yet-bound';
  if (party.inForceUntil !== undefined && on > party.inForceUntil) return 'no-longer-bound';
  return undefined;
}

/** Without a territory the request is one of the State itself: covered unless the instrument applies to some parts of it only. */
function coversTerritory({ territorialScope }: InstrumentParty, territory: string | undefined): boolean {
  if (territorialScope === undefined) return true;
  const named = territory !== undefined && territorialScope.territories.includes(territory);
  return territorialScope.applies === 'only' ? named : !named;
}

import type { Declaration } from '../instruments/declaration.ts';
import type { Candidate } from './candidate.ts';
import type { BasisQuestion } from './question.ts';
import type { BasisReason } from './reasons.ts';

/** Whether a route is open, by which article, and every reason against it. */
export type Route =
  | { readonly open: true; readonly instrument: string; readonly article?: string }
  | { readonly open: false; readonly reasons: readonly [BasisReason, ...BasisReason[]] };

/** Whether the two authorities may write to each other under an instrument; otherwise the request takes the diplomatic channel. */
export function directRoute({ instrument, declarations }: Candidate, question: BasisQuestion): Route {
  const reasons: BasisReason[] = [];
  if (instrument.contact === 'central-authorities' && !bothCentral(question)) reasons.push('not-central-authorities');
  if (instrument.contact === 'diplomatic-channel' && !declares(declarations.requested, 'direct-contact-accepted')) {
    reasons.push('instrument-demands-diplomatic-channel');
  }
  const demanded = question.requested.urgentRoutes?.diplomaticChannelRequired === true;
  if (demanded || declares(declarations.requested, 'diplomatic-channel-required')) reasons.push('requested-demands-diplomatic-channel');
  return routeOf(reasons, instrument.identifier, instrument.routes.direct);
}

/** The best open direct route among instruments that carry the request, else the reasons of the best of them. */
export function directRouteOf(carrying: readonly Candidate[], question: BasisQuestion): Route {
  const routes = carrying.map((candidate) => directRoute(candidate, question));
  return routes.find(({ open }) => open) ?? routes[0] ?? { open: false, reasons: ['no-basis'] };
}

/** Through INTERPOL: only if the case is urgent, an instrument provides for it, and both States accept it (UNTOC 18(13)). */
export function interpolRoute(carrying: readonly Candidate[], question: BasisQuestion): Route {
  return urgentRoute(carrying, question, 'interpolWhenUrgent', 'interpolAcceptedWhenUrgent', 'interpol-accepted-when-urgent');
}

/** Orally, to be confirmed in writing forthwith: under the same conditions (UNTOC 18(14)). */
export function oralRoute(carrying: readonly Candidate[], question: BasisQuestion): Route {
  return urgentRoute(carrying, question, 'oralWhenUrgent', 'oralAcceptedWhenUrgent', 'oral-accepted-when-urgent');
}

function urgentRoute(
  carrying: readonly Candidate[],
  { requesting, requested, urgent }: BasisQuestion,
  article: 'interpolWhenUrgent' | 'oralWhenUrgent',
  flag: 'interpolAcceptedWhenUrgent' | 'oralAcceptedWhenUrgent',
  declared: 'interpol-accepted-when-urgent' | 'oral-accepted-when-urgent',
): Route {
  const providing = carrying.filter(({ instrument }) => instrument.routes[article] !== undefined);
  const routes = providing.map(({ instrument, declarations }) => {
    const reasons: BasisReason[] = [];
    if (!urgent) reasons.push('not-urgent');
    if (requesting.urgentRoutes?.[flag] !== true && !declares(declarations.requesting, declared))
      reasons.push('requesting-does-not-accept');
    if (requested.urgentRoutes?.[flag] !== true && !declares(declarations.requested, declared)) reasons.push('requested-does-not-accept');
    return routeOf(reasons, instrument.identifier, instrument.routes[article]);
  });
  const without: Route = { open: false, reasons: urgent ? ['no-instrument-provides'] : ['not-urgent', 'no-instrument-provides'] };
  return routes.find(({ open }) => open) ?? routes[0] ?? without;
}

export function bothCentral({ requesting, requested }: BasisQuestion): boolean {
  return requesting.kind === 'central-authority' && requested.kind === 'central-authority';
}

function declares(declarations: readonly Declaration[], kind: Declaration['kind']): boolean {
  return declarations.some((each) => each.kind === kind);
}

function routeOf([first, ...others]: readonly BasisReason[], instrument: string, article: string | undefined): Route {
  if (first !== undefined) return { open: false, reasons: [first, ...others] };
  return { open: true, instrument, ...(article === undefined ? {} : { article }) };
}

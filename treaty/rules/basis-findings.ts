import type { BasisReason } from '../basis/reasons.ts';
import type { CarryingInstrument, LegalBasis } from '../basis/resolve-legal-basis.ts';
import type { Route } from '../basis/routes.ts';
import type { LegalFinding } from '../finding.ts';
import type { LegalCheck } from './check.ts';
import { legalFinding } from './legal-finding.ts';
import type { LegalRuleCode } from './rule-table.ts';

/** R01 to R09, R16, R17, R25: what carries the request, and whether it may take its route. */
export function basisFindings(check: LegalCheck): LegalFinding[] {
  const { basis, message } = check;
  if (basis === undefined) return [];
  if (message.kind === 'oral-request')
    return [...carryingFindings(check, basis), ...closed('oral-request-not-accepted', basis.oral), legalFinding('oral-request-to-confirm')];
  return [
    ...carryingFindings(check, basis),
    ...citedFindings(check, basis),
    ...transmissionFindings(check, basis),
    ...(basis.carries.length > 0 ? closed('direct-contact-not-allowed', basis.direct) : []),
    ...assuranceFindings(check, basis),
    ...interpolFindings(check, basis),
  ];
}

function carryingFindings({ sender, recipient }: LegalCheck, { carries }: LegalBasis): LegalFinding[] {
  const [best] = carries;
  if (best === undefined) {
    return [legalFinding('no-legal-basis', { parameters: { requesting: sender.country, requested: recipient.country } })];
  }
  return best.confirmed ? [] : [legalFinding('legal-basis-not-confirmed', { parameters: { instrument: best.instrument } })];
}

/** What the request cites: whether it applies, and whether another treaty sets its paragraphs aside. */
function citedFindings({ message, instruments }: LegalCheck, { carries, rejected }: LegalBasis): LegalFinding[] {
  if (message.kind !== 'request') return [];
  return message.instruments.flatMap(({ instrument }, index) => {
    const pointer = `/instruments/${index}`;
    const known = instruments.find(({ identifier }) => identifier === instrument);
    if (known?.kind === 'transmission-treaty') return [];
    const reasons = rejected.find((each) => each.instrument === instrument)?.reasons ?? [];
    const prevailing = setAsideBy(carries.find((each) => each.instrument === instrument));
    return [
      ...reasons.map((reason) => legalFinding('cited-instrument-not-applicable', { pointer, parameters: { instrument, reason } })),
      ...(prevailing === undefined
        ? []
        : [legalFinding('another-treaty-governs', { pointer, parameters: { instrument, governing: prevailing } })]),
    ];
  });
}

function setAsideBy(carrying: CarryingInstrument | undefined): string | undefined {
  return carrying?.governing.why === 'other-treaty-prevails' ? carrying.governing.instrument : undefined;
}

/** Only of a transmission treaty that the request cites: every other way of sending stays lawful. */
function transmissionFindings({ message }: LegalCheck, { transmission }: LegalBasis): LegalFinding[] {
  if (message.kind !== 'request') return [];
  return message.instruments.flatMap(({ instrument }, index) => {
    const found = transmission.find((each) => each.instrument === instrument);
    const pointer = `/instruments/${index}`;
    if (found?.applies === 'not-confirmed') return [legalFinding('legal-basis-not-confirmed', { pointer, parameters: { instrument } })];
    return (found?.reasons ?? []).map((reason) =>
      legalFinding('transmission-treaty-not-applicable', { pointer, parameters: { instrument, reason } }),
    );
  });
}

function assuranceFindings({ message }: LegalCheck, { carries: [best] }: LegalBasis): LegalFinding[] {
  if (message.kind !== 'request' || best?.assuranceNeeded !== true) return [];
  const given = message.assurance !== undefined || message.files.some(({ document }) => document === 'assurance');
  return given ? [] : [legalFinding('assurance-missing', { pointer: '/assurance', parameters: { instrument: best.instrument } })];
}

function interpolFindings({ channel, neutralityDeclared }: LegalCheck, { interpol }: LegalBasis): LegalFinding[] {
  if (channel !== 'interpol-style') return [];
  return [
    ...closed('interpol-conditions-not-met', interpol),
    legalFinding('interpol-original-to-follow'),
    ...(neutralityDeclared ? [] : [legalFinding('interpol-neutrality-not-declared')]),
  ];
}

/** One finding for every reason that closes a route. */
function closed(code: LegalRuleCode, route: Route): LegalFinding[] {
  const reasons: readonly BasisReason[] = route.open ? [] : route.reasons;
  return reasons.map((reason) => legalFinding(code, { parameters: { reason } }));
}

import type { BasisAuthority, BasisQuestion } from '../basis/question.ts';
import { type LegalBasis, resolveLegalBasis } from '../basis/resolve-legal-basis.ts';
import { assessCompleteness } from '../completeness/assess-completeness.ts';
import type { CompletenessReport } from '../completeness/completeness-report.ts';
import { localClock } from '../deadlines/local-time.ts';
import type { LegalFinding } from '../finding.ts';
import type { LegalMessage } from '../message.ts';
import { isFormalRequest } from '../requests/request-types.ts';
import type { CheckedAuthority, LegalCheck } from './check.ts';
import { checkReceiving } from './check-receiving.ts';
import { checkSending } from './check-sending.ts';

/** What a caller knows of a message; the rest is computed from it. */
export interface Examination extends Omit<LegalCheck, 'basis' | 'completeness' | 'today'> {
  readonly now: Date;
  readonly direction: 'sending' | 'receiving';
}

/** Everything that the treaty model says of one message. */
export interface Examined {
  readonly findings: readonly LegalFinding[];
  /** Only of formal requests between two States, written or oral. */
  readonly basis?: LegalBasis;
  /** Only of requests. */
  readonly completeness?: CompletenessReport;
}

/**
 * Reads a message with the instruments and the directory: its legal basis, its completeness against what governs and what the addressee's State
 * publishes, and what the rules say. The same input gives the same answer on both sides.
 */
export function examineMessage({ now, direction, ...input }: Examination): Examined {
  const today = localClock(input.recipient.profile?.office.timeZone ?? 'UTC').at(now).date;
  const question = basisQuestion(input, today);
  const basis = question === undefined ? undefined : resolveLegalBasis(question);
  const completeness = completenessOf(input, basis, today);
  const check: LegalCheck = {
    ...input,
    today,
    ...(basis === undefined ? {} : { basis }),
    ...(completeness === undefined ? {} : { completeness }),
  };
  return {
    findings: direction === 'sending' ? checkSending(check) : checkReceiving(check),
    ...(basis === undefined ? {} : { basis }),
    ...(completeness === undefined ? {} : { completeness }),
  };
}

/** The question to the instruments; undefined for what needs no legal basis, and for two authorities of one State. */
function basisQuestion(
  { message, sender, recipient, instruments, territory }: Omit<Examination, 'now' | 'direction'>,
  on: string,
): BasisQuestion | undefined {
  if (sender.country === recipient.country) return undefined;
  const asked = formalRequestOf(message);
  if (asked === undefined) return undefined;
  const requested = authorityOf(recipient);
  return {
    requesting: authorityOf(sender),
    requested: territory === undefined ? requested : { ...requested, territory },
    on,
    instruments,
    ...asked,
  };
}

function formalRequestOf(message: LegalMessage): Pick<BasisQuestion, 'matter' | 'requestType' | 'urgent' | 'cited'> | undefined {
  // Of an oral request there is no text yet, and it is made only because the case is urgent.
  if (message.kind === 'oral-request') return { matter: 'criminal', requestType: 'mutual-legal-assistance', urgent: true, cited: [] };
  if (message.kind !== 'request' || !isFormalRequest(message.requestType)) return undefined;
  return {
    matter: message.matter,
    requestType: message.requestType,
    // Provisional arrest is for urgent circumstances alone (UNTOC 16(9)).
    urgent: message.requestType === 'provisional-arrest' || (message.priority?.urgency ?? 'ordinary') !== 'ordinary',
    cited: message.instruments.map(({ instrument }) => instrument),
  };
}

function authorityOf({ country, kind, profile }: CheckedAuthority): BasisAuthority {
  return { country, kind, ...(profile === undefined ? {} : { urgentRoutes: profile.urgentRoutes }) };
}

/** Against the conventions that govern: under another treaty their lists do not apply (UNTOC 18(7)). */
function completenessOf(
  { message, recipient }: Omit<Examination, 'now' | 'direction'>,
  basis: LegalBasis | undefined,
  on: string,
): CompletenessReport | undefined {
  if (message.kind !== 'request') return undefined;
  const [best] = basis?.carries ?? [];
  const requirements = recipient.profile?.requirements;
  return assessCompleteness({
    request: message,
    instruments: best === undefined ? [] : [best.governing.instrument],
    ...(requirements === undefined ? {} : { requirements }),
    on,
  });
}

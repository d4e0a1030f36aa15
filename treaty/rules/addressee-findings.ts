import {
  type CompetenceQuestion,
  competentAuthorities,
  coversMatter,
  coversTerritory,
  type ListedAuthority,
} from '../competence/competent-authorities.ts';
import { daysBetween } from '../deadlines/local-time.ts';
import type { LegalFinding } from '../finding.ts';
import { isFormalRequest } from '../requests/request-types.ts';
import type { LegalCheck } from './check.ts';
import { legalFinding } from './legal-finding.ts';

/** A year after which a directory entry should have been confirmed again, as European country forms are. */
const CONFIRMED_WITHIN_DAYS = 366;

/** R21 to R24, R29, R30: whether it goes to the right authority, in the right world, by what is still known to be so. */
export function addresseeFindings(check: LegalCheck): LegalFinding[] {
  return [...environmentFindings(check), ...competenceFindings(check), ...confirmationFindings(check)];
}

/** What is training and what is real never meet: each has roots of its own, and this only says it in words. */
function environmentFindings({ message, sender, recipient }: LegalCheck): LegalFinding[] {
  const environments = [sender, recipient].flatMap(({ profile }) => (profile === undefined ? [] : [profile.environment]));
  const exercise = message.kind === 'request' && message.training === true;
  const mixed = environments.includes('production') && (exercise || environments.includes('training'));
  return mixed ? [legalFinding('training-and-production-mixed')] : [];
}

function competenceFindings({ message, recipient, basis, directory = [], territory }: LegalCheck): LegalFinding[] {
  if (message.kind !== 'request' || !isFormalRequest(message.requestType) || recipient.profile === undefined) return [];
  const { profile } = recipient;
  if (profile.competences.length === 0) return [legalFinding('competence-unknown')];
  const question: CompetenceQuestion = {
    country: recipient.country,
    matter: message.matter,
    requestType: message.requestType,
    instruments: (basis?.carries ?? []).map(({ instrument }) => instrument),
    ...(territory === undefined ? {} : { territory }),
  };
  const listed: ListedAuthority = { identifier: recipient.identifier, country: recipient.country, profile };
  const wrong = [
    ...(territory === undefined || coversTerritory(listed, question, directory)
      ? []
      : [legalFinding('territory-not-covered', { parameters: { territory } })]),
    ...(coversMatter(profile, question)
      ? []
      : [legalFinding('matter-not-covered', { parameters: { requestType: message.requestType, matter: message.matter } })]),
  ];
  if (wrong.length === 0) return [];
  const others = competentAuthorities(directory, question).filter((each) => each !== recipient.identifier);
  const hints = others.length > 0 ? others : profile.refersTo;
  return [...wrong, ...hints.map((authority) => legalFinding('another-authority-competent', { parameters: { authority } }))];
}

function confirmationFindings({ recipient: { profile }, today }: LegalCheck): LegalFinding[] {
  if (profile === undefined || daysBetween(profile.lastConfirmed, today) <= CONFIRMED_WITHIN_DAYS) return [];
  return [legalFinding('profile-not-recently-confirmed', { parameters: { date: profile.lastConfirmed } })];
}

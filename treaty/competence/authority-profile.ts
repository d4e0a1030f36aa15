import * as z from 'zod';
import { authorityIdentifier, calendarDate, instrumentIdentifier, languageTag, matter, territory } from '../common/identifiers.ts';
import { contactPerson } from '../common/party.ts';
import { stateRequirements } from '../completeness/state-requirements.ts';
import { officeHours } from './office-hours.ts';
import { requestTypeIdentifier } from './request-type-identifier.ts';

/** For what an authority may send and receive. Without `requestTypes`: every type. */
export const competence = z.strictObject({
  instrument: instrumentIdentifier,
  matter,
  requestTypes: z.array(requestTypeIdentifier).min(1).max(64).exactOptional(),
});
export type Competence = z.infer<typeof competence>;

/** Languages in which an authority takes requests (UNTOC 18(14)). Without `matter` or `instrument`: for all of them. */
export const acceptedLanguages = z.strictObject({
  matter: matter.exactOptional(),
  instrument: instrumentIdentifier.exactOptional(),
  languages: z.array(languageTag).min(1).max(32),
});
export type AcceptedLanguages = z.infer<typeof acceptedLanguages>;

/** An officer whose signature binds the authority, from a day and until one. Without `requestTypes`: for every type. */
export const signingOfficer = z.strictObject({
  officer: contactPerson,
  from: calendarDate,
  until: calendarDate.exactOptional(),
  requestTypes: z.array(requestTypeIdentifier).min(1).max(64).exactOptional(),
});
export type SigningOfficer = z.infer<typeof signingOfficer>;

/** What an authority takes outside the ordinary route. All off unless its State has said otherwise (UNTOC 18(13), 18(14)). */
export const urgentRoutes = z.strictObject({
  /** In urgent circumstances a request may come through INTERPOL. It takes the agreement of both States. */
  interpolAcceptedWhenUrgent: z.boolean(),
  /** In urgent circumstances a request may be made orally and confirmed in writing forthwith. It takes the agreement of both States. */
  oralAcceptedWhenUrgent: z.boolean(),
  /** The State demands that requests come through the diplomatic channel. */
  diplomaticChannelRequired: z.boolean(),
});
export type UrgentRoutes = z.infer<typeof urgentRoutes>;

/**
 * Classes of data that may be sent to a partner. The arrangement between Eurojust and IberRed, for one, leaves out operational information and
 * data that identify a person.
 */
export const DATA_CLASSES = ['general', 'operational', 'personal'] as const;
export const dataClass = z.enum(DATA_CLASSES);
export type DataClass = z.infer<typeof dataClass>;

/** Whether the authority is a real one. What is sent in training never goes to a real authority, nor the other way round. */
export const ENVIRONMENTS = ['production', 'training'] as const;
export const environment = z.enum(ENVIRONMENTS);
export type Environment = z.infer<typeof environment>;

/**
 * What the directory publishes about an authority beside its keys: for what it is competent, in which languages and at which hours it works, who
 * signs for it, what it asks of a request, and by which routes it can be reached when time presses.
 */
export const authorityProfile = z.strictObject({
  environment,
  /** The parts of the State for which it acts (UNTOC 18(13)); empty: the whole State, but for the parts that have an authority of their own. */
  territories: z.array(territory).max(200),
  competences: z.array(competence).max(1_000),
  /** Empty: its State has notified none. */
  acceptedLanguages: z.array(acceptedLanguages).max(200),
  signingOfficers: z.array(signingOfficer).max(500),
  office: officeHours,
  /** Whom to call at any hour. */
  aroundTheClock: z.array(contactPerson).max(16),
  urgentRoutes,
  /** What the State asks of requests beyond the conventions; absent where it has published nothing. */
  requirements: stateRequirements.exactOptional(),
  /** Classes of data that the authority may be sent; all three for an authority that takes formal requests. */
  dataClasses: z.array(dataClass).min(1).max(DATA_CLASSES.length),
  /** Authorities of the same State or territory to which requests outside these competences belong. */
  refersTo: z.array(authorityIdentifier).max(64),
  /** The day on which the State last confirmed that all this is so. */
  lastConfirmed: calendarDate,
});
export type AuthorityProfile = z.infer<typeof authorityProfile>;

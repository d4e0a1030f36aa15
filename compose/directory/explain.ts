import type { AuthorityRecord } from '../../gateway/contracts/directory.ts';
import { type LegalBasis, resolveLegalBasis } from '../../treaty/basis/resolve-legal-basis.ts';
import { MATTERS, type Matter } from '../../treaty/common/identifiers.ts';
import { competentAuthorities } from '../../treaty/competence/competent-authorities.ts';
import { type InstrumentsDocument, mergeInstruments } from '../../treaty/instruments/configured-instruments.ts';
import type { Instrument } from '../../treaty/instruments/instrument.ts';
import { KNOWN_INSTRUMENTS } from '../../treaty/instruments/known-instruments.ts';
import { acceptedLanguagesFor } from '../../treaty/languages/accepted-languages.ts';
import { REQUEST_TYPES } from '../../treaty/requests/request-types.ts';
import { GovernanceError } from './error.ts';
import { authorityNamed } from './overview.ts';

export interface Question {
  /** Identifiers of authorities, or the end of one. */
  from: string;
  to: string;
  type: string;
  /** `YYYY-MM-DD`. */
  date: string;
  matter: string;
  urgent: boolean;
}

export interface Explanation {
  from: string;
  to: string;
  requestType: string;
  date: string;
  matter: Matter;
  urgent: boolean;
  basis: LegalBasis;
  /** Languages that the addressee takes; none known when empty. */
  languages: readonly string[];
  /** Authorities of the addressee's State that say they are competent for this. */
  competent: readonly string[];
  /** Names of the instruments, in every language that they have one in. */
  names: Readonly<Record<string, Instrument['names']>>;
}

/** Request types and matters that can be asked about, for whoever asks on a command line. */
export const ASKED = { types: REQUEST_TYPES, matters: MATTERS } as const;

/**
 * Whether a request of a type can go from one authority to another on a day: under which instruments, on which way, in which languages, and why
 * not under the others.
 *
 * @throws GovernanceError `directory-subject-unknown`
 */
export function explain(
  directory: { authorities: readonly AuthorityRecord[]; instruments: readonly InstrumentsDocument[] },
  question: Question,
): Explanation {
  const from = authorityNamed(directory.authorities, question.from);
  const to = authorityNamed(directory.authorities, question.to);
  const matter = oneOf(MATTERS, question.matter, 'matter');
  const requestType = oneOf(REQUEST_TYPES, question.type, 'type');
  const instruments = mergeInstruments(KNOWN_INSTRUMENTS, directory.instruments);
  const { date, urgent } = question;
  const basis = resolveLegalBasis({
    requesting: asked(from),
    requested: asked(to),
    on: date,
    matter,
    requestType,
    urgent,
    cited: [],
    instruments,
  });
  const carrying = instruments.filter(({ identifier }) => basis.carries.some(({ instrument }) => instrument === identifier));
  const profile = to.profile === undefined ? {} : { profile: to.profile };
  return {
    ...{ from: from.identifier, to: to.identifier, requestType, date, matter, urgent, basis },
    languages: acceptedLanguagesFor({ country: to.country, matter, instruments: carrying, on: date, ...profile }),
    competent: competentAuthorities(directory.authorities, {
      country: to.country,
      matter,
      requestType,
      instruments: carrying.map(({ identifier }) => identifier),
    }),
    names: Object.fromEntries(instruments.map(({ identifier, names }) => [identifier, names])),
  };
}

function asked({ country, kind, profile }: AuthorityRecord): Parameters<typeof resolveLegalBasis>[0]['requested'] {
  const [territory] = profile?.territories ?? [];
  return {
    country,
    kind: kind === 'central-authority' ? kind : 'competent-authority',
    ...(territory === undefined ? {} : { territory }),
    ...(profile === undefined ? {} : { urgentRoutes: profile.urgentRoutes }),
  };
}

function oneOf<Value extends string>(values: readonly Value[], given: string, what: string): Value {
  const found = values.find((value) => value === given);
  if (found === undefined) throw new GovernanceError('directory-subject-unknown', `there is no ${what} ${given}: ${values.join(', ')}`);
  return found;
}

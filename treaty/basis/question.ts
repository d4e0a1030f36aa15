import type { Matter } from '../common/identifiers.ts';
import type { UrgentRoutes } from '../competence/authority-profile.ts';
import type { Instrument } from '../instruments/instrument.ts';

/** One of the two authorities between which a request is to travel. */
export interface BasisAuthority {
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** The part of the State for which it acts, where it does not act for all of it. */
  territory?: string;
  kind: 'central-authority' | 'competent-authority';
  /** From its profile; absent where the directory has none: then nothing is accepted and nothing demanded. */
  urgentRoutes?: UrgentRoutes;
}

/** What is asked of the instruments: may this request travel between these two, today, and how. */
export interface BasisQuestion {
  requesting: BasisAuthority;
  requested: BasisAuthority;
  /** Day on which the request is made, `YYYY-MM-DD`. */
  on: string;
  matter: Matter;
  requestType: string;
  urgent: boolean;
  /** Identifiers of the instruments that the request names. */
  cited: readonly string[];
  instruments: readonly Instrument[];
}

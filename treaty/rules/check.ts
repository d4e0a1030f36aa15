import type { LegalBasis } from '../basis/resolve-legal-basis.ts';
import type { AuthorityProfile } from '../competence/authority-profile.ts';
import type { ListedAuthority } from '../competence/competent-authorities.ts';
import type { CompletenessReport } from '../completeness/completeness-report.ts';
import type { LegalFinding } from '../finding.ts';
import type { Instrument } from '../instruments/instrument.ts';
import type { LegalMessage } from '../message.ts';

/** The channels of the directory. */
export type Channel = 'ordinary' | 'urgent' | 'interpol-style';

/** One end of a message, from the directory. */
export interface CheckedAuthority {
  readonly identifier: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly kind: 'central-authority' | 'competent-authority';
  readonly profile?: AuthorityProfile;
}

/** Everything that the rules look at. What is absent is not known, and no rule speaks of it. */
export interface LegalCheck {
  readonly message: LegalMessage;
  readonly sender: CheckedAuthority;
  readonly recipient: CheckedAuthority;
  readonly channel: Channel;
  /** The sender declares that the matter is not political, military, religious or racial, as the route through INTERPOL asks. */
  readonly neutralityDeclared: boolean;
  /** What the instruments say of it; absent for what is no formal request. */
  readonly basis?: LegalBasis;
  readonly instruments: readonly Instrument[];
  /** The day at the addressee's place, `YYYY-MM-DD`. */
  readonly today: string;
  readonly completeness?: CompletenessReport;
  /** All authorities that the directory knows, to say which one is competent. */
  readonly directory?: readonly ListedAuthority[];
  /** The part of the requested State that the request concerns. */
  readonly territory?: string;
  /** SHA-256 of each file by its declared name. */
  readonly digests?: ReadonlyMap<string, string>;
  /** Who signed the letter, by name, as its signatures say; absent where nobody has looked. */
  readonly signatories?: readonly string[];
  /** What the rules of the conversation found, from `conversationFindings`. */
  readonly conversation?: readonly LegalFinding[];
}

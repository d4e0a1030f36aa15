import * as z from 'zod';
import { calendarDate, country, instrumentIdentifier, matter, territory } from '../common/identifiers.ts';
import { lineText, paragraphText } from '../common/text.ts';
import { requestTypeIdentifier } from '../competence/request-type-identifier.ts';
import { deadlinePreset } from '../deadlines/preset.ts';
import { receiptRule } from '../receipt/receipt-rule.ts';
import { declaration } from './declaration.ts';
import { provenance } from './provenance.ts';

/** What an instrument is. `transmission-treaty`: it carries no request by itself, it says how requests under other instruments may travel. */
export const INSTRUMENT_KINDS = [
  'bilateral-treaty',
  'regional-treaty',
  'multilateral-convention',
  'transmission-treaty',
  'inter-institutional-agreement',
  'reciprocity',
  'comity',
] as const;
export type InstrumentKind = (typeof INSTRUMENT_KINDS)[number];

/** Who may write to whom under an instrument, unless a party has declared otherwise. */
export const CONTACTS = ['central-authorities', 'competent-authorities', 'diplomatic-channel'] as const;

/**
 * How a State stands to an instrument. `party`: it is bound; `approved`: an approving act was seen, that it is in force for the State was not;
 * `signatory`: signed only.
 */
export const PARTY_STATUSES = ['party', 'approved', 'signatory'] as const;

/** The parts of a State to which an instrument applies, or does not. */
const territorialScope = z.strictObject({
  applies: z.enum(['only', 'except']),
  territories: z.array(territory).min(1).max(100),
});

/** One State and the instrument. A State may stand in several rows, for example after it left and came back, or for a territory of its own. */
export const instrumentParty = z.strictObject({
  country,
  status: z.enum(PARTY_STATUSES),
  signedOn: calendarDate.exactOptional(),
  depositedOn: calendarDate.exactOptional(),
  /** First day in force for the State. Absent: not confirmed, and never guessed. */
  inForceFrom: calendarDate.exactOptional(),
  /** Last day in force. */
  inForceUntil: calendarDate.exactOptional(),
  territorialScope: territorialScope.exactOptional(),
  declarations: z.array(declaration).max(64),
  provenance,
});
export type InstrumentParty = z.infer<typeof instrumentParty>;

/** A text in any of the four languages; at least one is there, which is checked where configuration is read. */
const inLanguages = <Text extends z.ZodString>(text: Text) =>
  z.strictObject({ es: text.exactOptional(), pt: text.exactOptional(), fr: text.exactOptional(), en: text.exactOptional() });

/** Paragraphs of a convention that apply only where no other treaty on assistance binds the two States, or both agree (UNTOC 18(7)). */
const gapFilling = z.strictObject({
  article: lineText,
  paragraphs: lineText,
  requestTypes: z.array(requestTypeIdentifier).min(1).max(64),
});

/** A treaty, convention, agreement or custom under which requests travel between States. */
export const instrument = z.strictObject({
  identifier: instrumentIdentifier,
  kind: z.enum(INSTRUMENT_KINDS),
  names: inLanguages(lineText),
  matters: z.array(matter).min(1).max(3),
  /** Types of request that it carries. Without: every type. A transmission treaty carries those of the instruments beside it. */
  requestTypes: z.array(requestTypeIdentifier).min(1).max(64).exactOptional(),
  contact: z.enum(CONTACTS),
  /** The article under which the authorities may write directly, through INTERPOL when urgent, or orally. Absent: the instrument is silent. */
  routes: z.strictObject({
    direct: lineText.exactOptional(),
    interpolWhenUrgent: lineText.exactOptional(),
    oralWhenUrgent: lineText.exactOptional(),
  }),
  /** Whom it has to bind: both States, or, for reciprocity and comity, the requested one alone. */
  binds: z.enum(['both-states', 'requested-state']),
  gapFilling: gapFilling.exactOptional(),
  /** What the requesting State undertakes, with {requestingState} and {requestedState} in braces. */
  assurance: inLanguages(paragraphText).exactOptional(),
  inForceFrom: calendarDate.exactOptional(),
  inForceUntil: calendarDate.exactOptional(),
  parties: z.array(instrumentParty).max(400),
  deadlines: z.array(deadlinePreset).max(32),
  receiptRule: receiptRule.exactOptional(),
  provenance,
});
export type Instrument = z.infer<typeof instrument>;

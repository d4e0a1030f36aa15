import * as z from 'zod';
import { calendarDate, country, languageTag, matter } from '../common/identifiers.ts';
import { lineText, paragraphText } from '../common/text.ts';
import { requestTypeIdentifier } from '../competence/request-type-identifier.ts';

const common = {
  /** The article under which it was made, for example `UNTOC 18(13)`. */
  article: lineText.exactOptional(),
  /** In the words of the State. */
  text: paragraphText.exactOptional(),
  from: calendarDate.exactOptional(),
  /** The last day. */
  until: calendarDate.exactOptional(),
};

/** A declaration or reservation of one party, as far as it changes how requests travel. */
export const declaration = z.discriminatedUnion('kind', [
  /** Requests have to come through the diplomatic channel (UNTOC 18(13)). */
  z.strictObject({ kind: z.literal('diplomatic-channel-required'), ...common }),
  /** Central authorities may write directly, where the instrument itself does not say so. */
  z.strictObject({ kind: z.literal('direct-contact-accepted'), ...common }),
  /** In urgent circumstances requests may come through INTERPOL (UNTOC 18(13)). */
  z.strictObject({ kind: z.literal('interpol-accepted-when-urgent'), ...common }),
  /** In urgent circumstances requests may be made orally (UNTOC 18(14)). */
  z.strictObject({ kind: z.literal('oral-accepted-when-urgent'), ...common }),
  /** The State does not take the instrument as a legal basis, for all or for some types of request (for extradition: UNTOC 16(5)). */
  z.strictObject({
    kind: z.literal('not-a-legal-basis'),
    requestTypes: z.array(requestTypeIdentifier).min(1).max(64).exactOptional(),
    ...common,
  }),
  /** The instrument does not apply to a matter, or towards a State. */
  z.strictObject({ kind: z.literal('matter-excluded'), matter, ...common }),
  z.strictObject({ kind: z.literal('country-excluded'), country, ...common }),
  /** The State agrees to apply the gap-filling paragraphs beside its other treaties (UNTOC 18(7)). */
  z.strictObject({ kind: z.literal('gap-filling-paragraphs-accepted'), ...common }),
  /** Languages notified for this instrument (UNTOC 18(14)). */
  z.strictObject({ kind: z.literal('languages'), languages: z.array(languageTag).min(1).max(32), ...common }),
  /** Anything else: it is shown to whoever writes a request, and changes nothing by itself. */
  z.strictObject({ kind: z.literal('other'), ...common, text: paragraphText }),
]);
export type Declaration = z.infer<typeof declaration>;

/** Declarations in force on a day. */
export function declarationsOn(declarations: readonly Declaration[], day: string): Declaration[] {
  return declarations.filter(({ from, until }) => (from === undefined || from <= day) && (until === undefined || day <= until));
}

import * as z from 'zod';
import { messageIdentifier } from '../../common/identifiers.ts';
import { lineText, longText, paragraphText } from '../../common/text.ts';
import { typedRequest } from '../request-envelope.ts';

/** A question between authorities that asks for no measure: about the law, the form of a request, the way to the competent authority. */
export const consultation = typedRequest(
  'consultation',
  z.strictObject({
    subject: lineText.exactOptional(),
    questions: z.array(paragraphText).max(100).exactOptional(),
    background: longText.exactOptional(),
    about: z.array(messageIdentifier).max(20).exactOptional().describe('Messages that it is about.'),
    plannedRequest: paragraphText.exactOptional(),
  }),
);

import * as z from 'zod';
import { calendarDate } from '../../common/identifiers.ts';
import { paragraphText } from '../../common/text.ts';
import { formalRequest } from '../formal-request.ts';
import { typedRequest } from '../request-envelope.ts';

/** A draft that the other side is asked to read before the formal request. It has no legal effect, and neither has the answer. */
export const draftForReview = typedRequest(
  'draft-for-review',
  z.strictObject({
    draft: formalRequest.exactOptional().describe('The request as it would be sent; absent where the draft is a file.'),
    questions: z.array(paragraphText).max(100).exactOptional(),
    answerWishedBy: calendarDate.exactOptional(),
  }),
);

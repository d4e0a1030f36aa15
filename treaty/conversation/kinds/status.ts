import * as z from 'zod';
import { innerChain } from '../../chain/inner-chain.ts';
import { calendarDate } from '../../common/identifiers.ts';
import { contactPerson } from '../../common/party.ts';
import { paragraphText } from '../../common/text.ts';
import { following } from './message-head.ts';
import { stage } from './stage.ts';

/** How far the request has come; reasonable enquiries are answered (UNTOC 18(24)). */
export const statusEnquiry = z.strictObject({
  ...following('status-enquiry'),
  text: paragraphText.exactOptional(),
  answerBy: calendarDate.exactOptional(),
});

/** The answer, or news that nobody asked for. Stage codes are public between the two sides. */
export const statusAnswer = z.strictObject({
  ...following('status-answer'),
  stage,
  since: calendarDate.exactOptional(),
  expectedOn: calendarDate.exactOptional().describe('When the answer to the request can be expected.'),
  officer: contactPerson.exactOptional().describe('Who handles the request now.'),
  chain: innerChain.exactOptional(),
  text: paragraphText.exactOptional(),
});

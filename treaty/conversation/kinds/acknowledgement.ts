import * as z from 'zod';
import { innerChain } from '../../chain/inner-chain.ts';
import { calendarDate } from '../../common/identifiers.ts';
import { contactPerson } from '../../common/party.ts';
import { ownReference } from '../../common/reference.ts';
import { emailAddress, paragraphText, telephone } from '../../common/text.ts';
import { following } from './message-head.ts';
import { stage } from './stage.ts';

/** Somebody is in charge, and can be reached by telephone and by mail: that nobody was is what practitioners complain of. */
const handlingOfficer = contactPerson.extend({ telephone, email: emailAddress });

/** The requested authority has registered the request: under which number, and who handles it. */
export const acknowledgement = z.strictObject({
  ...following('acknowledgement'),
  register: ownReference.describe('The number under which the requested authority keeps the request.'),
  officer: handlingOfficer,
  receivedOn: calendarDate.exactOptional().describe('The day that the requested State counts as the day of receipt.'),
  stage: stage.exactOptional(),
  expectedOn: calendarDate.exactOptional().describe('When an answer can be expected.'),
  chain: innerChain.exactOptional().describe('Authorities of the requested State through which the request goes.'),
  remarks: paragraphText.exactOptional(),
});

/** The request went to an authority that cannot execute it, and has been passed on to the one that can; its references are kept. */
export const transfer = z.strictObject({
  ...following('transfer'),
  to: innerChain.length(1).describe('The competent authority, with the day on which the request was handed over to it.'),
  /** `here`: the competent authority answers in this conversation; `elsewhere`: by its own means, and this conversation ends. */
  continues: z.enum(['here', 'elsewhere']),
  register: ownReference.exactOptional(),
  remarks: paragraphText.exactOptional(),
});

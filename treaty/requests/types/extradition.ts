import * as z from 'zod';
import { calendarDate, messageIdentifier } from '../../common/identifiers.ts';
import { paragraphText } from '../../common/text.ts';
import { typedRequest } from '../request-envelope.ts';
import { detentionOrder, judgment } from '../shared/detention-order.ts';
import { judicialParticulars } from '../shared/judicial-particulars.ts';

/** Extradition (UNTOC 16, UNCAC 44), to stand trial or to serve a sentence. The conventions list no contents: treaties between two States do. */
export const extradition = typedRequest(
  'extradition',
  z.strictObject({
    ...judicialParticulars,
    soughtFor: z.enum(['prosecution', 'enforcement']).exactOptional(),
    detentionOrder: detentionOrder.exactOptional(),
    judgment: judgment.exactOptional(),
    provisionalArrest: z
      .strictObject({
        request: messageIdentifier.exactOptional(),
        arrestedOn: calendarDate.exactOptional(),
        endsOn: calendarDate.exactOptional(),
      })
      .exactOptional()
      .describe('A provisional arrest that went before.'),
    assurances: z.array(paragraphText).max(20).exactOptional().describe('On the death penalty, speciality, return of nationals.'),
    surrenderOfObjects: paragraphText.exactOptional(),
  }),
);

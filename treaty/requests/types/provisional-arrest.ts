import * as z from 'zod';
import { calendarDate } from '../../common/identifiers.ts';
import { paragraphText } from '../../common/text.ts';
import { typedRequest } from '../request-envelope.ts';
import { detentionOrder, judgment } from '../shared/detention-order.ts';
import { judicialParticulars } from '../shared/judicial-particulars.ts';

/** Provisional arrest of a person whose extradition will be asked for, in urgent circumstances (UNTOC 16(9)). */
export const provisionalArrest = typedRequest(
  'provisional-arrest',
  z.strictObject({
    ...judicialParticulars,
    urgencyReasons: paragraphText.exactOptional().describe('Which circumstances warrant it, and why now.'),
    detentionOrder: detentionOrder.exactOptional(),
    judgment: judgment.exactOptional(),
    extraditionWillFollow: z.literal(true).exactOptional(),
    extraditionBy: calendarDate.exactOptional(),
    noticeReference: paragraphText.exactOptional().describe('A notice through police channels, by its number.'),
  }),
);

import * as z from 'zod';
import { calendarDate } from '../../common/identifiers.ts';
import { money } from '../../common/money.ts';
import { lineText, paragraphText } from '../../common/text.ts';
import { typedRequest } from '../request-envelope.ts';
import { judicialParticulars } from '../shared/judicial-particulars.ts';
import { properties } from '../shared/property.ts';

/**
 * What is asked for under UNTOC 13: that the requested State's own authorities give an order (1(a)), that the order given in the requesting State
 * is carried out (1(b)), or that property is traced, frozen or seized first (2).
 */
export const CONFISCATION_MODES = ['domestic-order', 'foreign-order', 'trace-freeze-seize'] as const;

const confiscationOrder = z.strictObject({
  issuedBy: lineText,
  issuedOn: calendarDate,
  number: lineText.exactOptional(),
  final: z.boolean().exactOptional(),
  amount: money.exactOptional(),
});

const disposal = z.strictObject({
  returnToVictims: z.boolean().exactOptional().describe('Priority to be given to victims and owners (UNTOC 14(2)).'),
  victims: paragraphText.exactOptional(),
  sharing: paragraphText.exactOptional().describe('Sharing that is proposed (UNTOC 14(3)).'),
  account: paragraphText.exactOptional().describe('Account to which sums are to be paid.'),
});

/** Confiscation (UNTOC 13). */
export const confiscation = typedRequest(
  'confiscation',
  z.strictObject({
    ...judicialParticulars,
    mode: z.enum(CONFISCATION_MODES).exactOptional(),
    property: properties.exactOptional(),
    order: confiscationOrder.exactOptional(),
    extentOfExecution: paragraphText.exactOptional().describe('To what extent the order is to be executed.'),
    otherStates: paragraphText.exactOptional().describe('Where else the same order is being executed, and for how much.'),
    actions: z
      .array(z.enum(['identify', 'trace', 'freeze', 'seize']))
      .max(4)
      .exactOptional(),
    measures: paragraphText.exactOptional().describe('The measures asked for, in words.'),
    disposal: disposal.exactOptional(),
  }),
);

import * as z from 'zod';
import { calendarDate } from '../../common/identifiers.ts';
import { money } from '../../common/money.ts';
import { lineText, paragraphText } from '../../common/text.ts';
import { typedRequest } from '../request-envelope.ts';
import { judicialParticulars } from '../shared/judicial-particulars.ts';
import { properties } from '../shared/property.ts';

/** Return of property (UNCAC 46(3)(k), Chapter V; UNTOC 14). */
export const assetRecovery = typedRequest(
  'asset-recovery',
  z.strictObject({
    ...judicialParticulars,
    property: properties.exactOptional(),
    claim: paragraphText.exactOptional().describe('By what right the property is asked back.'),
    claimant: z.enum(['state', 'victim', 'prior-owner']).exactOptional(),
    amount: money.exactOptional(),
    judgment: z.strictObject({ court: lineText, on: calendarDate, final: z.boolean().exactOptional() }).exactOptional(),
    withoutConviction: paragraphText.exactOptional().describe('Why there is no conviction, where there is none.'),
    goodFaithParties: paragraphText.exactOptional(),
    victims: paragraphText.exactOptional(),
    account: paragraphText.exactOptional().describe('Where sums are to be paid.'),
    endUse: paragraphText.exactOptional().describe('What the property will be used for.'),
  }),
);

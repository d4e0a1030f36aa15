import * as z from 'zod';
import { calendarDate } from '../../common/identifiers.ts';
import { contactPerson } from '../../common/party.ts';
import { paragraphText } from '../../common/text.ts';
import { typedRequest } from '../request-envelope.ts';
import { judicialParticulars } from '../shared/judicial-particulars.ts';

/** Techniques that need the agreement of the State on whose soil they are used. */
export const TECHNIQUES = [
  'controlled-delivery',
  'electronic-surveillance',
  'undercover-operation',
  'cross-border-observation',
  'other',
] as const;

/** Special investigative techniques: controlled delivery, surveillance, undercover operations. */
export const specialInvestigativeTechniques = typedRequest(
  'special-investigative-techniques',
  z.strictObject({
    ...judicialParticulars,
    techniques: z.array(z.enum(TECHNIQUES)).max(TECHNIQUES.length).exactOptional(),
    plan: paragraphText.exactOptional().describe('Route, goods, places, what is to happen when.'),
    necessity: paragraphText.exactOptional().describe('Why milder means do not suffice.'),
    authorisation: paragraphText.exactOptional().describe('The order or permission under the law of the requesting State.'),
    from: calendarDate.exactOptional(),
    until: calendarDate.exactOptional(),
    operationalContact: contactPerson.exactOptional().describe('Reachable at any hour while it lasts.'),
    costs: paragraphText.exactOptional(),
  }),
);

import * as z from 'zod';
import { calendarDate, country } from '../../common/identifiers.ts';
import { authorityParty, contactPerson } from '../../common/party.ts';
import { paragraphText } from '../../common/text.ts';
import { typedRequest } from '../request-envelope.ts';
import { judicialParticulars } from '../shared/judicial-particulars.ts';

/** A joint investigation, by agreement case by case or under one that exists (UNTOC 19). */
export const jointInvestigation = typedRequest(
  'joint-investigation',
  z.strictObject({
    ...judicialParticulars,
    objective: paragraphText.exactOptional(),
    states: z.array(country).max(32).exactOptional(),
    members: z
      .array(
        z.strictObject({
          authority: authorityParty,
          leader: z.boolean().exactOptional(),
          members: z.array(contactPerson).max(50).exactOptional(),
        }),
      )
      .max(64)
      .exactOptional(),
    from: calendarDate.exactOptional(),
    until: calendarDate.exactOptional(),
    place: paragraphText.exactOptional(),
    powers: paragraphText.exactOptional().describe('What members may do in the other State, whose sovereignty is fully respected.'),
    evidence: paragraphText.exactOptional().describe('How evidence is gathered, kept and shared.'),
    costs: paragraphText.exactOptional(),
  }),
);

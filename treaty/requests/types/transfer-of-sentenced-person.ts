import * as z from 'zod';
import { calendarDate } from '../../common/identifiers.ts';
import { paragraphText } from '../../common/text.ts';
import { typedRequest } from '../request-envelope.ts';
import { consent } from '../shared/consent.ts';
import { judgment } from '../shared/detention-order.ts';
import { judicialParticulars } from '../shared/judicial-particulars.ts';

const sentence = z.strictObject({
  began: calendarDate.exactOptional(),
  ends: calendarDate.exactOptional(),
  served: paragraphText.exactOptional().describe('Time served, remissions, time before trial.'),
  conditionalReleaseFrom: calendarDate.exactOptional(),
});

/** Transfer of a sentenced person, to serve the rest of the sentence in another State. */
export const transferOfSentencedPerson = typedRequest(
  'transfer-of-sentenced-person',
  z.strictObject({
    ...judicialParticulars,
    askedBy: z.enum(['sentencing-state', 'administering-state', 'person']).exactOptional(),
    judgment: judgment.exactOptional(),
    sentence: sentence.exactOptional(),
    consent: consent.exactOptional(),
    ties: paragraphText.exactOptional().describe('Nationality, residence, family.'),
    health: paragraphText.exactOptional(),
    conduct: paragraphText.exactOptional(),
    pendingProceedings: paragraphText.exactOptional(),
  }),
);

import * as z from 'zod';
import { paragraphText } from '../../common/text.ts';
import { typedRequest } from '../request-envelope.ts';
import { appointedTime, connection, interpretation } from '../shared/appointment.ts';
import { consent } from '../shared/consent.ts';
import { judicialParticulars } from '../shared/judicial-particulars.ts';

/** A hearing by video (UNTOC 18(18)): the appointment, its test, consent and interpretation. The gateway hosts no video. */
export const videoHearing = typedRequest(
  'video-hearing',
  z.strictObject({
    ...judicialParticulars,
    appointment: appointedTime.exactOptional(),
    alternatives: z.array(appointedTime).max(10).exactOptional(),
    durationMinutes: z.int().min(5).max(2_880).exactOptional(),
    test: appointedTime.exactOptional().describe('When both ends try the connection.'),
    connection: connection.exactOptional(),
    consents: z.array(consent).max(50).exactOptional(),
    interpretation: interpretation.exactOptional(),
    questions: z.array(paragraphText).max(500).exactOptional(),
    identification: paragraphText.exactOptional().describe('How the person is identified, and by whom.'),
    whyNotInPerson: paragraphText.exactOptional().describe('Why the person cannot or should not travel.'),
    underOath: z.boolean().exactOptional(),
    attendance: paragraphText.exactOptional(),
  }),
);

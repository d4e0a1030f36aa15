import * as z from 'zod';
import { paragraphText } from '../../common/text.ts';
import { typedRequest } from '../request-envelope.ts';
import { judicialParticulars } from '../shared/judicial-particulars.ts';

/** Transfer of criminal proceedings to a State that is better placed, or that refused extradition for nationality alone (UNTOC 16(10)). */
export const transferOfProceedings = typedRequest(
  'transfer-of-proceedings',
  z.strictObject({
    ...judicialParticulars,
    reasons: paragraphText.exactOptional().describe('Why the requested State is better placed.'),
    stateOfProceedings: paragraphText.exactOptional(),
    evidence: paragraphText.exactOptional().describe('What there is, and where.'),
    victims: paragraphText.exactOptional(),
    interimMeasures: paragraphText.exactOptional().describe('Custody, freezing, periods that run out.'),
    waivesOwnProceedings: z.boolean().exactOptional(),
  }),
);

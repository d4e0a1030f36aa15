import * as z from 'zod';
import { measure } from '../measures/measure.ts';
import { typedRequest } from '../request-envelope.ts';
import { judicialParticulars } from '../shared/judicial-particulars.ts';

/** Mutual legal assistance (UNTOC 18, UNCAC 46): one or more measures in one case. */
export const mutualLegalAssistance = typedRequest(
  'mutual-legal-assistance',
  z.strictObject({ ...judicialParticulars, measures: z.array(measure).max(100).exactOptional() }),
);

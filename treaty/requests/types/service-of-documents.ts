import * as z from 'zod';
import { serviceDetails } from '../measures/service.ts';
import { typedRequest } from '../request-envelope.ts';
import { judicialParticulars } from '../shared/judicial-particulars.ts';

/** Service of judicial documents alone, for which no summary of facts is needed (UNTOC 18(15)(c)). Addressees are among the persons. */
export const serviceOfDocuments = typedRequest('service-of-documents', z.strictObject({ ...judicialParticulars, ...serviceDetails }));

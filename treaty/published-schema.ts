import * as z from 'zod';
import { innerChain } from './chain/inner-chain.ts';
import { fileDeclaration } from './common/file-declaration.ts';
import { calendarDate, instant, languageTag, sha256Hex } from './common/identifiers.ts';
import { money } from './common/money.ts';
import { authorityParty, contactPerson } from './common/party.ts';
import { personConcerned } from './common/person.ts';
import { ownReference } from './common/reference.ts';
import { fileName, lineText, longText, paragraphText } from './common/text.ts';
import { confidentiality, itemHandling, useConditions } from './common/use-conditions.ts';
import { priorityCriteria } from './priority/criteria.ts';
import { formalRequest } from './requests/formal-request.ts';
import { measure } from './requests/measures/measure.ts';
import { appointedTime } from './requests/shared/appointment.ts';
import { consent } from './requests/shared/consent.ts';
import { offence } from './requests/shared/offence.ts';
import { proceedings } from './requests/shared/proceedings.ts';
import { property } from './requests/shared/property.ts';

/** Parts that stand once in a published schema, under these names. */
const DEFINITIONS = {
  appointedTime,
  authorityParty,
  calendarDate,
  confidentiality,
  consent,
  contactPerson,
  fileDeclaration,
  fileName,
  formalRequest,
  innerChain,
  instant,
  itemHandling,
  languageTag,
  lineText,
  longText,
  measure,
  money,
  offence,
  ownReference,
  paragraphText,
  personConcerned,
  priorityCriteria,
  proceedings,
  property,
  sha256Hex,
  useConditions,
};

/**
 * JSON Schema 2020-12 of a message, as it is published under docs/schemas: the same rules by which the program reads it, with the parts that
 * messages share as definitions. `name` ends the identifier `urn:valija:schema:...`.
 */
export function publishedSchema(schema: z.ZodType, name: string, title: string): Record<string, unknown> {
  const metadata = z.registry<{ id: string }>();
  for (const [id, part] of Object.entries(DEFINITIONS)) if (part !== schema) metadata.add(part, { id });
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    metadata,
    override: ({ zodSchema, jsonSchema }) => {
      const description = z.globalRegistry.get(zodSchema)?.description;
      if (description !== undefined) jsonSchema.description = description;
    },
  }) as Record<string, unknown>;
  return { $schema, $id: `urn:valija:schema:${name}`, title, ...rest };
}

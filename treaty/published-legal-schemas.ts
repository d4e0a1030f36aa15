import type * as z from 'zod';
import { authorityProfile } from './competence/authority-profile.ts';
import { completenessStatement } from './completeness/completeness-report.ts';
import { stateRequirements } from './completeness/state-requirements.ts';
import { CONVERSATION_SCHEMAS } from './conversation/conversation-message.ts';
import { instrumentsDocument } from './instruments/configured-instruments.ts';
import { publishedSchema } from './published-schema.ts';
import { requestMessage } from './requests/request-message.ts';

/** A schema that is published, under the name of its file without `.schema.json`. */
export interface PublishedLegalSchema {
  name: string;
  schema: Record<string, unknown>;
}

/** JSON Schema of every type of request, every other kind of message, the statement on completeness, what a State can ask for, and what the directory carries. */
export function publishedLegalSchemas(): PublishedLegalSchema[] {
  const requests = requestMessage.options.map((option) => {
    const type = option.shape.requestType.value;
    return published(`request-${type}.v${option.shape.typeVersion.value}`, `Request: ${words(type)}`, option);
  });
  const conversation = CONVERSATION_SCHEMAS.map((schema) => {
    const kind = schema.shape.kind.value;
    return published(`message-${kind}.v1`, `Message: ${words(kind)}`, schema);
  });
  return [
    ...requests,
    ...conversation,
    published('completeness-statement.v1', 'Statement on the completeness of a request', completenessStatement),
    published('state-requirements.v1', 'What a State asks of requests to it', stateRequirements),
    published('authority-profile.v1', 'What the directory publishes about an authority', authorityProfile),
    published('instruments.v1', 'Instruments and their parties', instrumentsDocument),
  ];
}

function published(name: string, title: string, schema: z.ZodType): PublishedLegalSchema {
  return { name, schema: publishedSchema(schema, `legal:${name}`, title) };
}

function words(name: string): string {
  return name.replaceAll('-', ' ');
}

import * as z from 'zod';
import { submissionDocument } from '../../../outbound/submission-document.ts';
import { tokenAnswer, tokenError, tokenRequest } from '../../oauth/token-schemas.ts';
import * as answers from '../answers.ts';
import { alarmDetail, alarmPage } from '../answers-alarms.ts';
import { auditedEntryPage, auditedMessagePage, operationPage } from '../answers-audit.ts';
import * as cases from '../answers-cases.ts';
import { legalFinding, typedMessage } from '../answers-legal.ts';
import { letterSignature } from '../answers-letter.ts';
import { uploadPage, uploadState } from '../answers-uploads.ts';
import { backupBody, handoverBody, holdBody, releaseBody } from '../parameters.ts';
import { acknowledgementBody } from '../parameters-alarms.ts';
import { assessmentBody } from '../parameters-cases.ts';

export type JsonSchema = { readonly [key: string]: unknown };

/** Names of the schemas in the document: stable, since clients are generated with them. */
const SENT: Readonly<Record<string, z.ZodType>> = {
  AcknowledgementRequest: acknowledgementBody,
  BackupRequest: backupBody,
  AssessmentRequest: assessmentBody,
  SubmissionRequest: submissionDocument,
  HandoverRequest: handoverBody,
  LegalHoldRequest: holdBody,
  ReleaseRequest: releaseBody,
  TokenRequest: tokenRequest,
};

const ANSWERED: Readonly<Record<string, z.ZodType>> = {
  AlarmDetail: alarmDetail,
  AlarmPage: alarmPage,
  Assessment: cases.assessment,
  Backup: answers.backup,
  CaseDetail: cases.caseDetail,
  CasePage: cases.casePage,
  RegisteredCase: cases.registeredCase,
  SchemaList: cases.schemaList,
  Statistics: cases.statistics,
  ChangeFeed: answers.changeFeed,
  ContradictionPage: answers.contradictionPage,
  OperationPage: operationPage,
  AuditedMessagePage: auditedMessagePage,
  AuditedEntryPage: auditedEntryPage,
  DeadLetterPage: answers.deadLetterPage,
  Evidence: answers.evidence,
  EvidenceList: answers.evidenceList,
  Handover: answers.handoverAnswer,
  LegalHold: answers.legalHold,
  LegalHoldPage: answers.legalHoldPage,
  LegalFinding: legalFinding,
  LetterSignature: letterSignature,
  TypedMessage: typedMessage,
  MessageDetail: answers.messageDetail,
  MessagePage: answers.messagePage,
  MessageSummary: answers.messageSummary,
  Problem: answers.problem,
  StateChange: answers.stateChange,
  Submission: answers.submissionAnswer,
  Token: tokenAnswer,
  TokenError: tokenError,
  Upload: uploadState,
  UploadPage: uploadPage,
};

const NAMES = new Map([...Object.entries(SENT), ...Object.entries(ANSWERED)].map(([name, schema]) => [schema, name]));

/** The schemas of bodies, as JSON Schema 2020-12, by name. */
export function componentSchemas(): Record<string, JsonSchema> {
  const schemas = { ...named(SENT, 'input'), ...named(ANSWERED, 'output') };
  return Object.fromEntries(Object.entries(schemas).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A reference to a named schema. A body whose schema has no name is a fault of ours. */
export function referenceTo(schema: z.ZodType): JsonSchema {
  const name = NAMES.get(schema);
  if (name === undefined) throw new TypeError('a schema of the client API has no name in the document');
  return { $ref: pathOf(name) };
}

/** The schema of one parameter, as what the parser makes of its text. */
export function parameterSchema(schema: z.ZodType): JsonSchema {
  const { $schema, description, ...rest } = z.toJSONSchema(schema, { io: 'output', override: tidy });
  return rest;
}

interface Override {
  zodSchema: z.core.$ZodTypes;
  jsonSchema: z.core.JSONSchema.BaseSchema;
}

const pathOf = (name: string) => `#/components/schemas/${name}`;

function named(schemas: Readonly<Record<string, z.ZodType>>, io: 'input' | 'output'): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string; description?: string }>();
  for (const [id, schema] of Object.entries(schemas)) {
    registry.add(schema, schema.description === undefined ? { id } : { id, description: schema.description });
  }
  const made = z.toJSONSchema(registry, { io, uri: pathOf, override: (context) => tidy({ ...context, io }) });
  return Object.fromEntries(Object.entries(made.schemas).map(([name, { $schema, $id, id, ...rest }]) => [name, rest]));
}

/**
 * Leaves out what only repeats how JavaScript holds numbers, and says of times what readers of the document know. Answers are checked
 * strictly by our own tests, and described as open: a client made from the document goes on working when a member is added.
 */
function tidy({ zodSchema, jsonSchema, io }: Override & { io?: 'input' | 'output' }): void {
  if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  const { def } = zodSchema._zod;
  if (def.type === 'string' && 'format' in def && def.format === 'datetime') {
    delete jsonSchema.allOf;
    delete jsonSchema.pattern;
    jsonSchema.format = 'date-time';
  }
}

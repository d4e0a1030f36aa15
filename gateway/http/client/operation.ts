import type * as z from 'zod';
import type { RowName } from '../../problems/rows.ts';

/** Who may call an operation; `anyone` needs no identity. */
export type Caller = 'system' | 'officer' | 'operator' | 'auditor' | 'anyone';

/** What a body consists of, as the document tells it. */
export interface Content {
  mediaType: string;
  /** JSON: the schema of the value, which also has a name in the document. Left out, the content is octets. */
  schema?: z.ZodType;
  /** Multipart: the parts beside the one that `schema` describes. */
  parts?: Readonly<Record<string, { description: string; mediaType: string; repeated: boolean }>>;
}

export interface AnswerDescription {
  description: string;
  content?: readonly Content[];
  headers?: Readonly<Record<string, string>>;
}

/**
 * One operation of the client API: the route is made from it, requests are parsed by its schemas, and the OpenAPI document says what it
 * says. What is not here does not exist.
 */
export interface ClientOperation {
  method: 'get' | 'post' | 'head' | 'patch' | 'delete' | 'options';
  /** OpenAPI path template, below `/api/v1`. */
  path: string;
  /** The path stands by itself. */
  isAtRoot?: true;
  /** Every request says which version of the resumable upload protocol it speaks. */
  protocol?: 'tus';
  tag: 'Messages' | 'Cases' | 'Uploads' | 'Content' | 'Changes' | 'Administration' | 'Audit' | 'This interface' | 'Access tokens';
  summary: string;
  /** Paragraphs of plain text; `code` between backquotes. */
  description: readonly string[];
  callers: readonly Caller[];
  pathParameters?: z.ZodObject;
  query?: z.ZodObject;
  headers?: z.ZodObject;
  /** `maximumLength`: octets of a JSON body, where a few thousand are not enough. */
  body?: Content & { description: string; maximumLength?: number };
  answers: Readonly<Record<number, AnswerDescription>>;
  /** Problems of its own, beside those that every operation can end in. */
  problems: readonly RowName[];
}

/** Keeps the exact type of each member, so that handlers get what the schemas parse. */
export function defineOperation<const Operation extends ClientOperation>(operation: Operation): Operation {
  return operation;
}

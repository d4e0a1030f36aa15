import type { Request, Response } from 'express';
import type * as z from 'zod';
import type { Actor } from '../../operations/actor.ts';
import type { Language } from '../../problems/language.ts';
import type { ClientOperation } from './operation.ts';
import type { ClientOperations, OperationId } from './operations/table.ts';

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : Record<never, never>;
type Member<Operation, Name extends string> = Operation extends Readonly<Record<Name, infer Value>> ? Value : undefined;
type BodySchema<Operation> = Member<Member<Operation, 'body'>, 'schema'>;

/** A request whose parameters have been parsed by the schemas of its operation. */
export interface Call<Operation extends ClientOperation = ClientOperation> {
  request: Request;
  response: Response;
  actor: Actor;
  /** The language of the answer, by Accept-Language. */
  language: Language;
  path: Parsed<Member<Operation, 'pathParameters'>>;
  query: Parsed<Member<Operation, 'query'>>;
  headers: Parsed<Member<Operation, 'headers'>>;
  /** Parsed JSON; a multipart body is read by the operation itself. */
  body: Parsed<BodySchema<Operation>>;
}

export type Handler<Operation extends ClientOperation> = (call: Call<Operation>) => Promise<void>;

/** One for each operation of the table: a missing one does not compile. */
export type Handlers<Id extends OperationId = OperationId> = { [Name in Id]: Handler<ClientOperations[Name]> };

/** A JSON value that fits a schema; whoever gives it may keep it from being changed. */
export type ValueOf<Schema extends z.ZodType> = Unchanged<z.input<Schema>>;

type Unchanged<Value> = Value extends readonly (infer Item)[]
  ? readonly Unchanged<Item>[]
  : Value extends object
    ? { readonly [Name in keyof Value]: Unchanged<Value[Name]> }
    : Value;

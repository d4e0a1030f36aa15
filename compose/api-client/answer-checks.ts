import type * as z from 'zod';
import { ClientError } from '../../clients/typescript/error.ts';
import { ApiError } from './error.ts';

/** An answer as far as its form is known; members of a later gateway are let through. */
export async function known<Schema extends z.ZodType>(schema: Schema, answer: Promise<unknown>): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(await told(answer));
  if (parsed.success) return parsed.data;
  throw apiErrorOf(new ClientError('gateway-protocol', 'the gateway answered in a form that this program does not know'));
}

/** What the gateway answered, or its refusal as ApiError. */
export async function told<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof ClientError ? apiErrorOf(error) : error;
  }
}

/** What did not arrive, and what the gateway itself wants to be asked again, may pass. */
function apiErrorOf({ code, message, status, advice, faults }: ClientError): ApiError {
  return new ApiError(code, message, {
    ...(status === undefined ? {} : { status }),
    ...(advice === undefined ? {} : { advice }),
    faults,
    mayPass: code === 'gateway-unreachable' || status === 503 || status === 429,
  });
}

/** Without the members that are not given. */
export function given<Members extends object>(members: Members): { [Name in keyof Members]?: Exclude<Members[Name], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as ReturnType<typeof given<Members>>;
}

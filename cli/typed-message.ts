import { readFile, stat } from 'node:fs/promises';
import type { ApiClient } from '../compose/api-client/client.ts';
import { parseStrictJson } from '../crypto/json/parse-strict-json.ts';
import { type Options, UsageError } from './command-line.ts';
import { MESSAGE_IDENTIFIER } from './common-options.ts';

/** Longer than any typed message that a gateway takes. */
const MAXIMUM_LENGTH = 16 * 1024 ** 2;

/** A typed message of a file, as JSON: the gateway says what is wrong with it. UsageError for what is no JSON object in UTF-8. */
export async function readTypedMessage(path: string): Promise<Record<string, unknown>> {
  const { size } = await stat(path);
  const value = size > MAXIMUM_LENGTH ? undefined : parsed(await readFile(path));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`${path} holds no typed message: one JSON object in UTF-8 without repeated names (valija new makes one)`);
  }
  return value as Record<string, unknown>;
}

function parsed(bytes: Buffer): unknown {
  try {
    return parseStrictJson(bytes, { maximumBytes: MAXIMUM_LENGTH });
  } catch {
    return undefined;
  }
}

/** The conversation that is named, or that of the message which this one is about. ApiError `not-found` where there is no such message. */
export async function conversationOf(
  client: ApiClient,
  { conversation }: Options,
  { about }: Readonly<Record<string, unknown>>,
): Promise<{ conversation?: string }> {
  if (typeof conversation === 'string') return { conversation };
  if (typeof about !== 'string' || !MESSAGE_IDENTIFIER.test(about)) return {};
  const { conversation: found } = await client.show(about);
  return found === undefined ? {} : { conversation: found };
}

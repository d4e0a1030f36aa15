import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { CONVERSATION_KINDS } from '../../../../treaty/conversation/conversation-message.ts';
import { CONVERSATION_EXAMPLES } from '../../../../treaty/conversation/examples/conversation-examples.ts';
import { legalMessage, MESSAGE_KINDS, parseLegalMessage } from '../../../../treaty/message.ts';
import { request } from './support.ts';

const examples = CONVERSATION_EXAMPLES.map(({ name, message }) => [`${message.kind}: ${name}`, message] as const);

test('every kind has an example, and no two examples have one name', () => {
  expect(new Set(CONVERSATION_EXAMPLES.map(({ message }) => message.kind))).toEqual(new Set(CONVERSATION_KINDS));
  expect(new Set(CONVERSATION_EXAMPLES.map(({ name }) => name)).size).toBe(CONVERSATION_EXAMPLES.length);
  expect(MESSAGE_KINDS).toEqual(['request', ...CONVERSATION_KINDS]);
});

test('a request is a legal message too', () => {
  expect(parseLegalMessage(request())).toEqual({ message: request(), faults: [] });
});

describe.each(examples)('%s', (_name, message) => {
  test('is read as it was written', () => {
    expect(parseLegalMessage(JSON.parse(JSON.stringify(message)))).toEqual({ message, faults: [] });
  });

  test('takes no further member, at any depth', () => {
    for (const [pointer, changed] of withFurtherMember(message)) {
      expect(parseLegalMessage(changed), pointer).toMatchObject({
        faults: [expect.objectContaining({ pointer, issue: 'unrecognized_keys' })],
      });
    }
  });
});

test('the schema can be published: nothing in it is lost in JSON Schema', () => {
  const schema = z.toJSONSchema(legalMessage, { unrepresentable: 'throw' }) as { oneOf?: unknown[] };
  expect(schema.oneOf).toHaveLength(MESSAGE_KINDS.length);
});

/** The message once for each object in it, with a member that nobody knows in that one. */
function withFurtherMember(value: unknown, pointer = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([name, member]) =>
    withFurtherMember(member, `${pointer}/${name}`).map(([place, changed]): [string, unknown] => {
      const copy = Array.isArray(value) ? [...value] : { ...value };
      Object.assign(copy, { [name]: changed });
      return [place, copy];
    }),
  );
  return Array.isArray(value) ? inside : [[pointer, { ...value, further: 1 }], ...inside];
}

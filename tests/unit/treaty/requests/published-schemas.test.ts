import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONVERSATION_KINDS } from '../../../../treaty/conversation/conversation-message.ts';
import { REQUEST_TYPES } from '../../../../treaty/requests/request-types.ts';
import { LEGAL_SCHEMAS, legalSchemaFiles } from '../../../support/legal-schemas.ts';

const files = [...legalSchemaFiles()];

describe('docs/schemas/legal', () => {
  it('holds the schemas of the program and nothing else', () => {
    expect(readdirSync(LEGAL_SCHEMAS).sort()).toEqual(files.map(([name]) => name).sort());
  });

  it('has one for every type of request and every kind of message', () => {
    const names = files.map(([name]) => name);
    for (const type of REQUEST_TYPES) expect(names).toContain(`request-${type}.v1.schema.json`);
    for (const kind of CONVERSATION_KINDS) expect(names).toContain(`message-${kind}.v1.schema.json`);
  });

  it.each(files)('%s is current', (name, schema) => {
    expect(JSON.parse(readFileSync(join(LEGAL_SCHEMAS, name), 'utf8'))).toEqual(schema);
  });

  it.each(files)('%s knows no member but its own, at any depth, and all that it refers to', (_name, schema) => {
    const open: string[] = [];
    const references: string[] = [];
    const walk = (node: unknown, place: string) => {
      if (node === null || typeof node !== 'object') return;
      const { type, additionalProperties, $ref } = node as Record<string, unknown>;
      if (type === 'object' && additionalProperties !== false) open.push(place);
      if (typeof $ref === 'string') references.push($ref);
      for (const [key, child] of Object.entries(node)) walk(child, `${place}/${key}`);
    };
    walk(schema, '');
    expect(open).toEqual([]);
    const known = Object.keys((schema as { $defs: object }).$defs).map((definition) => `#/$defs/${definition}`);
    expect(references.filter((reference) => !known.includes(reference))).toEqual([]);
    expect(new Set(known)).toEqual(new Set(references));
  });
});

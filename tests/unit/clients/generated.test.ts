import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../clients/typescript/generator/document.ts';
import { generateClient } from '../../../clients/typescript/generator/generate.ts';
import { commentOf, declaredType, typeOf } from '../../../clients/typescript/generator/types.ts';

const project = join(import.meta.dirname, '..', '..', '..');
const document = JSON.parse(readFileSync(join(project, 'docs', 'openapi.json'), 'utf8')) as Document;
const committed = readFileSync(join(project, 'clients', 'typescript', 'generated.ts'), 'utf8');

describe('the generated client', () => {
  it('is what the published document says', () => {
    const biome = join(project, 'node_modules/@biomejs/biome/bin/biome');
    const formatted = spawnSync(process.execPath, [biome, 'format', '--stdin-file-path=generated.ts'], {
      cwd: project,
      input: generateClient(document),
      encoding: 'utf8',
    });
    expect([formatted.status, formatted.stdout]).toEqual([0, committed]);
  });

  it('has a method for every operation that is no page for people', () => {
    const ids = Object.values(document.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
    const methods = [...committed.matchAll(/^ {2}(\w+)\((?:input|\))/gm)].map(([, name]) => name);
    expect(methods.filter((name) => name !== 'constructor').sort()).toEqual(ids.filter((id) => id !== 'showDocumentation').sort());
  });
});

describe('types made from schemas', () => {
  it.each([
    [{ $ref: '#/components/schemas/Problem' }, 'Problem'],
    [{ type: 'string', enum: ['a', "b'c"] }, "'a' | 'b\\'c'"],
    [{ const: 'Bearer', type: 'string' }, "'Bearer'"],
    [{ type: 'array', items: { type: 'integer' } }, 'number[]'],
    [{ type: 'array', items: { enum: ['a', 'b'] } }, "('a' | 'b')[]"],
    [
      { type: 'object', properties: { a: { type: 'boolean' }, 'b-c': { type: 'number' } }, required: ['a'] },
      "{\n  a: boolean;\n  'b-c'?: number;\n}",
    ],
    [{}, 'unknown'],
  ] as const)('say the same: %j', (schema, type) => {
    expect(typeOf(schema, '')).toBe(type);
  });

  it('keep descriptions as comments that nothing can end', () => {
    expect(commentOf('one */ alert(1) /*\n\ntwo', '')).toBe('/** one * / alert(1) /* two */\n');
    expect(declaredType('A', { type: 'string', description: 'text' })).toBe('/** text */\nexport type A = string;\n');
  });
});

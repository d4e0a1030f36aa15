import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { publishedLegalSchemas } from '../../treaty/published-legal-schemas.ts';

const project = join(import.meta.dirname, '..', '..');

/** Where the schemas of typed messages are published. */
export const LEGAL_SCHEMAS = join(project, 'docs', 'schemas', 'legal');

/** Every published schema by its file, made from the schemas that the program uses. */
export function legalSchemaFiles(): ReadonlyMap<string, Record<string, unknown>> {
  return new Map(publishedLegalSchemas().map(({ name, schema }) => [`${name}.schema.json`, schema]));
}

/** `node bootstrap/run.mjs tests/support/legal-schemas.ts` writes them; a test holds the files against the program. */
if (import.meta.main) {
  rmSync(LEGAL_SCHEMAS, { recursive: true, force: true });
  for (const [name, schema] of legalSchemaFiles()) {
    const path = join(LEGAL_SCHEMAS, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(schema, null, 2));
  }
  spawnSync(process.execPath, [join(project, 'node_modules/@biomejs/biome/bin/biome'), 'format', '--write', LEGAL_SCHEMAS]);
}

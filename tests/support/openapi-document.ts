import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../../gateway/http/client/openapi/document.ts';

const project = join(import.meta.dirname, '..', '..');

/**
 * The published description of the client API. `node bootstrap/run.mjs tests/support/openapi-document.ts` writes it, and then the clients
 * that are made from it; tests hold the files against the program.
 */
export const OPENAPI_DOCUMENT = join(project, 'docs', 'openapi.json');

if (import.meta.main) {
  writeFileSync(OPENAPI_DOCUMENT, JSON.stringify(openApiDocument(), null, 2));
  spawnSync(process.execPath, [join(project, 'node_modules/@biomejs/biome/bin/biome'), 'format', '--write', OPENAPI_DOCUMENT]);
  spawnSync(process.execPath, [join(project, 'clients/typescript/generator/main.ts')], { stdio: 'inherit' });
}

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Document } from './document.ts';
import { generateClient } from './generate.ts';

const project = join(import.meta.dirname, '..', '..', '..');
const target = join(project, 'clients', 'typescript', 'generated.ts');

writeFileSync(target, generateClient(JSON.parse(readFileSync(join(project, 'docs', 'openapi.json'), 'utf8')) as Document));
spawnSync(process.execPath, [join(project, 'node_modules/@biomejs/biome/bin/biome'), 'format', '--write', target]);

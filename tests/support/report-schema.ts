import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { reportSchema } from '../../compose/verification/report-schema.ts';

const project = join(import.meta.dirname, '..', '..');

/** The published schema, made from the one that the program uses. `node bootstrap/run.mjs tests/support/report-schema.ts` writes it; a test holds the file against it. */
export const REPORT_SCHEMA = join(project, 'docs', 'schemas', 'verification-report.schema.json');

if (import.meta.main) {
  mkdirSync(dirname(REPORT_SCHEMA), { recursive: true });
  writeFileSync(REPORT_SCHEMA, JSON.stringify(reportSchema(), null, 2));
  spawnSync(process.execPath, [join(project, 'node_modules/@biomejs/biome/bin/biome'), 'format', '--write', REPORT_SCHEMA]);
}

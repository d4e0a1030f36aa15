import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { reportSchema } from '../../compose/verification/report-schema.ts';

export const REPORT_SCHEMA = join(import.meta.dirname, '..', '..', 'docs', 'schemas', 'verification-report.schema.json');

/** The published schema, from the one that the program uses. `node bootstrap/run.mjs tests/support/report-schema.ts` writes it; a test holds the file against it. */
export function reportSchemaText(): string {
  return `${JSON.stringify(reportSchema(), null, 2)}\n`;
}

if (import.meta.main) {
  await mkdir(dirname(REPORT_SCHEMA), { recursive: true });
  await writeFile(REPORT_SCHEMA, reportSchemaText());
}

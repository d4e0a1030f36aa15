import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this clone. */
export const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/** Node 24 as npm installs it with the project; the machine's own may be older. */
export const runtime = join(projectFolder, 'node_modules', '.bin', 'node');

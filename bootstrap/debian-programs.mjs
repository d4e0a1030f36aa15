import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What the tests start beside Node, and the Debian package that brings it. */
export const testPrograms = [
  { program: 'curl', debianPackage: 'curl' },
  { program: 'openssl', debianPackage: 'openssl' },
  { program: 'redis-server', debianPackage: 'redis-server' },
  { program: 'pdftotext', debianPackage: 'poppler-utils' },
  { program: 'jq', debianPackage: 'jq' },
  { program: 'qpdf', debianPackage: 'qpdf' },
  { program: 'unzip', debianPackage: 'unzip' },
  { program: 'xmllint', debianPackage: 'libxml2-utils' },
  { program: 'jsonschema', debianPackage: 'python3-jsonschema' },
];

/** The Debian packages of those programs that are nowhere on the search path. */
export function missingPackages(programs, path) {
  const folders = [...path.split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'].filter((folder) => folder !== '');
  const missing = programs.filter(({ program }) => !folders.some((folder) => isExecutable(join(folder, program))));
  return [...new Set(missing.map(({ debianPackage }) => debianPackage))];
}

/** Installs what is missing when that is allowed; otherwise throws an Error that says what to type. */
export function ensureDebianPrograms(programs) {
  const missing = missingPackages(programs, process.env.PATH ?? '');
  if (missing.length === 0) return;
  const advice = `as root: apt-get update && apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0) throw new Error(`the tests need these Debian packages: ${missing.join(', ')}. Install them ${advice}`);
  process.stderr.write(`valija: installing the Debian packages ${missing.join(', ')}\n`);
  aptGet(['update', '-q'], advice);
  aptGet(['install', '-q', '-y', '--no-install-recommends', ...missing], advice);
  const still = missingPackages(programs, process.env.PATH ?? '');
  if (still.length > 0) throw new Error(`apt-get succeeded, yet the programs of ${still.join(', ')} are not on the search path`);
}

function aptGet(args, advice) {
  const outcome = spawnSync('apt-get', args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: ['ignore', 2, 2] });
  if (outcome.error !== undefined) throw new Error(`apt-get could not be started (${outcome.error.message}). On Debian, ${advice}`);
  if (outcome.status !== 0) throw new Error(`apt-get ${args[0]} failed; its messages are above. To try by hand, ${advice}`);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

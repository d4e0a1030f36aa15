import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { projectFolder, runtime } from './paths.mjs';

/**
 * Says why the installed packages differ from package-lock.json, or nothing when they agree.
 * npm records what it installed in node_modules/.package-lock.json; packages for other processors are rightly absent from it.
 */
export function differenceFromLock(folder) {
  const installedFile = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return 'the libraries are not installed yet';
  const locked = packagesIn(join(folder, 'package-lock.json'));
  const installed = packagesIn(installedFile);
  for (const [path, entry] of Object.entries(locked)) {
    if (path === '') continue;
    const found = installed[path];
    if (found === undefined && entry.optional !== true) return `${path} is missing`;
    if (found !== undefined && found.version !== entry.version) return `${path} is ${found.version}, the lock says ${entry.version}`;
  }
  for (const path of Object.keys(installed)) if (locked[path] === undefined) return `${path} is not in the lock`;
  return undefined;
}

/** Installs exactly what package-lock.json says, when that is not what is there. Everything npm prints goes to standard error. */
export function ensureNodeModules() {
  const difference = differenceFromLock(projectFolder);
  if (difference !== undefined) {
    process.stderr.write(`valija: ${difference}; running npm ci\n`);
    const outcome = spawnSync('npm', ['ci'], {
      cwd: projectFolder,
      env: { ...process.env, PATH: pathWithoutLocalPrograms(process.env.PATH ?? '') },
      stdio: ['ignore', 2, 2],
    });
    if (outcome.error !== undefined) throw new Error(`npm could not be started: ${outcome.error.message}`);
    if (outcome.status !== 0) throw new Error('npm ci failed; its messages are above');
  }
  if (!existsSync(runtime)) {
    throw new Error(
      `the runtime ${runtime} is missing: Node 24 comes as an optional package for Linux on x64 and arm64, ` +
        'so look for "omit=optional" in the configuration of npm, then remove node_modules and try again',
    );
  }
}

/** npm puts node_modules/.bin first; npm ci would then run on the very Node that it is about to replace. */
function pathWithoutLocalPrograms(path) {
  const local = join('node_modules', '.bin');
  return path
    .split(delimiter)
    .filter((folder) => !folder.endsWith(local))
    .join(delimiter);
}

function packagesIn(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

// npm test [-- FILTER...]: with a filter (part of a path), only those test files run and the static checks are left out.
import { ensureDebianPrograms, testPrograms } from './debian-programs.mjs';
import { launch, main } from './launch.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { staticChecks } from './static-checks.mjs';

await main(async (filters) => {
  ensureNodeModules();
  ensureDebianPrograms(testPrograms);
  if (filters.length === 0) {
    const checks = await staticChecks();
    if (checks !== 0) return checks;
  }
  return launch(['node_modules/vitest/vitest.mjs', 'run', ...filters]);
});

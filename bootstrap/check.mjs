import { main } from './launch.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { staticChecks } from './static-checks.mjs';

await main(() => {
  ensureNodeModules();
  return staticChecks();
});

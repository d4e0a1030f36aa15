import { launch, main } from './launch.mjs';
import { ensureNodeModules } from './node-modules.mjs';

await main((args) => {
  ensureNodeModules();
  return launch(['compose/demo/main.ts', ...args]);
});

// node bootstrap/run.mjs FILE [ARGUMENT...]: installs what is missing, then runs a file of this clone on the project's own Node.
import { launch, main } from './launch.mjs';
import { ensureNodeModules } from './node-modules.mjs';

await main((args) => {
  ensureNodeModules();
  return launch(args);
});

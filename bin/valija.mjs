#!/usr/bin/env node
// `npx valija ...` in a clone, on whatever Node the machine has: installs the libraries once, then runs the command on the project's own Node.
import { join } from 'node:path';
import { launch, main } from '../bootstrap/launch.mjs';
import { ensureNodeModules } from '../bootstrap/node-modules.mjs';
import { projectFolder } from '../bootstrap/paths.mjs';

await main((args) => {
  ensureNodeModules();
  return launch([join(projectFolder, 'cli', 'main.ts'), ...args], { cwd: process.cwd() });
});

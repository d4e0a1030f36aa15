import { launch } from './launch.mjs';

/** Types, then format, lint and the import rule. Resolves to the first exit code that is not 0. */
export async function staticChecks() {
  const types = await launch(['node_modules/typescript/bin/tsc', '--noEmit', '--project', '.']);
  if (types !== 0) return types;
  const colors = process.stdout.isTTY === true ? 'force' : 'off';
  return launch(['node_modules/@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', `--colors=${colors}`, '.']);
}

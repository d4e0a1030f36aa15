import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const PAGE = readFileSync(new URL('../../../docs/verify-by-hand.md', import.meta.url), 'utf8');

/** The code blocks of docs/verify-by-hand.md in one language, in their order. */
export function blocksOf(language: 'sh' | 'go'): string[] {
  return [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text);
}

/** A folder as the page begins with: the bundle, and the trust file that came another way. */
export async function prepare(folder: string, files: { bundle: string | Buffer; trust: string | Buffer }): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of [
    ['proof-bundle.zip', files.bundle],
    ['trust.json', files.trust],
  ] as const) {
    if (typeof content === 'string') await cp(content, join(folder, name));
    else await writeFile(join(folder, name), content);
  }
}

/** Runs every shell block of the page in that folder, as one session. */
export function runPage(folder: string): { code: number | null; output: string; errors: string } {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', blocksOf('sh').join('\n')], { cwd: folder, encoding: 'utf8' });
  return { code: status, output: stdout, errors: stderr };
}

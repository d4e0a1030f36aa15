import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemonstration } from '../support/demonstration.ts';
import { eventually } from '../support/eventually.ts';

/** docs/integrate.md, run as a reader would: each block in the same shell, what it prints compared with what the page shows. */
interface Step {
  commands: string;
  /** What the page shows below it. */
  shown: string | undefined;
}

const PAGE = new URL('../../docs/integrate.md', import.meta.url);
const START = 'npm start -- --out demo-out/integrate';
const SEPARATOR = '\u001e';

let folder: string;
let demonstration: ChildProcess;
let steps: Step[];

beforeAll(async () => {
  steps = stepsOf(await readFile(PAGE, 'utf8'));
  folder = await mkdtemp(join(tmpdir(), 'valija-integrate-'));
  const { child, output } = startDemonstration(['--out', join(folder, 'demo-out', 'integrate')]);
  demonstration = child;
  await eventually('the demonstration runs', () => output.stdout.includes('Ctrl-C') || child.exitCode !== null, 120_000);
  expect(output.stderr).toBe('');
}, 150_000);

afterAll(async () => {
  if (demonstration?.exitCode === null) {
    demonstration.kill('SIGINT');
    await once(demonstration, 'close');
  }
  await rm(folder, { recursive: true, force: true });
}, 60_000);

function stepsOf(page: string): Step[] {
  const blocks = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({ language, text }));
  return blocks.flatMap(({ language, text }, index) => {
    if (language !== 'sh') return [];
    const next = blocks[index + 1];
    return [{ commands: text, shown: next?.language === 'text' ? next.text : undefined }];
  });
}

/** Runs the blocks one after the other in one shell; the first command that fails ends it. */
async function run(blocks: readonly string[]): Promise<{ code: number | null; outputs: string[]; stderr: string }> {
  const script = ['set -euo pipefail', ...blocks.flatMap((block) => [block, `printf '${SEPARATOR}'`])].join('\n');
  const shell = spawn('bash', ['-c', script], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  shell.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
  });
  shell.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  const [code] = (await once(shell, 'close')) as [number | null];
  return { code, outputs: stdout.split(SEPARATOR).slice(0, -1), stderr };
}

/** What the page shows, with `…` for anything. */
function patternOf(shown: string): RegExp {
  const escaped = shown.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('[\\s\\S]*?')}$`);
}

describe('docs/integrate.md', () => {
  it('begins with the demonstration, and has nothing but commands to run and what they print', async () => {
    expect(steps[0]?.commands.trim()).toBe(START);
    const languages = [...(await readFile(PAGE, 'utf8')).matchAll(/^```(\w*)$/gm)]
      .map(([, language]) => language)
      .filter((name) => name !== '');
    expect(new Set(languages)).toEqual(new Set(['sh', 'text']));
    expect(steps.length).toBeGreaterThan(8);
  });

  it('leads from nothing to a request that was received, taken over and proven', async () => {
    const [, ...rest] = steps;
    const { code, outputs, stderr } = await run(rest.map(({ commands }) => commands));
    expect([code, stderr]).toEqual([0, '']);
    for (const [index, { commands, shown }] of rest.entries()) {
      const printed = outputs[index] ?? '';
      if (shown === undefined) expect([commands, printed]).toEqual([commands, '']);
      else expect(printed, commands).toMatch(patternOf(shown));
    }
  }, 120_000);

  it('uses no program but curl and those of every system', () => {
    const words = steps.slice(1).flatMap(({ commands }) => commands.match(/(?<=^|[|;(]\s*|&& |\|\| |do )[a-z][a-z0-9]*(?= |$)/gm) ?? []);
    const allowed = [
      'bring',
      'cd',
      'cmp',
      'cp',
      'cut',
      'curl',
      'do',
      'done',
      'echo',
      'for',
      'grep',
      'head',
      'printf',
      'sed',
      'sha256sum',
      'sleep',
      'submit',
      'true',
      'until',
    ];
    expect([...new Set(words)].filter((word) => !allowed.includes(word))).toEqual([]);
  });
});

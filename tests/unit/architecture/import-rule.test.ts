import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Finding, lint, projectFiles, projectFolder } from './project.ts';

/** The import rule: a folder and all that it may import of the others; `folder/part` stands for that part alone. */
const mayImport: Record<string, string[]> = {
  crypto: [],
  treaty: [],
  store: [],
  queue: [],
  evidence: ['crypto'],
  audit: ['crypto', 'evidence'],
  gateway: ['crypto', 'treaty', 'evidence', 'audit', 'store/contracts', 'queue/contract.ts'],
  adapters: ['crypto', 'gateway/contracts'],
  services: ['crypto', 'treaty'],
  'certs-dev': ['crypto', 'treaty'],
  clients: [],
  console: ['gateway/operations', 'clients'],
  compose: [
    'crypto',
    'treaty',
    'store',
    'queue',
    'evidence',
    'audit',
    'gateway',
    'adapters',
    'services',
    'certs-dev',
    'clients',
    'console',
  ],
  cli: ['compose', 'crypto', 'evidence', 'audit', 'clients'],
};
const readByAll = ['tests', 'bench'];
const folders = Object.keys(mayImport);
const anything = folders.flatMap((folder) => [`${folder}/absent.ts`, `${folder}/inner/absent.ts`]);
const parts = ['store/contracts/ledger.ts', 'queue/contract.ts', 'gateway/contracts/transport.ts', 'gateway/operations/submit.ts'];
const targets = [...anything, ...parts, 'tests/absent.ts', 'bench/absent.ts'];

/** Libraries that have one home, and the places of that home. */
const homes: Record<string, string[]> = {
  '@peculiar/x509': ['certs-dev'],
  'reflect-metadata': ['certs-dev'],
  asn1js: ['crypto'],
  jose: ['crypto'],
  pkijs: ['crypto'],
  bullmq: ['queue/bullmq'],
  ioredis: ['queue/bullmq'],
  'node:sqlite': ['store/sqlite'],
  express: ['gateway/http', 'services', 'console'],
  pino: ['compose', 'cli'],
  commander: ['cli'],
};
const places = [
  ...folders,
  'queue/bullmq',
  'queue/embedded',
  'store/sqlite',
  'store/files',
  'gateway/http',
  'gateway/inbound',
  'adapters/transport',
];

/** What a file may and may not import beyond the two tables. */
const drivers: { file: string; refused: string[]; allowed: string[] }[] = [
  {
    file: 'store/contracts/ledger.ts',
    refused: ['../sqlite/open.ts', '../files/open.ts', '../postgres/open.ts'],
    allowed: ['./outbox.ts'],
  },
  { file: 'store/error.ts', refused: ['./sqlite/open.ts', './files/open.ts'], allowed: ['./contracts/ledger.ts'] },
  {
    file: 'store/sqlite/open.ts',
    refused: ['../files/open.ts', '../postgres/open.ts'],
    allowed: ['../contracts/ledger.ts', './rows.ts', 'node:fs'],
  },
  { file: 'store/files/open.ts', refused: ['../sqlite/open.ts'], allowed: ['../contracts/blobs.ts', '../error.ts'] },
  { file: 'queue/contract.ts', refused: ['./embedded/queue.ts', './bullmq/queue.ts'], allowed: ['./error.ts'] },
  { file: 'queue/embedded/queue.ts', refused: ['../bullmq/queue.ts'], allowed: ['../contract.ts', './lanes.ts'] },
  { file: 'queue/bullmq/queue.ts', refused: ['../embedded/queue.ts'], allowed: ['../contract.ts', './connection.ts'] },
  {
    file: 'adapters/transport/client.ts',
    refused: ['../timestamp/client.ts', '../channels/mail/send.ts'],
    allowed: ['./agent.ts', './inner/x.ts', '../error.ts'],
  },
  { file: 'adapters/channels/mail/send.ts', refused: ['../../timestamp/client.ts'], allowed: ['./body.ts', '../shared.ts'] },
  { file: 'adapters/error.ts', refused: ['./timestamp/client.ts'], allowed: ['./text.ts'] },
  { file: 'bootstrap/install.mjs', refused: ['express', '../crypto/error.ts', '../../elsewhere.mjs'], allowed: ['node:fs', './paths.mjs'] },
  { file: 'bin/valija.mjs', refused: ['commander', '../cli/main.ts'], allowed: ['node:path', '../bootstrap/launch.mjs'] },
];

/** The three ways in which a specifier can be loaded, so that none of them is a way round the rule. */
const forms = [
  (specifier: string) => `import '${specifier}';`,
  (specifier: string) => `export type * from '${specifier}';`,
  (specifier: string) => `await import('${specifier}');`,
];

interface Planted {
  file: string;
  specifier: string;
  allowed: boolean;
}

let folder: string;
let planted: Planted[];
let findings: Finding[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'valija-import-rule-'));
  for (const file of ['biome.json', '.gitignore']) copyFileSync(join(projectFolder, file), join(folder, file));
  planted = [...plantedFolders(), ...plantedLibraries(), ...plantedDrivers()];
  for (const [file, rows] of Map.groupBy(planted, (row) => row.file)) {
    plant(file, rows.flatMap(({ specifier }) => forms.map((form) => form(specifier))).join('\n'));
  }
  for (const name of folders) plant(`${name}/talks.ts`, `console.log('planted');`);
  plant('crypto/cycle/one.ts', `import { two } from './two.ts';\nexport const one = () => two;`);
  plant('crypto/cycle/two.ts', `import { one } from './one.ts';\nexport const two = () => one;`);
  findings = lint(folder);
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the import rule', () => {
  for (const name of [...folders, ...readByAll]) {
    it(`lets ${name} import ${mayImport[name]?.join(', ') || (readByAll.includes(name) ? 'everything' : 'nothing of ours')} and reports the rest`, () => {
      expectVerdicts((row) => row.file.startsWith(`${name}/`));
    });
  }

  it('lets bootstrap and bin import nothing but Node and bootstrap', () => {
    expectVerdicts(({ file }) => file.startsWith('bootstrap/') || file.startsWith('bin/'));
  });

  it('has a row for every folder that holds code', () => {
    const known = new Set([...folders, ...readByAll]);
    const holding = new Set(
      projectFiles()
        .filter((path) => path.includes('/') && path.endsWith('.ts'))
        .map((path) => path.split('/')[0]),
    );
    expect([...holding].filter((name) => name !== undefined && !known.has(name))).toEqual([]);
  });

  it('reports import cycles', () => {
    const cycles = findings.filter(({ rule, path }) => rule === 'suspicious/noImportCycles' && path.startsWith('crypto/cycle/'));
    expect(cycles.map(({ path }) => path).sort()).toEqual(['crypto/cycle/one.ts', 'crypto/cycle/two.ts']);
  });

  it('reports console in library folders and only there', () => {
    const talking = findings.filter(({ rule }) => rule === 'suspicious/noConsole').map(({ path }) => dirname(path));
    expect(talking.sort()).toEqual(['adapters', 'audit', 'clients', 'crypto', 'evidence', 'gateway', 'queue', 'store', 'treaty']);
  });

  it('holds in the whole tree today', () => {
    const rules = ['style/noRestrictedImports', 'suspicious/noImportCycles', 'suspicious/noConsole'];
    expect(lint(projectFolder, ...rules.map((rule) => `--only=${rule}`))).toEqual([]);
  });
});

function plantedFolders(): Planted[] {
  return [...folders, ...readByAll].flatMap((name) =>
    [1, 2, 3].flatMap((depth) => {
      const file = `${[name, 'inner', 'deeper'].slice(0, depth).join('/')}/planted.ts`;
      return targets
        .filter((target) => !target.startsWith(`${name}/`))
        .map((target) => ({ file, specifier: `${'../'.repeat(depth)}${target}`, allowed: isAllowed(name, target) }));
    }),
  );
}

function isAllowed(name: string, target: string): boolean {
  if (readByAll.includes(name)) return true;
  return (mayImport[name] ?? []).some((allowed) => target === allowed || target.startsWith(`${allowed}/`));
}

function plantedLibraries(): Planted[] {
  return places.flatMap((place) =>
    Object.entries(homes).map(([library, home]) => ({
      file: `${place}/library.ts`,
      specifier: library,
      allowed: home.some((allowed) => place === allowed || place.startsWith(`${allowed}/`)),
    })),
  );
}

function plantedDrivers(): Planted[] {
  return drivers.flatMap(({ file, refused, allowed }) => [
    ...refused.map((specifier) => ({ file, specifier, allowed: false })),
    ...allowed.map((specifier) => ({ file, specifier, allowed: true })),
  ]);
}

function plant(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), `${text}\n`);
}

/** Compares, for the planted files chosen, what was reported with what the tables say, import by import. */
function expectVerdicts(chosen: (row: Planted) => boolean): void {
  const rows = planted.filter(chosen);
  expect(rows.length).toBeGreaterThan(0);
  const reported = new Set(findings.filter(({ rule }) => rule === 'style/noRestrictedImports').map(({ path, line }) => `${path}:${line}`));
  const wrong: string[] = [];
  for (const [file, ofFile] of Map.groupBy(rows, (row) => row.file)) {
    const all = planted.filter((row) => row.file === file);
    for (const row of ofFile) {
      forms.forEach((form, number) => {
        const line = all.indexOf(row) * forms.length + number + 1;
        if (reported.has(`${file}:${line}`) === row.allowed)
          wrong.push(`${file}: ${form(row.specifier)} ${row.allowed ? 'is refused' : 'passes'}`);
      });
    }
  }
  expect(wrong).toEqual([]);
}

/** python-tuf reads the directories that we publish, and we read those that it writes. node main.ts FOLDER; `run` has put `environment` into FOLDER. */
import { spawnSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DirectoryError } from '../../../adapters/directory/error.ts';
import { createFolderMirror } from '../../../adapters/directory/tuf/folder-mirror.ts';
import { openTufDirectory } from '../../../adapters/directory/tuf/tuf-directory.ts';
import { exchangeKeys } from '../../../compose/directory/exchange-keys.ts';
import { readRoleKey } from '../../../compose/directory/role-keys.ts';
import { createMemoryStore } from '../../support/directory-stores.ts';
import { inventedAuthority, XA_CENTRAL, XB_CENTRAL } from '../../support/governed-directory.ts';
import { createGoverning, DAY, type Governing } from '../../support/governing.ts';
import { documentsOf, makeTufKeys, type TufContent, tufFiles, writeTufFiles } from '../../support/tuf-repository.ts';
import { exitCodeOf, type Outcome, outcomeTable } from '../support/outcomes.ts';

const folder = process.argv[2] ?? '.';
const PATHS = ['authorities/XA/xa-central.json', 'authorities/XB/xb-central.json'];
const authorities = [inventedAuthority(XA_CENTRAL, 'XA'), inventedAuthority(XB_CENTRAL, 'XB')];
const VERIFIER = 'python-tuf';

function python(program: string, ...args: string[]): unknown {
  const script = join(import.meta.dirname, program);
  const ran = spawnSync(join(folder, 'environment', 'bin', 'python'), [script, ...args], { encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`${program} ended with ${ran.status}:\n${ran.stderr}`);
  return JSON.parse(ran.stdout);
}

interface Question {
  subject: string;
  expected: string;
  folder: string;
  root: string;
  paths: readonly string[];
  /** What the client has seen before. */
  former?: string;
}

/** What the product publishes, and what was made of it. */
async function published(): Promise<Outcome[]> {
  const place = join(folder, 'governing');
  await mkdir(place);
  const governing = await createGoverning(place, new Date());
  await governing.add(authorities);
  await governing.sign('root1', 'root2', 'targets1', 'targets2', 'xa1', 'xa2', 'xb1', 'xb2');
  await governing.publish();
  const first = join(folder, 'first');
  await cp(governing.repository, first, { recursive: true });
  await exchangeAll(governing);
  const second = join(folder, 'second');
  await cp(governing.repository, second, { recursive: true });
  const root = join(first, 'metadata', '1.root.json');
  const question = { folder: second, root, paths: PATHS, expected: 'accepted' };
  const questions: Question[] = [
    { ...question, subject: 'published', folder: first },
    { ...question, subject: 'published, all keys exchanged' },
    { ...question, subject: 'published, all keys exchanged, to a client of before', former: first },
    { ...question, subject: 'published, of before, to a client of now', folder: first, former: second, expected: 'UnsignedMetadataError' },
    ...(await alteredOnes(question)),
    ...(await wrongOnes()),
  ];
  await writeFile(join(folder, 'questions.json'), JSON.stringify(questions));
  const answers = python('read.py', join(folder, 'questions.json')) as string[];
  return questions.map(({ subject, expected }, index) => ({ verifier: VERIFIER, subject, expected, found: answers[index] ?? 'no answer' }));
}

async function exchangeAll(governing: Governing): Promise<void> {
  const exchange = async (role: string, added: string[], removed: string[]) => {
    const keys = (names: string[]) => Promise.all(names.map((name) => readRoleKey(governing.key(name))));
    const remove = (await keys(removed)).map(({ id }) => id);
    await exchangeKeys({ folder: governing.folder, role, add: await keys(added), remove, now: new Date(), validity: 365 * DAY });
  };
  await exchange('root', ['root4', 'root5'], ['root1', 'root2', 'root3']);
  await exchange('targets', ['targets4', 'targets5'], ['targets1', 'targets2', 'targets3']);
  await exchange('state-xa', ['xa3'], ['xa1']);
  await exchange('timestamp', ['timestamp2'], ['timestamp']);
  await governing.sign('root1', 'root2', 'root4', 'root5', 'targets4', 'targets5', 'xa2', 'xa3');
  await governing.publish({ timestamp: 'timestamp2' });
}

/** Each file with one byte of its content changed. */
async function alteredOnes(question: Omit<Question, 'subject'>): Promise<Question[]> {
  const entries = await readdir(question.folder, { recursive: true, withFileTypes: true });
  const current = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(question.folder.length + 1));
  const used = current.filter((path) => /(timestamp|2\.(root|snapshot|targets|state-xa)|1\.state-xb|xa-central)/.test(path));
  return Promise.all(
    used.sort().map(async (path, index) => {
      const altered = join(folder, `altered-${index}`);
      await cp(question.folder, altered, { recursive: true });
      const text = await readFile(join(altered, path), 'latin1');
      const changed = path.startsWith('targets/')
        ? text.replace('Invented', 'Altered!')
        : text.replace(/("expires":"20)(\d)/, (_, name, digit) => `${name}${(Number(digit) + 1) % 10}`);
      if (changed === text) throw new Error(`${path} was not altered`);
      await writeFile(join(altered, path), changed, 'latin1');
      return {
        ...question,
        subject: `published, ${path.replace(/[0-9a-f]{64}/, 'SHA256')} altered`,
        folder: altered,
        expected: errorFor(path),
      };
    }),
  );
}

/** Root and timestamp fail by their signatures; what is named by length and digest fails by those. */
function errorFor(path: string): string {
  return /root|timestamp/.test(path) ? 'UnsignedMetadataError' : 'LengthOrHashMismatchError';
}

/** Repositories of a hand of our own with one thing wrong each. */
async function wrongOnes(): Promise<Question[]> {
  const keys = makeTufKeys(['XA', 'XB']);
  const content: TufContent = { keys, version: 5, expires: new Date(Date.now() + 7 * DAY), documents: documentsOf(authorities) };
  const past = new Date(Date.now() - DAY);
  const one = (role: keyof typeof keys.states) => keys.states[role]?.slice(0, 1) ?? [];
  const wrong: [string, Partial<TufContent>, string][] = [
    ['nothing wrong', {}, 'accepted'],
    ['an expired timestamp', { expiresOf: { timestamp: past } }, 'ExpiredMetadataError'],
    ['an expired snapshot', { expiresOf: { snapshot: past } }, 'ExpiredMetadataError'],
    ['expired targets', { expiresOf: { targets: past } }, 'ExpiredMetadataError'],
    ['an expired part of a State', { expiresOf: { 'state-xa': past } }, 'ExpiredMetadataError'],
    ['one signature of targets', { signers: { targets: keys.targets.slice(0, 1) } }, 'UnsignedMetadataError'],
    ['one signature of a State', { signers: { 'state-xa': one('XA') } }, 'UnsignedMetadataError'],
    ['a State signed by another', { signers: { 'state-xa': keys.states.XB ?? [] } }, 'UnsignedMetadataError'],
    ['a snapshot of before', { version: 6, versionsOf: { snapshot: 4 } }, 'BadVersionNumberError'],
    ['a part of before', { version: 6, versionsOf: { 'state-xa': 4 } }, 'BadVersionNumberError'],
  ];
  const former = join(folder, 'hand-former');
  await writeTufFiles(former, tufFiles(content));
  return Promise.all(
    wrong.map(async ([subject, change, expected], index) => {
      const place = join(folder, `hand-${index}`);
      await writeTufFiles(place, tufFiles({ ...content, ...change }));
      const root = join(former, 'metadata', '1.root.json');
      const paths = Object.keys(content.documents);
      return { subject: `by hand, ${subject}`, expected, folder: place, root, paths, ...(change.version === undefined ? {} : { former }) };
    }),
  );
}

const EXPECTED_OF_US: Readonly<Record<string, string>> = {
  sound: 'accepted',
  newer: 'accepted',
  'one-signature-of-targets': 'directory-threshold-not-reached',
  'one-signature-of-a-state': 'directory-threshold-not-reached',
  'signed-by-another-role': 'directory-signer-unknown',
  'expired-timestamp': 'directory-expired',
  'expired-snapshot': 'directory-expired',
  'expired-targets': 'directory-expired',
  'foreign-path': 'directory-delegation-exceeded',
  'document-altered': 'directory-inconsistent',
  'document-missing': 'directory-unreadable',
};

/** What python-tuf writes, read by us. */
async function theirs(): Promise<Outcome[]> {
  const documents = join(folder, 'documents');
  for (const [index, path] of PATHS.entries()) {
    await mkdir(dirname(join(documents, path)), { recursive: true });
    await writeFile(join(documents, path), JSON.stringify(authorities[index]));
  }
  const out = join(folder, 'theirs');
  const names = python('write.py', documents, out) as string[];
  const fresh = await Promise.all(names.map(async (name) => ({ name, found: await readOurselves(join(out, name)) })));
  const back = await readOurselves(join(out, 'sound'), join(out, 'newer'));
  return [
    ...fresh.map(({ name, found }) => ({
      verifier: 'us',
      subject: `python-tuf, ${name}`,
      expected: EXPECTED_OF_US[name] ?? 'not expected',
      found,
    })),
    { verifier: 'us', subject: 'python-tuf, sound after newer', expected: 'directory-rolled-back', found: back },
  ];
}

async function readOurselves(place: string, former?: string): Promise<string> {
  const root = await readFile(join(place, 'metadata', '1.root.json'));
  const store = createMemoryStore();
  const clock = { now: () => new Date(), status: () => ({ trusted: true as const }), observe: () => {} };
  const open = (from: string) => openTufDirectory({ mirrors: [createFolderMirror(from)], root, store, clock });
  try {
    if (former !== undefined) {
      await open(former);
      return (await open(place)).status().lastError ?? 'accepted';
    }
    const directory = await open(place);
    const same = JSON.stringify(directory.authorities()) === JSON.stringify(authorities);
    return same ? 'accepted' : 'other authorities';
  } catch (error) {
    if (error instanceof DirectoryError) return error.code;
    throw error;
  }
}

const outcomes = [...(await published()), ...(await theirs())];
process.stdout.write(outcomeTable(outcomes));
process.exitCode = exitCodeOf(outcomes);

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { LANGUAGES, type Language } from '../../gateway/problems/language.ts';
import { DELAYS } from '../../services/demo-country/steps.ts';
import { openApiClient, readClientConfiguration } from '../api-client/client-configuration.ts';
import type { Installation, InstalledGateway } from '../development/installation.ts';
import { createDevelopmentInstallation } from '../development/two-authorities.ts';
import { ChildProcesses, DemonstrationError, waitUntilReady } from './child-processes.ts';
import { holdConversation } from './exchange.ts';
import { createNarration, type Narration } from './narration.ts';
import { prepareOutFolder } from './out-folder.ts';
import { writeReaderNotes } from './reader-notes.ts';
import { inventedRequest } from './request-documents.ts';
import { writeResults } from './results.ts';
import { storyteller } from './storyteller.ts';

const HELP = `npm start [-- OPTION...]: two invented authorities exchange a sealed request and the answers to it on this machine.
  --once     end after the conversation; exit code 0 when everything holds
  --out DIR  where the results go (default: a new folder in demo-out/)
  --json     print one JSON document on standard output, the story on standard error
  --language TAG  the story in es, pt, fr or en alone (default: Spanish, with English below)
`;
const PROJECT_FOLDER = fileURLToPath(new URL('../../', import.meta.url));
const USAGE = 2;

interface Choices {
  once: boolean;
  json: boolean;
  out: string | undefined;
  language: Language | undefined;
}

/** Pulls are frequent, so that the first message need not wait for the peers to have heard each other. */
const DEMONSTRATION_SETTINGS = { settings: { pullInterval: '500ms' } };

async function main(args: string[]): Promise<number> {
  const choices = readChoices(args);
  if (choices === undefined) return USAGE;
  const narration = createNarration(choices.json ? process.stderr : process.stdout, choices.language);
  const children = new ChildProcesses();
  const stopping = stopOnSignals(children);
  try {
    return await Promise.race([demonstrate(choices, narration, children), stopping]);
  } catch (error) {
    const told = error instanceof DemonstrationError ? error.message : String((error as Error).stack ?? error);
    process.stderr.write(`valija: ${told}\n`);
    return 1;
  } finally {
    await children.stop();
  }
}

function readChoices(args: string[]): Choices | undefined {
  try {
    const options = {
      once: { type: 'boolean' },
      json: { type: 'boolean' },
      out: { type: 'string' },
      language: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    } as const;
    const { values } = parseArgs({ args, options, allowPositionals: false });
    const language = LANGUAGES.find((each) => each === values.language);
    if (values.language !== undefined && language === undefined) throw new Error(`--language takes one of ${LANGUAGES.join(', ')}`);
    if (values.help !== true) return { once: values.once ?? false, json: values.json ?? false, out: values.out, language };
    process.stdout.write(HELP);
    process.exit(0);
  } catch (error) {
    process.stderr.write(`valija: ${(error as Error).message}\n${HELP}`);
    return undefined;
  }
}

async function demonstrate(choices: Choices, narration: Narration, children: ChildProcesses): Promise<number> {
  const out = await prepareOutFolder(choices.out, PROJECT_FOLDER, new Date());
  const installation = await install(out, narration);
  const [xandria, borelia] = await startProcesses(installation, narration, children);
  const sender = await openApiClient(await readClientConfiguration(xandria.client('system')), 'es');
  const recipient = await openApiClient(await readClientConfiguration(borelia.client('officer')), 'es');
  try {
    const request = await inventedRequest(new Date());
    narration.tell('sending');
    const listener = storyteller(narration);
    const conversation = await holdConversation({ sender, recipient, recipientId: borelia.authority.id, request, listener });
    const { result, exitCode } = await writeResults({ out, trust: installation.trust, sender, recipient, conversation });
    const notes = await writeReaderNotes(out, installation);
    const isValid = exitCode === 0;
    narration.tell(isValid ? 'valid' : 'invalid', {
      verdict: isValid ? result.verdict : `${result.verdict}, ${result.conversation.verdict}`,
    });
    narration.tell('results', { out, notes });
    if (choices.json) process.stdout.write(`${JSON.stringify(result)}\n`);
    if (choices.once || !isValid) return exitCode;
  } finally {
    await Promise.all([sender.close(), recipient.close()]);
  }
  tellWhereToLook(narration, installation);
  return new Promise<never>(() => {});
}

async function install(out: string, narration: Narration): Promise<Installation> {
  narration.tell('beginning');
  narration.tell('preparing');
  const installation = await createDevelopmentInstallation(join(out, 'installation'), {
    gateway: () => DEMONSTRATION_SETTINGS,
    status: 'lists-and-responder',
    environment: 'training',
  });
  for (const { demoCountry } of installation.gateways) if (demoCountry !== undefined) await hurry(demoCountry);
  return installation;
}

/** A demonstration is not watched for as long as a lesson. */
async function hurry(path: string): Promise<void> {
  const content = JSON.parse(await readFile(path, 'utf8')) as object;
  const delays = Object.fromEntries(DELAYS.filter((name) => name !== 'patience').map((name) => [name, '1ms']));
  await writeFile(path, `${JSON.stringify({ ...content, delays }, null, 2)}\n`);
}

async function startProcesses(
  installation: Installation,
  narration: Narration,
  children: ChildProcesses,
): Promise<[InstalledGateway, InstalledGateway]> {
  const { folder, timestampAuthority, statusService, gateways } = installation;
  const logs = join(folder, 'logs');
  await mkdir(logs);
  children.start('tsa', ['tsa', '--config', timestampAuthority], join(logs, 'tsa.log'));
  if (statusService !== undefined) children.start('ocsp', ['ocsp', '--config', statusService], join(logs, 'ocsp.log'));
  for (const { authority, configuration } of gateways) {
    children.start(authority.folder, ['gateway', '--config', configuration], join(logs, `${authority.folder}.log`));
  }
  await Promise.all(gateways.map(({ management }) => waitUntilReady(management, children)));
  for (const { authority, api } of gateways) narration.tell('running', { name: authority.names, api });
  const [first, second] = gateways;
  if (second?.demoCountry === undefined) throw new DemonstrationError('the installation has no country to answer');
  children.start('demo-country', ['demo-country', '--config', second.demoCountry], join(logs, 'demo-country.log'));
  return [first as InstalledGateway, second];
}

function tellWhereToLook(narration: Narration, { gateways }: Installation): void {
  narration.tell('keepsRunning');
  for (const gateway of gateways) {
    narration.command(`npx valija inbox ${gateway.authority.country === 'XA' ? '--sent ' : ''}--client ${gateway.client('officer')}`);
    narration.command(`curl ${gateway.management}/metrics`);
  }
  narration.tell('toEnd');
}

/** Resolves when a signal has come; a second one kills what still runs and ends at once. */
function stopOnSignals(children: ChildProcesses): Promise<number> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked) {
          for (const id of children.ids) process.kill(id, 'SIGKILL');
          process.exit(130);
        }
        asked = true;
        resolve(0);
      });
    }
  });
}

process.exitCode = await main(process.argv.slice(2));
// A demonstration that was interrupted may have left a question to a gateway behind, which nobody waits for any more.
process.exit();

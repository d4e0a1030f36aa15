import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { ApiClient } from '../api-client/client.ts';
import { openApiClient, readClientConfiguration } from '../api-client/client-configuration.ts';
import type { Installation, InstalledGateway } from '../development/installation.ts';
import { createDevelopmentInstallation } from '../development/two-authorities.ts';
import { letterLines } from '../wording/letter-signatures.ts';
import { ChildProcesses, DemonstrationError, waitUntilReady } from './child-processes.ts';
import { type Exchange, exchangeRequest } from './exchange.ts';
import { createNarration, type Narration } from './narration.ts';
import { prepareOutFolder } from './out-folder.ts';
import { writeReaderNotes } from './reader-notes.ts';
import { inventedRequest } from './request-documents.ts';
import { writeResults } from './results.ts';

const HELP = `npm start [-- OPTION...]: two invented authorities exchange a sealed request on this machine.
  --once     end after the exchange; exit code 0 when everything holds
  --out DIR  where the results go (default: a new folder in demo-out/)
  --json     print one JSON document on standard output, the story on standard error
`;
const PROJECT_FOLDER = fileURLToPath(new URL('../../', import.meta.url));
const USAGE = 2;

interface Choices {
  once: boolean;
  json: boolean;
  out: string | undefined;
}

/** Pulls are frequent, so that the first message need not wait for the peers to have heard each other. */
const DEMONSTRATION_SETTINGS = { settings: { pullInterval: '500ms' } };

async function main(args: string[]): Promise<number> {
  const choices = readChoices(args);
  if (choices === undefined) return USAGE;
  const narration = createNarration(choices.json ? process.stderr : process.stdout);
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
      help: { type: 'boolean', short: 'h' },
    } as const;
    const { values } = parseArgs({ args, options, allowPositionals: false });
    if (values.help !== true) return { once: values.once ?? false, json: values.json ?? false, out: values.out };
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
  const language = 'es';
  const sender = await openApiClient(await readClientConfiguration(xandria.client('system')), language);
  const recipient = await openApiClient(await readClientConfiguration(borelia.client('officer')), language);
  try {
    const exchange = await runExchange(narration, { sender, recipient, recipientId: borelia.authority.id });
    const { result, exitCode } = await writeResults({ out, trust: installation.trust, sender, recipient, exchange });
    const notes = await writeReaderNotes(out, installation);
    const isValid = exitCode === 0;
    narration.say(
      isValid ? `Expediente de prueba comprobado: VÁLIDO (${result.verdict}).` : `El expediente de prueba NO es válido: ${result.verdict}.`,
      isValid ? 'The proof bundle was verified: valid' : 'The proof bundle does not verify',
    );
    narration.say(`Resultados: ${out}`, `Results; ${notes} says how to check them with openssl`);
    if (choices.json) process.stdout.write(`${JSON.stringify(result)}\n`);
    if (choices.once || !isValid) return exitCode;
  } finally {
    await Promise.all([sender.close(), recipient.close()]);
  }
  tellWhereToLook(narration, installation);
  return new Promise<never>(() => {});
}

async function install(out: string, narration: Narration): Promise<Installation> {
  narration.say('Demostración de Valija: todo es inventado.', 'Demonstration of Valija: everything is invented');
  narration.say('Se preparan certificados, directorio y configuración...', 'Making certificates, directory and configuration');
  return createDevelopmentInstallation(join(out, 'installation'), {
    gateway: () => DEMONSTRATION_SETTINGS,
    status: 'lists-and-responder',
    environment: 'training',
  });
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
  for (const { authority, api } of gateways) narration.say(`En marcha: ${authority.names.es}, ${api}`, `Running: ${authority.names.en}`);
  const [first, second] = gateways;
  if (first === undefined || second === undefined) throw new DemonstrationError('the installation has not two gateways');
  return [first, second];
}

async function runExchange(
  narration: Narration,
  sides: { sender: ApiClient; recipient: ApiClient; recipientId: string },
): Promise<Exchange> {
  narration.say('Xandria envía una solicitud de asistencia judicial...', 'Xandria sends a letter of request');
  return exchangeRequest({
    ...sides,
    files: await inventedRequest(new Date()),
    onSubmitted: (messageId) => narration.say(`Mensaje ${messageId}. Acuses, a medida que llegan:`, 'Receipts as they arrive'),
    onReceipt: (evidence) => narration.receipt(evidence),
    onConsigned: (message) => {
      const english = letterLines(message, 'en');
      for (const [index, line] of letterLines(message, 'es').entries())
        narration.say(`Borelia lee: ${line}.`, `Borelia reads: ${english[index]}`);
      narration.say(
        `Borelia tiene la solicitud en su bandeja, con ${message.files.length} archivos, y se hace cargo de ella.`,
        'Borelia takes it over',
      );
    },
  });
}

function tellWhereToLook(narration: Narration, { gateways }: Installation): void {
  narration.say('Todo sigue en marcha. Para mirar, en otra terminal:', 'Everything keeps running; to look around, in another terminal');
  for (const gateway of gateways) {
    narration.say(`  npx valija inbox ${gateway.authority.country === 'XA' ? '--sent ' : ''}--client ${gateway.client('officer')}`);
    narration.say(`  curl ${gateway.management}/metrics`);
  }
  narration.say('Ctrl-C para terminar.', 'Ctrl-C to end');
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

import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientRole } from '../../certs-dev/layout.ts';
import type { ApiClient } from '../../compose/api-client/client.ts';
import { openApiClient, readClientConfiguration } from '../../compose/api-client/client-configuration.ts';
import type { SubmittedFile } from '../../compose/api-client/submitted-file.ts';
import { ChildProcesses, waitUntilReady } from '../../compose/demo/child-processes.ts';
import { composePdf } from '../../compose/demo/pdf-page.ts';
import type { InventedAuthority } from '../../compose/development/authorities.ts';
import type { Installation, InstalledGateway } from '../../compose/development/installation.ts';
import { createDevelopmentInstallation, type InventedKeys } from '../../compose/development/two-authorities.ts';
import type { Environment } from '../../treaty/competence/authority-profile.ts';

/** A gateway as a process of its own, run by the real command. */
export interface GatewayProcess {
  readonly installed: InstalledGateway;
  start(): Promise<void>;
  /** SIGTERM, and waits for its end. */
  stop(): Promise<void>;
  /** SIGKILL, and waits for its end. */
  kill(): Promise<void>;
  /** SIGHUP. */
  hangUp(): void;
  client(role: ClientRole): Promise<ApiClient>;
  log(): Promise<string>;
}

export interface TwoAuthorities {
  folder: string;
  installation: Installation;
  xandria: GatewayProcess;
  borelia: GatewayProcess;
  close(): Promise<void>;
}

/** A time-stamp authority and two gateways as processes of their own, ready, in a temporary folder. */
export async function startTwoAuthorities(
  options: {
    gateway?: (authority: InventedAuthority) => Record<string, unknown>;
    keys?: InventedKeys;
    environment?: Environment;
    /** What must be there before the gateways are started. */
    prepare?: (installation: Installation) => Promise<void>;
  } = {},
): Promise<TwoAuthorities> {
  const folder = await mkdtemp(join(tmpdir(), 'valija-two-authorities-'));
  const installation = await createDevelopmentInstallation(join(folder, 'installation'), {
    gateway: (authority) => ({ settings: { pullInterval: '200ms' }, ...options.gateway?.(authority) }),
    ...(options.keys === undefined ? {} : { keys: options.keys }),
    ...(options.environment === undefined ? {} : { environment: options.environment }),
  });
  await mkdir(join(folder, 'logs'));
  await options.prepare?.(installation);
  const [first, second] = installation.gateways;
  if (first === undefined || second === undefined) throw new Error('two gateways expected');
  const tsa = new ChildProcesses();
  tsa.start('tsa', ['tsa', '--config', installation.timestampAuthority], join(folder, 'logs', 'tsa.log'));
  const xandria = gatewayProcess(first, join(folder, 'logs', 'xandria.log'));
  const borelia = gatewayProcess(second, join(folder, 'logs', 'borelia.log'));
  const close = async () => {
    await Promise.all([xandria.stop(), borelia.stop(), tsa.stop()]);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all([xandria.start(), borelia.start()]);
  } catch (error) {
    const logs = await Promise.all([xandria.log(), borelia.log()]);
    await close();
    throw new Error(`a gateway did not start:\n${logs.join('\n')}`, { cause: error });
  }
  return { folder, installation, xandria, borelia, close };
}

function gatewayProcess(installed: InstalledGateway, logFile: string): GatewayProcess {
  let children = new ChildProcesses();
  return {
    installed,
    async start() {
      children = new ChildProcesses();
      children.start(installed.authority.folder, ['gateway', '--config', installed.configuration], logFile);
      await waitUntilReady(installed.management, children, 60_000);
    },
    stop: () => children.stop(),
    kill: async () => {
      for (const id of children.ids) process.kill(id, 'SIGKILL');
      await children.stop();
    },
    hangUp: () => {
      for (const id of children.ids) process.kill(id, 'SIGHUP');
    },
    client: async (role) => openApiClient(await readClientConfiguration(installed.client(role)), 'en'),
    log: () => readFile(logFile, 'utf8').catch(() => ''),
  };
}

/** An invented letter of one page, and annexes as long as asked for. */
export async function inventedFiles(annexes: readonly { name: string; content: Buffer }[] = []): Promise<SubmittedFile[]> {
  const letter = await composePdf(
    {
      title: 'Carta ficticia',
      language: 'es',
      header: ['Autoridad inventada', 'DOCUMENTO FICTICIO'],
      footer: '{page} de {pages}',
      blocks: [{ kind: 'paragraph', text: 'Este es un documento ficticio, escrito para una prueba.' }],
    },
    new Date(),
  );
  return [
    inMemory('letter', 'carta ficticia.pdf', 'application/pdf', letter),
    ...annexes.map(({ name, content }) => inMemory('annex', name, 'application/octet-stream', content)),
  ];
}

export function inMemory(role: SubmittedFile['role'], name: string, mediaType: string, content: Buffer): SubmittedFile {
  return {
    role,
    name,
    mediaType,
    length: content.length,
    async *open(start = 0) {
      yield content.subarray(start);
    },
  };
}

export async function collect(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}

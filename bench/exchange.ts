import { join } from 'node:path';
import { BORELIA, XANDRIA } from '../compose/development/authorities.ts';
import { freePorts } from '../compose/development/free-ports.ts';
import { createInstallation, type InstalledGateway } from '../compose/development/installation.ts';
import { type MeasuredProcess, projectFolder, startProcess } from './processes.ts';

/** Two gateways and a time-stamp authority, running as processes of their own, with everything fresh. */
export interface Exchange {
  sender: InstalledGateway;
  recipient: InstalledGateway;
  /** Time-stamp authority, sender and recipient. */
  processes: readonly MeasuredProcess[];
  stop(): Promise<void>;
}

const READY_MILLISECONDS = 60_000;

/** Starts the processes in a new folder and waits until both gateways say that they are ready. */
export async function startExchange(folder: string, nodeOptions: readonly string[]): Promise<Exchange> {
  const [timestampPort = 0, ...ports] = await freePorts(7);
  const portsFrom = (first: number) => ({ client: ports[first] ?? 0, peer: ports[first + 1] ?? 0, management: ports[first + 2] ?? 0 });
  const installation = await createInstallation({
    folder,
    authorities: [
      { authority: XANDRIA, ports: portsFrom(0) },
      { authority: BORELIA, ports: portsFrom(3) },
    ],
    timestampPort,
    now: new Date(),
  });
  const [sender, recipient] = installation.gateways;
  if (sender === undefined || recipient === undefined) throw new TypeError('an installation of two gateways was asked for');
  const command = join(projectFolder, 'cli', 'main.ts');
  const start = (name: string, args: string[]) => startProcess({ name, args: [command, ...args], folder, nodeOptions });
  const processes = [
    start('timestamps', ['tsa', '--config', installation.timestampAuthority]),
    start('sender', ['gateway', '--config', sender.configuration]),
    start('recipient', ['gateway', '--config', recipient.configuration]),
  ];
  const stop = async () => {
    await Promise.all(processes.map((process) => process.stop()));
  };
  try {
    await Promise.all([ready(sender), ready(recipient)]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { sender, recipient, processes, stop };
}

async function ready({ management, authority }: InstalledGateway): Promise<void> {
  const until = Date.now() + READY_MILLISECONDS;
  for (;;) {
    const answer = await fetch(`${management}/health/ready`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.status === 200) return;
    if (Date.now() > until) throw new Error(`the gateway of ${authority.folder} did not become ready`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { exitCode } from '../../compose/command-outcome.ts';
import { defineCommand, UsageError } from '../command-line.ts';

/** `valija dev-pki DIR`: invented keys, certificates, directory and configurations for trying things out. */
export function developmentPkiCommand(): Command {
  return defineCommand(
    'dev-pki',
    'make invented keys, certificates and configurations for trying things out',
    async (terminal, options, folder = '') => {
      const firstPort = options.firstPort === undefined ? undefined : Number(options.firstPort);
      if (firstPort !== undefined && !(Number.isInteger(firstPort) && firstPort >= 1 && firstPort <= 65_000)) {
        throw new UsageError('--first-port takes a port');
      }
      const { createDevelopmentInstallation } = await import('../../compose/development/two-authorities.ts');
      const installation = await createDevelopmentInstallation(resolve(folder), {
        firstPort,
        status: 'lists-and-responder',
        ...(options.training === true ? { environment: 'training' } : {}),
      });
      const { timestampAuthority, statusService = '', gateways, trust } = installation;
      const commands = [
        `valija tsa --config ${timestampAuthority}`,
        `valija ocsp --config ${statusService}`,
        ...gateways.map(({ configuration }) => `valija gateway --config ${configuration}`),
      ];
      const clients = gateways.map((gateway) => gateway.client('system'));
      terminal.result(
        { timestampAuthority, statusService, gateways: gateways.map(({ configuration, api }) => ({ configuration, api })), clients, trust },
        [...commands, ...clients.map((client) => `valija inbox --client ${client}`), `valija verify FILE --trust ${trust}`],
      );
      return exitCode('ok');
    },
  )
    .argument('<folder>', 'a new or empty folder')
    .option('--training', 'an installation for training: its root says so, and it exchanges nothing with any other')
    .option('--first-port <port>', 'use this port of the loopback and the seven after it (default: free ones)');
}

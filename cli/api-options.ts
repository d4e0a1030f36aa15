import { type Command, Option } from 'commander';
import type { ApiClient } from '../compose/api-client/client.ts';
import { openApiClient, readClientConfiguration } from '../compose/api-client/client-configuration.ts';
import { type Action, defineCommand, type Options, type Terminal, UsageError } from './command-line.ts';

export type ApiAction = (client: ApiClient, terminal: Terminal, options: Options, ...operands: string[]) => Promise<number>;

/** A command that calls a gateway: it gets the client for as long as it runs. */
export function defineApiCommand(name: string, description: string, action: ApiAction): Command {
  const run: Action = async (terminal, options, ...operands) => {
    const client = await clientOf(options, terminal);
    try {
      return await action(client, terminal, options, ...operands);
    } finally {
      await client.close();
    }
  };
  const command = defineCommand(name, description, run);
  for (const [flags, text] of OPTIONS) command.addOption(new Option(flags, text).helpGroup('Which gateway:'));
  return command;
}

const OPTIONS = [
  ['--client <file>', 'client configuration: api, key, certificate, anchors (default: the file that VALIJA_CLIENT names)'],
  ['--api <url>', 'instead: address of the client API, https://host:port'],
  ['--key <file>', 'with --api: private key of the client certificate, PEM'],
  ['--cert <file>', 'with --api: client certificate, PEM'],
  ['--ca <file...>', 'with --api: authorities under which the certificate of the gateway stands, PEM'],
] as const;

async function clientOf({ client, api, key, cert, ca }: Options, terminal: Terminal): Promise<ApiClient> {
  const file = client ?? (api === undefined ? process.env.VALIJA_CLIENT : undefined);
  if (file !== undefined && api !== undefined) throw new UsageError('either --client or --api with --key, --cert and --ca');
  if (file !== undefined) return openApiClient(await readClientConfiguration(String(file)), terminal.language);
  if (typeof api !== 'string' || typeof key !== 'string' || typeof cert !== 'string' || !Array.isArray(ca)) {
    throw new UsageError('which gateway? Give --client FILE, or --api URL with --key, --cert and --ca');
  }
  if (!URL.canParse(api) || new URL(api).protocol !== 'https:') throw new UsageError('--api takes an address that begins with https://');
  return openApiClient({ api, key, certificate: cert, anchors: ca.map(String) }, terminal.language);
}

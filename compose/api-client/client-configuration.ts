import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { ConfigurationError } from '../configuration/error.ts';
import { readConfiguration } from '../configuration/read-configuration.ts';
import { pathFrom } from '../configuration/values.ts';
import { ApiClient, type ApiClientOptions } from './client.ts';

/** A client configuration file: where the API is and with which certificate to call it. docs/configuration.md explains every key. */
export function clientConfigurationSchema(folder: string) {
  const path = pathFrom(folder);
  return z.strictObject({
    api: z.url({ protocol: /^https$/, error: 'https://' }),
    key: path,
    certificate: path,
    anchors: z.array(path).min(1).max(64),
  });
}
export type ClientConfiguration = z.infer<ReturnType<typeof clientConfigurationSchema>>;

/** Throws ConfigurationError. */
export function readClientConfiguration(path: string): Promise<ClientConfiguration> {
  return readConfiguration(path, clientConfigurationSchema);
}

/** A client with the files of its configuration read. Throws ConfigurationError `secret-unreadable`, `anchors-unreadable`. */
export async function openApiClient(configuration: ClientConfiguration, language: string): Promise<ApiClient> {
  return new ApiClient(await readClientFiles(configuration, language));
}

/** The files of a configuration read, for a client of either kind. Throws as `openApiClient`. */
export async function readClientFiles(
  { api, key, certificate, anchors }: ClientConfiguration,
  language: string,
): Promise<ApiClientOptions> {
  const pems = await Promise.all(anchors.map((path) => readText(path, 'anchors-unreadable')));
  return {
    url: api,
    key: await readText(key, 'secret-unreadable'),
    certificate: await readText(certificate, 'anchors-unreadable'),
    anchors: pems.join('\n'),
    language,
  };
}

function readText(path: string, code: 'secret-unreadable' | 'anchors-unreadable'): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new ConfigurationError(code, `${path} cannot be read`, { cause });
  });
}

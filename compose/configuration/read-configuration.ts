import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type * as z from 'zod';
import { parseStrictJson } from '../../crypto/json/parse-strict-json.ts';
import { type DemoCountryConfiguration, demoCountryConfigurationSchema } from './demo-country-configuration.ts';
import { ConfigurationError, type ConfigurationFault } from './error.ts';
import { type GatewayConfiguration, gatewayConfigurationSchema } from './gateway-configuration.ts';
import { type OcspConfiguration, ocspConfigurationSchema } from './ocsp-configuration.ts';
import { type TsaConfiguration, tsaConfigurationSchema } from './tsa-configuration.ts';

const MAXIMUM_LENGTH = 1024 * 1024;

/** Reads `gateway.json`. Throws ConfigurationError with every fault and where it is. */
export function readGatewayConfiguration(path: string): Promise<GatewayConfiguration> {
  return readConfiguration(path, gatewayConfigurationSchema);
}

/** The same with the SHA-256 of the file, hexadecimal: what a process was started with can be told afterwards. */
export async function readGatewayConfigurationFile(path: string): Promise<{ configuration: GatewayConfiguration; digest: string }> {
  const absolute = resolve(path);
  const bytes = await readCapped(absolute);
  const configuration = parseConfiguration(bytes, gatewayConfigurationSchema(dirname(absolute)));
  return { configuration, digest: createHash('sha256').update(bytes).digest('hex') };
}

/** Reads `tsa.json`. Throws ConfigurationError with every fault and where it is. */
export function readTsaConfiguration(path: string): Promise<TsaConfiguration> {
  return readConfiguration(path, tsaConfigurationSchema);
}

/** Reads `ocsp.json`. Throws ConfigurationError with every fault and where it is. */
export function readOcspConfiguration(path: string): Promise<OcspConfiguration> {
  return readConfiguration(path, ocspConfigurationSchema);
}

/** Reads `demo-country.json`. Throws ConfigurationError with every fault and where it is. */
export function readDemoCountryConfiguration(path: string): Promise<DemoCountryConfiguration> {
  return readConfiguration(path, demoCountryConfigurationSchema);
}

/** Reads a strict JSON file (comments only as whole lines, no repeated or unknown keys) by a schema made for the folder it stands in. */
export async function readConfiguration<Schema extends z.ZodType>(
  path: string,
  schemaFor: (folder: string) => Schema,
): Promise<z.output<Schema>> {
  const absolute = resolve(path);
  return parseConfiguration(await readCapped(absolute), schemaFor(dirname(absolute)));
}

/** The same for octets already read. */
export function parseConfiguration<Schema extends z.ZodType>(bytes: Buffer, schema: Schema): z.output<Schema> {
  let content: unknown;
  try {
    content = parseStrictJson(withoutCommentLines(bytes), { maximumBytes: MAXIMUM_LENGTH });
  } catch (cause) {
    throw new ConfigurationError(
      'configuration-not-json',
      'the configuration is not strict JSON (UTF-8, comments only as whole lines with //, no repeated keys)',
      {
        cause,
      },
    );
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.flatMap(faultsOf);
  const lines = faults.map(({ path, message }) => `${path === '' ? 'the file' : path}: ${message}`);
  throw new ConfigurationError('configuration-invalid', `the configuration is not valid:\n  ${lines.join('\n  ')}`, { faults });
}

/**
 * Lines that begin with `//` are made blank. No string of JSON holds the end of a line, so that nothing that is meant can begin one so;
 * everything else stays as strict as it is.
 */
function withoutCommentLines(bytes: Buffer): Buffer {
  if (!isUtf8(bytes)) return bytes;
  const lines = bytes.toString('utf8').split('\n');
  return Buffer.from(lines.map((line) => (COMMENT.test(line) ? '' : line)).join('\n'), 'utf8');
}

const COMMENT = /^[ \t]*\/\//;

async function readCapped(path: string): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      if ((await file.stat()).size > MAXIMUM_LENGTH) throw new ConfigurationError('configuration-too-large', `${path} is too large`);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof ConfigurationError) throw cause;
    throw new ConfigurationError('configuration-unreadable', `${path} cannot be read`, { cause });
  }
}

function faultsOf(issue: z.core.$ZodIssue): ConfigurationFault[] {
  const path = pathOf(issue.path);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: pathOf([...issue.path, key]), message: 'unknown key' }));
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined) {
    return [{ path: pathOf([...issue.path]), message: `one of the kinds listed in docs/configuration.md` }];
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) return [{ path, message: 'missing' }];
  return [{ path, message: issue.message }];
}

/** `clients[2].id`, as a person would write it. */
function pathOf(segments: readonly PropertyKey[]): string {
  return segments
    .map((segment) => (typeof segment === 'number' ? `[${segment}]` : `.${String(segment)}`))
    .join('')
    .replace(/^\./, '');
}

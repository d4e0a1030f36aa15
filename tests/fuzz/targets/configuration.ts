import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../../../compose/configuration/error.ts';
import { gatewayConfigurationSchema } from '../../../compose/configuration/gateway-configuration.ts';
import { parseConfiguration } from '../../../compose/configuration/read-configuration.ts';
import { resolveSettings } from '../../../compose/configuration/settings.ts';
import { DEFAULT_SETTINGS } from '../../../gateway/settings.ts';
import { ENVIRONMENTS } from '../../../treaty/competence/authority-profile.ts';
import type { FuzzTarget } from '../target.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', '..', 'docs', 'examples');
const schema = gatewayConfigurationSchema('/etc/valija');

/** Whatever is accepted has every setting, as a number that can be counted with. */
export const target: FuzzTarget = {
  name: 'configuration',
  seeds: () => ['gateway.json', 'gateway-redis.json'].map((name) => readFileSync(join(EXAMPLES, name))),
  run(input) {
    const configuration = parseConfiguration(input, schema);
    const settings = resolveSettings(configuration.settings);
    assert.deepEqual(Object.keys(settings), Object.keys(DEFAULT_SETTINGS));
    // Content alone may be kept for ever.
    const { retention, register, environment, ...counted } = settings;
    assert.ok(new Intl.DateTimeFormat('en', { timeZone: register.timeZone }).resolvedOptions().timeZone !== '');
    assert.ok(ENVIRONMENTS.includes(environment));
    for (const number of numbersOf(counted)) assert.ok(Number.isSafeInteger(number) && number > 0);
    for (const number of numbersOf(retention)) assert.ok(number > 0);
    for (const path of [configuration.dataFolder, ...configuration.anchors.tls]) assert.ok(path.startsWith('/'));
  },
  acceptable: (error) => error instanceof ConfigurationError,
};

function numbersOf(tree: object): number[] {
  return Object.values(tree).flatMap((value: unknown) =>
    typeof value === 'object' && value !== null ? numbersOf(value) : [Number(value)],
  );
}

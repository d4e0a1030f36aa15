import { deepStrictEqual } from 'node:assert';
import { CryptoError } from '../../../crypto/error.ts';
import { parseStrictJson } from '../../../crypto/json/parse-strict-json.ts';

const LIMITS = { maximumBytes: 64 * 1024, maximumDepth: 16 };

const SEEDS = [
  '{"a":[1,-2,{"b":null,"c":true}],"d":"e\\u00e9\\n\\"\\\\"}',
  '[{"alg":"ES256","iat":1795158000,"x5c":["MIIB"]},"\\ud83d\\ude00","ñ"]',
  '{"a":1,"b":{"a":1,"b":[[],{}]}}',
  '9007199254740991',
];

export const target = {
  name: 'json',
  seeds: () => SEEDS.map((seed) => Buffer.from(seed)),
  run: (input: Buffer) => {
    const value = parseStrictJson(input, LIMITS);
    deepStrictEqual(value, JSON.parse(input.toString('utf8')), 'agrees with the platform');
    deepStrictEqual(
      parseStrictJson(Buffer.from(JSON.stringify(value)), { ...LIMITS, maximumBytes: 1024 * 1024 }),
      value,
      'survives a round trip',
    );
  },
  acceptable: (error: unknown) => error instanceof CryptoError && error.code.startsWith('json-'),
};

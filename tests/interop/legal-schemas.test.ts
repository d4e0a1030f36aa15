import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { REQUEST_EXAMPLES } from '../../treaty/requests/examples/request-examples.ts';
import { parseRequestMessage } from '../../treaty/requests/request-message.ts';
import { REQUEST_TYPES, type RequestType } from '../../treaty/requests/request-types.ts';
import { LEGAL_SCHEMAS } from '../support/legal-schemas.ts';

/*
 * The published schemas, read by an implementation of JSON Schema that is not ours (python3-jsonschema): what our parser takes it takes, and what
 * our parser refuses it refuses.
 */
const folder = mkdtempSync(join(tmpdir(), 'valija-schemas-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Each breaks a rule that only one kind of keyword can say. */
const ATTACKS: Readonly<Record<string, (request: object) => object>> = {
  'unknown member': (request) => ({ ...request, unknown: true }),
  'unknown particular': (request) => ({ ...request, particulars: { unknown: true } }),
  'other type': (request) => ({ ...request, requestType: 'other' }),
  'empty chain': (request) => ({ ...request, chain: [] }),
  'control character': (request) => ({ ...request, assurance: 'a\u0000b' }),
  'turned direction': (request) => ({ ...request, assurance: 'a\u202eb' }),
  'impossible day': (request) => ({ ...request, wishedDeadline: { date: '2027-02-29' } }),
  'null member': (request) => ({ ...request, use: null }),
  'name as path': (request) => ({
    ...request,
    files: [{ name: '../a.pdf', document: 'other', language: 'es', version: { kind: 'original' } }],
  }),
};

/** Files of those given that the other implementation refuses. */
function refusedByOther(type: RequestType, instances: ReadonlyMap<string, object>): string[] {
  const paths = [...instances].map(([name, instance]) => {
    const path = join(folder, `${type} ${name}.json`);
    writeFileSync(path, JSON.stringify(instance));
    return path;
  });
  const schema = join(LEGAL_SCHEMAS, `request-${type}.v1.schema.json`);
  const { stdout, stderr, error } = spawnSync('jsonschema', ['--output', 'pretty', ...paths.flatMap((path) => ['-i', path]), schema], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  const said = stdout + stderr;
  const verdicts = [...instances.keys()].map((name) => ({
    name,
    taken: said.includes(`===[SUCCESS]===(${join(folder, `${type} ${name}.json`)})`),
    refused: said.includes(`===[ValidationError]===(${join(folder, `${type} ${name}.json`)})`),
  }));
  for (const { name, taken, refused } of verdicts) expect([name, taken], said.slice(0, 2_000)).toEqual([name, !refused]);
  return verdicts.filter(({ refused }) => refused).map(({ name }) => name);
}

describe('the published schemas, read by another implementation', () => {
  it.each(REQUEST_TYPES)('%s: takes the examples, refuses what we refuse', (type) => {
    const { complete, deficient } = REQUEST_EXAMPLES[type];
    const attacks = Object.entries(ATTACKS).map(([name, attack]) => [name, attack(complete)] as const);
    for (const [name, attack] of attacks) expect([name, parseRequestMessage(attack).request]).toEqual([name, undefined]);
    const refused = refusedByOther(type, new Map<string, object>([['complete', complete], ['deficient', deficient], ...attacks]));
    expect(refused).toEqual(Object.keys(ATTACKS));
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientConfigurationSchema } from '../../../compose/api-client/client-configuration.ts';
import { ConfigurationError } from '../../../compose/configuration/error.ts';
import { gatewayConfigurationSchema } from '../../../compose/configuration/gateway-configuration.ts';
import { ocspConfigurationSchema } from '../../../compose/configuration/ocsp-configuration.ts';
import { parseConfiguration } from '../../../compose/configuration/read-configuration.ts';
import { tsaConfigurationSchema } from '../../../compose/configuration/tsa-configuration.ts';
import { projectFolder } from '../architecture/project.ts';

type Json = { [key: string]: Json } | Json[] | string | number | boolean | null;

function example(name: string): Record<string, Json> {
  return JSON.parse(readFileSync(join(projectFolder, 'docs', 'examples', name), 'utf8')) as Record<string, Json>;
}

/** The example with one value put at a path; undefined takes the key away. */
function changed(base: Record<string, Json>, path: string, value: Json | undefined): Buffer {
  const copy = structuredClone(base);
  const steps = path.split('.');
  let place: Record<string, Json> = copy;
  for (const step of steps.slice(0, -1)) place = place[step] as Record<string, Json>;
  const last = steps.at(-1) ?? '';
  if (value === undefined) delete place[last];
  else place[last] = value;
  return Buffer.from(JSON.stringify(copy));
}

const gateway = gatewayConfigurationSchema('/etc/valija');
const tsa = tsaConfigurationSchema('/etc/valija');
const ocsp = ocspConfigurationSchema('/etc/valija');
const client = clientConfigurationSchema('/etc/valija');
const FULL = example('gateway-redis.json');
const CLIENT = FULL.clients as Record<string, Json>[];

function faultsOf(run: () => unknown): { code: string; paths: string[] } {
  try {
    run();
    return { code: 'accepted', paths: [] };
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    const { code, faults } = error as ConfigurationError;
    return { code, paths: faults.map(({ path }) => path) };
  }
}

describe('comments in a configuration', () => {
  const pretty = JSON.stringify(FULL, null, 2);
  const lines = pretty.split('\n');

  it('are whole lines anywhere, and change nothing', () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\r\n\u2028\u2029]/g, ' '));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(lines.length), fc.constantFrom('', '  ', '\t'), line), { maxLength: 8 }), (comments) => {
        const commented = [...lines];
        for (const [place, indent, text] of comments) commented.splice(place, 0, `${indent}//${text}`);
        expect(parseConfiguration(Buffer.from(commented.join('\n')), gateway)).toEqual(parseConfiguration(Buffer.from(pretty), gateway));
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['at the end of a line', pretty.replace(',\n', ', // comment\n')],
    ['between slashes and stars', `/* comment */\n${pretty}`],
    ['after a hash', `# comment\n${pretty}`],
    ['in front of something on the line', pretty.replace('{', '{ //\r "authority": 1,')],
    ['in another encoding', Buffer.concat([Buffer.from([0x2f, 0x2f, 0xff, 0x0a]), Buffer.from(pretty)])],
  ])('are refused %s', (_where, text) => {
    expect(faultsOf(() => parseConfiguration(Buffer.from(text), gateway)).code).toBe('configuration-not-json');
  });

  it('are not seen in texts', () => {
    const bytes = changed(FULL, 'timestamp.url', 'http://timestamp.invalid//');
    expect(parseConfiguration(bytes, gateway).timestamp.url).toBe('http://timestamp.invalid//');
    // To some this character ends a line; JSON lets it stand in a text.
    const path = 'data\u2028//folder';
    expect(parseConfiguration(changed(FULL, 'dataFolder', path), gateway).dataFolder).toBe('/etc/valija/data\u2028/folder');
  });
});

describe('a gateway configuration with a fault', () => {
  const rows: [string, string, Json | undefined][] = [
    ['unknown key', 'colour', 'blue'],
    ['unknown key deep inside', 'settings.lanes.urgent.colour', 1],
    ['unknown key in a listener', 'listeners.peer.tls', true],
    ['missing key', 'authority', undefined],
    ['missing key deep inside', 'keys.keyEncryptionKey', undefined],
    ['no authority', 'authority', 'Xandria'],
    ['authority with a space', 'authority', 'urn:valija:authority:xa central'],
    ['empty path', 'dataFolder', ''],
    ['path with NUL', 'dataFolder', 'data\0'],
    ['path that is no text', 'keys.folder', 5],
    ['seal with a digest that no gateway takes', 'keys.signatures.seal', 'PS512'],
    ['header in a form that is for seals alone', 'keys.signatures.envelope', 'RS256'],
    ['receipts in a form that is for seals alone', 'keys.signatures.evidence', 'RS256'],
    ['signatures that are none', 'keys.signatures.evidence', 'none'],
    ['signature of a role that signs nothing', 'keys.signatures.tls', 'PS256'],
    ['keys that are looked at without end', 'keys.interval', '0s'],
    ['no anchors', 'anchors.authorities', []],
    ['no signer', 'directory.signers', []],
    ['short fingerprint', 'directory.signers', ['00'.repeat(31)]],
    ['fingerprint with other characters', 'directory.signers', ['zz'.repeat(32)]],
    ['period without unit', 'directory.interval', '60'],
    ['period as a number', 'directory.interval', 60_000],
    ['period of nothing', 'settings.pullInterval', '0s'],
    ['negative period', 'settings.pullInterval', '-5s'],
    ['fraction of a period', 'settings.pullInterval', '1.5m'],
    ['period with a blank', 'settings.pullInterval', '5 m'],
    ['period of another unit', 'settings.pullInterval', '5w'],
    ['endless period', 'settings.maximumExpiry', '9999999999d'],
    ['size without unit', 'settings.maximumPackageLength', '100'],
    ['size as a number', 'settings.maximumPackageLength', 100],
    ['size in decimal units', 'settings.maximumPackageLength', '5MB'],
    ['size beyond all numbers', 'settings.maximumPackageLength', '9999999999TiB'],
    ['no concurrency', 'settings.perPeerConcurrency', 0],
    ['concurrency as text', 'settings.lanes.bulk.concurrency', '4'],
    ['endless concurrency', 'settings.lanes.bulk.concurrency', 1e9],
    ['unknown lane', 'settings.lanes.normal', { concurrency: 1 }],
    ['unknown queue', 'queue', { kind: 'kafka' }],
    ['queue without kind', 'queue', {}],
    ['embedded queue with an address', 'queue.kind', 'embedded'],
    ['Redis without address', 'queue.url', undefined],
    ['Redis by HTTP', 'queue.url', 'http://redis:6379'],
    ['password in the address of Redis', 'queue.url', 'redis://:secret@redis:6379/0'],
    ['user and password in the address of Redis', 'queue.url', 'rediss://user:secret@redis:6379/0'],
    ['prefix with a colon', 'queue.prefix', 'a:b'],
    ['no address of Redis at all', 'queue.url', 'redis:// redis'],
    ['no address of the time-stamps at all', 'timestamp.url', 'https://[::1'],
    ['time-stamps by FTP', 'timestamp.url', 'ftp://timestamp.invalid/'],
    ['password for the time-stamps', 'timestamp.url', 'https://user:secret@timestamp.invalid/'],
    ['nowhere to learn of revocations', 'revocation', { issuers: ['issuing.pem'] }],
    ['lists by FTP', 'revocation.downloads', ['ftp://lists.invalid/issuing.crl']],
    ['password for a list', 'revocation.downloads', ['https://user:secret@lists.invalid/issuing.crl']],
    ['responder without an address', 'revocation.responders', [{ issuers: ['issuing.pem'] }]],
    ['responder by LDAP', 'revocation.responders', [{ url: 'ldap://ocsp.invalid/', issuers: ['issuing.pem'] }]],
    ['responder for nobody', 'revocation.responders', [{ url: 'http://ocsp.invalid/', issuers: [] }]],
    ['responder by PUT', 'revocation.responders', [{ url: 'http://ocsp.invalid/', issuers: ['issuing.pem'], method: 'put' }]],
    ['responder with MD5', 'revocation.responders', [{ url: 'http://ocsp.invalid/', issuers: ['issuing.pem'], digest: 'md5' }]],
    ['responder with another nonce', 'revocation.responders', [{ url: 'http://ocsp.invalid/', issuers: ['issuing.pem'], nonce: true }]],
    ['responder with an unknown key', 'revocation.responders', [{ url: 'http://ocsp.invalid/', issuers: ['issuing.pem'], proxy: 'x' }]],
    ['no policy', 'timestamp.policies', []],
    ['policy that is no identifier', 'timestamp.policies', ['any']],
    ['policy with a leading zero', 'timestamp.policies', ['1.02.3']],
    ['port too high', 'listeners.client.port', 65_536],
    ['negative port', 'listeners.client.port', -1],
    ['port as text', 'listeners.client.port', '8443'],
    ['host with a path', 'listeners.client.host', '127.0.0.1/admin'],
    ['no host', 'listeners.client.host', ''],
    ['log with a space', 'log.origin', 'log one'],
    ['log with a plus', 'log.origin', 'log+one'],
    ['unknown log level', 'operation.logLevel', 'silly'],
    ['clients that are no list', 'clients', {}],
    ['null', 'clients', null],
    ['text for a boolean', 'listeners.client.allowOlderTls', 'yes'],
  ];
  it.each(rows)('is refused: %s (%s)', (_what, path, value) => {
    const { code, paths } = faultsOf(() => parseConfiguration(changed(FULL, path, value), gateway));
    expect(code).toBe('configuration-invalid');
    // A fault that one value makes may stand beside it: an address that the other kind of queue does not have.
    const parent = path.slice(0, Math.max(path.lastIndexOf('.'), 0));
    expect(paths.length).toBeGreaterThan(0);
    for (const told of paths) expect(`${told}.`.startsWith(path) || told.startsWith(`${parent}.`) || parent === '').toBe(true);
    expect(paths).not.toContain('');
  });

  it('is told with all its faults at once, and with no value', () => {
    const copy = structuredClone(FULL);
    copy.authority = 'hunter2';
    copy.nonsense = 'hunter2';
    (copy.queue as Record<string, Json>).url = 'redis://:hunter2@redis';
    (copy.settings as Record<string, Json>).pullInterval = 'hunter2';
    let message = '';
    const { paths } = faultsOf(() => {
      try {
        parseConfiguration(Buffer.from(JSON.stringify(copy)), gateway);
      } catch (error) {
        message = (error as Error).message;
        throw error;
      }
    });
    expect(paths.sort()).toEqual(['authority', 'nonsense', 'queue.url', 'settings.pullInterval']);
    expect(message).toContain('nonsense: unknown key');
    expect(message).not.toContain('hunter2');
  });

  it('says which key is missing', () => {
    expect(() => parseConfiguration(changed(FULL, 'log.origin', undefined), gateway)).toThrow('log.origin: missing');
  });

  it.each([
    ['certificate', { ...CLIENT[1], id: 'other', fingerprint: CLIENT[0]?.fingerprint ?? '' }, 'clients[2].fingerprint'],
    ['name', { ...CLIENT[1], fingerprint: '33'.repeat(32) }, 'clients[2].id'],
  ])('is refused when two clients have the same %s', (_what, third, path) => {
    const bytes = changed(FULL, 'clients', [...CLIENT, third]);
    expect(faultsOf(() => parseConfiguration(bytes, gateway))).toEqual({ code: 'configuration-invalid', paths: [path] });
  });

  it.each([
    ['neither certificate nor keys', { kind: 'system', id: 'other' }, undefined, 'clients[2]'],
    ['keys and no access tokens', { kind: 'system', id: 'other', keys: 'keys.json' }, undefined, 'clients[2].keys'],
    [
      'an issuer with a path',
      { kind: 'system', id: 'other', keys: 'keys.json' },
      { issuer: 'https://gateway.example/api' },
      'oauth.issuer',
    ],
    [
      'an issuer without encryption',
      { kind: 'system', id: 'other', keys: 'keys.json' },
      { issuer: 'http://gateway.example' },
      'oauth.issuer',
    ],
    [
      'tokens for a day',
      { kind: 'system', id: 'other', keys: 'keys.json' },
      { issuer: 'https://x.example', tokenLifetime: '24h' },
      'oauth.tokenLifetime',
    ],
    [
      'no requests at all',
      { ...CLIENT[1], id: 'other', fingerprint: '33'.repeat(32), rateLimit: { requests: 0, period: '1s' } },
      undefined,
      'clients[2].rateLimit.requests',
    ],
  ])('is refused with a client that has %s', (_what, third, oauth, path) => {
    const bytes = changed(FULL, 'clients', [...CLIENT, third]);
    const whole = oauth === undefined ? bytes : changed(JSON.parse(bytes.toString('utf8')) as typeof FULL, 'oauth', oauth);
    expect(faultsOf(() => parseConfiguration(whole, gateway))).toEqual({
      code: 'configuration-invalid',
      paths: expect.arrayContaining([path]),
    });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['a comment', '{ // here\n}'],
    ['a repeated key', '{"authority":"urn:a:b","authority":"urn:a:c"}'],
    ['a byte order mark', '\ufeff{}'],
    ['a prototype', '{"__proto__":{}}'],
    ['two documents', '{}{}'],
    ['a fraction', '{"settings":{"maximumFiles":0.5}}'],
  ])('is refused as no strict JSON: %s', (_what, text) => {
    expect(faultsOf(() => parseConfiguration(Buffer.from(text), gateway)).code).toBe('configuration-not-json');
  });

  it.each(['[]', 'null', '"text"', '7'])('is refused when it is %s', (text) => {
    expect(faultsOf(() => parseConfiguration(Buffer.from(text), gateway)).code).toMatch(/^configuration-(invalid|not-json)$/);
  });
});

describe('other configurations with a fault', () => {
  it.each([
    ['signer', { key: 'a' }],
    ['policy', 'one'],
    ['accuracy', '2s'],
    ['listener', { host: '127.0.0.1' }],
    ['tls', { key: 'a', certificate: 'b', password: 'c' }],
    ['extra', 1],
  ] as [string, Json][])('tsa.json is refused: %s', (path, value) => {
    expect(faultsOf(() => parseConfiguration(changed(example('tsa.json'), path, value), tsa)).code).toBe('configuration-invalid');
  });

  it.each([
    ['pki', ''],
    ['listener.port', -1],
    ['validity', '3600'],
    ['logLevel', 'silly'],
    ['signer', {}],
  ] as [string, Json][])('ocsp.json is refused: %s', (path, value) => {
    expect(faultsOf(() => parseConfiguration(changed(example('ocsp.json'), path, value), ocsp)).code).toBe('configuration-invalid');
  });

  it.each([
    ['api', 'http://gateway.invalid'],
    ['api', 'gateway.invalid'],
    ['anchors', []],
    ['key', ''],
    ['password', 'x'],
  ] as [string, Json][])('client.json is refused: %s = %j', (path, value) => {
    expect(faultsOf(() => parseConfiguration(changed(example('client.json'), path, value), client)).code).toBe('configuration-invalid');
  });
});

describe('whatever is in a configuration', () => {
  it('is accepted or refused with a typed error', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(faultsOf(() => parseConfiguration(Buffer.from(text), gateway)).code).toMatch(/^configuration-(invalid|not-json)$/);
      }),
      { numRuns: 150 },
    );
  });

  it('an unknown key anywhere is refused with its path', () => {
    const places = [
      '',
      'keys',
      'keys.signatures',
      'log',
      'anchors',
      'directory',
      'revocation',
      'timestamp',
      'listeners',
      'listeners.client',
      'queue',
      'settings',
      'operation',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.stringMatching(/^x[a-z]{1,10}$/),
        fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null)),
        (place, key, value) => {
          const path = place === '' ? key : `${place}.${key}`;
          expect(faultsOf(() => parseConfiguration(changed(FULL, path, value as Json), gateway)).paths).toContain(path);
        },
      ),
      { numRuns: 100 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DirectoryError } from '../../../adapters/directory/error.ts';
import { MAXIMUM_LENGTH } from '../../../adapters/directory/tuf/limits.ts';
import { readMetadata } from '../../../adapters/directory/tuf/metadata.ts';
import { parseState, serializeState } from '../../../adapters/directory/tuf/verified-set.ts';
import { type JsonObject, makeTufKeys, tufFiles } from '../../support/tuf-repository.ts';

const keys = makeTufKeys(['XA']);
const documents = { 'authorities/XA/xa-central.json': '{}' };
const files = tufFiles({ keys, version: 1, expires: new Date('2100-01-01T00:00:00Z'), documents });
const octets = (role: string) => files.get(role === 'timestamp' ? 'metadata/timestamp.json' : `metadata/1.${role}.json`) ?? Buffer.alloc(0);
type Kind = 'root' | 'timestamp' | 'snapshot' | 'targets';

function changed(kind: Kind, change: (file: { signed: JsonObject; signatures: JsonObject[] }) => void): Buffer {
  const file = JSON.parse(octets(kind).toString('utf8'));
  change(file);
  return Buffer.from(JSON.stringify(file), 'utf8');
}

const many = (count: number, name: (index: number) => string, value: unknown) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [name(index), value])) as JsonObject;
const TARGET = { length: 1, hashes: { sha256: '0'.repeat(64) } };

describe('metadata of a directory', () => {
  it.each<Kind>(['root', 'timestamp', 'snapshot', 'targets'])('%s is read as it is written', (kind) => {
    expect(readMetadata(kind, octets(kind)).toJSON()).toEqual(JSON.parse(octets(kind).toString('utf8')));
  });

  it('may have members that are not known yet, as TUF asks', () => {
    const bytes = changed('targets', ({ signed }) => Object.assign(signed, { 'x-later': { a: [1] } }));
    expect(readMetadata('targets', bytes).signed.toJSON()).toMatchObject({ 'x-later': { a: [1] } });
  });

  it.each<[string, Kind, Buffer | ((file: { signed: JsonObject; signatures: JsonObject[] }) => void)]>([
    ['nothing', 'root', Buffer.alloc(0)],
    ['no JSON', 'root', Buffer.from('{')],
    ['a name twice', 'root', Buffer.from('{"signed":{},"signed":{},"signatures":[]}')],
    ['a name that changes prototypes', 'targets', Buffer.from('{"signed":{"__proto__":{}},"signatures":[]}')],
    ['no signatures', 'root', (file) => Reflect.deleteProperty(file, 'signatures')],
    ['a signature that is no hexadecimal', 'root', (file) => Object.assign(file.signatures[0] as object, { sig: 'zz' })],
    ['more signatures than anybody needs', 'root', (file) => Object.assign(file, { signatures: Array(257).fill(file.signatures[0]) })],
    ['a version of nothing', 'timestamp', ({ signed }) => Object.assign(signed, { version: 0 })],
    ['a version with a fraction', 'timestamp', Buffer.from(octets('timestamp').toString().replace('"version":1', '"version":1.5'))],
    [
      'a version beyond counting',
      'timestamp',
      Buffer.from(octets('timestamp').toString().replace('"version":1', '"version":9007199254740993')),
    ],
    ['an end that is no moment', 'snapshot', ({ signed }) => Object.assign(signed, { expires: 'never' })],
    ['an end in a time zone', 'snapshot', ({ signed }) => Object.assign(signed, { expires: '2100-01-01T00:00:00+02:00' })],
    ['another kind', 'targets', ({ signed }) => Object.assign(signed, { _type: 'root' })],
    ['a role too few', 'root', ({ signed }) => Reflect.deleteProperty(signed.roles as object, 'timestamp')],
    [
      'a key of no known kind',
      'root',
      ({ signed }) => Object.assign(Object.values(signed.keys as JsonObject)[0] as object, { keytype: 'rsa' }),
    ],
    [
      'a key that is none',
      'root',
      ({ signed }) => Object.assign(Object.values(signed.keys as JsonObject)[0] as object, { keyval: { public: 'x' } }),
    ],
    ['two files in a timestamp', 'timestamp', ({ signed }) => Object.assign(signed.meta as object, { 'targets.json': { version: 1 } })],
    [
      'a file name that leads elsewhere',
      'snapshot',
      ({ signed }) => Object.assign(signed.meta as object, { '../root.json': { version: 1 } }),
    ],
    [
      'a digest of another kind',
      'targets',
      ({ signed }) => Object.assign(signed.targets as object, { a: { length: 1, hashes: { md5: '0' } } }),
    ],
    ['a negative length', 'targets', ({ signed }) => Object.assign(signed.targets as object, { a: { ...TARGET, length: -1 } })],
    [
      'more States than there are',
      'snapshot',
      ({ signed }) => Object.assign(signed, { meta: many(302, (index) => `state-${index}.json`, { version: 1 }) }),
    ],
    [
      'more documents than a State has',
      'targets',
      ({ signed }) => Object.assign(signed, { targets: many(1_001, (index) => `a${index}`, TARGET) }),
    ],
    ['hash bins', 'targets', ({ signed }) => Object.assign(signed.delegations as object, { succinct_roles: { bit_length: 32 } })],
  ])('is refused with %s', (_, kind, input) => {
    const bytes = Buffer.isBuffer(input) ? input : changed(kind, input);
    expect(() => readMetadata(kind, bytes)).toThrow(expect.objectContaining({ code: 'directory-malformed' }));
  });

  it.each<Kind>(['root', 'timestamp', 'snapshot', 'targets'])('%s is refused when it is too long, before it is read', (kind) => {
    expect(() => readMetadata(kind, Buffer.alloc(MAXIMUM_LENGTH[kind] + 1, ' '))).toThrow(
      expect.objectContaining({ code: 'directory-too-large' }),
    );
  });

  it('is refused with an error of ours or read, whatever the octets', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom<Kind>('root', 'timestamp', 'snapshot', 'targets'), (text, kind) => {
        try {
          readMetadata(kind, Buffer.from(text, 'utf8'));
        } catch (error) {
          expect(error).toBeInstanceOf(DirectoryError);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('a set that was kept', () => {
  it('comes back as it was', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((value) => Buffer.from(value, 'utf8'));
    const named = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), text).map((members) => new Map(Object.entries(members)));
    const set = fc.record({ timestamp: text, snapshot: text, targets: text, states: named, files: named });
    fc.assert(
      fc.property(text, fc.option(set, { nil: undefined }), (root, verified) => {
        const state = verified === undefined ? { root } : { root, set: verified };
        expect(parseState(serializeState(state))).toEqual(state);
      }),
      { numRuns: 100 },
    );
  });

  it.each(['', 'null', '[]', '{"format":"valija-directory-set/2","root":""}', '{"format":"valija-directory-set/1"}'])(
    'is refused as %j',
    (text) => {
      expect(() => parseState(Buffer.from(text))).toThrow(expect.objectContaining({ code: 'directory-malformed' }));
    },
  );
});

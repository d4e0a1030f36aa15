import { describe, expect, it } from 'vitest';
import { parseCheckpoint } from '../../../audit/log/checkpoint.ts';
import { decodeEntryBundle, encodeEntryBundle } from '../../../audit/log/entry-bundle.ts';
import { commitment, encodeLeaf, LEAF_TYPES, parseLeaf } from '../../../audit/log/leaf.ts';
import { EMPTY_ROOT } from '../../../audit/log/merkle.ts';
import { parseNote, signNote } from '../../../audit/log/note.ts';
import { parseVerifierKey } from '../../../audit/log/note-key.ts';
import { formatProof, parseProof } from '../../../audit/log/proof.ts';
import { parseTilePath, tilePath } from '../../../audit/log/tile-path.ts';
import { testSigner } from './helpers/keys.ts';

const signer = testSigner();
const root = EMPTY_ROOT.toString('base64');
const good = signNote(`${signer.name}\n3\n${root}\n`, [signer]);
const line = good.slice(good.indexOf('—'));
const body = line.split(' ')[2]!.trim();
const withCode = (code: string) => expect.objectContaining({ name: 'AuditError', code });

describe('hostile notes', () => {
  const table: [string, string | Buffer][] = [
    ['empty', ''],
    ['no blank line', 'text\n— a AAAAAAA=\n'],
    ['no signature', 'text\n\n'],
    ['no final line feed', good.slice(0, -1)],
    ['text without final line feed', `text\n${line}`],
    ['carriage returns', good.replaceAll('\n', '\r\n')],
    ['a tab in the text', `a\tb\n\n${line}`],
    ['a NUL in the text', `a\0b\n\n${line}`],
    ['a hyphen instead of the dash', good.replace('— ', '- ')],
    ['no space after the dash', good.replace('— ', '—')],
    ['two spaces', good.replace('— ', '—  ')],
    ['an empty name', `text\n\n—  ${body}\n`],
    ['a name with a plus', `text\n\n— a+b ${body}\n`],
    ['a name with a no-break space', `text\n\n— a\u00a0b ${body}\n`],
    ['base64 without padding', `text\n\n— a ${body.replace('=', '')}\n`],
    ['base64 with stray bits', `text\n\n— a AAAAAAB=\n`],
    ['base64url', `text\n\n— a AA-_AAAA\n`],
    ['a key id and nothing else', 'text\n\n— a AAAAAA==\n'],
    ['a blank line among the signatures', `${good}\n`],
    ['not UTF-8', Buffer.concat([Buffer.from([0xff]), Buffer.from(good)])],
    ['overlong UTF-8', Buffer.concat([Buffer.from([0xc0, 0xaf]), Buffer.from(good)])],
    ['a lone surrogate', `\ud800${good}`],
    ['65 signatures', `text\n\n${line.repeat(65)}`],
    ['too large', `${'a'.repeat(256 * 1024)}\n\n${line}`],
  ];
  it.each(table)('%s', (_, note) => {
    expect(() => parseNote(note)).toThrow(withCode('note-malformed'));
  });

  it('the good one parses', () => {
    expect(parseNote(good).signatures).toHaveLength(1);
  });
});

describe('hostile checkpoints', () => {
  it.each([
    ['empty', ''],
    ['no root', 'a\n1\n'],
    ['no final line feed', `a\n1\n${root}`],
    ['an empty origin', `\n1\n${root}\n`],
    ['a leading zero', `a\n01\n${root}\n`],
    ['a plus', `a\n+1\n${root}\n`],
    ['a negative size', `a\n-1\n${root}\n`],
    ['a fraction', `a\n1.0\n${root}\n`],
    ['hexadecimal', `a\n0x1\n${root}\n`],
    ['other digits', `a\n١\n${root}\n`],
    ['2^53', `a\n9007199254740992\n${root}\n`],
    ['a number of 30 digits', `a\n${'9'.repeat(30)}\n${root}\n`],
    ['a short root', `a\n1\nAAAA\n`],
    ['a root of 33 octets', `a\n1\n${Buffer.alloc(33).toString('base64')}\n`],
    ['a root with stray bits', `a\n1\n${root.replace('U=', 'V=')}\n`],
    ['an empty extension line', `a\n1\n${root}\n\n`],
  ])('%s', (_, text) => {
    expect(() => parseCheckpoint(text)).toThrow(withCode('checkpoint-malformed'));
  });
});

describe('hostile verifier keys', () => {
  const [name, id, key] = signer.verifierKey.split('+') as [string, string, string];
  const typed = Buffer.from(key, 'base64');
  const retyped = (type: number) => Buffer.concat([Buffer.of(type), typed.subarray(1)]).toString('base64');
  it.each([
    ['empty', ''],
    ['no key', `${name}+${id}`],
    ['another id', `${name}+00000000+${key}`],
    ['an id in capitals', `${name}+${id.toUpperCase()}x+${key}`],
    ['another name', `other+${id}+${key}`],
    ['no name', `+${id}+${key}`],
    ['a short key', `${name}+${id}+${typed.subarray(0, 32).toString('base64')}`],
    ['a long key', `${name}+${id}+${Buffer.concat([typed, Buffer.of(0)]).toString('base64')}`],
    ['an unknown type', `${name}+${id}+${retyped(9)}`],
    ['an ECDSA type', `${name}+${id}+${retyped(2)}`],
    ['another type under the same id', `${name}+${id}+${retyped(4)}`],
    ['spaces', ` ${signer.verifierKey}`],
  ])('%s', (_, text) => {
    expect(() => parseVerifierKey(text)).toThrow(withCode('verifier-key-malformed'));
  });
});

describe('hostile proofs of inclusion', () => {
  const proof = formatProof({ index: 2, hashes: [EMPTY_ROOT, EMPTY_ROOT], checkpoint: good });
  const head = 'c2sp.org/tlog-proof@v1\n';

  it('the good one reads back, with and without extra', () => {
    expect(formatProof(parseProof(Buffer.from(proof)))).toBe(proof);
    const withExtra = formatProof({ index: 0, hashes: [], checkpoint: good, extra: Buffer.from('beside') });
    expect(formatProof(parseProof(Buffer.from(withExtra)))).toBe(withExtra);
  });

  it.each([
    ['empty', ''],
    ['another version', proof.replace('@v1', '@v2')],
    ['an older header', proof.replace('c2sp.org/tlog-proof@v1', 'c2sp.org/tlog-proof@v1 ')],
    ['no index', `${head}${root}\n\n${good}`],
    ['index with leading zero', proof.replace('index 2', 'index 02')],
    ['index above 2^53', proof.replace('index 2', 'index 9007199254740993')],
    ['a negative index', proof.replace('index 2', 'index -2')],
    ['a line that is no hash', proof.replace(root, 'AAAA')],
    ['64 hashes', `${head}index 2\n${`${root}\n`.repeat(64)}\n${good}`],
    ['carriage returns', proof.replaceAll('\n', '\r\n')],
    ['extra that is not base64', proof.replace('index', 'extra !\nindex')],
    ['extra after the index', proof.replace('index 2\n', 'index 2\nextra AAAA\n')],
    ['two extras', proof.replace('index', 'extra AAAA\nextra AAAA\nindex')],
    ['no blank line', `${head}index 2`],
    ['not ASCII', proof.replace('index', 'ìndex')],
    ['too large', proof + 'a'.repeat(320 * 1024)],
  ])('%s', (_, text) => {
    expect(() => parseProof(Buffer.from(text))).toThrow(withCode('proof-malformed'));
  });

  it.each([
    ['no checkpoint', `${head}index 2\n\n`, 'note-malformed'],
    ['a checkpoint without signature', `${head}index 2\n\na\n1\n${root}\n`, 'note-malformed'],
    ['a note that is no checkpoint', `${head}index 2\n\n${signNote('a\nb\n', [signer])}`, 'checkpoint-malformed'],
  ])('%s', (_, text, code) => {
    expect(() => parseProof(Buffer.from(text))).toThrow(withCode(code));
  });
});

describe('hostile tile paths', () => {
  it.each(['tile/0/000', 'tile/entries/x001/x234/067.p/255', 'tile/6/999.p/1'])('%s is one', (path) => {
    expect(tilePath(parseTilePath(path))).toBe(path);
  });

  it.each([
    '',
    'tile',
    'checkpoint',
    'tile/0/0',
    'tile/0/0000',
    'tile/00/000',
    'tile/7/000',
    'tile/0/x000/000',
    'tile/0/001/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/000.p/',
    'tile/0/../../secret',
    '/tile/0/000',
    'tile/0/000/',
    'tile/0/000\n',
    'tile/Entries/000',
    'tile/entries/x999/x999/x999/x999/x999/x999/999',
  ])('%j is none', (path) => {
    expect(() => parseTilePath(path)).toThrow(withCode('tile-malformed'));
  });
});

describe('hostile entries and bundles', () => {
  const salt = Buffer.alloc(32, 1);
  const digest = Buffer.alloc(32, 2);

  it('an entry is prefix and commitment, and nothing else', () => {
    for (const type of LEAF_TYPES) {
      const entry = encodeLeaf({ type, salt, digest });
      expect(entry.subarray(0, -32).toString()).toBe(`valija/${type}/1\n`);
      expect(parseLeaf(entry)).toEqual({ type, commitment: commitment(salt, digest) });
      expect(() => parseLeaf(Buffer.concat([entry, Buffer.of(0)]))).toThrow(withCode('entry-malformed'));
      expect(() => parseLeaf(entry.subarray(1))).toThrow(withCode('entry-malformed'));
    }
    expect(() => parseLeaf(Buffer.concat([Buffer.from('valija/unknown/1\n'), salt]))).toThrow(withCode('entry-malformed'));
    expect(() => commitment(salt.subarray(1), digest)).toThrow(withCode('entry-malformed'));
    expect(() => commitment(salt, Buffer.concat([digest, salt]))).toThrow(withCode('entry-malformed'));
  });

  it('a bundle holds exactly its entries', () => {
    const bundle = encodeEntryBundle([Buffer.from('a'), Buffer.alloc(0), Buffer.alloc(0xffff)]);
    expect(decodeEntryBundle(bundle, 3)).toHaveLength(3);
    for (const [octets, count] of [
      [bundle, 2],
      [bundle, 4],
      [bundle.subarray(0, -1), 3],
      [bundle.subarray(0, 3 + 1), 2],
      [Buffer.concat([bundle, Buffer.of(0)]), 3],
      [Buffer.alloc(0), 1],
    ] as const) {
      expect(() => decodeEntryBundle(octets, count)).toThrow(withCode('tile-malformed'));
    }
    expect(() => encodeEntryBundle([Buffer.alloc(0x10000)])).toThrow(withCode('entry-malformed'));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_ROOT, leafHash } from '../../../audit/log/merkle.ts';
import { parseNote, signNote } from '../../../audit/log/note.ts';
import { parseVerifierKey } from '../../../audit/log/note-key.ts';
import { followSuccessions, openSuccession, parseSuccession, type Succession, signSuccession } from '../../../audit/log/succession.ts';
import { testSigner } from './helpers/keys.ts';

const FORMER = 'log.xandria.invalid/2026';
const NEXT = `${FORMER}.20261120-1f00c7a9`;
const LAST = `${FORMER}.20261203-00000001`;
const AT = '2026-11-20T03:15:00.000Z';
const ROOT = leafHash(Buffer.from('invented'));

const former = testSigner(FORMER, 'one');
const next = testSigner(NEXT, 'one');
const last = testSigner(LAST, 'one');
const stranger = testSigner(NEXT, 'two');
const verifier = parseVerifierKey(former.verifierKey);

const succession = (change: Partial<Succession> = {}): Succession => ({
  former: { origin: FORMER, size: 7, root: ROOT },
  successorKey: next.verifierKey,
  at: AT,
  ...change,
});
const text = (...lines: string[]) => `${lines.join('\n')}\n`;
const good = ['valija-log-succession/1', FORMER, `7 ${ROOT.toString('base64')}`, next.verifierKey, AT] as const;
const replaced = (line: number, by: string) => text(...good.map((before, index) => (index === line ? by : before)));

describe('the succession of a log', () => {
  it('is signed by both logs and leads from one to the other', () => {
    const note = signSuccession(succession(), { former, successor: next });
    expect(parseNote(note).text).toBe(text(...good));
    expect(parseNote(note).signatures.map(({ name }) => name)).toEqual([FORMER, NEXT]);
    const opened = openSuccession(note, verifier);
    expect(opened).toMatchObject(succession());
    expect(opened.successor.name).toBe(NEXT);
  });

  it('is followed from log to log, and notes of others are left out', () => {
    const first = signSuccession(succession(), { former, successor: next });
    const second = signSuccession(succession({ former: { origin: NEXT, size: 9, root: ROOT }, successorKey: last.verifierKey }), {
      former: next,
      successor: last,
    });
    expect(followSuccessions(verifier, []).name).toBe(FORMER);
    expect(followSuccessions(verifier, [first]).name).toBe(NEXT);
    expect(followSuccessions(verifier, [first, second]).name).toBe(LAST);
    expect(followSuccessions(verifier, [second]).name).toBe(FORMER);
    expect(followSuccessions(parseVerifierKey(next.verifierKey), [first, second]).name).toBe(LAST);
  });

  it('begins with nothing where nothing was published', () => {
    const note = signSuccession(succession({ former: { origin: FORMER, size: 0, root: EMPTY_ROOT } }), { former, successor: next });
    expect(openSuccession(note, verifier).former.size).toBe(0);
  });

  it('is only signed by the two logs that it names', () => {
    expect(() => signSuccession(succession(), { former: next, successor: next })).toThrow(
      expect.objectContaining({ code: 'succession-malformed', disposition: 'operator' }),
    );
    expect(() => signSuccession(succession(), { former, successor: stranger })).toThrow();
    expect(() => signSuccession(succession({ successorKey: former.verifierKey }), { former, successor: former })).toThrow();
  });

  it.each<[string, string, string]>([
    ['without the former log', signNote(text(...good), [next]), 'note-unsigned'],
    ['without its successor', signNote(text(...good), [former]), 'note-unsigned'],
    ['by a successor with another key', signNote(text(...good), [former, stranger]), 'note-unsigned'],
    [
      'about another log',
      signSuccession(succession({ former: { origin: NEXT, size: 1, root: ROOT }, successorKey: last.verifierKey }), {
        former: next,
        successor: last,
      }),
      'note-unsigned',
    ],
    ['altered afterwards', signSuccession(succession(), { former, successor: next }).replace('\n7 ', '\n6 '), 'note-signature-invalid'],
  ])('is refused when signed %s', (_name, note, code) => {
    expect(() => openSuccession(note, verifier)).toThrow(expect.objectContaining({ code }));
  });

  it.each<[string, string]>([
    ['another format', replaced(0, 'valija-log-succession/2')],
    ['no origin', replaced(1, '')],
    ['an origin with a space', replaced(1, 'log one')],
    ['a size with a zero before it', replaced(2, `07 ${ROOT.toString('base64')}`)],
    ['a size beyond numbers', replaced(2, `99999999999999999 ${ROOT.toString('base64')}`)],
    ['a negative size', replaced(2, `-1 ${ROOT.toString('base64')}`)],
    ['a root too short', replaced(2, `7 ${ROOT.subarray(1).toString('base64')}`)],
    ['a root in base64url', replaced(2, `7 ${Buffer.alloc(32, 0xff).toString('base64url')}`)],
    ['no entries and another root', replaced(2, `0 ${ROOT.toString('base64')}`)],
    ['two spaces', replaced(2, `7  ${ROOT.toString('base64')}`)],
    ['a time without milliseconds', replaced(4, '2026-11-20T03:15:00Z')],
    ['a time in a zone', replaced(4, '2026-11-20T03:15:00.000+01:00')],
    ['a day that is none', replaced(4, '2026-02-30T03:15:00.000Z')],
    ['a line more', text(...good, 'x')],
    ['a line less', text(...good.slice(0, 4))],
    ['itself as successor', replaced(3, former.verifierKey)],
    ['no line feed at the end', text(...good).slice(0, -1)],
  ])('is no succession with %s', (_name, malformed) => {
    expect(() => parseSuccession(malformed)).toThrow(expect.objectContaining({ code: 'succession-malformed' }));
  });

  it('is no succession with a key that is none', () => {
    expect(() => parseSuccession(replaced(3, next.verifierKey.slice(0, -2)))).toThrow(
      expect.objectContaining({ code: 'verifier-key-malformed' }),
    );
  });

  it('comes out as it was signed, for every tree', () => {
    const trees = fc.tuple(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), fc.uint8Array({ minLength: 32, maxLength: 32 }));
    fc.assert(
      fc.property(trees, ([size, octets]) => {
        const tree = { origin: FORMER, size, root: Buffer.from(octets) };
        expect(openSuccession(signSuccession(succession({ former: tree }), { former, successor: next }), verifier).former).toEqual(tree);
      }),
      { numRuns: 60 },
    );
  });
});

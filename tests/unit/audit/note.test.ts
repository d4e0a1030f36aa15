import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCheckpoint, openCheckpoint, parseCheckpoint, signCheckpoint } from '../../../audit/log/checkpoint.ts';
import { EMPTY_ROOT } from '../../../audit/log/merkle.ts';
import { formatNote, openNote, parseNote, signNote } from '../../../audit/log/note.ts';
import { createCosigner, createNoteSigner, noteKeyOf, parseVerifierKey } from '../../../audit/log/note-key.ts';
import { ORIGIN, testKey, testSigner } from './helpers/keys.ts';

// From the C2SP signed-note specification.
const SPEC_KEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const SPEC_NOTE =
  'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';

describe('signed notes', () => {
  it('verifies the example of the specification', () => {
    const opened = openNote(SPEC_NOTE, [parseVerifierKey(SPEC_KEY)]);
    expect(opened.text).toBe('This is an example message.\n');
    expect(opened.verified.map(({ verifier }) => verifier.name)).toEqual(['example.com/foo']);
  });

  it('signs and verifies; every flipped bit is refused', () => {
    const signer = testSigner();
    const note = Buffer.from(signNote('one\n\ntwo\n', [signer]));
    const verifier = parseVerifierKey(signer.verifierKey);
    expect(openNote(note, [verifier]).text).toBe('one\n\ntwo\n');
    for (let bit = 0; bit < note.length * 8; bit += 3) {
      const changed = Buffer.from(note);
      changed[bit >> 3] = changed[bit >> 3]! ^ (1 << (bit & 7));
      expect(() => openNote(changed, [verifier]), `bit ${bit}`).toThrow(expect.objectContaining({ name: 'AuditError' }));
    }
  });

  it('ignores unknown keys, and fails as a whole on a bad signature by a known one', () => {
    const [log, other] = [testSigner('a.example'), testSigner('b.example')];
    const both = signNote('text\n', [log, other]);
    const opened = openNote(both, [parseVerifierKey(log.verifierKey)]);
    expect(opened.verified).toHaveLength(1);
    expect(opened.unknown.map(({ name }) => name)).toEqual(['b.example']);
    const parsed = parseNote(both);
    const forged = formatNote({ ...parsed, signatures: parsed.signatures.map((line) => ({ ...line, signature: Buffer.alloc(64, 1) })) });
    expect(() => openNote(forged, [parseVerifierKey(log.verifierKey)])).toThrow(
      expect.objectContaining({ code: 'note-signature-invalid' }),
    );
    expect(() => openNote(both, [parseVerifierKey(testSigner('c.example').verifierKey)])).toThrow(
      expect.objectContaining({ code: 'note-unsigned' }),
    );
    // The same key under another name has another id, so that it is not known.
    const renamed = testSigner('c.example', 'a.example');
    expect(() => openNote(both, [parseVerifierKey(renamed.verifierKey)])).toThrow(expect.objectContaining({ code: 'note-unsigned' }));
  });

  it('whatever parses re-encodes to the same octets', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 80 }), { minLength: 1, maxLength: 3 }),
        (text, bodies) => {
          const note = formatNote({
            text: `${text}\n`,
            signatures: bodies.map((body) => ({ name: 'n', keyId: Buffer.alloc(4, 7), signature: Buffer.from(body) })),
          });
          try {
            expect(formatNote(parseNote(Buffer.from(note)))).toBe(note);
          } catch (error) {
            expect(error).toMatchObject({ code: 'note-malformed' });
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('checkpoints', () => {
  const signer = testSigner();
  const log = parseVerifierKey(signer.verifierKey);
  const checkpoint = { origin: ORIGIN, size: 7, root: EMPTY_ROOT };

  it('signs and opens', () => {
    const opened = openCheckpoint(signCheckpoint(checkpoint, signer), { log });
    expect(opened).toMatchObject({ ...checkpoint, extensions: [], cosignatures: [] });
  });

  it('is bound to its origin', () => {
    const other = testSigner('log.example/other');
    expect(() => signCheckpoint(checkpoint, other)).toThrow(expect.objectContaining({ code: 'checkpoint-origin' }));
    const foreign = signNote(formatCheckpoint({ ...checkpoint, origin: 'log.example/other' }), [signer]);
    expect(() => openCheckpoint(foreign, { log })).toThrow(expect.objectContaining({ code: 'checkpoint-origin' }));
  });

  it('a witness cosigns with a time, and alone it is not enough', () => {
    const now = () => new Date('2026-11-20T10:00:00.900Z');
    const witness = createCosigner({ name: 'witness.example', key: noteKeyOf(testKey('witness')), now });
    const witnesses = [parseVerifierKey(witness.verifierKey)];
    const both = openCheckpoint(signNote(formatCheckpoint(checkpoint), [signer, witness]), { log, witnesses });
    expect(both.cosignatures).toEqual([{ name: 'witness.example', timestamp: new Date('2026-11-20T10:00:00Z') }]);
    const alone = signNote(formatCheckpoint(checkpoint), [witness]);
    expect(() => openCheckpoint(alone, { log, witnesses })).toThrow(expect.objectContaining({ code: 'note-unsigned' }));
  });

  it('keeps extension lines of others', () => {
    expect(parseCheckpoint(`a\n1\n${EMPTY_ROOT.toString('base64')}\nmore\n`).extensions).toEqual(['more']);
  });
});

describe('keys', () => {
  it('survive the way to text and back', () => {
    const signer = testSigner('name.example');
    const verifier = parseVerifierKey(signer.verifierKey);
    expect(verifier.keyId.equals(signer.keyId)).toBe(true);
  });

  it('only Ed25519 keys with a clean name sign', () => {
    for (const name of ['', 'a b', 'a+b', 'a\nb', 'a\u00a0b']) {
      expect(() => createNoteSigner({ name, key: noteKeyOf(testKey('x')) }), JSON.stringify(name)).toThrow(
        expect.objectContaining({ code: 'verifier-key-malformed' }),
      );
    }
  });
});

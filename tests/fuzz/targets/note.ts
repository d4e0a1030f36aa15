import { deepStrictEqual } from 'node:assert';
import { AuditError } from '../../../audit/error.ts';
import { formatNote, openNote, parseNote, signNote } from '../../../audit/log/note.ts';
import { parseVerifierKey } from '../../../audit/log/note-key.ts';
import { testSigner } from '../../unit/audit/helpers/keys.ts';

const signers = [testSigner('log.example/one'), testSigner('witness.example/zwei')];
const verifiers = signers.map(({ verifierKey }) => parseVerifierKey(verifierKey));
const texts = ['text\n', 'a\n\nb\n', 'señal — ¿sí?\n', '\n'];

export const target = {
  name: 'note',
  seeds: () => texts.map((text) => Buffer.from(signNote(text, signers))),
  run: (input: Buffer) => {
    const parsed = parseNote(input);
    deepStrictEqual(Buffer.from(formatNote(parsed)), input, 're-encodes');
    const { text } = openNote(input, verifiers);
    deepStrictEqual(texts.includes(text), true, 'only texts that were signed verify');
  },
  acceptable: (error: unknown) => error instanceof AuditError && error.code.startsWith('note-'),
};

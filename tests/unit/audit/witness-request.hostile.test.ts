import { describe, expect, it } from 'vitest';
import { EMPTY_ROOT } from '../../../audit/log/merkle.ts';
import { signNote } from '../../../audit/log/note.ts';
import { formatAddCheckpoint, parseAddCheckpoint } from '../../../audit/log/witness-request.ts';
import { testSigner } from './helpers/keys.ts';

const signer = testSigner();
const root = EMPTY_ROOT.toString('base64');
const checkpoint = signNote(`${signer.name}\n3\n${root}\n`, [signer]);
const good = formatAddCheckpoint({ oldSize: 2, proof: [EMPTY_ROOT, EMPTY_ROOT], checkpoint });
const parse = (text: string) => parseAddCheckpoint(Buffer.from(text));

describe('hostile requests to a witness', () => {
  it('the good one reads back, with 63 hashes and with none', () => {
    for (const length of [0, 2, 63]) {
      const text = formatAddCheckpoint({ oldSize: length, proof: Array.from({ length }, () => EMPTY_ROOT), checkpoint });
      expect(formatAddCheckpoint(parse(text))).toBe(text);
    }
  });

  it.each([
    ['empty', ''],
    ['no old size', good.slice(good.indexOf('\n') + 1)],
    ['a blank old size', good.replace('old 2', 'old ')],
    ['a leading zero', good.replace('old 2', 'old 02')],
    ['a sign', good.replace('old 2', 'old +2')],
    ['a negative size', good.replace('old 2', 'old -2')],
    ['2^53', good.replace('old 2', 'old 9007199254740992')],
    ['a keyword in capitals', good.replace('old', 'OLD')],
    ['a second old line', good.replace('old 2', 'old 2\nold 2')],
    ['a short hash', good.replace(root, 'AAAA')],
    ['base64 without padding', good.replace(root, root.replace('=', ''))],
    ['base64 with stray bits', good.replace(root, root.replace('U=', 'V='))],
    ['64 hashes', good.replace(`${root}\n`, `${root}\n`.repeat(63))],
    ['carriage returns', good.replaceAll('\n', '\r\n')],
    ['no blank line', `old 2\n${root}\n`],
    ['not ASCII before the checkpoint', good.replace('old', 'öld')],
    ['too large', good + 'a'.repeat(64 * 1024)],
  ])('%s', (_, text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ name: 'AuditError', code: 'witness-request-malformed' }));
  });

  it.each([
    ['no checkpoint', 'old 2\n\n', 'note-malformed'],
    ['a checkpoint without signature', `old 2\n\na\n1\n${root}\n`, 'note-malformed'],
    ['a note that is no checkpoint', `old 2\n\n${signNote('a\nb\n', [signer])}`, 'checkpoint-malformed'],
  ])('%s', (_, text, code) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ name: 'AuditError', code }));
  });
});

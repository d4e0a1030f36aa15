import { describe, expect, it } from 'vitest';
import type { LetterSignatureAnswer } from '../../../compose/api-client/answers.ts';
import { letterLines } from '../../../compose/wording/letter-signatures.ts';
import { LANGUAGES } from '../../../gateway/problems/language.ts';

const OFFICER: LetterSignatureAnswer = {
  verdict: 'PASSED',
  level: 'B-T',
  signer: { subject: 'C=XA, CN=Persona Inventada', issuer: 'CN=Invented root' },
  coversWholeFile: true,
  changesAfter: [],
};

const lines = (signature: LetterSignatureAnswer, language: (typeof LANGUAGES)[number] = 'en') =>
  letterLines({ letterSignatures: [signature] }, language);

describe('what is told of the signatures of a letter', () => {
  it.each([
    ['es', 'carta firmada por C=XA, CN=Persona Inventada, B-T: válida'],
    ['pt', 'carta assinada por C=XA, CN=Persona Inventada, B-T: válida'],
    ['fr', 'lettre signée par C=XA, CN=Persona Inventada, B-T: valable'],
    ['en', 'letter signed by C=XA, CN=Persona Inventada, B-T: valid'],
  ] as const)('is told in %s', (language, line) => {
    expect(lines(OFFICER, language)).toEqual([line]);
  });

  it('names the authority whose seal it is', () => {
    const signer = { subject: 'CN=Seal', issuer: 'CN=Root', authority: 'urn:valija:authority:xa-central' };
    expect(lines({ ...OFFICER, signer })).toEqual(['letter signed by urn:valija:authority:xa-central, B-T: valid']);
  });

  it('says why one does not hold, and that the file was changed', () => {
    const changed = { verdict: 'FAILED', code: 'pades-changed-after-signing', coversWholeFile: false };
    const [line] = lines({ ...OFFICER, ...changed, changesAfter: [{ kind: 'page', harmless: false }] });
    expect(line).toMatch(/: not valid \(.+\); the file was changed afterwards$/);
    expect(lines({ ...OFFICER, ...changed, code: 'of-a-later-version' })[0]).toContain('not valid (of-a-later-version)');
  });

  it.each(['path-not-found', 'revocation-unknown', 'certificate-revoked', 'certificate-expired', 'message-digest-mismatch'])(
    'has a sentence for %s',
    (code) => {
      const told = LANGUAGES.map((language) => lines({ ...OFFICER, verdict: 'INDETERMINATE', code }, language)[0]);
      for (const line of told) expect(line).not.toContain(code);
      expect(new Set(told).size).toBe(LANGUAGES.length);
    },
  );

  it('does not take a further signature for a change', () => {
    const [line] = lines({ ...OFFICER, coversWholeFile: false, changesAfter: [{ kind: 'signature', harmless: true }] });
    expect(line).toBe('letter signed by C=XA, CN=Persona Inventada, B-T: valid');
  });

  it('says in every language that the letter could not be examined', () => {
    const told = LANGUAGES.map((language) => letterLines({ letterSignatures: [], letterProblem: 'letter-too-large' }, language));
    expect(told.map(({ length }) => length)).toEqual(LANGUAGES.map(() => 1));
    expect(new Set(told.flat()).size).toBe(LANGUAGES.length);
  });

  it('lets no name steer a terminal', () => {
    const [line] = lines({ ...OFFICER, signer: { subject: 'CN=\u001b[2Jnobody\u202e\n', issuer: '' }, level: '\u0007' });
    expect(line).not.toMatch(/\p{C}/u);
    expect(line).toContain('nobody');
  });
});

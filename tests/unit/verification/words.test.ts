import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHECKS, type CheckName } from '../../../audit/verify/checks.ts';
import { validationOf } from '../../../audit/verify/sub-indication.ts';
import { hasReason, reasonTexts } from '../../../compose/wording/reasons.ts';
import { CHECK_SENTENCES, checkTexts, VERDICT_TEXTS } from '../../../compose/wording/verification.ts';
import { LANGUAGES } from '../../../gateway/problems/language.ts';
import { projectFiles, projectFolder } from '../architecture/project.ts';

const names = Object.keys(CHECKS) as CheckName[];
const VERDICTS = ['PASSED', 'INDETERMINATE', 'FAILED'] as const;
const SENTENCE = /^[A-ZÁÉÍÓÚÂÊÔÃÀÇŒ¿«].+[.]$/u;

describe('the sentences of the verifier', () => {
  it.each(names)('%s has three in each language, whole and all different', (name) => {
    for (const language of LANGUAGES) {
      const sentences = VERDICTS.map((verdict) => CHECK_SENTENCES[language][name][verdict]);
      for (const sentence of sentences) expect(sentence).toMatch(SENTENCE);
      expect(new Set(sentences).size).toBe(3);
    }
    const passed = LANGUAGES.map((language) => checkTexts(name, 'PASSED')[language]);
    expect(new Set(passed).size).toBe(LANGUAGES.length);
  });

  it('say nothing about checks that are gone', () => {
    for (const language of LANGUAGES) expect(Object.keys(CHECK_SENTENCES[language]).sort()).toEqual([...names].sort());
  });

  it('hold the same four texts for each verdict', () => {
    for (const verdict of VERDICTS) expect(new Set(Object.values(VERDICT_TEXTS[verdict])).size).toBe(LANGUAGES.length);
  });
});

/** Members of unions of string literals, one in a line, as the sources write them. */
function codesOf(path: string): string[] {
  const text = readFileSync(join(projectFolder, path), 'utf8');
  return [...text.matchAll(/^ {2}\| '([a-z0-9-]+)'/gm)].map(([, code = '']) => code);
}

describe('the reasons of findings', () => {
  const unions = [
    'crypto/error.ts',
    'crypto/x509/check-path.ts',
    'crypto/x509/path.ts',
    'crypto/asic/verify-container.ts',
    'crypto/asic/read-container.ts',
    'evidence/error.ts',
    'evidence/conflicts.ts',
    'audit/error.ts',
  ];

  it.each(unions)('are there for every code of %s', (path) => {
    const codes = codesOf(path);
    expect(codes.length).toBeGreaterThan(3);
    expect(codes.filter((code) => !hasReason(code))).toEqual([]);
  });

  it('are there for every code that the verifier itself gives', () => {
    const given = /findings\.(?:failed|open|warn)\([^)]*, '([a-z-]+)'\)|code: '([a-z-]+)'/g;
    const sources = projectFiles().filter((path) => /^(audit\/verify|compose\/verification)\/.*\.ts$/.test(path));
    const codes = sources.flatMap((path) =>
      [...readFileSync(join(projectFolder, path), 'utf8').matchAll(given)].map(([, first, second]) => first ?? second ?? ''),
    );
    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter((code) => !hasReason(code))).toEqual([]);
  });

  it('are whole sentences in every language', () => {
    for (const path of unions) {
      for (const code of codesOf(path)) {
        for (const language of LANGUAGES) expect(reasonTexts(code)[language]).toMatch(SENTENCE);
      }
    }
  });

  it('of a code that nobody knows, or that every object has, say that something is not known', () => {
    for (const code of ['of-a-later-version', 'constructor', '__proto__', 'toString']) {
      expect(hasReason(code)).toBe(false);
      expect(reasonTexts(code).en).toBe('Information is missing for a decision.');
    }
  });
});

describe('EN 319 102-1', () => {
  it('has an indication for the checks it knows, and a sub-indication for those that did not pass', () => {
    expect(validationOf('package-signature', 'PASSED', 'holds')).toEqual({ indication: 'PASSED' });
    expect(validationOf('package-signature', 'FAILED', 'signature-invalid')).toEqual({
      indication: 'FAILED',
      subIndication: 'SIG_CRYPTO_FAILURE',
    });
    expect(validationOf('package-content', 'FAILED', 'part-digest-mismatch')).toMatchObject({ subIndication: 'HASH_FAILURE' });
    expect(validationOf('evidence-certificate', 'INDETERMINATE', 'trust-missing')).toMatchObject({
      subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
    });
    expect(validationOf('evidence-certificate', 'INDETERMINATE', 'of-a-later-version')).toMatchObject({
      subIndication: 'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    });
    expect(validationOf('package-signature', 'FAILED', 'constructor')).toMatchObject({ subIndication: 'FORMAT_FAILURE' });
    expect(validationOf('bundle-files', 'FAILED', 'bundle-digest-mismatch')).toBeUndefined();
  });
});

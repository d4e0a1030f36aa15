import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { authorityIdentifier as directoryIdentifier } from '../../../../gateway/contracts/directory.ts';
import {
  fileName as packageFileName,
  messageIdentifier as packageMessageIdentifier,
} from '../../../../gateway/package/request-document.ts';
import { DOCUMENT_KINDS, fileDeclaration } from '../../../../treaty/common/file-declaration.ts';
import {
  authorityIdentifier,
  calendarDate,
  country,
  instant,
  instrumentIdentifier,
  languageTag,
  localTime,
  messageIdentifier,
  territory,
  timeZone,
  UNCAC,
  UNTOC,
} from '../../../../treaty/common/identifiers.ts';
import { money } from '../../../../treaty/common/money.ts';
import { personConcerned } from '../../../../treaty/common/person.ts';
import { ownReference } from '../../../../treaty/common/reference.ts';
import { jsonPointer, schemaFaults } from '../../../../treaty/common/schema-faults.ts';
import { emailAddress, fileName, lineText, longText, paragraphText, telephone } from '../../../../treaty/common/text.ts';
import { useConditions } from '../../../../treaty/common/use-conditions.ts';

const accepts = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success;

describe('identifiers of the legal messages', () => {
  it('are those of directory and package, letter by letter', () => {
    for (const [ours, theirs] of [
      [authorityIdentifier, directoryIdentifier],
      [messageIdentifier, packageMessageIdentifier],
    ] as const) {
      expect(z.toJSONSchema(ours)).toEqual(z.toJSONSchema(theirs));
    }
  });

  it.each([
    [country, ['XA', 'ES'], ['xa', 'ESP', '', 'X1']],
    [territory, ['ES-CT', 'Puerto Inventado', 'Åland', "Saint-John's (North)"], ['', ' ES', '<b>', 'a\nb', 'x'.repeat(101)]],
    [languageTag, ['es', 'pt-BR', 'zh-Hans', 'arn'], ['ES', 'e', 'es_ES', 'es-', `es${'-abcdefgh'.repeat(4)}`]],
    [instant, ['2026-11-20T08:00:00Z', '2026-11-20T08:00:00.123Z'], ['2026-11-20T08:00:00+01:00', '2026-11-20', '2026-02-30T08:00:00Z']],
    [calendarDate, ['2026-11-20', '2028-02-29'], ['2026-2-1', '2027-02-29', '20261120', '2026-11-20T00:00:00Z']],
    [localTime, ['2026-11-20T23:59'], ['2026-11-20T24:00', '2026-11-20T23:59Z', '2026-13-20T10:00', '2026-11-20 10:00']],
    [timeZone, ['America/Bogota', 'UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'], ['', '/x', 'a//b', 'Europe/Madrid ', '../etc']],
    [instrumentIdentifier, [UNTOC, UNCAC, 'xa-xb-mutual-assistance-2019'], ['UNTOC', '-a', 'a--b', 'a_b', 'x'.repeat(65)]],
    [telephone, ['+34 600 000 000', '+1-202-555-0100;ext=12'], ['600000000', '+', '+34 call me', `+${'1'.repeat(40)}`]],
    [emailAddress, ['clerk@central.example'], ['clerk', 'a@b', `${'a'.repeat(250)}@b.example`]],
    [
      money,
      [{ amount: '12345.67', currency: 'EUR' }],
      [
        { amount: '01', currency: 'EUR' },
        { amount: '1e9', currency: 'EUR' },
        { amount: 5, currency: 'EUR' },
      ],
    ],
  ])('accept what they should and nothing else (%#)', (schema, good, bad) => {
    expect(good.filter((value) => !accepts(schema, value))).toEqual([]);
    expect(bad.filter((value) => accepts(schema, value))).toEqual([]);
  });
});

describe('texts of the legal messages', () => {
  it('take the letters of every language, and lines where lines belong', () => {
    for (const text of ['Señoría, ação, où', 'شهادة', '証人', '👩🏽‍⚖️']) expect(accepts(lineText, text)).toBe(true);
    expect(accepts(lineText, 'a\nb')).toBe(false);
    expect(accepts(paragraphText, 'a\n\tb')).toBe(true);
  });

  it.each(['\u0000', '\r', '\u001b[31m', '\u202e', '\u2066', '\ufeff', '\ue000', '\ud800', '\u0085'])('refuse %j', (character) => {
    for (const schema of [lineText, paragraphText, longText]) expect(accepts(schema, `a${character}b`)).toBe(false);
  });

  it('have an end', () => {
    for (const [schema, length] of [
      [lineText, 300],
      [paragraphText, 4_000],
      [longText, 40_000],
    ] as const) {
      expect([accepts(schema, 'a'.repeat(length)), accepts(schema, 'a'.repeat(length + 1)), accepts(schema, '')]).toEqual([
        true,
        false,
        false,
      ]);
    }
  });

  it('without controls, private use and marks of direction any line is taken', () => {
    const line = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(
        line,
        (text) => accepts(lineText, text) === !/[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069\ue000-\uf8ff\ufeff\ufffe\uffff]/u.test(text),
      ),
      { numRuns: 300 },
    );
  });
});

describe('names of files', () => {
  it('every name that a package may have can be declared', () => {
    const name = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.stringMatching(/^[\w ./ñ-]{1,30}$/));
    fc.assert(
      fc.property(name, (text) => !accepts(packageFileName, text) || accepts(fileName, text)),
      { numRuns: 300 },
    );
    expect(accepts(fileName, 'anexos/carta rogatoria ñ.pdf')).toBe(true);
  });

  it.each(['', '..', '../a', 'a/../b', '/a', '.a', 'a/b/c', 'a\\b', 'c:a', 'a\nb', 'a\u202eb', ' a'])('%j leads nowhere', (text) => {
    expect(accepts(fileName, text)).toBe(false);
  });
});

describe('parts of the legal messages', () => {
  it('a file is an original or a translation of a file named by its digest', () => {
    const file = { name: 'auto.pdf', document: 'court-order', language: 'es' };
    const translator = { name: 'Traductora Inventada', sworn: true };
    expect(accepts(fileDeclaration, { ...file, version: { kind: 'original' } })).toBe(true);
    expect(accepts(fileDeclaration, { ...file, version: { kind: 'translation', of: 'a'.repeat(64), translator } })).toBe(true);
    for (const version of [
      undefined,
      {},
      { kind: 'original', of: 'a'.repeat(64) },
      { kind: 'translation', translator },
      { kind: 'copy' },
    ]) {
      expect(accepts(fileDeclaration, { ...file, version })).toBe(false);
    }
    expect(new Set(DOCUMENT_KINDS).size).toBe(DOCUMENT_KINDS.length);
  });

  it('a person is natural or legal, and has what its kind has', () => {
    expect(accepts(personConcerned, { kind: 'natural', name: 'Persona Inventada', roles: ['witness'], nationalities: ['XA'] })).toBe(true);
    expect(accepts(personConcerned, { kind: 'legal', name: 'Sociedad Inventada, S. A.', roles: ['owner'], seat: 'XB' })).toBe(true);
    expect(accepts(personConcerned, { kind: 'legal', name: 'Sociedad', roles: ['owner'], dateOfBirth: '1980-01-01' })).toBe(false);
    expect(accepts(personConcerned, { kind: 'natural', name: 'Persona', roles: [] })).toBe(false);
  });

  it('one reference may be the authoritative one; use conditions are codes', () => {
    expect(accepts(ownReference, { system: 'Registro', number: '12/2026', authority: 'Juzgado inventado', authoritative: true })).toBe(
      true,
    );
    expect(accepts(ownReference, { system: 'Registro', number: '12/2026' })).toBe(false);
    expect(accepts(useConditions, { codes: ['H1', 'H3'], restrictions: 'Sólo para esta causa.' })).toBe(true);
    expect(accepts(useConditions, { codes: [] }) || accepts(useConditions, { codes: ['H4'] })).toBe(false);
  });

  it('faults name places and never values', () => {
    const { error } = z.strictObject({ 'a/b': z.array(country) }).safeParse({ 'a/b': ['XA', 'secret'], more: 1 });
    expect(error === undefined ? [] : schemaFaults(error)).toEqual([
      { pointer: '/a~1b/1', issue: 'invalid_format' },
      { pointer: '', issue: 'unrecognized_keys' },
    ]);
    expect(jsonPointer(['a~b', 0])).toBe('/a~0b/0');
  });

  it('faults have an end', () => {
    const { error } = z.array(country).safeParse(Array.from({ length: 500 }, () => 1));
    expect(error === undefined ? 0 : schemaFaults(error).length).toBe(200);
  });
});

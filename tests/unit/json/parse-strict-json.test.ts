import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JsonValue, parseStrictJson } from '../../../crypto/json/parse-strict-json.ts';

const limits = { maximumBytes: 1_000_000, maximumDepth: 12 };
const parse = (text: string) => parseStrictJson(Buffer.from(text, 'utf8'), limits);

const text = fc.string({ unit: 'binary' });
const acceptable: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom<JsonValue>(null, true, false),
    fc.maxSafeInteger().map((number) => (Object.is(number, -0) ? 0 : number)),
    text,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(
      text.filter((name) => name !== '__proto__'),
      tie('value'),
      { maxKeys: 5, noNullPrototype: true },
    ),
  ),
})).value;

describe('parseStrictJson', () => {
  test('reads back what JSON.stringify writes, indented or not', () => {
    fc.assert(
      fc.property(acceptable, fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        expect(parse(JSON.stringify(value, undefined, indent))).toEqual(value);
      }),
      { numRuns: 300 },
    );
  });

  test('whatever it accepts, JSON.parse reads the same way', () => {
    const fragments = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '"b"',
      '\\',
      '\\"',
      '\\u0061',
      '0',
      '1',
      '-',
      '.',
      'e',
      'E',
      'true',
      'null',
      ' ',
      'é',
      '\n',
    );
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(fragments, { maxLength: 10 }), (parts) => {
        const input = parts.join('');
        let value: JsonValue;
        try {
          value = parse(input);
        } catch (error) {
          expect(error).toHaveProperty('code', expect.stringMatching(/^json-/));
          return;
        }
        accepted++;
        expect(value).toEqual(JSON.parse(input));
      }),
      { numRuns: 3000 },
    );
    expect(accepted).toBeGreaterThan(0);
  });

  test('a member written twice is refused wherever it stands', () => {
    const name = fc.string({ minLength: 1, maxLength: 8 }).filter((candidate) => candidate !== '__proto__');
    fc.assert(
      fc.property(name, acceptable, acceptable, fc.array(name, { maxLength: 4 }), (repeated, first, second, path) => {
        let input = `{${JSON.stringify(repeated)}:${JSON.stringify(first)},${JSON.stringify(repeated)}:${JSON.stringify(second)}}`;
        for (const step of path) input = `{${JSON.stringify(step)}:${input}}`;
        expect(() => parse(input)).toThrow(expect.objectContaining({ code: 'json-duplicate-member' }));
      }),
      { numRuns: 200 },
    );
  });

  test('a backslash before a quotation mark ends the string only when it is itself escaped', () => {
    expect(parse('{"a\\\\":1,"b\\"":2,"c\\\\\\":{":3}')).toEqual({ 'a\\': 1, 'b"': 2, 'c\\":{': 3 });
  });

  test('names that JavaScript objects inherit are ordinary members', () => {
    const value = parse('{"constructor":1,"toString":2,"hasOwnProperty":3}') as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(['constructor', 'toString', 'hasOwnProperty']);
  });

  test('the largest whole numbers are exact', () => {
    expect(parse('[9007199254740991,-9007199254740991,0]')).toEqual([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 0]);
  });

  test('as many levels as allowed are read', () => {
    expect(parse('['.repeat(12) + ']'.repeat(12))).toBeInstanceOf(Array);
    expect(() => parse('['.repeat(13) + ']'.repeat(13))).toThrow(expect.objectContaining({ code: 'json-too-deep' }));
  });
});

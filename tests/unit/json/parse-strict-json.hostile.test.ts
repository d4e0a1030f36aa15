import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { parseStrictJson, parseStrictJsonObject } from '../../../crypto/json/parse-strict-json.ts';

const limits = { maximumBytes: 200, maximumDepth: 4 };

const hostile: [what: string, input: string | Buffer, code: string][] = [
  ['empty input', '', 'json-syntax'],
  ['white space alone', ' \n', 'json-syntax'],
  ['too many octets', `"${'a'.repeat(199)}"`, 'json-too-large'],
  ['byte order mark', '\ufeff{}', 'json-byte-order-mark'],
  ['UTF-16 with byte order mark', Buffer.from('\ufeff{}', 'utf16le'), 'json-not-utf8'],
  ['UTF-16 without byte order mark', Buffer.from('{}', 'utf16le'), 'json-syntax'],
  ['octet that is never UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'json-not-utf8'],
  ['overlong UTF-8', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), 'json-not-utf8'],
  ['surrogate encoded in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'json-not-utf8'],
  ['UTF-8 cut short', Buffer.from([0x22, 0xe2, 0x82, 0x22]), 'json-not-utf8'],
  ['no-break space between values', '[1,\u00a02]', 'json-syntax'],
  ['name twice', '{"a":1,"a":1}', 'json-duplicate-member'],
  ['name twice, once escaped', '{"a":1,"\\u0061":2}', 'json-duplicate-member'],
  ['name twice, deep inside', '[{"x":{"a":1,"b":2,"a":3}}]', 'json-duplicate-member'],
  ['object overwritten by a later name', '{"a":{"b":1,"c":2},"a":{"b":1}}', 'json-duplicate-member'],
  ['number overwritten that would be refused itself', '{"a":9007199254740993,"a":1}', 'json-duplicate-member'],
  ['colon inside a string does not hide a repeated name', '{":":1,":":2}', 'json-duplicate-member'],
  ['prototype name', '{"__proto__":{"admin":true}}', 'json-forbidden-member'],
  ['prototype name, escaped', '{"\\u005f_proto__":1}', 'json-forbidden-member'],
  ['prototype name, deep inside', '[[{"__proto__":null}]]', 'json-forbidden-member'],
  ['lone high surrogate', '"\\ud800"', 'json-lone-surrogate'],
  ['lone low surrogate', '["x","\\udc00"]', 'json-lone-surrogate'],
  ['surrogates in the wrong order', '"\\udc00\\ud800"', 'json-lone-surrogate'],
  ['lone surrogate in a name', '{"\\ud83d":1}', 'json-lone-surrogate'],
  ['2^53', '9007199254740992', 'json-number'],
  ['-2^53', '-9007199254740992', 'json-number'],
  ['2^53 + 1, which a double cannot hold', '9007199254740993', 'json-number'],
  ['whole number of 40 digits', '1'.repeat(40), 'json-number'],
  ['negative zero', '-0', 'json-number'],
  ['fraction', '1.5', 'json-number'],
  ['whole number written with a fraction', '1.0', 'json-number'],
  ['exponent', '1e2', 'json-number'],
  ['capital exponent', '1E2', 'json-number'],
  ['infinity by exponent', '[1e400]', 'json-number'],
  ['five levels of arrays', '[[[[[]]]]]', 'json-too-deep'],
  ['five levels of objects', '{"a":{"a":{"a":{"a":{}}}}}', 'json-too-deep'],
  ['nesting that never closes', '['.repeat(100), 'json-too-deep'],
  ['leading zero', '01', 'json-syntax'],
  ['plus sign', '+1', 'json-syntax'],
  ['hexadecimal', '0x10', 'json-syntax'],
  ['NaN', 'NaN', 'json-syntax'],
  ['comma at the end of an array', '[1,]', 'json-syntax'],
  ['comma at the end of an object', '{"a":1,}', 'json-syntax'],
  ['comment', '{}//', 'json-syntax'],
  ['single quotes', "{'a':1}", 'json-syntax'],
  ['bare name', '{a:1}', 'json-syntax'],
  ['two values', '{}{}', 'json-syntax'],
  ['string that never ends', '"abc', 'json-syntax'],
  ['string that ends in a backslash', '"abc\\"', 'json-syntax'],
  ['unknown escape', '"\\x41"', 'json-syntax'],
  ['short unicode escape', '"\\u12"', 'json-syntax'],
  ['line break in a string', '"a\nb"', 'json-syntax'],
  ['NUL after the value', '{}\0', 'json-syntax'],
  ['colon without name', '{:1}', 'json-syntax'],
];

test.each(hostile)('refuses: %s', (_what, input, code) => {
  expect(() => parseStrictJson(Buffer.from(input as string), limits)).toThrow(
    expect.objectContaining({ name: 'CryptoError', code, disposition: 'refuse' }),
  );
});

test('neither the error nor its cause repeats the input', () => {
  let refusal: unknown;
  try {
    parseStrictJson(Buffer.from('{"secret-name": oops}'), limits);
  } catch (error) {
    refusal = error;
  }
  expect(inspect(refusal)).toContain('json-syntax');
  expect(inspect(refusal)).not.toMatch(/secret-name|oops/);
});

test.each(['[]', '"x"', '1', 'null', 'true'])('where an object is wanted, %s is refused', (text) => {
  expect(() => parseStrictJsonObject(Buffer.from(text), limits)).toThrow(expect.objectContaining({ code: 'json-syntax' }));
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gatewayConfigurationSchema } from '../../../compose/configuration/gateway-configuration.ts';
import { parseConfiguration } from '../../../compose/configuration/read-configuration.ts';
import { completeAnswers, parseAnswers } from '../../../compose/installation/answers.ts';
import { type ConfigurationValue, commentedJson } from '../../../compose/installation/commented-json.ts';
import { type Answers, firstOf, QUESTION_NAMES, QUESTIONS } from '../../../compose/installation/questions.ts';
import { COMMENTS } from '../../../compose/installation/texts/comments.ts';
import { ANSWER_FAULTS, PENDING_TEXTS, STEPS } from '../../../compose/installation/texts/outcome.ts';
import { QUESTION_TEXTS } from '../../../compose/installation/texts/questions.ts';
import { configurationText } from '../../../compose/installation/write-configuration.ts';
import { LANGUAGES, type Texts } from '../../../gateway/problems/language.ts';

const LEAST: Answers = { country: ['XC'], name: ['Autoridad'], host: ['pasarela.invalid'] };
const parse = (content: unknown) =>
  parseAnswers(Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)), 'answers.json');

describe('the words of valija init', () => {
  it('are there in four languages', () => {
    const texts: Texts[] = [
      ...Object.values(QUESTION_TEXTS).flatMap(({ question, why, form }) => [question, why, form]),
      ...Object.values(COMMENTS),
      ...[PENDING_TEXTS, STEPS, ANSWER_FAULTS].flatMap((table): Texts[] => Object.values(table)),
    ];
    for (const text of texts) {
      // Spanish and Portuguese may well say the same.
      expect([text.es, new Set(LANGUAGES.map((language) => text[language])).size >= 3]).toEqual([text.es, true]);
    }
    expect(Object.keys(QUESTION_TEXTS)).toEqual([...QUESTION_NAMES]);
  });

  it('give examples that are answers', () => {
    for (const name of ['country', 'authority', 'languages', 'timestamp-policy', 'client'] as const) {
      for (const language of LANGUAGES) {
        const form = QUESTION_TEXTS[name].form[language];
        const [, example = ''] = /(?:por ejemplo|por exemplo|par exemple|such as) ([^;]+?)(?: ?;|\.$)/.exec(form) ?? [];
        for (const text of example.trim().split(',')) expect([name, text, QUESTIONS[name].accepts(text)]).toEqual([name, text, true]);
      }
    }
  });
});

describe('answers', () => {
  it('are completed with what is proposed, in the order of the questions', () => {
    const { answers, faults } = completeAnswers(LEAST);
    expect(faults).toEqual([]);
    expect(firstOf(answers)).toMatchObject({ authority: 'urn:valija:authority:xc-central', 'peer-port': '8443', keys: 'p256' });
    expect(Object.keys(answers)).toEqual(QUESTION_NAMES.filter((name) => name !== 'import'));
    expect(completeAnswers({ ...LEAST, keys: ['import'] }).faults).toEqual([{ name: 'import', problem: 'missing' }]);
  });

  it.each([
    ['country', ['xc']],
    ['country', ['XC', 'XB']],
    ['name', ['x'.repeat(65)]],
    ['name', [' x']],
    ['authority', ['urn:valija:authority:xc central']],
    ['languages', ['español']],
    ['host', ['pasarela.invalid:8443']],
    ['host', ['-x.invalid']],
    ['peer-port', ['0']],
    ['peer-port', ['65536']],
    ['client-host', ['']],
    ['keys', ['ed25519']],
    ['timestamp-url', ['https://user:secret@tsa.invalid']],
    ['timestamp-policy', ['01.2']],
    ['revocation-url', ['ldap://lists.invalid']],
    ['client', ['operator:guardia']],
    ['roots', ['a\0b']],
  ] as const)('are refused: %s %j', (name, texts) => {
    expect(completeAnswers({ ...LEAST, [name]: texts }).faults).toContainEqual({ name, problem: 'form' });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{country:"XC"}'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a repeated key', '{"country":"XC","country":"XB"}'],
    ['a byte order mark', '\ufeff{}'],
    ['too deep', '{"country":[["XC"]]}'],
    ['too long', `{"country":"${'x'.repeat(70_000)}"}`],
  ])('of a file are refused: %s', (_what, text) => {
    const { answers, faults } = parse(text);
    expect([answers, faults.length > 0]).toEqual([{}, true]);
  });

  it.each([
    [{ colour: 'blue' }, { name: 'colour', problem: 'unknown' }],
    [{ constructor: 'x' }, { name: 'constructor', problem: 'unknown' }],
    [{ country: true }, { name: 'country', problem: 'form' }],
    [{ country: null }, { name: 'country', problem: 'form' }],
    [{ languages: ['es', {}] }, { name: 'languages', problem: 'form' }],
    [{ roots: Array(65).fill('a.pem') }, { name: 'roots', problem: 'form' }],
  ])('of a file are refused one by one: %j', (content, fault) => {
    expect(parse(content).faults).toEqual([fault]);
  });

  it('of any file are taken or refused, never thrown at', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.dictionary(fc.constantFrom(...QUESTION_NAMES), fc.jsonValue()).map((content) => JSON.stringify(content)),
        ),
        (text) => {
          const { answers } = parse(text);
          for (const name of Object.keys(answers)) expect(QUESTION_NAMES).toContain(name);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a commented configuration', () => {
  it.each(LANGUAGES)('loads, whatever was answered: %s', async (language) => {
    const { answers } = completeAnswers({
      ...LEAST,
      'revocation-url': ['http://lists.invalid/a.crl'],
      client: [`system:mesa:${'ab'.repeat(32)}`],
    });
    const text = await configurationText(answers, 'log.pasarela.invalid/2026', language);
    const configuration = parseConfiguration(Buffer.from(text), gatewayConfigurationSchema('/etc/valija'));
    expect(configuration).toMatchObject({
      authority: 'urn:valija:authority:xc-central',
      keys: { folder: '/etc/valija/keys' },
      revocation: { downloads: ['http://lists.invalid/a.crl'] },
      clients: [{ fingerprint: 'ab'.repeat(32), kind: 'system', id: 'mesa' }],
    });
    for (const [path, texts] of Object.entries(COMMENTS)) expect([path, text.includes(`// ${texts[language]}`)]).toEqual([path, true]);
  });

  it('is the same JSON without its comments', () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean());
    const { tree } = fc.letrec<{ tree: ConfigurationValue }>((tie) => ({
      tree: fc.oneof({ maxDepth: 3 }, leaf, fc.array(leaf, { maxLength: 3 }), fc.dictionary(fc.string(), tie('tree'), { maxKeys: 4 })),
    }));
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), tree, { minKeys: 1, maxKeys: 4 }), (value) => {
        const comments = new Map(['', ...Object.keys(value)].map((path) => [path, `about "${path.replaceAll('\n', ' ')}" // {`]));
        const lines = commentedJson(value, comments).split('\n');
        const bare = lines.filter((line) => !/^\s*\/\//.test(line)).join('\n');
        expect(JSON.parse(bare)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 200 },
    );
  });
});

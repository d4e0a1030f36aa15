import { describe, expect, it } from 'vitest';
import { CONVERSATION_EXAMPLES } from '../../../../treaty/conversation/examples/conversation-examples.ts';
import { legalLetter } from '../../../../treaty/letter/legal-letter.ts';
import { LETTER_LANGUAGES, type LetterBlock, type LetterDocument, type LetterText } from '../../../../treaty/letter/letter-document.ts';
import { CODED, COUNTRIES, DAYS, FILES, INSTANTS, LANGUAGES, PERSONS } from '../../../../treaty/letter/member-forms.ts';
import { type LegalMessage, parseLegalMessage } from '../../../../treaty/message.ts';
import { REQUEST_EXAMPLES } from '../../../../treaty/requests/examples/request-examples.ts';
import { letterContext } from '../../../support/letter-context.ts';

const read = (value: unknown): LegalMessage => {
  const { message, faults } = parseLegalMessage(value);
  if (message === undefined) throw new TypeError(JSON.stringify(faults));
  return message;
};

const EXAMPLES: { name: string; message: LegalMessage }[] = [
  ...Object.entries(REQUEST_EXAMPLES).flatMap(([type, { complete, deficient }]) => [
    { name: type, message: read(complete) },
    { name: `${type}, deficient`, message: read(deficient) },
  ]),
  ...CONVERSATION_EXAMPLES.map(({ name, message }) => ({ name: `${message.kind}: ${name}`, message: read(message) })),
];

const plain = (text: LetterText): string => (typeof text === 'string' ? text : text.map((span) => span.text).join(''));

/** Everything that a letter says between its head and its foot, in order. */
function textsOf(blocks: readonly LetterBlock[]): string[] {
  return blocks.flatMap((block) => textsOfBlock(block));
}

function textsOfBlock(block: LetterBlock): string[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
    case 'subtitle':
      return [plain(block.text)];
    case 'notice':
      return [block.title, ...block.texts.map(plain)];
    case 'list':
      return block.items.map(plain);
    case 'facts':
      return block.facts.flatMap(({ label, value }) => [label, plain(value)]);
    case 'particulars':
      return block.items.flatMap((item) => [item.number, item.label, item.article ?? '', ...textsOf(item.blocks)]);
    case 'table':
      return [block.caption, ...block.columns.map(({ heading }) => heading), ...block.rows.flat().map(plain)];
    case 'signature-place':
      return block.lines.slice();
  }
}

const wordsOf = (letter: LetterDocument): string => textsOf(letter.blocks).join('\n');

/** The free texts of a message: what is neither a code nor a date nor an identifier. */
function freeTexts(value: unknown, member = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => freeTexts(item, member));
  if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([name, item]) => freeTexts(item, name));
  if (typeof value !== 'string' || TOLD_OTHERWISE.has(member)) return [];
  return value.split(/\n{2,}/);
}

const TOLD_OTHERWISE: ReadonlySet<string> = new Set([
  ...[CODED, COUNTRIES, DAYS, FILES, INSTANTS, LANGUAGES, PERSONS].flatMap((members) => [...members]),
  ...['format', 'requestType', 'instrument', 'amount', 'localTime', 'ground', 'matter', 'identifier'],
]);

describe('the letter of a typed message', () => {
  it.each(EXAMPLES)('leaves out nothing that the message says in words: $name', ({ message }) => {
    const text = wordsOf(legalLetter(message, letterContext(message, 'es')));
    const declared = new Set((message.files ?? []).flatMap((file) => freeTexts(file)));
    const left = freeTexts(message).filter((part) => !text.includes(part) && !declared.has(part));
    expect(left).toEqual([]);
  });

  it.each(EXAMPLES)('says nothing that only a program understands: $name', ({ message }) => {
    for (const language of LETTER_LANGUAGES) {
      const text = wordsOf(legalLetter(message, letterContext(message, language)));
      expect(text).not.toMatch(/undefined|\[object|NaN|\{[a-zA-Z]+\}/);
      expect(text).not.toMatch(/\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?(?![\w-])/);
    }
  });

  it.each(EXAMPLES)('is the same each time, and another in each language: $name', ({ message }) => {
    const letters = LETTER_LANGUAGES.map((language) => JSON.stringify(legalLetter(message, letterContext(message, language))));
    expect(new Set(letters).size).toBe(LETTER_LANGUAGES.length);
    expect(JSON.stringify(legalLetter(message, letterContext(message, 'es')))).toBe(letters[0]);
  });
});

describe('the letter of a request', () => {
  const request = read(REQUEST_EXAMPLES['mutual-legal-assistance'].complete);
  const letter = legalLetter(request, letterContext(request));
  const particulars = letter.blocks.flatMap((block) => (block.kind === 'particulars' ? block.items : []));

  it('numbers its particulars, each with the articles that ask for it', () => {
    expect(particulars.map(({ number }) => number)).toEqual(particulars.map((_, index) => `${index + 1}.`));
    const articleOf = (label: string) => particulars.find((item) => item.label === label)?.article;
    expect(articleOf('Autoridades por las que pasa')).toBe('UNTOC 18(15)(a), UNCAC 46(15)(a)');
    expect(articleOf('Procedimiento')).toBe('UNTOC 18(15)(b), UNCAC 46(15)(b)');
    expect(articleOf('Hechos')).toBe('UNTOC 18(15)(c), UNCAC 46(15)(c)');
    expect(articleOf('Asistencia solicitada')).toBe('UNTOC 18(15)(d), UNCAC 46(15)(d)');
    expect(articleOf('Personas afectadas')).toBe('UNTOC 18(15)(e), UNCAC 46(15)(e)');
    expect(articleOf('Finalidad')).toBe('UNTOC 18(15)(f), UNCAC 46(15)(f)');
  });

  it('quotes no article of a convention that does not govern', () => {
    const context = { ...letterContext(request), governing: ['untoc'] };
    expect(wordsOf(legalLetter(request, context)).replace(/.*Artículo.*/g, '')).not.toContain('UNCAC 46');
    const none = { ...letterContext(request), governing: [] };
    expect(wordsOf(legalLetter(request, none))).not.toMatch(/\b(UNTOC 18|UNCAC 46)\(/);
  });

  it('tells the deadline with its reasons and the time zone in which its day is counted, and what is confidential', () => {
    const text = wordsOf(letter);
    expect(text).toContain('15 de febrero de 2027, contado en la zona horaria de la autoridad destinataria (America/Bogota)');
    expect(text).toContain('Motivos: El plazo de la instrucción termina el 1 de marzo de 2027.');
    expect(text).toContain('Se pide que se mantengan en secreto la existencia y el contenido');
    expect(text).toContain('H1: no puede usarse en un procedimiento judicial');
  });

  it('has the register number in its title, on each page, and the date with its time zone', () => {
    expect(letter.title).toBe('Solicitud de asistencia judicial recíproca XA-DEMO/2026/000042');
    expect(letter.runningHead).toContain('XA-DEMO/2026/000042');
    expect(letter.footer).toContain('XA-DEMO/2026/000042');
    expect(wordsOf(letter)).toContain('20 de noviembre de 2026, 11:00:00 (Europe/Madrid, UTC+01:00)');
  });

  it('ends with one place for the signature of the authority', () => {
    expect(letter.blocks.filter(({ kind }) => kind === 'signature-place')).toHaveLength(1);
    expect(letter.blocks.at(-1)).toMatchObject({ kind: 'signature-place', field: 'AuthoritySignature' });
  });

  it('marks texts that are in another language than the letter', () => {
    const english = JSON.stringify(legalLetter(request, letterContext(request, 'en')));
    expect(english).toContain('{"text":"Probar el pago y su destino en la causa 118/2026.","language":"es"}');
    expect(JSON.stringify(letter)).not.toContain('"language":"es"}');
  });

  it('lists the files with what they are, and of what a translation', () => {
    const table = letter.blocks.find((block) => block.kind === 'table');
    expect(table?.rows.map((row) => row.map(plain))).toMatchObject([
      ['1', 'carta.pdf\ncarta · español · original', expect.stringMatching(/^[0-9a-f]{64}$/)],
      [
        '2',
        expect.stringMatching(/^carta\.pt\.pdf\ncarta · portugués · traducción de .* · jurada$/),
        expect.stringMatching(/^[0-9a-f]{64}$/),
      ],
    ]);
  });

  it('has a watermark when it is an exercise, of the message or of the system', () => {
    expect(letter.watermark).toBeUndefined();
    const exercise = read({ ...REQUEST_EXAMPLES['mutual-legal-assistance'].complete, training: true });
    expect(legalLetter(exercise, letterContext(exercise)).watermark).toBe('ADIESTRAMIENTO - SIN VALOR LEGAL');
    expect(legalLetter(request, { ...letterContext(request, 'pt'), training: true }).watermark).toBe('FORMAÇÃO - SEM VALOR LEGAL');
  });

  it('says that it rests on reciprocity or comity where it cites no instrument', () => {
    const without = read({ ...REQUEST_EXAMPLES['mutual-legal-assistance'].complete, instruments: [], assurance: 'XA hará lo mismo.' });
    const text = wordsOf(legalLetter(without, letterContext(without)));
    expect(text).toContain('Esta comunicación se funda en la reciprocidad o en la cortesía entre los Estados.');
    expect(text).toContain('Garantía que se ofrece: XA hará lo mismo.');
  });
});

describe('the letters of the conversation', () => {
  const letterOf = (kind: string) => {
    const message = read(CONVERSATION_EXAMPLES.find((example) => example.message.kind === kind)?.message);
    return wordsOf(legalLetter(message, letterContext(message)));
  };

  it.each([
    ['acknowledgement', 'Acuse de recibo', 'Persona encargada'],
    ['supplement-request', 'Petición de información complementaria', 'La solicitud queda abierta y su plazo, en suspenso.'],
    ['refusal', 'Denegación', 'Falta de doble incriminación'],
    ['refusal', 'Denegación', 'UNTOC 18(9), UNCAC 46(9)'],
    ['reply', 'Respuesta', 'Se responde a la solicitud.'],
    ['partial-reply', 'Respuesta parcial', 'H1'],
  ])('%s: %s, with %s', (kind, title, words) => {
    expect(letterOf(kind)).toContain(title);
    expect(letterOf(kind)).toContain(words);
  });
});

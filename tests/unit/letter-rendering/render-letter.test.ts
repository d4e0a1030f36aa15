import { describe, expect, it } from 'vitest';
import { LetterRenderingError } from '../../../adapters/letter-rendering/error.ts';
import { renderLetter } from '../../../adapters/letter-rendering/render-letter.ts';
import type { LetterBlock } from '../../../treaty/letter/letter-document.ts';
import { inventedBlocks, inventedLetter, NAMES, signaturePlace } from '../../support/invented-letter.ts';
import { pageCount, RENDERING, rendered, said, TYPEFACE, textOf } from './support.ts';

const paragraph = (text: string): LetterBlock => ({ kind: 'paragraph', text });

function codeOf(work: () => unknown): LetterRenderingError {
  try {
    work();
  } catch (error) {
    if (error instanceof LetterRenderingError) return error;
    throw error;
  }
  throw new TypeError('nothing was thrown');
}

describe('a rendered letter', () => {
  const pdf = rendered(inventedLetter());

  it('is a file without faults for qpdf', () => {
    expect(said(pdf, 'qpdf', '--check', 'FILE')).toContain('No syntax or stream encoding errors found');
  });

  it('has its fonts embedded as subsets, with their characters', () => {
    const fonts = said(pdf, 'pdffonts', 'FILE').trim().split('\n').slice(2);
    expect(fonts.length).toBeGreaterThan(1);
    for (const font of fonts) expect(font).toMatch(/^[A-Z]{6}\+GentiumBookPlus\S* +CID TrueType +Identity-H +yes yes yes /);
  });

  it('is tagged, and says that it is PDF/A-2a and PDF/UA-1, in which language and under which title', () => {
    const info = said(pdf, 'pdfinfo', 'FILE');
    expect(info).toMatch(/Tagged: +yes/);
    expect(info).toMatch(/Title: +Solicitud XA-DEMO\/2026\/000042/);
    const metadata = said(pdf, 'pdfinfo', '-meta', 'FILE');
    expect(metadata).toContain('<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>');
    expect(metadata).toContain('<pdfuaid:part>1</pdfuaid:part>');
    expect(said(pdf, 'qpdf', '--json', '--json-key=qpdf', 'FILE')).toContain('"/Lang": "u:es"');
  });

  it('gives its text in the order in which it is to be read, every character of it', () => {
    const text = textOf(pdf);
    const parts = [
      'Autoridad Central de XA',
      'Nuestra referencia',
      'Solicitud de asistencia',
      'Urgente',
      '1. ',
      '2. ',
      'registro e incautación',
    ];
    const places = parts.map((part) => text.indexOf(part));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(text.replace(/ /g, '')).toContain(NAMES.normalize('NFC').replace(/ /g, ''));
    expect(text).toContain('página 1 de 1');
  });

  it('has the structure that a reader that speaks follows', () => {
    const structure = said(pdf, 'pdfinfo', '-struct', 'FILE');
    const kinds = [...structure.matchAll(/^ *([A-Za-z0-9]+)/gm)].map(([, kind]) => kind);
    for (const kind of ['Document', 'H1', 'H2', 'P', 'L', 'LI', 'Lbl', 'LBody', 'Table', 'Caption', 'TR', 'TH', 'TD', 'Span', 'Form'])
      expect(kinds, kind).toContain(kind);
    // Running heads, feet and numbers of pages are no part of it.
    expect(said(pdf, 'pdfinfo', '-struct-text', 'FILE')).not.toContain('página 1');
  });

  it('keeps an empty field where it is to be signed', () => {
    const json = said(pdf, 'qpdf', '--json', '--json-key=acroform', 'FILE');
    expect(JSON.parse(json).acroform.fields).toMatchObject([{ fieldtype: '/Sig', fullname: 'Seal', value: null }]);
  });

  it('has the same octets for the same document and another identifier for another', () => {
    expect(rendered(inventedLetter()).equals(pdf)).toBe(true);
    const other = renderLetter(inventedLetter(), { ...RENDERING, identifier: 'another' }, TYPEFACE);
    const identifier = (file: Buffer) => /\/ID\[<([0-9A-F]{32})>/.exec(file.toString('latin1'))?.[1];
    expect(identifier(pdf)).toMatch(/^[0-9A-F]{32}$/);
    expect(identifier(other)).not.toBe(identifier(pdf));
  });
});

describe('long letters', () => {
  const sentence = 'Una frase que se repite para llenar la página sin decir nada. ';

  it('number their pages and name the authority on each', () => {
    const pdf = rendered(inventedLetter(Array.from({ length: 30 }, () => paragraph(sentence.repeat(6)))));
    const count = pageCount(pdf);
    expect(count).toBeGreaterThan(2);
    for (let page = 1; page <= count; page += 1) {
      const text = said(pdf, 'pdftotext', '-f', String(page), '-l', String(page), 'FILE', '-');
      expect(text).toContain(`página ${page} de ${count}`);
      expect(text).toContain('Autoridad Central de XA (inventada)');
    }
  });

  it('leave no heading and no single line of a paragraph alone at the end or the beginning of a page', () => {
    for (let lines = 30; lines < 60; lines += 1) {
      const blocks: LetterBlock[] = [
        ...Array.from({ length: lines }, (_, index) => paragraph(`Párrafo ${index} de una línea.`)),
        { kind: 'heading', level: 2, text: 'TÍTULO QUE NO QUEDA SOLO' },
        paragraph(`${'PRIMERA '.repeat(10)}${sentence.repeat(2)}`),
      ];
      const pdf = rendered(inventedLetter(blocks));
      const [first = ''] = said(pdf, 'pdftotext', '-layout', 'FILE', '-').split('\f');
      const onFirst = first.includes('TÍTULO QUE NO QUEDA SOLO');
      expect(first.includes('PRIMERA'), `${lines} lines`).toBe(onFirst);
    }
  });

  it('show the headings of a table on each page, and every row once', () => {
    const rows = Array.from({ length: 300 }, (_, index) => [`anexo-${String(index).padStart(3, '0')}.pdf`, 'a3f5'.repeat(16)]);
    const table: LetterBlock = {
      kind: 'table',
      caption: 'Ficheros',
      columns: [
        { heading: 'Nombre del fichero', share: 1 },
        { heading: 'SHA-256', share: 2 },
      ],
      rows,
    };
    const pdf = rendered(inventedLetter([table]));
    const pages = said(pdf, 'pdftotext', '-layout', 'FILE', '-').split('\f').slice(0, -1);
    expect(pages.length).toBeGreaterThan(4);
    for (const page of pages) expect(page).toContain('Nombre del fichero');
    const names = [...pages.join('').matchAll(/anexo-\d{3}\.pdf/g)].map(([name]) => name);
    expect(names).toEqual(rows.map(([name]) => name));
  });

  it('keep every word within the page, however long it is', () => {
    const pdf = rendered(inventedLetter([paragraph('a'.repeat(5_000)), { kind: 'heading', level: 2, text: 'B'.repeat(400) }]));
    const words = [
      ...said(pdf, 'pdftotext', '-bbox', 'FILE', '-').matchAll(/xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"/g),
    ];
    expect(words.length).toBeGreaterThan(50);
    for (const [, left, top, right, bottom] of words) {
      expect(Number(left)).toBeGreaterThan(60);
      expect(Number(right)).toBeLessThan(535);
      expect(Number(top)).toBeGreaterThan(20);
      expect(Number(bottom)).toBeLessThan(822);
    }
    expect(textOf(pdf).replace(/[^a]/g, '').length).toBeGreaterThanOrEqual(5_000);
  });

  it('never put the place to sign alone on a page', () => {
    for (let lines = 30; lines < 50; lines += 1) {
      const pdf = rendered(inventedLetter([...Array.from({ length: lines }, (_, i) => paragraph(`Párrafo ${i}.`)), signaturePlace()]));
      const pages = said(pdf, 'pdftotext', '-layout', 'FILE', '-').split('\f');
      const signed = pages.find((page) => page.includes('Jefatura de servicio'));
      expect(signed, `${lines} lines`).toMatch(/Párrafo \d+/);
    }
  });
});

describe('a watermark', () => {
  it('stands on every page and is no part of what the letter says', () => {
    const letter = inventedLetter(
      Array.from({ length: 60 }, () => paragraph('Texto.')),
      { watermark: 'ADIESTRAMIENTO - SIN VALOR LEGAL' },
    );
    const pdf = rendered(letter);
    const pages = said(pdf, 'pdftotext', '-raw', 'FILE', '-').split('\f').slice(0, -1);
    expect(pages.length).toBe(pageCount(pdf));
    for (const page of pages) expect(page.replace(/\s/g, '')).toContain('SINVALORLEGAL');
    expect(said(pdf, 'pdfinfo', '-struct-text', 'FILE').replace(/\s/g, '')).not.toContain('VALORLEGAL');
  });
});

describe('what is refused', () => {
  it.each([
    ['letters of other scripts', 'Nombre: 山田', ['山', '田']],
    ['what turns writing around', 'abc\u202Edef', ['\u202E']],
    ['control characters', 'abc\u0007', ['\u0007']],
    ['private use', '\uE123', ['\uE123']],
    ['in a table', '\u{1F4A9}', ['\u{1F4A9}']],
  ])('%s, naming the characters', (_, text, characters) => {
    const error = codeOf(() => rendered(inventedLetter([{ kind: 'list', items: [text] }])));
    expect(error).toMatchObject({ code: 'letter-character-missing', disposition: 'refuse', characters });
  });

  it('more text, rows or pages than a letter has', () => {
    const table: LetterBlock = { kind: 'table', caption: 'T', columns: [{ heading: 'N', share: 1 }], rows: Array(5_001).fill(['x']) };
    for (const block of [paragraph('x'.repeat(2_000_001)), table, paragraph('x\n'.repeat(20_000))])
      expect(codeOf(() => rendered(inventedLetter([block])))).toMatchObject({ code: 'letter-too-long', disposition: 'refuse' });
  });

  it('but not what shows nothing and hides nothing: where to break, and joined letters', () => {
    expect(textOf(rendered(inventedLetter([paragraph('coopera\u00ADci\u00F3n inter\u200Bnacional e\u0301')])))).toContain(
      'cooperación internacional é',
    );
  });
});

describe('every language', () => {
  it.each(['es', 'pt', 'fr', 'en'] as const)('%s is the language of the file', (language) => {
    const pdf = rendered(inventedLetter(inventedBlocks(), { language }));
    expect(said(pdf, 'pdfinfo', '-meta', 'FILE')).toContain(`<rdf:li>${language}</rdf:li>`);
  });

  it('has all its letters and signs', () => {
    const signs = '«»“”‘’–—…·ºª§¿¡€£•‑ÀÂÃÇÈÉÊËÍÎÏÑÓÔÕÖÙÚÛÜŸÆŒàâãçèéêëíîïñóôõöùúûüÿæœ';
    expect(textOf(rendered(inventedLetter([paragraph(signs)])))).toContain(signs);
  });
});

import { describe, expect, it } from 'vitest';
import { EVENTS } from '../../../evidence/event.ts';
import { REASONS } from '../../../evidence/reason.ts';
import { TRANSPORT_STATES } from '../../../evidence/transport-state.ts';
import { EVENT_TEXTS } from '../../../gateway/problems/event-texts.ts';
import { LANGUAGES, type Texts } from '../../../gateway/problems/language.ts';
import type { ProblemRow } from '../../../gateway/problems/problem-row.ts';
import { REASON_TEXTS } from '../../../gateway/problems/reason-texts.ts';
import { PROBLEM_ROWS } from '../../../gateway/problems/rows.ts';
import { STATE_TEXTS } from '../../../gateway/problems/state-texts.ts';

const rows = Object.entries(PROBLEM_ROWS) as [string, ProblemRow][];
const problemTexts = rows.flatMap(([name, row]): [string, Texts][] => [
  [`${name} title`, row.title],
  [`${name} advice`, row.advice],
]);
const statusTexts: [string, Texts][] = [STATE_TEXTS, EVENT_TEXTS, REASON_TEXTS].flatMap((table) => Object.entries(table));

/** Words that only one side of the Atlantic uses, or that the two write differently. */
const ONE_SIDED = {
  pt: /(?<!\p{L})(arquivos?|ficheiros?|usu[aá]ri[oa]s?|utilizador(es)?|regist[oa]s?|registr[oa]s?|contac?tos?|equip[ae]s?|recep?ção|fac?tos?|ecrã|tela|aceit[eo]s?|detec?tad[oa]s?|elec?tr[oóô]nic[oa]s?|control[eo]|secç?ão|fiável)(?!\p{L})/iu,
  es: /(?<!\p{L})(ficheros?|ordenador(es)?|computador[ae]?s?|vosotros|vuestr[oa]s?|vos|tú|tus?|clicar|cliquear)(?!\p{L})/iu,
};

/** An accent that is easily lost. */
const UNACCENTED = {
  es: /(?<!\p{L})(aun no|cabecera invalida|numero|transmision|conversacion|operacion|verificacion|revocacion|contrasena|tambien|despues|ultimo|espanol)(?!\p{L})/iu,
  pt: /(?<!\p{L})(nao|tambem|operacao|transmissao|endereco|diretorio|codigo|valido|versao|conteudo|horario|ja)(?!\p{L})/iu,
  fr: /(?<!\p{L})(delai|recu|verifier|a jour|deja|autorite|expediteur|operateur|apres)(?!\p{L})/iu,
};

describe.each([...problemTexts, ...statusTexts])('%s', (_name, texts) => {
  it('is one whole sentence in each language, and another one in each', () => {
    expect(Object.keys(texts).sort()).toEqual([...LANGUAGES].sort());
    for (const language of LANGUAGES) {
      const text = texts[language];
      expect(text).toMatch(/^\p{Lu}.*[^.\s]\.$/u);
      expect(text.length, text).toBeLessThanOrEqual(160);
      // Nothing to be filled in, no markup, no straight quotation marks, no double spaces.
      expect(text).not.toMatch(/[{}<>%$"'`_|\\]| {2}|\.{2}|\. \p{Lu}/u);
    }
    expect(new Set(LANGUAGES.map((language) => texts[language])).size).toBe(LANGUAGES.length);
  });

  it('keeps to words that all readers share, with their accents', () => {
    expect(texts.pt).not.toMatch(ONE_SIDED.pt);
    expect(texts.es).not.toMatch(ONE_SIDED.es);
    expect(texts.es).not.toMatch(UNACCENTED.es);
    expect(texts.pt).not.toMatch(UNACCENTED.pt);
    expect(texts.fr).not.toMatch(UNACCENTED.fr);
  });
});

describe('titles', () => {
  it.each(LANGUAGES)('tell the rows apart in %s', (language) => {
    const titles = rows.map(([, row]) => row.title[language]);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });

  it('are short', () => {
    expect(rows.filter(([, row]) => LANGUAGES.some((language) => row.title[language].length > 120)).map(([name]) => name)).toEqual([]);
  });
});

describe('the status of a message', () => {
  it('has a text for every transport state', () => {
    expect(Object.keys(STATE_TEXTS)).toEqual([...TRANSPORT_STATES]);
  });

  it('has a text for every event', () => {
    expect(Object.keys(EVENT_TEXTS)).toEqual(Object.keys(EVENTS));
  });

  it('has a text for every reason', () => {
    expect(Object.keys(REASON_TEXTS)).toEqual(Object.keys(REASONS));
  });

  it('does not say that a delivered message was read', () => {
    expect(STATE_TEXTS.consigned.es).toMatch(/aún no consta/);
    expect(STATE_TEXTS.consigned.pt).toMatch(/ainda não consta/);
    expect(EVENT_TEXTS.ContentConsignment.es).toMatch(/no declara que se haya leído/);
    expect(EVENT_TEXTS.ContentConsignment.pt).toMatch(/não declara que tenha sido lido/);
  });
});

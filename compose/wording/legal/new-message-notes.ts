import type { Texts } from '../../../gateway/problems/language.ts';

/** What to do with a skeleton of a typed message. */
export const SKELETON_NOTE: Texts = {
  es: 'Rellene cada texto vacío y cada null, elija una palabra de cada lista y quite lo que no proceda. «valija assess» dice qué falta.',
  pt: 'Preencha cada texto vazio e cada null, escolha uma palavra de cada lista e retire o que não se aplique. «valija assess» diz o que falta.',
  fr: 'Remplissez chaque texte vide et chaque null, choisissez un mot de chaque liste et ôtez ce qui ne convient pas. « valija assess » dit ce qui manque.',
  en: 'Fill in every empty text and every null, choose one word of each list, and take out what does not apply. "valija assess" says what is missing.',
};

/** That an example is one. */
export const EXAMPLE_NOTE: Texts = {
  es: 'Todo es inventado: personas, asuntos y autoridades. No lo envíe como verdadero.',
  pt: 'Tudo é inventado: pessoas, casos e autoridades. Não o envie como verdadeiro.',
  fr: 'Tout est inventé : personnes, affaires et autorités. Ne l’envoyez pas comme vrai.',
  en: 'Everything in it is invented: persons, cases and authorities. Do not send it as real.',
};

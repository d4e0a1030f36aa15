import type { Texts } from '../../gateway/problems/language.ts';

/** Said of everything that comes from an installation for training, wherever it is shown. */
export const TRAINING_TEXTS: Texts = {
  es: 'ADIESTRAMIENTO - SIN VALOR LEGAL: es un ejercicio, y nada de él es real.',
  pt: 'FORMAÇÃO - SEM VALOR LEGAL: é um exercício, e nada nele é real.',
  fr: 'FORMATION - SANS VALEUR LÉGALE : c’est un exercice, et rien n’en est réel.',
  en: 'TRAINING - NO LEGAL VALUE: it is an exercise, and nothing of it is real.',
};

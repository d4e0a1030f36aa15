import type { FindingText } from './finding-text.ts';

/** What can be wrong with a gateway itself. */
export const CONDITION_TEXTS = {
  'gateway-not-running': {
    title: {
      es: 'La pasarela no está en marcha.',
      pt: 'O gateway não está em funcionamento.',
      fr: 'La passerelle n’est pas en marche.',
      en: 'The gateway is not running.',
    },
    advice: {
      es: 'Arránquela (valija gateway --config ARCHIVO) y mire el final de su diario si se detiene otra vez.',
      pt: 'Inicie-o (valija gateway --config FICHEIRO) e veja o fim do seu diário se parar outra vez.',
      fr: 'Démarrez-la (valija gateway --config FICHIER) et regardez la fin de son journal si elle s’arrête encore.',
      en: 'Start it (valija gateway --config FILE), and look at the end of its log if it stops again.',
    },
  },
} as const satisfies Record<string, FindingText>;

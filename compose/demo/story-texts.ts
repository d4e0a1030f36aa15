import type { Texts } from '../../gateway/problems/language.ts';

/** The story of the demonstration: whole sentences, values in braces. */
export const STORY = {
  beginning: {
    es: 'Demostración de Valija: todo es inventado, y es un adiestramiento.',
    pt: 'Demonstração da Valija: tudo é inventado, e é uma formação.',
    fr: 'Démonstration de Valija : tout est inventé, et c’est une formation.',
    en: 'Demonstration of Valija: everything is invented, and it is training',
  },
  preparing: {
    es: 'Se preparan certificados, directorio y configuración...',
    pt: 'Preparam-se certificados, diretório e configuração...',
    fr: 'Préparation des certificats, de l’annuaire et de la configuration...',
    en: 'Making certificates, directory and configuration',
  },
  running: {
    es: 'En marcha: {name}, {api}',
    pt: 'Em funcionamento: {name}, {api}',
    fr: 'En marche : {name}, {api}',
    en: 'Running: {name}, {api}',
  },
  sending: {
    es: 'Xandria envía una solicitud de asistencia judicial; su pasarela escribe la carta con los datos...',
    pt: 'Xândria envia um pedido de auxílio judiciário; o seu gateway escreve a carta a partir dos dados...',
    fr: 'La Xandrie envoie une demande d’entraide ; sa passerelle écrit la lettre à partir des données...',
    en: 'Xandria sends a request for assistance; its gateway writes the letter from the data',
  },
  submitted: {
    es: 'Mensaje {messageId}, registro de Xandria {number}. Acuses, a medida que llegan:',
    pt: 'Mensagem {messageId}, registo de Xândria {number}. Recibos, à medida que chegam:',
    fr: 'Message {messageId}, registre de la Xandrie {number}. Reçus, à mesure qu’ils arrivent :',
    en: 'Message {messageId}, register of Xandria {number}. Receipts as they arrive',
  },
  reading: { es: 'Borelia lee: {line}.', pt: 'A Borélia lê: {line}.', fr: 'La Borélie lit : {line}.', en: 'Borelia reads: {line}' },
  delivered: {
    es: 'Borelia tiene la solicitud en su bandeja, con {count} archivos; un país inventado se hace cargo de ella y responde.',
    pt: 'A Borélia tem o pedido na sua caixa, com {count} ficheiros; um país inventado encarrega-se dele e responde.',
    fr: 'La Borélie a reçu la demande, avec {count} fichiers ; un pays inventé s’en charge et répond.',
    en: 'Borelia has the request in its inbox, with {count} files; an invented country takes it over and answers',
  },
  outgoing: { es: 'Xandria envía: {kind}', pt: 'Xândria envia: {kind}', fr: 'La Xandrie envoie : {kind}', en: 'Xandria sends: {kind}' },
  incoming: {
    es: 'Borelia responde: {kind}',
    pt: 'A Borélia responde: {kind}',
    fr: 'La Borélie répond : {kind}',
    en: 'Borelia answers: {kind}',
  },
  receiptsOf: {
    es: 'Más acuses de: {kind}',
    pt: 'Mais recibos de: {kind}',
    fr: 'Autres reçus de : {kind}',
    en: 'More receipts of: {kind}',
  },
  acknowledged: {
    es: 'Borelia la registró con el número {number}; la lleva {officer}.',
    pt: 'A Borélia registou-o com o número {number}; trata dele {officer}.',
    fr: 'La Borélie l’a enregistrée sous le numéro {number} ; {officer} s’en occupe.',
    en: 'Borelia registered it under {number}; {officer} handles it',
  },
  asked: {
    es: 'Borelia pregunta: {text}',
    pt: 'A Borélia pergunta: {text}',
    fr: 'La Borélie demande : {text}',
    en: 'Borelia asks: {text}',
  },
  deliveredItem: {
    es: 'Entregado, con sus condiciones de uso {codes}: {title}',
    pt: 'Entregue, com as condições de utilização {codes}: {title}',
    fr: 'Remis, avec les conditions d’utilisation {codes} : {title}',
    en: 'Delivered, under the conditions of use {codes}: {title}',
  },
  valid: {
    es: 'Expedientes de prueba comprobados, el de la solicitud y el de la conversación: VÁLIDOS ({verdict}).',
    pt: 'Processos de prova verificados, o do pedido e o da conversação: VÁLIDOS ({verdict}).',
    fr: 'Dossiers de preuve vérifiés, celui de la demande et celui de la conversation : VALABLES ({verdict}).',
    en: 'The proof bundles of the request and of the conversation were verified: valid',
  },
  invalid: {
    es: 'Los expedientes de prueba NO son válidos: {verdict}.',
    pt: 'Os processos de prova NÃO são válidos: {verdict}.',
    fr: 'Les dossiers de preuve ne sont PAS valables : {verdict}.',
    en: 'The proof bundles do not verify: {verdict}',
  },
  results: {
    es: 'Resultados: {out}; {notes} dice cómo comprobarlos con openssl.',
    pt: 'Resultados: {out}; {notes} diz como os verificar com openssl.',
    fr: 'Résultats : {out} ; {notes} dit comment les vérifier avec openssl.',
    en: 'Results: {out}; {notes} says how to check them with openssl',
  },
  keepsRunning: {
    es: 'Todo sigue en marcha, y Borelia responde a lo que se le pida como ejercicio (docs/demo-country.md). Para mirar, en otra terminal:',
    pt: 'Tudo continua em funcionamento, e a Borélia responde ao que lhe for pedido como exercício (docs/demo-country.md). Para ver, noutro terminal:',
    fr: 'Tout reste en marche, et la Borélie répond à ce qu’on lui demande comme exercice (docs/demo-country.md). Pour regarder, dans un autre terminal :',
    en: 'Everything keeps running, and Borelia answers exercises (docs/demo-country.md); to look around, in another terminal',
  },
  toEnd: { es: 'Ctrl-C para terminar.', pt: 'Ctrl-C para terminar.', fr: 'Ctrl-C pour terminer.', en: 'Ctrl-C to end' },
} as const satisfies Readonly<Record<string, Texts>>;
export type StoryText = keyof typeof STORY;

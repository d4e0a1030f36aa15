import type { Texts } from '../../../gateway/problems/language.ts';

/** Why something about the parts of a bundle did not pass. */
export const BUNDLE_REASONS = {
  'content-absent': {
    es: 'El expediente se entregó sin el contenido.',
    pt: 'O dossiê foi entregue sem o conteúdo.',
    fr: 'Le dossier a été remis sans le contenu.',
    en: 'The bundle was given without the content.',
  },
  'conversation-differs': {
    es: 'La solicitud nombra otra conversación.',
    pt: 'O pedido indica outra conversação.',
    fr: 'La demande nomme une autre conversation.',
    en: 'The request names another conversation.',
  },
  'no-package': {
    es: 'El mensaje se rechazó antes de que hubiera un paquete.',
    pt: 'A mensagem foi recusada antes de haver um pacote.',
    fr: 'Le message a été refusé avant qu’il y ait un paquet.',
    en: 'The message was refused before there was a package.',
  },
  'message-repeated': {
    es: 'El mismo mensaje figura más de una vez.',
    pt: 'A mesma mensagem figura mais de uma vez.',
    fr: 'Le même message figure plus d’une fois.',
    en: 'The same message stands there more than once.',
  },
} as const satisfies Record<string, Texts>;

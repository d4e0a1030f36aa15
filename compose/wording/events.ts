import type { EventName } from '../../evidence/event.ts';
import type { Language } from '../../gateway/problems/language.ts';

/** What each receipt states, in a sentence that a clerk understands. */
export const EVENT_SENTENCES: Readonly<Record<EventName, Readonly<Record<Language, string>>>> = {
  SubmissionAcceptance: {
    es: 'La solicitud fue aceptada, firmada y sellada para su destinatario.',
    pt: 'O pedido foi aceite, assinado e selado para o seu destinatário.',
    fr: 'La demande a été acceptée, signée et scellée pour son destinataire.',
    en: 'The request was accepted, signed and sealed for its addressee.',
  },
  SubmissionRejection: {
    es: 'La solicitud no pudo prepararse para su envío.',
    pt: 'O pedido não pôde ser preparado para envio.',
    fr: 'La demande n’a pas pu être préparée pour l’envoi.',
    en: 'The request could not be prepared for sending.',
  },
  RelayAcceptance: {
    es: 'La pasarela de destino recibió el envío sellado.',
    pt: 'O gateway de destino recebeu o envio selado.',
    fr: 'La passerelle de destination a reçu l’envoi scellé.',
    en: 'The recipient’s gateway has received the sealed message.',
  },
  RelayRejection: {
    es: 'La pasarela de destino rechazó el envío.',
    pt: 'O gateway de destino rejeitou o envio.',
    fr: 'La passerelle de destination a rejeté l’envoi.',
    en: 'The recipient’s gateway has rejected the message.',
  },
  RelayFailure: {
    es: 'La pasarela de destino no respondió dentro del plazo.',
    pt: 'O gateway de destino não respondeu dentro do prazo.',
    fr: 'La passerelle de destination n’a pas répondu dans le délai.',
    en: 'The recipient’s gateway did not answer within the deadline.',
  },
  ContentConsignment: {
    es: 'El destinatario abrió el envío, comprobó su sello y lo dejó a disposición.',
    pt: 'O destinatário abriu o envio, verificou o seu selo e colocou-o à disposição.',
    fr: 'Le destinataire a ouvert l’envoi, vérifié son sceau et l’a mis à disposition.',
    en: 'The recipient has opened the message, checked its seal and made it available.',
  },
  ContentConsignmentFailure: {
    es: 'El destinatario no pudo abrir el envío o comprobar su sello.',
    pt: 'O destinatário não pôde abrir o envio ou verificar o seu selo.',
    fr: 'Le destinataire n’a pas pu ouvrir l’envoi ou vérifier son sceau.',
    en: 'The recipient could not open the message or check its seal.',
  },
  ConsignmentNotification: {
    es: 'Se avisó a quien debe recoger el envío.',
    pt: 'Foi avisado quem deve recolher o envio.',
    fr: 'La personne qui doit retirer l’envoi a été avisée.',
    en: 'Whoever has to collect the message was notified.',
  },
  ConsignmentNotificationFailure: {
    es: 'No se pudo avisar a quien debe recoger el envío.',
    pt: 'Não foi possível avisar quem deve recolher o envio.',
    fr: 'La personne qui doit retirer l’envoi n’a pas pu être avisée.',
    en: 'Whoever has to collect the message could not be notified.',
  },
  ContentHandover: {
    es: 'La autoridad destinataria se hizo cargo de la solicitud.',
    pt: 'A autoridade destinatária recebeu o pedido em mãos.',
    fr: 'L’autorité destinataire a pris la demande en charge.',
    en: 'The recipient authority has taken the request over.',
  },
  ContentHandoverFailure: {
    es: 'Nadie recogió la solicitud dentro del plazo; sigue a disposición.',
    pt: 'Ninguém recolheu o pedido dentro do prazo; continua à disposição.',
    fr: 'Personne n’a retiré la demande dans le délai ; elle reste à disposition.',
    en: 'Nobody collected the request within the deadline; it is still available.',
  },
  DeliveryUnconfirmed: {
    es: 'El destinatario no ha confirmado que pudo abrir el envío.',
    pt: 'O destinatário não confirmou que pôde abrir o envio.',
    fr: 'Le destinataire n’a pas confirmé avoir pu ouvrir l’envoi.',
    en: 'The recipient has not confirmed that it could open the message.',
  },
  HandoverUnconfirmed: {
    es: 'El destinatario no ha confirmado que se hizo cargo de la solicitud.',
    pt: 'O destinatário não confirmou que recebeu o pedido em mãos.',
    fr: 'Le destinataire n’a pas confirmé avoir pris la demande en charge.',
    en: 'The recipient has not confirmed that it took the request over.',
  },
};

/** The sentence for an event by name; the name itself for one that this version does not know. */
export function eventSentence(event: string, language: Language): string {
  return Object.hasOwn(EVENT_SENTENCES, event) ? EVENT_SENTENCES[event as EventName][language] : event;
}

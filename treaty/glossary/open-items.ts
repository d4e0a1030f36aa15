import { type Term, term } from './term.ts';

/** What can be left open in a conversation: what somebody still has to do. */
export const OPEN_ITEM_GLOSSARY = {
  'to-confirm': term(
    'Confirmación por escrito pendiente',
    'Confirmação por escrito pendente',
    'Confirmation écrite à venir',
    'Confirmation in writing due',
  ),
  acknowledgement: term(
    'Acuse de recibo pendiente',
    'Aviso de entrada pendente',
    'Accusé de réception à venir',
    'Acknowledgement due',
    'Aviso de recebimento pendente',
  ),
  supplement: term(
    'Información complementaria pendiente',
    'Informações complementares pendentes',
    'Complément à fournir',
    'Supplement due',
  ),
  translation: term('Traducción pendiente', 'Tradução pendente', 'Traduction à fournir', 'Translation due'),
  'status-enquiry': term(
    'Consulta de estado sin contestar',
    'Pergunta sobre o estado por responder',
    'Demande d’état sans réponse',
    'Status enquiry unanswered',
    'Consulta de andamento sem resposta',
  ),
  consultation: term(
    'Consulta sin contestar',
    'Consulta por responder',
    'Consultation sans réponse',
    'Consultation unanswered',
    'Consulta sem resposta',
  ),
  costs: term(
    'Acuerdo sobre gastos pendiente',
    'Acordo sobre despesas pendente',
    'Accord sur les frais à trouver',
    'Agreement on costs due',
  ),
  conditions: term(
    'Condiciones por contestar',
    'Condições por responder',
    'Conditions sans réponse',
    'Conditions to answer',
    'Condições sem resposta',
  ),
  confidentiality: term(
    'Decisión sobre la confidencialidad pendiente',
    'Decisão sobre a confidencialidade pendente',
    'Décision sur le secret à prendre',
    'Decision on confidentiality due',
  ),
  resumption: term(
    'Noticia tras el aplazamiento pendiente',
    'Notícia após o adiamento pendente',
    'Nouvelles après ajournement à donner',
    'News after postponement due',
  ),
  'other-use': term(
    'Petición de otro uso por contestar',
    'Pedido de outra utilização por responder',
    'Demande d’un autre usage sans réponse',
    'Request for another use unanswered',
    'Pedido de outro uso sem resposta',
  ),
  'objects-to-return': term(
    'Objetos por devolver',
    'Objetos por devolver',
    'Objets à restituer',
    'Objects to return',
    'Objetos a devolver',
  ),
  'paper-original': term('Original en papel pendiente', 'Original em papel pendente', 'Original sur papier attendu', 'Paper original due'),
  'off-channel-receipt': term(
    'Recepción por otra vía sin confirmar',
    'Receção por outra via por confirmar',
    'Réception par une autre voie à confirmer',
    'Receipt by another way to be confirmed',
    'Recebimento por outra via a confirmar',
  ),
} as const satisfies Readonly<Record<string, Term>>;

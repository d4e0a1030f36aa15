import type { ConversationKind } from '../../conversation/conversation-message.ts';
import { MESSAGE_KIND_GLOSSARY } from '../../glossary/message-kinds.ts';
import { type Words, wordsOf } from './words.ts';

const { request: _request, ...CONVERSATION_KIND_GLOSSARY } = MESSAGE_KIND_GLOSSARY;

/** Types of request, as the title of a letter has them. */
export const REQUEST_TITLES = {
  'mutual-legal-assistance': [
    'Solicitud de asistencia judicial recíproca',
    'Pedido de auxílio judiciário mútuo',
    'Demande d’entraide judiciaire',
    'Request for mutual legal assistance',
  ],
  'service-of-documents': [
    'Solicitud de notificación de documentos',
    'Pedido de notificação de documentos',
    'Demande de notification d’actes',
    'Request for service of documents',
  ],
  extradition: ['Solicitud de extradición', 'Pedido de extradição', 'Demande d’extradition', 'Request for extradition'],
  'provisional-arrest': [
    'Solicitud de detención preventiva con fines de extradición',
    'Pedido de detenção provisória para extradição',
    'Demande d’arrestation provisoire en vue d’extradition',
    'Request for provisional arrest',
  ],
  confiscation: [
    'Solicitud de cooperación para el decomiso',
    'Pedido de cooperação para a perda de bens',
    'Demande de coopération aux fins de confiscation',
    'Request for cooperation in confiscation',
  ],
  'transfer-of-sentenced-person': [
    'Solicitud de traslado de persona condenada',
    'Pedido de transferência de pessoa condenada',
    'Demande de transfèrement d’une personne condamnée',
    'Request for the transfer of a sentenced person',
  ],
  'transfer-of-proceedings': [
    'Solicitud de remisión de actuaciones penales',
    'Pedido de transmissão de processo penal',
    'Demande de transfert de procédure pénale',
    'Request for the transfer of proceedings',
  ],
  'joint-investigation': [
    'Solicitud de investigación conjunta',
    'Pedido de investigação conjunta',
    'Demande d’enquête conjointe',
    'Request for a joint investigation',
  ],
  'special-investigative-techniques': [
    'Solicitud de técnicas especiales de investigación',
    'Pedido de técnicas especiais de investigação',
    'Demande de techniques d’enquête spéciales',
    'Request for special investigative techniques',
  ],
  'video-hearing': [
    'Solicitud de audiencia por videoconferencia',
    'Pedido de audição por videoconferência',
    'Demande d’audition par visioconférence',
    'Request for a hearing by videoconference',
  ],
  'electronic-evidence': [
    'Solicitud de pruebas electrónicas',
    'Pedido de provas eletrónicas',
    'Demande de preuves électroniques',
    'Request for electronic evidence',
  ],
  'asset-recovery': [
    'Solicitud de recuperación de activos',
    'Pedido de recuperação de ativos',
    'Demande de recouvrement d’avoirs',
    'Request for the recovery of assets',
  ],
  consultation: ['Consulta', 'Consulta', 'Consultation', 'Consultation'],
  'spontaneous-information': ['Información espontánea', 'Informação espontânea', 'Information spontanée', 'Spontaneous information'],
  'draft-for-review': [
    'Proyecto de solicitud para revisión',
    'Projeto de pedido para revisão',
    'Projet de demande soumis pour avis',
    'Draft request for review',
  ],
} as const satisfies Record<string, Words>;

/** Other messages, as the title of a letter has them: what the glossary calls them. */
export const MESSAGE_TITLES: Readonly<Record<ConversationKind, Words>> = wordsOf(CONVERSATION_KIND_GLOSSARY);

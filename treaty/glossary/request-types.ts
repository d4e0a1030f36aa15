import { type Term, term } from './term.ts';

/** Every type of request. */
export const REQUEST_TYPE_GLOSSARY = {
  'mutual-legal-assistance': term(
    'Asistencia judicial recíproca',
    'Auxílio judiciário mútuo',
    'Entraide judiciaire',
    'Mutual legal assistance',
    'Assistência jurídica mútua',
  ),
  'service-of-documents': term(
    'Notificación de documentos',
    'Citação e notificação de atos',
    'Signification et notification d’actes',
    'Service of documents',
    'Citação e intimação',
  ),
  extradition: term('Extradición', 'Extradição', 'Extradition', 'Extradition'),
  'provisional-arrest': term(
    'Detención preventiva con fines de extradición',
    'Detenção provisória para extradição',
    'Arrestation provisoire en vue d’extradition',
    'Provisional arrest for extradition',
    'Prisão cautelar para extradição',
  ),
  confiscation: term('Decomiso', 'Perda de bens', 'Confiscation', 'Confiscation', 'Confisco'),
  'transfer-of-sentenced-person': term(
    'Traslado de persona condenada',
    'Transferência de pessoa condenada',
    'Transfèrement de personne condamnée',
    'Transfer of a sentenced person',
  ),
  'transfer-of-proceedings': term(
    'Remisión de actuaciones penales',
    'Transmissão de processos penais',
    'Transfert de procédures pénales',
    'Transfer of criminal proceedings',
    'Transferência de processos penais',
  ),
  'joint-investigation': term('Investigación conjunta', 'Investigação conjunta', 'Enquête conjointe', 'Joint investigation'),
  'special-investigative-techniques': term(
    'Técnicas especiales de investigación',
    'Técnicas especiais de investigação',
    'Techniques d’enquête spéciales',
    'Special investigative techniques',
  ),
  'video-hearing': term(
    'Declaración por videoconferencia',
    'Audição por videoconferência',
    'Audition par visioconférence',
    'Hearing by videoconference',
    'Oitiva por videoconferência',
  ),
  'electronic-evidence': term('Prueba electrónica', 'Prova eletrónica', 'Preuve électronique', 'Electronic evidence', 'Prova eletrônica'),
  'asset-recovery': term('Recuperación de activos', 'Recuperação de ativos', 'Recouvrement d’avoirs', 'Asset recovery'),
  consultation: term(
    'Consulta entre autoridades',
    'Consulta entre autoridades',
    'Consultation entre autorités',
    'Consultation between authorities',
  ),
  'spontaneous-information': term('Información espontánea', 'Informação espontânea', 'Information spontanée', 'Spontaneous information'),
  'draft-for-review': term(
    'Borrador para revisión',
    'Projeto para revisão',
    'Projet pour examen',
    'Draft for review',
    'Minuta para revisão',
  ),
} as const satisfies Readonly<Record<string, Term>>;

import type { Texts } from '../../gateway/problems/language.ts';

/** Headings and sentences of an audit of a period. */
export const AUDIT_TEXTS = {
  title: { es: 'Auditoría de un período', pt: 'Auditoria de um período', fr: 'Audit d’une période', en: 'Audit of a period' },
  holds: {
    es: 'Lo conservado, el registro y los acuses concuerdan.',
    pt: 'O que se conserva, o registo e os recibos concordam.',
    fr: 'Ce qui est conservé, le journal et les accusés concordent.',
    en: 'What is kept, the log and the receipts agree.',
  },
  open: {
    es: 'Nada se contradice, pero algo de la muestra o del registro de otra autoridad no se puede decidir.',
    pt: 'Nada se contradiz, mas algo da amostra ou do registo de outra autoridade não se pode decidir.',
    fr: 'Rien ne se contredit, mais un élément de l’échantillon ou du journal d’une autre autorité ne peut être décidé.',
    en: 'Nothing is contradicted, but something in the sample or in the log of a peer cannot be decided.',
  },
  failed: {
    es: 'Hay cosas que no concuerdan: vea las constataciones.',
    pt: 'Há coisas que não concordam: veja as constatações.',
    fr: 'Des éléments ne concordent pas : voyez les constatations.',
    en: 'Some things do not agree: see the findings.',
  },
  period: { es: 'Período', pt: 'Período', fr: 'Période', en: 'Period' },
  made: { es: 'Realizada el', pt: 'Realizada em', fr: 'Réalisé le', en: 'Made' },
  sent: { es: 'Mensajes enviados', pt: 'Mensagens enviadas', fr: 'Messages envoyés', en: 'Messages sent' },
  received: { es: 'Mensajes recibidos', pt: 'Mensagens recebidas', fr: 'Messages reçus', en: 'Messages received' },
  receipts: { es: 'Acuses', pt: 'Recibos', fr: 'Accusés', en: 'Receipts' },
  receiptsOfPeers: {
    es: 'De ellos, de otras autoridades',
    pt: 'Destes, de outras autoridades',
    fr: 'Dont d’autres autorités',
    en: 'Of these, of other authorities',
  },
  receiptsInPeersLogs: {
    es: 'De estos, probados en el registro de quien los emitió',
    pt: 'Destes, provados no registo de quem os emitiu',
    fr: 'Parmi ceux-ci, prouvés dans le journal de leur auteur',
    en: 'Of those, proven to be in the log of their issuer',
  },
  entries: { es: 'Entradas del registro', pt: 'Entradas do registo', fr: 'Entrées du journal', en: 'Entries of the log' },
  register: {
    es: 'En el registro de la autoridad',
    pt: 'No registo da autoridade',
    fr: 'Au registre de l’autorité',
    en: 'In the register of the authority',
  },
  cases: {
    es: 'Expedientes en el registro de la pasarela',
    pt: 'Processos no registo do gateway',
    fr: 'Dossiers au registre de la passerelle',
    en: 'Cases in the register of the gateway',
  },
  states: { es: 'Estados', pt: 'Estados', fr: 'États', en: 'States' },
  actors: { es: 'Operaciones por actor', pt: 'Operações por ator', fr: 'Opérations par acteur', en: 'Operations by actor' },
  findings: { es: 'Constataciones', pt: 'Constatações', fr: 'Constatations', en: 'Findings' },
  none: { es: 'Ninguna.', pt: 'Nenhuma.', fr: 'Aucune.', en: 'None.' },
  more: {
    es: 'Hay más, que no se enumeran',
    pt: 'Há mais, que não se enumeram',
    fr: 'Il y en a d’autres, non énumérées',
    en: 'There are more, which are not listed',
  },
  sample: { es: 'Muestra, con la semilla', pt: 'Amostra, com a semente', fr: 'Échantillon, avec la graine', en: 'Sample, with the seed' },
  notProved: { es: 'no probado', pt: 'não provado', fr: 'non prouvé', en: 'not proved' },
} as const satisfies Record<string, Texts>;

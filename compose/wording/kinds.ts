import type { Texts } from '../../gateway/problems/language.ts';
import type { ReportKind } from '../verification/report-schema.ts';

/** What a verified file is, in words. */
export const KIND_NAMES: Readonly<Record<ReportKind, Texts>> = {
  bundle: { es: 'Expediente de prueba', pt: 'Dossiê de prova', fr: 'Dossier de preuve', en: 'Proof bundle' },
  conversation: {
    es: 'Expediente de prueba de una conversación',
    pt: 'Dossiê de prova de uma conversação',
    fr: 'Dossier de preuve d’une conversation',
    en: 'Proof bundle of a conversation',
  },
  package: { es: 'Paquete sellado', pt: 'Pacote selado', fr: 'Paquet scellé', en: 'Sealed package' },
  evidence: { es: 'Acuse', pt: 'Recibo', fr: 'Accusé', en: 'Receipt' },
  header: { es: 'Cabecera', pt: 'Cabeçalho', fr: 'En-tête', en: 'Header' },
  pdf: { es: 'Documento PDF', pt: 'Documento PDF', fr: 'Document PDF', en: 'PDF document' },
  sealed: { es: 'Contenido cifrado', pt: 'Conteúdo cifrado', fr: 'Contenu chiffré', en: 'Sealed content' },
  signature: { es: 'Firma separada', pt: 'Assinatura separada', fr: 'Signature détachée', en: 'Detached signature' },
  timestamp: { es: 'Sello de tiempo', pt: 'Carimbo do tempo', fr: 'Horodatage', en: 'Time-stamp' },
  unknown: {
    es: 'Archivo desconocido o dañado',
    pt: 'Ficheiro desconhecido ou danificado',
    fr: 'Fichier inconnu ou endommagé',
    en: 'Unknown or damaged file',
  },
};

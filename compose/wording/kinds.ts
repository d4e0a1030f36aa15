import type { Language } from '../../gateway/problems/language.ts';
import type { VerificationReport } from '../verification/verify-file.ts';

/** What a verified file is, in words. */
export const KIND_NAMES: Readonly<Record<VerificationReport['kind'], Readonly<Record<Language, string>>>> = {
  bundle: { es: 'Expediente de prueba', pt: 'Dossiê de prova', fr: 'Dossier de preuve', en: 'Proof bundle' },
  package: { es: 'Paquete sellado', pt: 'Pacote selado', fr: 'Paquet scellé', en: 'Sealed package' },
  evidence: { es: 'Acuse', pt: 'Recibo', fr: 'Accusé', en: 'Receipt' },
  header: { es: 'Cabecera', pt: 'Cabeçalho', fr: 'En-tête', en: 'Header' },
  pdf: {
    es: 'Documento PDF por sí solo: compruebe el paquete que lo contiene',
    pt: 'Documento PDF isolado: verifique o pacote que o contém',
    fr: 'Document PDF isolé : vérifiez le paquet qui le contient',
    en: 'A PDF by itself: verify the package that holds it',
  },
  sealed: {
    es: 'Contenido cifrado: compruebe el paquete una vez abierto',
    pt: 'Conteúdo cifrado: verifique o pacote depois de aberto',
    fr: 'Contenu chiffré : vérifiez le paquet une fois ouvert',
    en: 'Encrypted content: verify the package once it has been opened',
  },
  unknown: {
    es: 'Archivo desconocido o dañado',
    pt: 'Ficheiro desconhecido ou danificado',
    fr: 'Fichier inconnu ou endommagé',
    en: 'Unknown or damaged file',
  },
};

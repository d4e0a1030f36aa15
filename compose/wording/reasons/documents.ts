import type { Texts } from '../../../gateway/problems/language.ts';

/** Why a PDF or a time-stamp did not pass, where the table of problems speaks of a letter or is too general for a court. */
export const DOCUMENT_REASONS = {
  'pades-appearance-added': {
    es: 'Después de la firma se añadió una firma visible.',
    pt: 'Depois da assinatura foi acrescentada uma assinatura visível.',
    fr: 'Une signature visible a été ajoutée après la signature.',
    en: 'A visible signature was added after the signature.',
  },
  'pades-byte-range-invalid': {
    es: 'La firma no cubre el documento de la única manera admitida.',
    pt: 'A assinatura não abrange o documento da única maneira admitida.',
    fr: 'La signature ne couvre pas le document de la seule façon admise.',
    en: 'The signature does not cover the document in the one way that is accepted.',
  },
  'pades-changed-after-signing': {
    es: 'El contenido visible o su estructura cambió después de la firma.',
    pt: 'O conteúdo visível ou a sua estrutura mudou depois da assinatura.',
    fr: 'Le contenu visible ou sa structure a changé après la signature.',
    en: 'What the document shows, or its structure, was changed after the signature.',
  },
  'pades-changes-forbidden': {
    es: 'El documento cambió aunque una firma lo prohíbe.',
    pt: 'O documento mudou embora uma assinatura o proíba.',
    fr: 'Le document a changé alors qu’une signature l’interdit.',
    en: 'The document was changed although a signature forbids it.',
  },
  'pades-metadata-changed': {
    es: 'Después de la firma cambiaron los metadatos del documento.',
    pt: 'Depois da assinatura mudaram os metadados do documento.',
    fr: 'Les métadonnées du document ont changé après la signature.',
    en: 'The metadata of the document was changed after the signature.',
  },
  'pades-revision-invalid': {
    es: 'La firma no termina donde termina una versión del documento.',
    pt: 'A assinatura não termina onde termina uma versão do documento.',
    fr: 'La signature ne finit pas où finit une version du document.',
    en: 'The signature does not end where a version of the document ends.',
  },
  'pades-subfilter-unsupported': {
    es: 'La firma es de una clase que este programa no comprueba.',
    pt: 'A assinatura é de um tipo que este programa não verifica.',
    fr: 'La signature est d’un type que ce programme ne vérifie pas.',
    en: 'The signature is of a kind that this program does not verify.',
  },
  'pdf-cross-reference-invalid': {
    es: 'El índice interno del PDF es incorrecto o ambiguo.',
    pt: 'O índice interno do PDF está incorreto ou ambíguo.',
    fr: 'L’index interne du PDF est incorrect ou ambigu.',
    en: 'The inner index of the PDF is wrong or ambiguous.',
  },
  'pdf-duplicate-key': {
    es: 'El PDF dice dos veces la misma cosa, y podría leerse de dos maneras.',
    pt: 'O PDF diz duas vezes a mesma coisa, e poderia ser lido de duas maneiras.',
    fr: 'Le PDF dit deux fois la même chose et pourrait être lu de deux façons.',
    en: 'The PDF says one thing twice, and could be read in two ways.',
  },
  'pdf-encrypted': {
    es: 'El PDF está cifrado o protegido con contraseña.',
    pt: 'O PDF está cifrado ou protegido por senha.',
    fr: 'Le PDF est chiffré ou protégé par un mot de passe.',
    en: 'The PDF is encrypted or protected by a password.',
  },
  'pdf-filter-unsupported': {
    es: 'Una parte del PDF está comprimida de una forma que este programa no lee.',
    pt: 'Uma parte do PDF está comprimida de uma forma que este programa não lê.',
    fr: 'Une partie du PDF est compressée d’une façon que ce programme ne lit pas.',
    en: 'A part of the PDF is compressed in a way that this program does not read.',
  },
  'pdf-malformed': {
    es: 'El PDF está dañado o cortado.',
    pt: 'O PDF está danificado ou cortado.',
    fr: 'Le PDF est endommagé ou tronqué.',
    en: 'The PDF is damaged or cut off.',
  },
  'pdf-not-pdf': {
    es: 'El archivo no es un PDF.',
    pt: 'O ficheiro não é um PDF.',
    fr: 'Le fichier n’est pas un PDF.',
    en: 'The file is no PDF.',
  },
  'pdf-object-invalid': {
    es: 'Una parte del PDF está dañada.',
    pt: 'Uma parte do PDF está danificada.',
    fr: 'Une partie du PDF est endommagée.',
    en: 'A part of the PDF is damaged.',
  },
  'pdf-structure': {
    es: 'El PDF no está construido como exige la norma.',
    pt: 'O PDF não está construído como a norma exige.',
    fr: 'Le PDF n’est pas construit comme l’exige la norme.',
    en: 'The PDF is not built as the standard demands.',
  },
  'pdf-too-deep': {
    es: 'El PDF está anidado más de lo que se lee.',
    pt: 'O PDF tem mais níveis do que os que são lidos.',
    fr: 'Le PDF a plus de niveaux qu’il n’en est lu.',
    en: 'The PDF is nested deeper than is read.',
  },
  'pdf-too-large': {
    es: 'El PDF es mayor de lo que este programa lee.',
    pt: 'O PDF é maior do que este programa lê.',
    fr: 'Le PDF est plus grand que ce que ce programme lit.',
    en: 'The PDF is larger than this program reads.',
  },
  'sealed-other-recipient': {
    es: 'El contenido está cifrado para otra clave.',
    pt: 'O conteúdo está cifrado para outra chave.',
    fr: 'Le contenu est chiffré pour une autre clé.',
    en: 'The content is sealed to another key.',
  },
  'timestamp-extended-key-usage': {
    es: 'El certificado que selló no está expedido solo para sellos de tiempo.',
    pt: 'O certificado que carimbou não foi emitido apenas para carimbos do tempo.',
    fr: 'Le certificat employé n’est pas délivré pour le seul horodatage.',
    en: 'The certificate behind the time-stamp was not issued for time-stamps alone.',
  },
  'timestamp-imprint-mismatch': {
    es: 'El sello de tiempo es de otros datos.',
    pt: 'O carimbo do tempo é de outros dados.',
    fr: 'L’horodatage porte sur d’autres données.',
    en: 'The time-stamp is over other data.',
  },
  'timestamp-not-granted': {
    es: 'La autoridad de sellado de tiempo denegó el sello.',
    pt: 'A autoridade de carimbo do tempo recusou o carimbo.',
    fr: 'L’autorité d’horodatage a refusé l’horodatage.',
    en: 'The time-stamp authority refused the time-stamp.',
  },
  'timestamp-path-indeterminate': {
    es: 'No se sabe si se puede confiar en la autoridad de sellado de tiempo.',
    pt: 'Não se sabe se a autoridade de carimbo do tempo é de confiança.',
    fr: 'On ne sait pas si l’autorité d’horodatage est digne de confiance.',
    en: 'It is not known whether the time-stamp authority can be trusted.',
  },
  'timestamp-path-invalid': {
    es: 'El certificado de la autoridad de sellado de tiempo no era válido.',
    pt: 'O certificado da autoridade de carimbo do tempo não era válido.',
    fr: 'Le certificat de l’autorité d’horodatage n’était pas valide.',
    en: 'The certificate of the time-stamp authority was not valid.',
  },
} as const satisfies Record<string, Texts>;

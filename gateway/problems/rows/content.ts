import type { ProblemRow } from '../problem-row.ts';

/** What can be wrong with a received package when it is opened. */
export const CONTENT_ROWS = {
  'decryption-failed': {
    status: 422,
    exit: 'checkFailed',
    reasons: ['decryption-failed'],
    title: {
      es: 'El contenido no se pudo descifrar.',
      pt: 'Não foi possível decifrar o conteúdo.',
      fr: 'Le contenu n’a pas pu être déchiffré.',
      en: 'The content could not be decrypted.',
    },
    advice: {
      es: 'Nada de él se ha mostrado; pida a la autoridad remitente que lo envíe como mensaje nuevo.',
      pt: 'Nada dele foi mostrado; peça à autoridade remetente que o envie como mensagem nova.',
      fr: 'Rien n’en a été montré ; demandez à l’autorité expéditrice de l’envoyer comme nouveau message.',
      en: 'Nothing of it was shown; ask the sending authority to send it as a new message.',
    },
  },
  'sealed-content-invalid': {
    status: 422,
    exit: 'checkFailed',
    reasons: ['decryption-failed'],
    title: {
      es: 'El contenido cifrado no tiene la forma admitida.',
      pt: 'O conteúdo cifrado não tem a forma admitida.',
      fr: 'Le contenu chiffré n’a pas la forme admise.',
      en: 'The sealed content does not have an accepted form.',
    },
    advice: {
      es: 'La autoridad remitente debe comprobar la versión de su pasarela y enviarlo de nuevo.',
      pt: 'A autoridade remetente deve verificar a versão do seu gateway e enviá-lo de novo.',
      fr: 'L’autorité expéditrice doit vérifier la version de sa passerelle et l’envoyer de nouveau.',
      en: 'The sending authority should check the version of its gateway and send it again.',
    },
  },
  'package-commitment-mismatch': {
    status: 422,
    exit: 'checkFailed',
    reasons: ['package-commitment-mismatch'],
    title: {
      es: 'El contenido descifrado no es el que la autoridad remitente firmó en la cabecera.',
      pt: 'O conteúdo decifrado não é o que a autoridade remetente assinou no cabeçalho.',
      fr: 'Le contenu déchiffré n’est pas celui que l’autorité expéditrice a signé dans l’en-tête.',
      en: 'The decrypted content is not the one that the sending authority signed in the header.',
    },
    advice: {
      es: 'No lo use; pida a la autoridad remitente que averigüe la causa y envíe un mensaje nuevo.',
      pt: 'Não o use; peça à autoridade remetente que apure a causa e envie uma mensagem nova.',
      fr: 'Ne l’utilisez pas ; demandez à l’autorité expéditrice d’en établir la cause et d’envoyer un nouveau message.',
      en: 'Do not use it; ask the sending authority to find the cause and send a new message.',
    },
  },
  'package-header-mismatch': {
    status: 422,
    exit: 'checkFailed',
    reasons: ['package-header-disagree'],
    title: {
      es: 'La cabecera y el contenido sellado no dicen lo mismo.',
      pt: 'O cabeçalho e o conteúdo selado não dizem o mesmo.',
      fr: 'L’en-tête et le contenu scellé ne disent pas la même chose.',
      en: 'The header and the sealed content do not say the same.',
    },
    advice: {
      es: 'No lo use: alguien pudo poner otra cabecera a un contenido ajeno; avise a la autoridad remitente.',
      pt: 'Não o use: alguém pode ter posto outro cabeçalho num conteúdo alheio; avise a autoridade remetente.',
      fr: 'Ne l’utilisez pas : quelqu’un a pu mettre un autre en-tête sur ce contenu ; prévenez l’autorité expéditrice.',
      en: 'Do not use it: somebody may have put another header around this content; tell the sending authority.',
    },
  },
  'package-not-intact': {
    status: 422,
    exit: 'checkFailed',
    reasons: ['package-malformed'],
    title: {
      es: 'El paquete está incompleto o alterado.',
      pt: 'O pacote está incompleto ou alterado.',
      fr: 'Le paquet est incomplet ou altéré.',
      en: 'The package is incomplete or altered.',
    },
    advice: {
      es: 'No lo use; pida a la autoridad remitente que lo envíe de nuevo.',
      pt: 'Não o use; peça à autoridade remetente que o envie de novo.',
      fr: 'Ne l’utilisez pas ; demandez à l’autorité expéditrice de l’envoyer de nouveau.',
      en: 'Do not use it; ask the sending authority to send it again.',
    },
  },
  'package-request-invalid': {
    status: 422,
    exit: 'checkFailed',
    reasons: ['package-malformed'],
    title: {
      es: 'Los datos del mensaje dentro del paquete no tienen la forma prevista.',
      pt: 'Os dados da mensagem dentro do pacote não têm a forma prevista.',
      fr: 'Les données du message dans le paquet n’ont pas la forme prévue.',
      en: 'The data of the message inside the package do not have the expected form.',
    },
    advice: {
      es: 'Pida a la autoridad remitente que compruebe la versión de su pasarela y lo envíe de nuevo.',
      pt: 'Peça à autoridade remetente que verifique a versão do seu gateway e o envie de novo.',
      fr: 'Demandez à l’autorité expéditrice de vérifier la version de sa passerelle et de l’envoyer de nouveau.',
      en: 'Ask the sending authority to check the version of its gateway and send it again.',
    },
  },
  'package-seal-invalid': {
    status: 422,
    exit: 'checkFailed',
    reasons: ['package-signature-invalid'],
    title: {
      es: 'El sello del paquete no es válido.',
      pt: 'O selo do pacote não é válido.',
      fr: 'Le sceau du paquet n’est pas valide.',
      en: 'The seal of the package does not hold.',
    },
    advice: {
      es: 'No lo use; avise a la autoridad remitente.',
      pt: 'Não o use; avise a autoridade remetente.',
      fr: 'Ne l’utilisez pas ; prévenez l’autorité expéditrice.',
      en: 'Do not use it; tell the sending authority.',
    },
  },
  'package-signer-not-authorised': {
    status: 422,
    exit: 'checkFailed',
    reasons: ['package-certificate-invalid'],
    title: {
      es: 'El certificado que selló el paquete no es uno que la autoridad remitente tenga publicado para ello.',
      pt: 'O certificado que selou o pacote não é um que a autoridade remetente tenha publicado para esse fim.',
      fr: 'Le certificat qui a scellé le paquet n’est pas publié à cette fin par l’autorité expéditrice.',
      en: 'The certificate that sealed the package is not one that the sending authority has published for it.',
    },
    advice: {
      es: 'No lo use; pida a la autoridad remitente que publique su certificado y envíe un mensaje nuevo.',
      pt: 'Não o use; peça à autoridade remetente que publique o seu certificado e envie uma mensagem nova.',
      fr: 'Ne l’utilisez pas ; demandez à l’autorité expéditrice de publier son certificat et d’envoyer un nouveau message.',
      en: 'Do not use it; ask the sending authority to publish its certificate and send a new message.',
    },
  },
  'package-timestamp-missing': {
    status: 422,
    exit: 'checkFailed',
    reasons: ['package-timestamp-invalid'],
    title: {
      es: 'El sello de tiempo del paquete no concuerda con lo que anuncia la cabecera.',
      pt: 'O carimbo de data e hora do pacote não está de acordo com o que o cabeçalho anuncia.',
      fr: 'L’horodatage du paquet ne correspond pas à ce qu’annonce l’en-tête.',
      en: 'The time-stamp of the package is not as the header announces.',
    },
    advice: {
      es: 'Pida a la autoridad remitente que averigüe la causa y lo envíe como mensaje nuevo.',
      pt: 'Peça à autoridade remetente que apure a causa e o envie como mensagem nova.',
      fr: 'Demandez à l’autorité expéditrice d’en établir la cause et de l’envoyer comme nouveau message.',
      en: 'Ask the sending authority to find the cause and send it as a new message.',
    },
  },
  'signer-revoked': {
    status: 422,
    exit: 'checkFailed',
    reasons: ['package-certificate-revoked'],
    title: {
      es: 'El certificado de quien firmó ya estaba revocado en ese momento.',
      pt: 'O certificado de quem assinou já estava revogado nesse momento.',
      fr: 'Le certificat du signataire était déjà révoqué à ce moment.',
      en: 'The signer’s certificate was already revoked at that time.',
    },
    advice: {
      es: 'No lo use; pida a la autoridad remitente que lo envíe sellado con un certificado vigente.',
      pt: 'Não o use; peça à autoridade remetente que o envie selado com um certificado em vigor.',
      fr: 'Ne l’utilisez pas ; demandez à l’autorité expéditrice de l’envoyer scellé avec un certificat en vigueur.',
      en: 'Do not use it; ask the sending authority to send it sealed with a valid certificate.',
    },
  },
  'signer-certificate-invalid': {
    status: 422,
    exit: 'checkFailed',
    reasons: ['package-certificate-invalid'],
    title: {
      es: 'El certificado de quien firmó no es válido para firmar este documento.',
      pt: 'O certificado de quem assinou não é válido para assinar este documento.',
      fr: 'Le certificat du signataire n’est pas valable pour signer ce document.',
      en: 'The signer’s certificate is not good for signing this document.',
    },
    advice: {
      es: 'No lo use; la autoridad que firma debe usar un certificado vigente y previsto para ello.',
      pt: 'Não o use; a autoridade que assina deve usar um certificado em vigor e previsto para esse fim.',
      fr: 'Ne l’utilisez pas ; l’autorité signataire doit employer un certificat en vigueur et prévu à cette fin.',
      en: 'Do not use it; the signing authority should use a valid certificate made for this purpose.',
    },
  },
  'revocation-unknown': {
    status: 503,
    exit: 'later',
    reasons: ['consigned-revocation-unknown'],
    title: {
      es: 'Por ahora no se puede comprobar si un certificado sigue vigente.',
      pt: 'Por enquanto não é possível verificar se um certificado continua em vigor.',
      fr: 'Il n’est pas possible pour le moment de vérifier si un certificat est encore en vigueur.',
      en: 'Whether a certificate is still valid cannot be checked for now.',
    },
    advice: {
      es: 'La pasarela lo comprueba de nuevo; el operador debe ver si falta una lista de revocación reciente.',
      pt: 'O gateway verifica de novo; o operador deve ver se falta uma lista de revogação recente.',
      fr: 'La passerelle réessaie ; l’opérateur doit voir s’il manque une liste de révocation récente.',
      en: 'The gateway checks again; the operator should see whether a recent revocation list is missing.',
    },
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;

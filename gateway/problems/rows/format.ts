import type { ProblemRow } from '../problem-row.ts';

/** Formats, signatures and certificates: rows that many codes of `crypto/` share. */
export const FORMAT_ROWS = {
  'malformed-data': {
    status: 400,
    exit: 'checkFailed',
    reasons: ['package-malformed'],
    title: {
      es: 'Los datos están dañados o no tienen el formato previsto.',
      pt: 'Os dados estão danificados ou não têm o formato previsto.',
      fr: 'Les données sont endommagées ou n’ont pas le format prévu.',
      en: 'The data are damaged or not in the expected format.',
    },
    advice: {
      es: 'Obtenga el original de nuevo; si el resultado es el mismo, consulte a quien lo emitió.',
      pt: 'Obtenha de novo o original; se o resultado for o mesmo, consulte quem o emitiu.',
      fr: 'Obtenez de nouveau l’original ; si le résultat est le même, consultez son émetteur.',
      en: 'Get the original again; if the result is the same, ask whoever issued it.',
    },
  },
  'data-too-large': {
    status: 413,
    exit: 'refused',
    reasons: ['size-limit-exceeded'],
    title: {
      es: 'Los datos superan un límite de tamaño o de complejidad.',
      pt: 'Os dados ultrapassam um limite de tamanho ou de complexidade.',
      fr: 'Les données dépassent une limite de taille ou de complexité.',
      en: 'The data exceed a limit of size or complexity.',
    },
    advice: {
      es: 'Compruebe que se trata del documento correcto; los límites están en la documentación.',
      pt: 'Verifique se é o documento certo; os limites estão na documentação.',
      fr: 'Vérifiez qu’il s’agit du bon document ; les limites figurent dans la documentation.',
      en: 'Check that it is the right document; the limits are in the documentation.',
    },
  },
  'json-not-strict': {
    status: 400,
    exit: 'checkFailed',
    reasons: ['package-malformed'],
    title: {
      es: 'Los datos JSON no están bien escritos.',
      pt: 'Os dados JSON não estão bem escritos.',
      fr: 'Les données JSON ne sont pas bien écrites.',
      en: 'The JSON data are not well written.',
    },
    advice: {
      es: 'Escríbalos en UTF-8, sin nombres repetidos y según la norma; luego envíelos de nuevo.',
      pt: 'Escreva-os em UTF-8, sem nomes repetidos e segundo a norma; depois envie-os de novo.',
      fr: 'Écrivez-les en UTF-8, sans noms répétés et selon la norme ; puis envoyez-les de nouveau.',
      en: 'Write them in UTF-8, without repeated names and by the standard; then send them again.',
    },
  },
  'container-invalid': {
    status: 422,
    exit: 'checkFailed',
    reasons: ['package-malformed'],
    title: {
      es: 'El paquete no cumple la norma o contiene algo que no declara.',
      pt: 'O pacote não cumpre a norma ou contém algo que não declara.',
      fr: 'Le paquet ne respecte pas la norme ou contient un élément non déclaré.',
      en: 'The package does not follow the standard, or holds something that it does not declare.',
    },
    advice: {
      es: 'No abra sus documentos; pida a quien lo emitió que lo envíe de nuevo.',
      pt: 'Não abra os seus documentos; peça a quem o emitiu que o envie de novo.',
      fr: 'N’ouvrez pas ses documents ; demandez à son émetteur de l’envoyer de nouveau.',
      en: 'Do not open its documents; ask whoever issued it to send it again.',
    },
  },
  'signature-malformed': {
    status: 400,
    exit: 'checkFailed',
    reasons: ['package-signature-invalid'],
    title: {
      es: 'La firma no se puede leer o no tiene la forma admitida.',
      pt: 'A assinatura não pode ser lida ou não tem a forma admitida.',
      fr: 'La signature ne peut pas être lue ou n’a pas la forme admise.',
      en: 'The signature cannot be read or does not have an accepted form.',
    },
    advice: {
      es: 'No lo tenga por firmado; consulte a quien lo emitió.',
      pt: 'Não o considere assinado; consulte quem o emitiu.',
      fr: 'Ne le tenez pas pour signé ; consultez son émetteur.',
      en: 'Do not take it as signed; ask whoever issued it.',
    },
  },
  'signature-invalid': {
    status: 422,
    exit: 'checkFailed',
    reasons: ['package-signature-invalid'],
    title: {
      es: 'La firma no corresponde al contenido o a quien dice haber firmado.',
      pt: 'A assinatura não corresponde ao conteúdo ou a quem diz ter assinado.',
      fr: 'La signature ne correspond pas au contenu ou au signataire annoncé.',
      en: 'The signature does not fit the content or the signer it names.',
    },
    advice: {
      es: 'No lo use: el contenido pudo cambiar después de la firma; avise a quien lo emitió.',
      pt: 'Não o use: o conteúdo pode ter mudado depois da assinatura; avise quem o emitiu.',
      fr: 'Ne l’utilisez pas : le contenu a pu changer après la signature ; prévenez son émetteur.',
      en: 'Do not use it: the content may have changed after it was signed; tell whoever issued it.',
    },
  },
  'algorithm-not-accepted': {
    status: 422,
    exit: 'checkFailed',
    reasons: ['suite-not-supported', 'package-signature-invalid'],
    title: {
      es: 'Se usó un algoritmo o una clave que no ofrece la seguridad exigida.',
      pt: 'Foi usado um algoritmo ou uma chave que não oferece a segurança exigida.',
      fr: 'Un algorithme ou une clé n’offrant pas la sécurité exigée a été employé.',
      en: 'An algorithm or a key was used that does not give the security required.',
    },
    advice: {
      es: 'Quien lo emitió debe firmar o cifrar de nuevo con los algoritmos admitidos.',
      pt: 'Quem o emitiu deve assinar ou cifrar de novo com os algoritmos admitidos.',
      fr: 'Son émetteur doit signer ou chiffrer de nouveau avec les algorithmes admis.',
      en: 'Whoever issued it should sign or seal it again with accepted algorithms.',
    },
  },
  'certificate-unreadable': {
    status: 422,
    exit: 'checkFailed',
    reasons: ['package-certificate-invalid'],
    title: {
      es: 'El certificado no se puede leer.',
      pt: 'O certificado não pode ser lido.',
      fr: 'Le certificat ne peut pas être lu.',
      en: 'The certificate cannot be read.',
    },
    advice: {
      es: 'Pida a su titular que lo publique o lo envíe de nuevo.',
      pt: 'Peça ao seu titular que o publique ou o envie de novo.',
      fr: 'Demandez à son titulaire de le publier ou de l’envoyer de nouveau.',
      en: 'Ask its holder to publish it or send it again.',
    },
  },
  'timestamp-invalid': {
    status: 422,
    exit: 'checkFailed',
    reasons: ['package-timestamp-invalid'],
    title: {
      es: 'El sello de tiempo no es válido para este contenido.',
      pt: 'O carimbo de data e hora não é válido para este conteúdo.',
      fr: 'L’horodatage n’est pas valable pour ce contenu.',
      en: 'The time-stamp does not hold for this content.',
    },
    advice: {
      es: 'No pruebe con él ninguna fecha; consulte a quien lo emitió.',
      pt: 'Não prove com ele nenhuma data; consulte quem o emitiu.',
      fr: 'N’en tirez la preuve d’aucune date ; consultez son émetteur.',
      en: 'Do not prove any date with it; ask whoever issued it.',
    },
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;

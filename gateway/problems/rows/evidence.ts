import type { ProblemRow } from '../problem-row.ts';

/** Signed receipts that cannot be taken in, or must not be signed. */
export const EVIDENCE_ROWS = {
  'evidence-malformed': {
    status: 400,
    exit: 'checkFailed',
    title: {
      es: 'El acuse firmado no se puede leer.',
      pt: 'O recibo assinado não pode ser lido.',
      fr: 'L’accusé signé ne peut pas être lu.',
      en: 'The signed receipt cannot be read.',
    },
    advice: {
      es: 'Pida a la autoridad que lo firmó que compruebe la versión de su pasarela.',
      pt: 'Peça à autoridade que o assinou que verifique a versão do seu gateway.',
      fr: 'Demandez à l’autorité qui l’a signé de vérifier la version de sa passerelle.',
      en: 'Ask the authority that signed it to check the version of its gateway.',
    },
  },
  'evidence-signer-not-authorised': {
    status: 403,
    exit: 'checkFailed',
    title: {
      es: 'Quien firma el acuse no está autorizado por la autoridad que dice representar.',
      pt: 'Quem assina o recibo não está autorizado pela autoridade que diz representar.',
      fr: 'Le signataire de l’accusé n’est pas habilité par l’autorité qu’il dit représenter.',
      en: 'Whoever signed the receipt is not authorised by the authority it names.',
    },
    advice: {
      es: 'No lo tenga en cuenta; esa autoridad debe publicar en el directorio el certificado con el que firma sus acuses.',
      pt: 'Não o tenha em conta; essa autoridade deve publicar no diretório o certificado com que assina os seus recibos.',
      fr: 'N’en tenez pas compte ; cette autorité doit publier dans l’annuaire le certificat avec lequel elle signe ses accusés.',
      en: 'Do not rely on it; that authority should publish the certificate with which it signs receipts in the directory.',
    },
  },
  'evidence-not-acceptable': {
    status: 422,
    exit: 'refused',
    title: {
      es: 'Este acuse firmado no corresponde a esta pasarela.',
      pt: 'Este recibo assinado não diz respeito a este gateway.',
      fr: 'Cet accusé signé ne concerne pas cette passerelle.',
      en: 'This signed receipt is none that this gateway can take in.',
    },
    advice: {
      es: 'Envíelo completo a la autoridad remitente o a la destinataria del mensaje.',
      pt: 'Envie-o completo à autoridade remetente ou à destinatária da mensagem.',
      fr: 'Envoyez-le complet à l’autorité expéditrice ou destinataire du message.',
      en: 'Send it complete to the sender or the recipient of the message.',
    },
  },
  'evidence-issuer-not-allowed': {
    status: 403,
    exit: 'checkFailed',
    title: {
      es: 'Quien firma este acuse no puede declarar ese hecho.',
      pt: 'Quem assina este recibo não pode declarar esse evento.',
      fr: 'Le signataire de cet accusé ne peut pas attester cet événement.',
      en: 'Whoever signed this receipt cannot state that event.',
    },
    advice: {
      es: 'No lo tenga en cuenta; cada hecho lo declara la pasarela en la que ocurre.',
      pt: 'Não o tenha em conta; cada evento é declarado pelo gateway em que ocorre.',
      fr: 'N’en tenez pas compte ; chaque événement est attesté par la passerelle où il a lieu.',
      en: 'Do not rely on it; each event is stated by the gateway where it happens.',
    },
  },
  'evidence-arrival-not-allowed': {
    status: 403,
    exit: 'refused',
    title: {
      es: 'El acuse firmado no llegó por la ruta del mensaje.',
      pt: 'O recibo assinado não chegou pela rota da mensagem.',
      fr: 'L’accusé signé n’est pas arrivé par l’itinéraire du message.',
      en: 'The signed receipt did not come along the route of the message.',
    },
    advice: {
      es: 'Debe enviarlo la pasarela vecina en la ruta firmada.',
      pt: 'Deve enviá-lo o gateway vizinho na rota assinada.',
      fr: 'Il doit être envoyé par la passerelle voisine sur l’itinéraire signé.',
      en: 'The neighbouring gateway on the signed route has to send it.',
    },
  },
  'evidence-id-reused': {
    status: 409,
    exit: 'operator',
    title: {
      es: 'Ya existe otro acuse distinto con este mismo identificador.',
      pt: 'Já existe outro recibo diferente com este mesmo identificador.',
      fr: 'Un autre accusé, différent, existe déjà avec cet identifiant.',
      en: 'A different receipt already exists under this identifier.',
    },
    advice: {
      es: 'Se conserva el primero; los operadores de las dos pasarelas deben averiguar qué ocurrió.',
      pt: 'Conserva-se o primeiro; os operadores dos dois gateways devem apurar o que aconteceu.',
      fr: 'Le premier est conservé ; les opérateurs des deux passerelles doivent établir ce qui s’est passé.',
      en: 'The first one is kept; the operators of both gateways should find out what happened.',
    },
  },
  'evidence-mismatch': {
    status: 422,
    exit: 'checkFailed',
    title: {
      es: 'El acuse firmado no concuerda con el mensaje al que se refiere.',
      pt: 'O recibo assinado não corresponde à mensagem a que se refere.',
      fr: 'L’accusé signé ne concorde pas avec le message auquel il se rapporte.',
      en: 'The signed receipt does not agree with the message that it is about.',
    },
    advice: {
      es: 'No lo tenga en cuenta para este mensaje; consulte a la autoridad que lo firmó.',
      pt: 'Não o tenha em conta para esta mensagem; consulte a autoridade que o assinou.',
      fr: 'N’en tenez pas compte pour ce message ; consultez l’autorité qui l’a signé.',
      en: 'Do not rely on it for this message; ask the authority that signed it.',
    },
  },
  'evidence-orphans-exceeded': {
    status: 422,
    exit: 'refused',
    title: {
      es: 'Hay demasiados acuses sobre un mismo mensaje.',
      pt: 'Há recibos demais sobre uma mesma mensagem.',
      fr: 'Il y a trop d’accusés pour un même message.',
      en: 'There are too many receipts about one message.',
    },
    advice: {
      es: 'Los acuses ya recibidos se conservan; los operadores deben averiguar por qué se repiten.',
      pt: 'Os recibos já recebidos são conservados; os operadores devem apurar por que se repetem.',
      fr: 'Les accusés déjà reçus sont conservés ; les opérateurs doivent rechercher pourquoi ils se répètent.',
      en: 'Those already received are kept; the operators should find out why they keep coming.',
    },
  },
  'evidence-reason-not-allowed': {
    status: 422,
    exit: 'checkFailed',
    title: {
      es: 'El acuse firmado da un motivo que no corresponde al hecho que declara.',
      pt: 'O recibo assinado apresenta um motivo que não corresponde ao evento que declara.',
      fr: 'L’accusé signé donne un motif qui ne correspond pas à l’événement attesté.',
      en: 'The signed receipt gives a reason that does not belong to the event it states.',
    },
    advice: {
      es: 'Pida a la autoridad que lo firmó que compruebe la versión de su pasarela.',
      pt: 'Peça à autoridade que o assinou que verifique a versão do seu gateway.',
      fr: 'Demandez à l’autorité qui l’a signé de vérifier la version de sa passerelle.',
      en: 'Ask the authority that signed it to check the version of its gateway.',
    },
  },
  'extension-not-understood': {
    status: 422,
    exit: 'checkFailed',
    title: {
      es: 'El documento firmado exige entender una extensión que esta versión no conoce.',
      pt: 'O documento assinado exige entender uma extensão que esta versão não conhece.',
      fr: 'Le document signé exige de comprendre une extension que cette version ne connaît pas.',
      en: 'The signed document demands an extension that this version does not know.',
    },
    advice: {
      es: 'Actualice la pasarela o el verificador antes de usar este documento.',
      pt: 'Atualize o gateway ou o verificador antes de usar este documento.',
      fr: 'Mettez à jour la passerelle ou le vérificateur avant d’utiliser ce document.',
      en: 'Update the gateway or the verifier before you rely on this document.',
    },
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;

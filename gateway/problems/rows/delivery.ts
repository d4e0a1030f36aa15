import type { ProblemRow } from '../problem-row.ts';

/** Carrying content between gateways, and what a gateway meets when it calls another. */
export const DELIVERY_ROWS = {
  'content-length-mismatch': {
    status: 422,
    exit: 'refused',
    title: {
      es: 'El contenido recibido no tiene la longitud anunciada.',
      pt: 'O conteúdo recebido não tem o comprimento anunciado.',
      fr: 'Le contenu reçu n’a pas la longueur annoncée.',
      en: 'The content received does not have the length announced.',
    },
    advice: {
      es: 'La pasarela remitente debe transmitir el contenido completo de nuevo.',
      pt: 'O gateway remetente deve transmitir de novo o conteúdo completo.',
      fr: 'La passerelle expéditrice doit retransmettre le contenu complet.',
      en: 'The sending gateway should transmit the whole content again.',
    },
  },
  'content-digest-mismatch': {
    status: 422,
    exit: 'refused',
    reasons: ['content-digest-mismatch'],
    title: {
      es: 'El contenido recibido no es el que indica la cabecera firmada.',
      pt: 'O conteúdo recebido não é o que o cabeçalho assinado indica.',
      fr: 'Le contenu reçu n’est pas celui qu’indique l’en-tête signé.',
      en: 'The content received is not the one that the signed header names.',
    },
    advice: {
      es: 'La pasarela remitente debe transmitirlo de nuevo; si se repite, los operadores deben revisar la línea.',
      pt: 'O gateway remetente deve transmiti-lo de novo; se o problema se repetir, os operadores devem examinar a linha.',
      fr: 'La passerelle expéditrice doit le retransmettre ; si cela se répète, les opérateurs doivent examiner la ligne.',
      en: 'The sending gateway should transmit it again; if this happens again, the operators should examine the line.',
    },
  },
  'transfer-unknown': {
    status: 404,
    exit: 'refused',
    title: {
      es: 'Esta transmisión no existe o ya venció.',
      pt: 'Esta transmissão não existe ou já venceu.',
      fr: 'Cette transmission n’existe pas ou a expiré.',
      en: 'This transfer does not exist or has expired.',
    },
    advice: {
      es: 'La pasarela remitente debe comenzar una transmisión nueva.',
      pt: 'O gateway remetente deve começar uma transmissão nova.',
      fr: 'La passerelle expéditrice doit commencer une nouvelle transmission.',
      en: 'The sending gateway should begin a new transfer.',
    },
  },
  'transfer-incomplete': {
    status: 409,
    exit: 'later',
    title: {
      es: 'La transmisión aún no está completa.',
      pt: 'A transmissão ainda não está completa.',
      fr: 'La transmission n’est pas encore complète.',
      en: 'The transfer is not complete yet.',
    },
    advice: {
      es: 'La pasarela remitente debe continuar desde donde se quedó.',
      pt: 'O gateway remetente deve continuar a partir de onde parou.',
      fr: 'La passerelle expéditrice doit reprendre là où elle s’est arrêtée.',
      en: 'The sending gateway should go on from where it stopped.',
    },
  },
  'transfer-interrupted': {
    status: 503,
    exit: 'later',
    title: {
      es: 'La comunicación con la otra pasarela se cortó.',
      pt: 'A comunicação com o outro gateway foi interrompida.',
      fr: 'La communication avec l’autre passerelle a été coupée.',
      en: 'The connection with the other gateway broke off.',
    },
    advice: {
      es: 'No hace falta hacer nada: el envío continúa solo, sin repetir lo ya transmitido.',
      pt: 'Não é preciso fazer nada: o envio continua sozinho, sem repetir o que já foi transmitido.',
      fr: 'Aucune action n’est nécessaire : l’envoi reprend seul, sans répéter ce qui a été transmis.',
      en: 'Nothing needs to be done: sending goes on by itself from where it stopped.',
    },
  },
  'message-id-reused': {
    status: 409,
    exit: 'refused',
    reasons: ['duplicate-with-other-content'],
    title: {
      es: 'Ya se recibió otro mensaje distinto con este mismo identificador.',
      pt: 'Já foi recebida outra mensagem diferente com este mesmo identificador.',
      fr: 'Un autre message, différent, a déjà été reçu avec cet identifiant.',
      en: 'A different message was already received under this identifier.',
    },
    advice: {
      es: 'El primer mensaje sigue siendo válido; las dos autoridades deben averiguar de dónde viene el segundo.',
      pt: 'A primeira mensagem continua válida; as duas autoridades devem apurar de onde vem a segunda.',
      fr: 'Le premier message reste valable ; les deux autorités doivent rechercher l’origine du second.',
      en: 'The first message stands; both authorities should find out where the second one comes from.',
    },
  },
  'peer-unreachable': {
    status: 503,
    exit: 'later',
    reasons: ['recipient-service-unreachable'],
    title: {
      es: 'La pasarela de la otra autoridad no responde.',
      pt: 'O gateway da outra autoridade não responde.',
      fr: 'La passerelle de l’autre autorité ne répond pas.',
      en: 'The other authority’s gateway does not answer.',
    },
    advice: {
      es: 'El envío se reintenta hasta que venza su plazo; si es urgente, avise a la otra autoridad por otra vía.',
      pt: 'O envio é tentado de novo até vencer o prazo; se for urgente, avise a outra autoridade por outra via.',
      fr: 'L’envoi est retenté jusqu’à l’expiration du délai ; en cas d’urgence, prévenez l’autre autorité par une autre voie.',
      en: 'Sending is tried again until its deadline; if it is urgent, tell the other authority by another channel.',
    },
  },
  'peer-not-trusted': {
    status: 502,
    exit: 'operator',
    reasons: ['recipient-service-not-identified'],
    title: {
      es: 'La pasarela que respondió no pudo demostrar que es la de la otra autoridad.',
      pt: 'O gateway que respondeu não conseguiu provar que é o da outra autoridade.',
      fr: 'La passerelle qui a répondu n’a pas pu prouver qu’elle est celle de l’autre autorité.',
      en: 'The gateway that answered could not prove that it is the other authority’s.',
    },
    advice: {
      es: 'No se envió nada; el operador debe comparar con la otra autoridad el certificado de conexión.',
      pt: 'Nada foi enviado; o operador deve comparar o certificado de conexão com a outra autoridade.',
      fr: 'Rien n’a été envoyé ; l’opérateur doit comparer le certificat de connexion avec l’autre autorité.',
      en: 'Nothing was sent; the operator should compare the connection certificate with the other authority.',
    },
  },
  'peer-protocol': {
    status: 502,
    exit: 'later',
    reasons: ['recipient-service-malfunction'],
    title: {
      es: 'La respuesta de la otra pasarela no se puede entender.',
      pt: 'A resposta do outro gateway não pode ser entendida.',
      fr: 'La réponse de l’autre passerelle ne peut pas être comprise.',
      en: 'The answer of the other gateway cannot be understood.',
    },
    advice: {
      es: 'El envío se reintenta; si se repite, los operadores deben comparar las versiones de las dos pasarelas.',
      pt: 'O envio é tentado de novo; se o problema se repetir, os operadores devem comparar as versões dos dois gateways.',
      fr: 'L’envoi est retenté ; si cela se répète, les opérateurs doivent comparer les versions des deux passerelles.',
      en: 'Sending is tried again; if this goes on, the operators should compare the versions of both gateways.',
    },
  },
  'peer-refused': {
    status: 502,
    exit: 'later',
    title: {
      es: 'La otra pasarela no aceptó la comunicación por ahora.',
      pt: 'O outro gateway não aceitou a comunicação por enquanto.',
      fr: 'L’autre passerelle n’a pas accepté la communication pour le moment.',
      en: 'The other gateway did not take the communication for now.',
    },
    advice: {
      es: 'El envío se reintenta hasta que venza su plazo; el operador puede ver la causa en el historial.',
      pt: 'O envio é tentado de novo até vencer o prazo; o operador pode ver a causa no histórico.',
      fr: 'L’envoi est retenté jusqu’à l’expiration du délai ; l’opérateur peut en voir la cause dans l’historique.',
      en: 'Sending is tried again until its deadline; the operator can see the cause in the history.',
    },
  },
  'peer-not-heard': {
    status: 503,
    exit: 'later',
    title: {
      es: 'La pasarela espera primero noticias de la otra autoridad.',
      pt: 'O gateway espera primeiro notícias da outra autoridade.',
      fr: 'La passerelle attend d’abord des nouvelles de l’autre autorité.',
      en: 'The gateway waits for news from the other authority first.',
    },
    advice: {
      es: 'No hace falta hacer nada: después de un arranque se consulta a la otra pasarela antes de enviar.',
      pt: 'Não é preciso fazer nada: depois de iniciar, o gateway consulta o outro antes de enviar.',
      fr: 'Aucune action n’est nécessaire : après un démarrage, l’autre passerelle est consultée avant tout envoi.',
      en: 'Nothing needs to be done: after a start the other gateway is asked before anything is sent.',
    },
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;

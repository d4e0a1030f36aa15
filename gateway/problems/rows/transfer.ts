import type { ProblemRow } from '../problem-row.ts';

/** What one gateway tells another about the connection, the signed header and the transfer of content. */
export const TRANSFER_ROWS = {
  'peer-unknown': {
    status: 403,
    exit: 'refused',
    title: {
      es: 'La pasarela que se conecta no figura en el directorio.',
      pt: 'O gateway que se conecta não consta do diretório.',
      fr: 'La passerelle qui se connecte ne figure pas dans l’annuaire.',
      en: 'The gateway that connects is not in the directory.',
    },
    advice: {
      es: 'Compruebe que su certificado de conexión esté publicado en el directorio.',
      pt: 'Verifique se o seu certificado de conexão está publicado no diretório.',
      fr: 'Vérifiez que son certificat de connexion est publié dans l’annuaire.',
      en: 'Check that its connection certificate is published in the directory.',
    },
  },
  'peer-not-previous-hop': {
    status: 403,
    exit: 'refused',
    title: {
      es: 'El mensaje no llega desde la pasarela que indica su ruta.',
      pt: 'A mensagem não chega do gateway que a sua rota indica.',
      fr: 'Le message n’arrive pas de la passerelle qu’indique son itinéraire.',
      en: 'The message does not come from the gateway that its route names.',
    },
    advice: {
      es: 'Envíe el mensaje por la ruta firmada; si la ruta cambió, firme una cabecera nueva.',
      pt: 'Envie a mensagem pela rota assinada; se a rota mudou, assine um cabeçalho novo.',
      fr: 'Envoyez le message par l’itinéraire signé ; si l’itinéraire a changé, signez un nouvel en-tête.',
      en: 'Send the message along the signed route; if the route has changed, sign a new header.',
    },
  },
  'envelope-malformed': {
    status: 400,
    exit: 'refused',
    title: {
      es: 'La cabecera del mensaje no se puede leer.',
      pt: 'O cabeçalho da mensagem não pode ser lido.',
      fr: 'L’en-tête du message ne peut pas être lu.',
      en: 'The header of the message cannot be read.',
    },
    advice: {
      es: 'La autoridad remitente debe comprobar la versión de su pasarela.',
      pt: 'A autoridade remetente deve verificar a versão do seu gateway.',
      fr: 'L’autorité expéditrice doit vérifier la version de sa passerelle.',
      en: 'The sending authority should check the version of its gateway.',
    },
  },
  'envelope-inconsistent': {
    status: 422,
    exit: 'refused',
    title: {
      es: 'La cabecera del mensaje se contradice en sus plazos, su hora o su ruta.',
      pt: 'O cabeçalho da mensagem contradiz-se nos prazos, na hora ou na rota.',
      fr: 'L’en-tête du message se contredit dans ses délais, son heure ou son itinéraire.',
      en: 'The header of the message contradicts itself in its deadlines, time or route.',
    },
    advice: {
      es: 'La autoridad remitente debe comprobar el reloj y la configuración de su pasarela.',
      pt: 'A autoridade remetente deve verificar o relógio e a configuração do seu gateway.',
      fr: 'L’autorité expéditrice doit vérifier l’horloge et la configuration de sa passerelle.',
      en: 'The sending authority should check the clock and the configuration of its gateway.',
    },
  },
  'envelope-signer-not-authorised': {
    status: 403,
    exit: 'refused',
    title: {
      es: 'Quien firma la cabecera no está autorizado por la autoridad remitente.',
      pt: 'Quem assina o cabeçalho não está autorizado pela autoridade remetente.',
      fr: 'Le signataire de l’en-tête n’est pas habilité par l’autorité expéditrice.',
      en: 'Whoever signed the header is not authorised by the sending authority.',
    },
    advice: {
      es: 'La autoridad remitente debe publicar en el directorio el certificado con el que firma.',
      pt: 'A autoridade remetente deve publicar no diretório o certificado com que assina.',
      fr: 'L’autorité expéditrice doit publier dans l’annuaire le certificat avec lequel elle signe.',
      en: 'The sending authority should publish the certificate with which it signs in the directory.',
    },
  },
  'envelope-not-for-us': {
    status: 421,
    exit: 'refused',
    title: {
      es: 'El mensaje no va dirigido a esta autoridad.',
      pt: 'A mensagem não é dirigida a esta autoridade.',
      fr: 'Le message n’est pas adressé à cette autorité.',
      en: 'The message is not addressed to this authority.',
    },
    advice: {
      es: 'La autoridad remitente debe comprobar en el directorio la dirección de la destinataria.',
      pt: 'A autoridade remetente deve verificar no diretório o endereço da destinatária.',
      fr: 'L’autorité expéditrice doit vérifier dans l’annuaire l’adresse de la destinataire.',
      en: 'The sending authority should check the recipient’s address in the directory.',
    },
  },
  'envelope-expired': {
    status: 422,
    exit: 'refused',
    reasons: ['message-expired'],
    title: {
      es: 'El mensaje llegó después de su plazo de transmisión.',
      pt: 'A mensagem chegou depois do seu prazo de transmissão.',
      fr: 'Le message est arrivé après son délai de transmission.',
      en: 'The message arrived after its deadline for transmission.',
    },
    advice: {
      es: 'La autoridad remitente puede enviarlo de nuevo, como mensaje nuevo y con otro plazo.',
      pt: 'A autoridade remetente pode enviá-la de novo, como mensagem nova e com outro prazo.',
      fr: 'L’autorité expéditrice peut le renvoyer comme nouveau message, avec un autre délai.',
      en: 'The sending authority may send it again, as a new message with another deadline.',
    },
  },
  'envelope-deadline-too-far': {
    status: 422,
    exit: 'refused',
    reasons: ['policy-violation'],
    title: {
      es: 'Los plazos del mensaje van más allá de lo que admite esta pasarela.',
      pt: 'Os prazos da mensagem vão além do que este gateway aceita.',
      fr: 'Les délais du message dépassent ce que cette passerelle accepte.',
      en: 'The deadlines of the message are further ahead than this gateway takes.',
    },
    advice: {
      es: 'La autoridad remitente debe enviarlo de nuevo con plazos más cortos.',
      pt: 'A autoridade remetente deve enviá-la de novo com prazos mais curtos.',
      fr: 'L’autorité expéditrice doit le renvoyer avec des délais plus courts.',
      en: 'The sending authority should send it again with earlier deadlines.',
    },
  },
  'envelope-suite-unknown': {
    status: 422,
    exit: 'refused',
    reasons: ['suite-not-supported'],
    title: {
      es: 'El mensaje usa un conjunto de algoritmos que esta pasarela no admite.',
      pt: 'A mensagem usa um conjunto de algoritmos que este gateway não aceita.',
      fr: 'Le message emploie un jeu d’algorithmes que cette passerelle n’accepte pas.',
      en: 'The message uses a set of algorithms that this gateway does not support.',
    },
    advice: {
      es: 'Las dos autoridades deben actualizar sus pasarelas a una versión con un conjunto común.',
      pt: 'As duas autoridades devem atualizar os seus gateways para uma versão com um conjunto comum.',
      fr: 'Les deux autorités doivent mettre leurs passerelles à jour vers une version ayant un jeu commun.',
      en: 'Both authorities should update their gateways to a version with a set in common.',
    },
  },
  'envelope-recipient-key-unknown': {
    status: 422,
    exit: 'refused',
    reasons: ['recipient-key-unknown'],
    title: {
      es: 'El mensaje se cifró con una clave que esta autoridad no tiene.',
      pt: 'A mensagem foi cifrada com uma chave que esta autoridade não tem.',
      fr: 'Le message a été chiffré avec une clé que cette autorité ne possède pas.',
      en: 'The message was sealed to a key that this authority does not have.',
    },
    advice: {
      es: 'La autoridad remitente debe actualizar su directorio y enviar el mensaje de nuevo.',
      pt: 'A autoridade remetente deve atualizar o seu diretório e enviar a mensagem de novo.',
      fr: 'L’autorité expéditrice doit mettre à jour son annuaire et renvoyer le message.',
      en: 'The sending authority should update its directory and send the message again.',
    },
  },
  'submission-acceptance-mismatch': {
    status: 422,
    exit: 'refused',
    title: {
      es: 'El acuse de aceptación que acompaña al mensaje no corresponde a él.',
      pt: 'O recibo de aceitação que acompanha a mensagem não corresponde a ela.',
      fr: 'L’accusé d’acceptation joint au message ne lui correspond pas.',
      en: 'The receipt of acceptance beside the message does not belong to it.',
    },
    advice: {
      es: 'La autoridad remitente debe enviar el mensaje con su propio acuse de aceptación.',
      pt: 'A autoridade remetente deve enviar a mensagem com o seu próprio recibo de aceitação.',
      fr: 'L’autorité expéditrice doit envoyer le message avec son propre accusé d’acceptation.',
      en: 'The sending authority should send the message with its own receipt of acceptance.',
    },
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;

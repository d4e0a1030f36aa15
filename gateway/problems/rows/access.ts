import type { ProblemRow } from '../problem-row.ts';

/** Who may do what, and what is not there, or not yet. */
export const ACCESS_ROWS = {
  'actor-unknown': {
    status: 403,
    exit: 'refused',
    title: {
      es: 'Esta pasarela no conoce a quien hace la petición.',
      pt: 'Este gateway não conhece quem faz a solicitação.',
      fr: 'Cette passerelle ne connaît pas l’auteur de la requête.',
      en: 'This gateway does not know who makes the request.',
    },
    advice: {
      es: 'Pida al operador que registre su certificado, y compruebe que no haya vencido.',
      pt: 'Peça ao operador que inscreva o seu certificado, e verifique se não venceu.',
      fr: 'Demandez à l’opérateur d’enregistrer votre certificat, et vérifiez qu’il n’est pas expiré.',
      en: 'Ask the operator to enter your certificate, and check that it has not expired.',
    },
  },
  'actor-not-allowed': {
    status: 403,
    exit: 'refused',
    title: {
      es: 'Usted no tiene permiso para esta operación.',
      pt: 'A sua função não permite esta operação.',
      fr: 'Vous n’êtes pas autorisé à effectuer cette opération.',
      en: 'You are not allowed to do this.',
    },
    advice: {
      es: 'Pídala a una persona autorizada, o solicite el permiso al operador.',
      pt: 'Peça-a a uma pessoa autorizada, ou solicite a permissão ao operador.',
      fr: 'Adressez-vous à une personne habilitée, ou demandez l’autorisation à l’opérateur.',
      en: 'Ask somebody who is, or ask the operator for permission.',
    },
  },
  'not-found': {
    status: 404,
    exit: 'refused',
    title: {
      es: 'No existe lo que se ha pedido.',
      pt: 'Não existe o que foi pedido.',
      fr: 'L’élément demandé n’existe pas.',
      en: 'What was asked for does not exist.',
    },
    advice: {
      es: 'Compruebe el identificador.',
      pt: 'Verifique o identificador.',
      fr: 'Vérifiez l’identifiant.',
      en: 'Check the identifier.',
    },
  },
  conflict: {
    status: 409,
    exit: 'refused',
    title: {
      es: 'La petición no concuerda con el estado actual.',
      pt: 'A solicitação não está de acordo com o estado atual.',
      fr: 'La requête ne correspond pas à l’état actuel.',
      en: 'The request does not fit the present state.',
    },
    advice: {
      es: 'Consulte el estado actual y repita la operación con los datos al día.',
      pt: 'Consulte o estado atual e repita a operação com os dados em dia.',
      fr: 'Consultez l’état actuel et recommencez avec des données à jour.',
      en: 'Look at the present state and try again with current data.',
    },
  },
  'message-not-opened': {
    status: 409,
    exit: 'refused',
    title: {
      es: 'El contenido de este mensaje no está disponible.',
      pt: 'O conteúdo desta mensagem não está disponível.',
      fr: 'Le contenu de ce message n’est pas disponible.',
      en: 'The content of this message is not available.',
    },
    advice: {
      es: 'Consulte el estado del mensaje: puede que aún no se haya abierto o que no se haya podido abrir.',
      pt: 'Consulte o estado da mensagem: pode ainda não ter sido aberta ou não ter sido possível abri-la.',
      fr: 'Consultez l’état du message : il n’a peut-être pas encore été ouvert, ou n’a pas pu l’être.',
      en: 'Look at the state of the message: it may not have been opened yet, or could not be opened.',
    },
  },
  'message-not-inbound': {
    status: 409,
    exit: 'refused',
    title: {
      es: 'Esta operación solo es posible con mensajes recibidos.',
      pt: 'Esta operação só é possível com mensagens recebidas.',
      fr: 'Cette opération n’est possible que pour les messages reçus.',
      en: 'This can only be done with messages that were received.',
    },
    advice: {
      es: 'Elija un mensaje de la bandeja de entrada.',
      pt: 'Escolha uma mensagem da caixa de entrada.',
      fr: 'Choisissez un message de la boîte de réception.',
      en: 'Choose a message of the inbox.',
    },
  },
  'package-digest-mismatch': {
    status: 409,
    exit: 'refused',
    title: {
      es: 'La huella indicada no es la del contenido recibido.',
      pt: 'O resumo digital indicado não é o do conteúdo recebido.',
      fr: 'L’empreinte indiquée n’est pas celle du contenu reçu.',
      en: 'The digest given is not that of the content received.',
    },
    advice: {
      es: 'Descargue de nuevo el contenido, compruébelo y confirme su retirada con la huella correcta.',
      pt: 'Obtenha de novo o conteúdo, verifique-o e confirme a retirada com o resumo correto.',
      fr: 'Téléchargez de nouveau le contenu, vérifiez-le et confirmez le retrait avec l’empreinte exacte.',
      en: 'Fetch the content again, check it, and confirm that you take it over with the right digest.',
    },
  },
  'content-purged': {
    status: 410,
    exit: 'refused',
    title: {
      es: 'El contenido de este mensaje se eliminó al terminar su plazo de conservación.',
      pt: 'O conteúdo desta mensagem foi eliminado ao terminar o prazo de conservação.',
      fr: 'Le contenu de ce message a été supprimé à la fin de sa durée de conservation.',
      en: 'The content of this message was removed at the end of its retention.',
    },
    advice: {
      es: 'Los acuses firmados se conservan; pida el contenido a la autoridad remitente.',
      pt: 'Os recibos assinados são conservados; peça o conteúdo à autoridade remetente.',
      fr: 'Les accusés signés sont conservés ; demandez le contenu à l’autorité expéditrice.',
      en: 'The signed receipts are kept; ask the sending authority for the content.',
    },
  },
  'too-early': {
    status: 409,
    exit: 'later',
    title: {
      es: 'Aún no ha llegado el momento de esta operación.',
      pt: 'Ainda não chegou o momento desta operação.',
      fr: 'Le moment de cette opération n’est pas encore venu.',
      en: 'It is too early for this.',
    },
    advice: {
      es: 'No hace falta hacer nada: la pasarela la realizará cuando venza el plazo.',
      pt: 'Não é preciso fazer nada: o gateway a realizará quando o prazo vencer.',
      fr: 'Aucune action n’est nécessaire : la passerelle l’effectuera à l’expiration du délai.',
      en: 'Nothing needs to be done: the gateway does it when the deadline has passed.',
    },
  },
  'too-busy': {
    status: 503,
    exit: 'later',
    title: {
      es: 'La pasarela está ocupada en este momento.',
      pt: 'O gateway está ocupado neste momento.',
      fr: 'La passerelle est occupée pour l’instant.',
      en: 'The gateway is busy at the moment.',
    },
    advice: {
      es: 'Espere un momento y repita la operación; no se ha perdido nada.',
      pt: 'Espere um momento e repita a operação; nada se perdeu.',
      fr: 'Patientez un instant puis recommencez ; rien n’est perdu.',
      en: 'Wait a moment and try again; nothing has been lost.',
    },
  },
  'rate-limited': {
    status: 429,
    exit: 'later',
    title: {
      es: 'Su sistema hace más peticiones de las permitidas.',
      pt: 'O seu sistema faz mais solicitações do que as permitidas.',
      fr: 'Votre système envoie plus de requêtes qu’il n’est permis.',
      en: 'Your system makes more requests than it may.',
    },
    advice: {
      es: 'Espere el tiempo indicado y repita la operación; para seguir los cambios, use la lista de cambios en lugar de consultas repetidas.',
      pt: 'Espere o tempo indicado e repita a operação; para seguir as alterações, use a lista de alterações em vez de consultas repetidas.',
      fr: 'Patientez le temps indiqué puis recommencez ; pour suivre les changements, utilisez la liste des changements et non des requêtes répétées.',
      en: 'Wait for as long as the answer says and try again; follow changes by the feed of changes instead of asking again and again.',
    },
  },
  'access-token-invalid': {
    status: 401,
    exit: 'refused',
    title: {
      es: 'El token de acceso falta, ha vencido o no es válido para esta conexión.',
      pt: 'O token de acesso falta, expirou ou não é válido para esta ligação.',
      fr: 'Le jeton d’accès manque, a expiré ou ne vaut pas pour cette connexion.',
      en: 'The access token is missing, has expired or does not hold for this connection.',
    },
    advice: {
      es: 'Pida otro token y repita la operación con el certificado con el que lo pidió.',
      pt: 'Peça outro token e repita a operação com o certificado com que o pediu.',
      fr: 'Demandez un autre jeton et recommencez avec le certificat qui a servi à la demande.',
      en: 'Ask for another token, and try again with the certificate with which you asked for it.',
    },
  },
  'shutting-down': {
    status: 503,
    exit: 'later',
    title: {
      es: 'La pasarela se está reiniciando o apagando.',
      pt: 'O gateway vai ser reiniciado ou desligado.',
      fr: 'La passerelle redémarre ou s’arrête.',
      en: 'The gateway is restarting or shutting down.',
    },
    advice: {
      es: 'Repita la operación dentro de unos minutos; lo que ya se aceptó está a salvo.',
      pt: 'Repita a operação dentro de alguns minutos; o que já foi confirmado está a salvo.',
      fr: 'Recommencez dans quelques minutes ; ce qui a été accepté est en sécurité.',
      en: 'Try again in a few minutes; what was accepted is safe.',
    },
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;

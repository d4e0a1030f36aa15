import type { ProblemRow } from '../problem-row.ts';

/** Faults of a submission as a whole: its form, its addressee, its deadlines. */
export const SUBMISSION_ROWS = {
  'submission-invalid': {
    status: 400,
    exit: 'refused',
    title: {
      es: 'Los datos enviados no tienen la forma prevista.',
      pt: 'Os dados enviados não têm a forma prevista.',
      fr: 'Les données envoyées n’ont pas la forme prévue.',
      en: 'The data sent do not have the expected form.',
    },
    advice: {
      es: 'Corrija los campos señalados y vuelva a enviar los datos.',
      pt: 'Corrija os campos assinalados e volte a enviar os dados.',
      fr: 'Corrigez les champs signalés et envoyez les données de nouveau.',
      en: 'Correct the fields shown and send the data again.',
    },
  },
  'submission-too-large': {
    status: 413,
    exit: 'refused',
    reasons: ['size-limit-exceeded'],
    title: {
      es: 'El envío supera el tamaño máximo que admite esta pasarela.',
      pt: 'O envio ultrapassa o tamanho máximo que este gateway aceita.',
      fr: 'L’envoi dépasse la taille maximale acceptée par cette passerelle.',
      en: 'The submission is larger than this gateway takes.',
    },
    advice: {
      es: 'Reparta los anexos en varios mensajes de la misma conversación.',
      pt: 'Distribua os anexos por várias mensagens da mesma conversa.',
      fr: 'Répartissez les annexes entre plusieurs messages de la même conversation.',
      en: 'Divide the annexes among several messages of the same conversation.',
    },
  },
  'message-form-invalid': {
    status: 400,
    exit: 'refused',
    title: {
      es: 'La petición llegó incompleta o no se puede leer.',
      pt: 'A solicitação chegou incompleta ou não pode ser lida.',
      fr: 'La requête est arrivée incomplète ou ne peut pas être lue.',
      en: 'The request arrived incomplete or cannot be read.',
    },
    advice: {
      es: 'Vuelva a enviarla; si se repite, avise a quien mantiene el programa que la envía.',
      pt: 'Volte a enviá-la; se o problema se repetir, avise quem mantém o programa que a envia.',
      fr: 'Envoyez-la de nouveau ; si le problème persiste, prévenez les responsables du programme émetteur.',
      en: 'Send it again; if this happens again, tell whoever maintains the program that sends it.',
    },
  },
  'idempotency-key-missing': {
    status: 400,
    exit: 'refused',
    title: {
      es: 'Falta la clave que evita enviar dos veces el mismo mensaje.',
      pt: 'Falta a chave que evita enviar duas vezes a mesma mensagem.',
      fr: 'Il manque la clé qui évite d’envoyer deux fois le même message.',
      en: 'The key that keeps a message from being sent twice is missing.',
    },
    advice: {
      es: 'Añada la cabecera Idempotency-Key, con un valor nuevo para cada mensaje.',
      pt: 'Acrescente o cabeçalho Idempotency-Key, com um valor novo para cada mensagem.',
      fr: 'Ajoutez l’en-tête Idempotency-Key, avec une valeur nouvelle pour chaque message.',
      en: 'Add the header Idempotency-Key, with a new value for each message.',
    },
  },
  'idempotency-key-reused': {
    status: 422,
    exit: 'refused',
    title: {
      es: 'Esta clave ya se usó para otro envío distinto.',
      pt: 'Esta chave já foi usada para outro envio diferente.',
      fr: 'Cette clé a déjà servi pour un envoi différent.',
      en: 'This key was already used for a different submission.',
    },
    advice: {
      es: 'Use una clave nueva; el primer envío no ha cambiado.',
      pt: 'Use uma chave nova; o primeiro envio não mudou.',
      fr: 'Utilisez une clé nouvelle ; le premier envoi reste inchangé.',
      en: 'Use a new key; the first submission is unchanged.',
    },
  },
  'recipient-unknown': {
    status: 422,
    exit: 'refused',
    reasons: ['recipient-not-in-directory'],
    title: {
      es: 'La autoridad destinataria no figura en el directorio.',
      pt: 'A autoridade destinatária não consta do diretório.',
      fr: 'L’autorité destinataire ne figure pas dans l’annuaire.',
      en: 'The recipient authority is not in the directory.',
    },
    advice: {
      es: 'Compruebe el identificador; si es correcto, pregunte a quien administra el directorio.',
      pt: 'Verifique o identificador; se estiver correto, pergunte a quem administra o diretório.',
      fr: 'Vérifiez l’identifiant ; s’il est exact, adressez-vous aux responsables de l’annuaire.',
      en: 'Check the identifier; if it is right, ask those who keep the directory.',
    },
  },
  'recipient-without-endpoint': {
    status: 422,
    exit: 'refused',
    title: {
      es: 'El directorio no indica adónde enviar los mensajes de esta autoridad.',
      pt: 'O diretório não indica para onde enviar as mensagens desta autoridade.',
      fr: 'L’annuaire n’indique pas où envoyer les messages de cette autorité.',
      en: 'The directory does not say where to send this authority’s messages.',
    },
    advice: {
      es: 'Pida a la autoridad destinataria que publique su dirección en el directorio, o use otra vía admitida.',
      pt: 'Peça à autoridade destinatária que publique o seu endereço no diretório, ou use outra via admitida.',
      fr: 'Demandez à l’autorité destinataire de publier son adresse dans l’annuaire, ou utilisez une autre voie admise.',
      en: 'Ask the recipient authority to publish its address in the directory, or use another admitted channel.',
    },
  },
  'recipient-without-certificate': {
    status: 422,
    exit: 'refused',
    reasons: ['recipient-certificate-unusable'],
    title: {
      es: 'La autoridad destinataria no tiene un certificado vigente con el que cifrar el mensaje.',
      pt: 'A autoridade destinatária não tem um certificado em vigor com o qual cifrar a mensagem.',
      fr: 'L’autorité destinataire n’a pas de certificat en vigueur pour chiffrer le message.',
      en: 'The recipient authority has no valid certificate to which the message could be sealed.',
    },
    advice: {
      es: 'Pida a la autoridad destinataria que publique un certificado nuevo en el directorio.',
      pt: 'Peça à autoridade destinatária que publique um certificado novo no diretório.',
      fr: 'Demandez à l’autorité destinataire de publier un nouveau certificat dans l’annuaire.',
      en: 'Ask the recipient authority to publish a new certificate in the directory.',
    },
  },
  'recipient-other-environment': {
    status: 422,
    exit: 'refused',
    title: {
      es: 'La autoridad destinataria es de adiestramiento y esta pasarela no, o al revés.',
      pt: 'A autoridade destinatária é de formação e este gateway não, ou o contrário.',
      fr: 'L’autorité destinataire est de formation et cette passerelle ne l’est pas, ou l’inverse.',
      en: 'The recipient authority is for training and this gateway is not, or the other way round.',
    },
    advice: {
      es: 'Elija una autoridad del mismo entorno.',
      pt: 'Escolha uma autoridade do mesmo ambiente.',
      fr: 'Choisissez une autorité du même environnement.',
      en: 'Choose an authority of the same environment.',
    },
  },
  'recipient-is-self': {
    status: 422,
    exit: 'refused',
    title: {
      es: 'El mensaje va dirigido a la misma autoridad que lo envía.',
      pt: 'A mensagem é dirigida à mesma autoridade que a envia.',
      fr: 'Le message est adressé à l’autorité qui l’envoie.',
      en: 'The message is addressed to the authority that sends it.',
    },
    advice: {
      es: 'Indique otra autoridad destinataria.',
      pt: 'Indique outra autoridade destinatária.',
      fr: 'Indiquez une autre autorité destinataire.',
      en: 'Name another recipient authority.',
    },
  },
  'deadline-order': {
    status: 422,
    exit: 'refused',
    title: {
      es: 'Los plazos no están en orden.',
      pt: 'Os prazos não estão em ordem.',
      fr: 'Les délais ne sont pas dans l’ordre.',
      en: 'The deadlines are not in order.',
    },
    advice: {
      es: 'Indique primero el plazo de transmisión, después el de puesta a disposición y por último el de retirada.',
      pt: 'Indique primeiro o prazo de transmissão, depois o de disponibilização e por último o de retirada.',
      fr: 'Indiquez d’abord le délai de transmission, puis celui de mise à disposition, enfin celui de retrait.',
      en: 'Put the deadline for transmission first, then that for making available, then that for collection.',
    },
  },
  'deadline-out-of-range': {
    status: 422,
    exit: 'refused',
    title: {
      es: 'El plazo indicado es demasiado largo.',
      pt: 'O prazo indicado é demasiado longo.',
      fr: 'Le délai indiqué est trop long.',
      en: 'The deadline given is too far ahead.',
    },
    advice: {
      es: 'Indique un plazo más corto; el límite aparece junto al campo.',
      pt: 'Indique um prazo mais curto; o limite aparece junto ao campo.',
      fr: 'Indiquez un délai plus court ; la limite figure à côté du champ.',
      en: 'Give an earlier deadline; the limit is shown beside the field.',
    },
  },
  'deadline-passed': {
    status: 422,
    exit: 'refused',
    title: {
      es: 'El plazo indicado ya ha vencido.',
      pt: 'O prazo indicado já venceu.',
      fr: 'Le délai indiqué est déjà expiré.',
      en: 'The deadline given has already passed.',
    },
    advice: {
      es: 'Indique un plazo posterior a la hora actual.',
      pt: 'Indique um prazo posterior à hora atual.',
      fr: 'Indiquez un délai postérieur à l’heure actuelle.',
      en: 'Give a deadline that lies ahead.',
    },
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;

import type { ProblemRow } from '../problem-row.ts';

/** Files that a client brings piece by piece, before the message they belong to. */
export const UPLOAD_ROWS = {
  'upload-unknown': {
    status: 404,
    exit: 'refused',
    title: {
      es: 'Esta carga de archivo no existe: caducó, se usó ya en un mensaje o no es de este cliente.',
      pt: 'Este carregamento não existe: expirou, já foi usado numa mensagem ou não é deste cliente.',
      fr: 'Ce dépôt de fichier n’existe pas : il a expiré, a déjà servi à un message ou n’est pas de ce client.',
      en: 'There is no such upload: it has expired, a message has used it already, or it belongs to another client.',
    },
    advice: {
      es: 'Si repetía un envío, compruebe si el mensaje existe; si no, cargue el archivo de nuevo.',
      pt: 'Se repetia um envio, verifique se a mensagem existe; se não, carregue o documento de novo.',
      fr: 'Si vous répétiez un envoi, vérifiez si le message existe ; sinon, déposez de nouveau le fichier.',
      en: 'If you were repeating a submission, check whether its message exists; otherwise upload the file again.',
    },
  },
  'upload-incomplete': {
    status: 409,
    exit: 'refused',
    title: {
      es: 'La carga de un archivo no ha terminado.',
      pt: 'O carregamento de um documento não terminou.',
      fr: 'Le dépôt d’un fichier n’est pas terminé.',
      en: 'The upload of a file is not finished.',
    },
    advice: {
      es: 'Continúe la carga desde donde quedó y repita después el envío.',
      pt: 'Continue o carregamento de onde ficou e repita depois o envio.',
      fr: 'Poursuivez le dépôt là où il en est, puis répétez l’envoi.',
      en: 'Go on with the upload from where it stands, then repeat the submission.',
    },
  },
  'upload-quota-exceeded': {
    status: 429,
    exit: 'later',
    title: {
      es: 'Este cliente tiene ya demasiadas cargas de archivos pendientes.',
      pt: 'Este cliente já tem demasiados carregamentos pendentes.',
      fr: 'Ce client a déjà trop de dépôts de fichiers en attente.',
      en: 'This client already has too many uploads waiting.',
    },
    advice: {
      es: 'Envíe los mensajes que las usan o elimine las que no hagan falta; después repita la operación.',
      pt: 'Envie as mensagens que os usam ou elimine os que não fazem falta; depois repita a operação.',
      fr: 'Envoyez les messages qui les utilisent ou supprimez ceux qui ne servent pas ; recommencez ensuite.',
      en: 'Send the messages that use them, or remove those that are not needed; then try again.',
    },
  },
  'upload-checksum-mismatch': {
    status: 460,
    exit: 'later',
    title: {
      es: 'Los datos recibidos no coinciden con su suma de control; no se guardaron.',
      pt: 'Os dados recebidos não coincidem com a sua soma de verificação; não foram guardados.',
      fr: 'Les données reçues ne correspondent pas à leur somme de contrôle ; elles n’ont pas été conservées.',
      en: 'The data received do not match their checksum; they were not kept.',
    },
    advice: {
      es: 'Envíe otra vez la misma parte.',
      pt: 'Envie outra vez a mesma parte.',
      fr: 'Envoyez de nouveau la même partie.',
      en: 'Send the same part again.',
    },
  },
  'upload-step-too-small': {
    status: 400,
    exit: 'refused',
    title: {
      es: 'La parte recibida es demasiado pequeña para guardarla.',
      pt: 'A parte recebida é demasiado pequena para ser guardada.',
      fr: 'La partie reçue est trop petite pour être conservée.',
      en: 'The part received is too small to be kept.',
    },
    advice: {
      es: 'Envíe partes de al menos 64 KiB, salvo la última.',
      pt: 'Envie partes de pelo menos 64 KiB, exceto a última.',
      fr: 'Envoyez des parties d’au moins 64 Kio, sauf la dernière.',
      en: 'Send parts of at least 64 KiB, but for the last one.',
    },
  },
  'upload-differs': {
    status: 409,
    exit: 'later',
    title: {
      es: 'El archivo cambió mientras se enviaba.',
      pt: 'O documento mudou enquanto era enviado.',
      fr: 'Le fichier a changé pendant son envoi.',
      en: 'The file was changed while it was being sent.',
    },
    advice: {
      es: 'Espere a que nadie lo modifique y repita el envío.',
      pt: 'Espere até que ninguém o modifique e repita o envio.',
      fr: 'Attendez que personne ne le modifie, puis recommencez l’envoi.',
      en: 'Wait until nobody changes it any more, and send it again.',
    },
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;

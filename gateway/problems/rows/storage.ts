import type { ProblemRow } from '../problem-row.ts';

/** Disk, database, encrypted files and queue of the gateway. */
export const STORAGE_ROWS = {
  'storage-full': {
    status: 507,
    exit: 'operator',
    title: {
      es: 'Esta pasarela no tiene espacio suficiente.',
      pt: 'Este gateway não tem espaço suficiente.',
      fr: 'Cette passerelle n’a pas assez d’espace.',
      en: 'This gateway does not have enough room.',
    },
    advice: {
      es: 'El operador debe liberar o ampliar el espacio en disco; después repita la operación.',
      pt: 'O operador deve liberar ou ampliar o espaço em disco; depois repita a operação.',
      fr: 'L’opérateur doit libérer ou étendre l’espace disque ; recommencez ensuite.',
      en: 'The operator should free or add disk space; then try again.',
    },
  },
  'storage-unavailable': {
    status: 503,
    exit: 'operator',
    title: {
      es: 'El almacenamiento de esta pasarela no está disponible.',
      pt: 'O armazenamento deste gateway não está disponível.',
      fr: 'Le stockage de cette passerelle n’est pas disponible.',
      en: 'The storage of this gateway is not available.',
    },
    advice: {
      es: 'El operador debe comprobar los discos, los permisos y que ningún otro proceso use la misma carpeta.',
      pt: 'O operador deve verificar os discos, as permissões e se outro processo usa a mesma pasta.',
      fr: 'L’opérateur doit vérifier les disques, les droits et qu’aucun autre processus n’utilise le même dossier.',
      en: 'The operator should check disks and permissions, and that no other process uses the same folder.',
    },
  },
  'storage-damaged': {
    status: 500,
    exit: 'operator',
    title: {
      es: 'Falta un dato guardado, o fue alterado.',
      pt: 'Falta um dado guardado, ou foi alterado.',
      fr: 'Une donnée conservée manque ou a été altérée.',
      en: 'Stored data are missing or were altered.',
    },
    advice: {
      es: 'El operador debe comprobar los discos y la clave de almacenamiento, y restaurar la copia de seguridad si hace falta.',
      pt: 'O operador deve verificar os discos e a chave de armazenamento, e restaurar a cópia de segurança se for preciso.',
      fr: 'L’opérateur doit vérifier les disques et la clé de stockage, et restaurer la sauvegarde si nécessaire.',
      en: 'The operator should check the disks and the storage key, and restore the backup if need be.',
    },
  },
  'storage-version': {
    status: 500,
    exit: 'operator',
    title: {
      es: 'Los datos guardados son de otra versión de este programa.',
      pt: 'Os dados guardados são de outra versão deste programa.',
      fr: 'Les données conservées proviennent d’une autre version de ce programme.',
      en: 'The stored data belong to another version of this program.',
    },
    advice: {
      es: 'El operador debe usar la versión que los escribió o una posterior; no los modifique a mano.',
      pt: 'O operador deve usar a versão que os escreveu ou uma posterior; não os modifique à mão.',
      fr: 'L’opérateur doit utiliser la version qui les a écrites ou une plus récente ; ne les modifiez pas à la main.',
      en: 'The operator should use the version that wrote them or a later one; do not change them by hand.',
    },
  },
  overtaken: {
    status: 503,
    exit: 'later',
    title: {
      es: 'Otro proceso hizo este trabajo al mismo tiempo.',
      pt: 'Outro processo fez este trabalho ao mesmo tempo.',
      fr: 'Un autre processus a fait ce travail en même temps.',
      en: 'Another process did this work at the same time.',
    },
    advice: {
      es: 'No hace falta hacer nada; si esperaba una respuesta, repita la consulta.',
      pt: 'Não é preciso fazer nada; se esperava uma resposta, repita a consulta.',
      fr: 'Aucune action n’est nécessaire ; si vous attendiez une réponse, recommencez.',
      en: 'Nothing needs to be done; if you were waiting for an answer, ask again.',
    },
  },
  'queue-unavailable': {
    status: 503,
    exit: 'later',
    title: {
      es: 'La cola de trabajo no responde.',
      pt: 'A fila de trabalho não responde.',
      fr: 'La file de travail ne répond pas.',
      en: 'The work queue does not answer.',
    },
    advice: {
      es: 'No se ha perdido ningún trabajo; el operador debe comprobar el servicio de colas.',
      pt: 'Nenhum trabalho se perdeu; o operador deve verificar o serviço de filas.',
      fr: 'Aucun travail n’est perdu ; l’opérateur doit vérifier le service de files.',
      en: 'No work has been lost; the operator should check the queue service.',
    },
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;

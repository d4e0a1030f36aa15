import type { ProblemRow } from '../problem-row.ts';

/** Backups of a gateway, and what is made of them. */
export const BACKUP_ROWS = {
  'backup-folder-not-allowed': {
    status: 403,
    exit: 'refused',
    title: {
      es: 'La configuración no permite copias de seguridad en esta carpeta.',
      pt: 'A configuração não permite cópias de segurança nesta pasta.',
      fr: 'La configuration ne permet pas de sauvegardes dans ce dossier.',
      en: 'The configuration allows no backups in this folder.',
    },
    advice: {
      es: 'Indique la carpeta en operation.backupFolders, reinicie la pasarela y repita la operación.',
      pt: 'Indique a pasta em operation.backupFolders, reinicie o gateway e repita a operação.',
      fr: 'Indiquez le dossier dans operation.backupFolders, redémarrez la passerelle et recommencez.',
      en: 'Name the folder in operation.backupFolders, restart the gateway and try again.',
    },
  },
  'backup-folder-not-usable': {
    status: 500,
    exit: 'operator',
    title: {
      es: 'Esta carpeta no sirve para copias de seguridad de esta pasarela.',
      pt: 'Esta pasta não serve para cópias de segurança deste gateway.',
      fr: 'Ce dossier ne convient pas aux sauvegardes de cette passerelle.',
      en: 'This folder cannot be used for backups of this gateway.',
    },
    advice: {
      es: 'Debe existir y estar vacía, o contener solo copias de esta autoridad; compruebe la ruta, el volumen montado y los permisos.',
      pt: 'Deve existir e estar vazia, ou conter apenas cópias desta autoridade; verifique o caminho, o volume montado e as permissões.',
      fr: 'Il doit exister et être vide, ou ne contenir que des sauvegardes de cette autorité ; vérifiez le chemin, le montage et les droits.',
      en: 'It must be empty or hold backups of this authority alone; check the path, that the volume is mounted, and the permissions.',
    },
  },
  'backup-damaged': {
    status: 500,
    exit: 'operator',
    title: {
      es: 'La copia de seguridad está incompleta o fue alterada.',
      pt: 'A cópia de segurança está incompleta ou foi alterada.',
      fr: 'La sauvegarde est incomplète ou a été altérée.',
      en: 'The backup is incomplete or was altered.',
    },
    advice: {
      es: 'Use otra generación (--generation) u otro ejemplar de la carpeta; compruebe el disco en que está.',
      pt: 'Use outra geração (--generation) ou outro exemplar da pasta; verifique o disco em que está.',
      fr: 'Utilisez une autre génération (--generation) ou un autre exemplaire du dossier ; vérifiez le disque.',
      en: 'Use another generation (--generation) or another copy of the folder; check the disk that it is on.',
    },
  },
  'backup-not-ours': {
    status: 500,
    exit: 'operator',
    title: {
      es: 'Esta copia de seguridad no la firmó esta autoridad.',
      pt: 'Esta cópia de segurança não foi assinada por esta autoridade.',
      fr: 'Cette sauvegarde n’a pas été signée par cette autorité.',
      en: 'This backup was not signed by this authority.',
    },
    advice: {
      es: 'Compruebe que la configuración y el directorio son los de esta autoridad; no use una copia de origen desconocido.',
      pt: 'Verifique se a configuração e o diretório são os desta autoridade; não use uma cópia de origem desconhecida.',
      fr: 'Vérifiez que la configuration et l’annuaire sont ceux de cette autorité ; n’utilisez pas une sauvegarde d’origine inconnue.',
      en: 'Check that configuration and directory are those of this authority; use no backup of unknown origin.',
    },
  },
  'restore-target-not-empty': {
    status: 500,
    exit: 'operator',
    title: {
      es: 'La carpeta de destino no está vacía.',
      pt: 'A pasta de destino não está vazia.',
      fr: 'Le dossier de destination n’est pas vide.',
      en: 'The folder to restore into is not empty.',
    },
    advice: {
      es: 'Restaure en una carpeta nueva; conserve la antigua hasta haber comprobado la restaurada.',
      pt: 'Restaure numa pasta nova; conserve a antiga até ter verificado a restaurada.',
      fr: 'Restaurez dans un nouveau dossier ; conservez l’ancien jusqu’à vérification du dossier restauré.',
      en: 'Restore into a new folder; keep the old one until the restored one has been checked.',
    },
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;

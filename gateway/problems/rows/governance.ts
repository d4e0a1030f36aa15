import type { ProblemRow } from '../problem-row.ts';

/** The directory in the making: what those who govern it do with the `valija directory` commands. */
export const GOVERNANCE_ROWS = {
  'working-copy-not-usable': {
    status: 500,
    exit: 'usage',
    title: {
      es: 'Esta carpeta no es una copia de trabajo del directorio, o algo en ella está dañado.',
      pt: 'Esta pasta não é uma cópia de trabalho do diretório, ou algo nela está danificado.',
      fr: 'Ce dossier n’est pas une copie de travail de l’annuaire, ou quelque chose y est endommagé.',
      en: 'This folder is no working copy of the directory, or something in it is damaged.',
    },
    advice: {
      es: 'Compruebe la ruta; una copia nueva se crea con el comando init o se pide a quien publica.',
      pt: 'Verifique o caminho; uma cópia nova cria-se com o comando init ou pede-se a quem publica.',
      fr: 'Vérifiez le chemin ; une nouvelle copie se crée avec la commande init ou se demande à qui publie.',
      en: 'Check the path; a new copy is made with the init command, or had from the publisher.',
    },
  },
  'working-copy-exists': {
    status: 409,
    exit: 'usage',
    title: {
      es: 'La carpeta ya contiene algo.',
      pt: 'A pasta já contém algo.',
      fr: 'Le dossier contient déjà quelque chose.',
      en: 'There is something in the folder already.',
    },
    advice: {
      es: 'Indique una carpeta nueva o vacía.',
      pt: 'Indique uma pasta nova ou vazia.',
      fr: 'Indiquez un dossier nouveau ou vide.',
      en: 'Name a new or empty folder.',
    },
  },
  'directory-key-not-usable': {
    status: 400,
    exit: 'usage',
    title: {
      es: 'Una clave no sirve para el directorio.',
      pt: 'Uma chave não serve para o diretório.',
      fr: 'Une clé ne convient pas à l’annuaire.',
      en: 'A key cannot be used for the directory.',
    },
    advice: {
      es: 'Use una clave Ed25519, P-256 o P-384 en PEM; la privada solo debe poder leerla su dueño.',
      pt: 'Use uma chave Ed25519, P-256 ou P-384 em PEM; a privada só deve poder ser lida pelo seu dono.',
      fr: 'Utilisez une clé Ed25519, P-256 ou P-384 en PEM ; la clé privée ne doit être lisible que par son propriétaire.',
      en: 'Use an Ed25519, P-256 or P-384 key in PEM; a private one must be readable by its owner alone.',
    },
  },
  'directory-document-not-accepted': {
    status: 422,
    exit: 'refused',
    title: {
      es: 'Un documento no cumple las reglas del directorio; nada cambió.',
      pt: 'Um documento não cumpre as regras do diretório; nada mudou.',
      fr: 'Un document ne respecte pas les règles de l’annuaire ; rien n’a changé.',
      en: 'A document does not follow the rules of the directory; nothing has changed.',
    },
    advice: {
      es: 'Corrija cada punto indicado y repita el comando.',
      pt: 'Corrija cada ponto indicado e repita o comando.',
      fr: 'Corrigez chaque point indiqué et recommencez.',
      en: 'Mend each point that is shown, and repeat the command.',
    },
  },
  'directory-nothing-to-sign': {
    status: 409,
    exit: 'refused',
    title: {
      es: 'Con esta clave no hay nada que firmar.',
      pt: 'Com esta chave não há nada para assinar.',
      fr: 'Il n’y a rien à signer avec cette clé.',
      en: 'There is nothing to sign with this key.',
    },
    advice: {
      es: 'Vea con el comando diff qué espera firmas y de quién.',
      pt: 'Veja com o comando diff o que espera assinaturas e de quem.',
      fr: 'Voyez avec la commande diff ce qui attend des signatures, et de qui.',
      en: 'The diff command shows what waits for signatures, and whose.',
    },
  },
  'directory-signatures-missing': {
    status: 409,
    exit: 'later',
    title: {
      es: 'Todavía faltan firmas; no se publicó nada.',
      pt: 'Ainda faltam assinaturas; nada foi publicado.',
      fr: 'Il manque encore des signatures ; rien n’a été publié.',
      en: 'Signatures are still missing; nothing was published.',
    },
    advice: {
      es: 'Reúna las firmas indicadas con el comando sign y publique después.',
      pt: 'Reúna as assinaturas indicadas com o comando sign e publique depois.',
      fr: 'Recueillez les signatures indiquées avec la commande sign, puis publiez.',
      en: 'Collect the signatures that are shown with the sign command, then publish.',
    },
  },
  'directory-draft-differs': {
    status: 409,
    exit: 'refused',
    title: {
      es: 'Las firmas que se quieren añadir son de otro contenido.',
      pt: 'As assinaturas que se querem acrescentar são de outro conteúdo.',
      fr: 'Les signatures à ajouter portent sur un autre contenu.',
      en: 'The signatures that are to be added are for something else.',
    },
    advice: {
      es: 'Todos deben firmar el mismo borrador: envíelo otra vez y reúna las firmas de nuevo.',
      pt: 'Todos devem assinar o mesmo rascunho: envie-o outra vez e reúna as assinaturas de novo.',
      fr: 'Tous doivent signer le même projet : renvoyez-le et recueillez de nouveau les signatures.',
      en: 'All have to sign the same draft: send it again and collect the signatures anew.',
    },
  },
  'directory-subject-unknown': {
    status: 404,
    exit: 'usage',
    title: {
      es: 'El directorio no contiene lo que se pide.',
      pt: 'O diretório não contém o que se pede.',
      fr: 'L’annuaire ne contient pas ce qui est demandé.',
      en: 'The directory does not have what was asked for.',
    },
    advice: {
      es: 'El comando show enumera las autoridades y los Estados que hay.',
      pt: 'O comando show enumera as autoridades e os Estados que existem.',
      fr: 'La commande show énumère les autorités et les États présents.',
      en: 'The show command lists the authorities and the States that there are.',
    },
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;

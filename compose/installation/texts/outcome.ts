import type { Texts } from '../../../gateway/problems/language.ts';

/** What is still missing before the gateway can work. */
export const PENDING_TEXTS = {
  certificates: {
    es: 'Faltan los certificados: envíe las solicitudes (keys/*.csr.pem) a su PKI y guarde cada uno, con sus emisoras detrás, como keys/FUNCIÓN.crt.pem.',
    pt: 'Faltam os certificados: envie os pedidos (keys/*.csr.pem) à sua PKI e guarde cada um, seguido das emissoras, como keys/FUNÇÃO.crt.pem.',
    fr: 'Les certificats manquent : envoyez les demandes (keys/*.csr.pem) à votre PKI et enregistrez chacun, suivi de ses émetteurs, sous keys/RÔLE.crt.pem.',
    en: 'The certificates are missing: send the requests (keys/*.csr.pem) to your PKI and save each, its issuers after it, as keys/ROLE.crt.pem.',
  },
  directory: {
    es: 'Falta el directorio firmado: guarde directory.json y directory.json.p7s en la carpeta directory.',
    pt: 'Falta o diretório assinado: guarde directory.json e directory.json.p7s na pasta directory.',
    fr: 'L’annuaire signé manque : enregistrez directory.json et directory.json.p7s dans le dossier directory.',
    en: 'The signed directory is missing: save directory.json and directory.json.p7s in the folder directory.',
  },
  signer: {
    es: 'Falta quién firma el directorio: ponga la huella de su certificado en directory.signers.',
    pt: 'Falta quem assina o diretório: ponha a impressão do seu certificado em directory.signers.',
    fr: 'Il manque le signataire de l’annuaire : mettez l’empreinte de son certificat dans directory.signers.',
    en: 'Who signs the directory is missing: put the fingerprint of the certificate into directory.signers.',
  },
  roots: {
    es: 'Faltan raíces: guárdelas en anchors/authorities.pem, anchors/timestamps.pem y anchors/tls.pem.',
    pt: 'Faltam raízes: guarde-as em anchors/authorities.pem, anchors/timestamps.pem e anchors/tls.pem.',
    fr: 'Des racines manquent : enregistrez-les dans anchors/authorities.pem, anchors/timestamps.pem et anchors/tls.pem.',
    en: 'Roots are missing: save them as anchors/authorities.pem, anchors/timestamps.pem and anchors/tls.pem.',
  },
  timestamps: {
    es: 'Falta la autoridad de sellado de tiempo: ponga timestamp.url y timestamp.policies.',
    pt: 'Falta a autoridade de carimbo do tempo: ponha timestamp.url e timestamp.policies.',
    fr: 'L’autorité d’horodatage manque : mettez timestamp.url et timestamp.policies.',
    en: 'The time-stamp authority is missing: put timestamp.url and timestamp.policies.',
  },
  clients: {
    es: 'Nadie puede llamar aún a la interfaz: añada certificados en clients.',
    pt: 'Ninguém pode ainda chamar a interface: acrescente certificados em clients.',
    fr: 'Personne ne peut encore appeler l’interface : ajoutez des certificats dans clients.',
    en: 'Nobody can call the API yet: add certificates to clients.',
  },
} as const satisfies Record<string, Texts>;

export type Pending = keyof typeof PENDING_TEXTS;

export const MADE: Texts = {
  es: 'La instalación está hecha.',
  pt: 'A instalação está feita.',
  fr: 'L’installation est faite.',
  en: 'The installation is made.',
};

export const KEEP_A_COPY: Texts = {
  es: 'Guarde ahora, en otro lugar seguro, una copia de key-encryption-key.hex: sin ella nada de lo guardado se puede leer.',
  pt: 'Guarde agora, noutro lugar seguro, uma cópia de key-encryption-key.hex: sem ela nada do que está guardado pode ser lido.',
  fr: 'Gardez dès maintenant, en un autre lieu sûr, une copie de key-encryption-key.hex : sans elle, rien de ce qui est gardé ne peut être lu.',
  en: 'Keep a copy of key-encryption-key.hex in another safe place now: without it nothing that is stored can be read.',
};

export const STILL_MISSING: Texts = {
  es: 'Lo que aún falta',
  pt: 'O que ainda falta',
  fr: 'Ce qui manque encore',
  en: 'What is still missing',
};

export const NEXT_STEPS: Texts = {
  es: 'Los pasos siguientes',
  pt: 'Os passos seguintes',
  fr: 'Les étapes suivantes',
  en: 'The next steps',
};

/** What each command of the next steps is for. */
export const STEPS: Readonly<Record<'handOver' | 'give' | 'examine' | 'run', Texts>> = {
  handOver: {
    es: 'Cuando estén los certificados, escriba de nuevo el archivo para el directorio:',
    pt: 'Quando os certificados estiverem, escreva de novo o ficheiro para o diretório:',
    fr: 'Une fois les certificats là, réécrivez le fichier pour l’annuaire :',
    en: 'When the certificates are there, write the file for the directory anew:',
  },
  give: {
    es: 'Entregue este archivo a quien mantiene el directorio, y confirme su contenido por otra vía; no contiene secretos:',
    pt: 'Entregue este ficheiro a quem mantém o diretório, e confirme o conteúdo por outra via; não contém segredos:',
    fr: 'Remettez ce fichier au responsable de l’annuaire, et confirmez son contenu autrement ; il ne contient aucun secret :',
    en: 'Hand this file to the keeper of the directory, and confirm its content another way; it holds no secret:',
  },
  examine: {
    es: 'Compruebe que todo está en orden:',
    pt: 'Verifique se tudo está em ordem:',
    fr: 'Vérifiez que tout est en ordre :',
    en: 'Check that everything is in order:',
  },
  run: { es: 'Arranque la pasarela:', pt: 'Inicie o gateway:', fr: 'Démarrez la passerelle :', en: 'Start the gateway:' },
};

/** What is wrong with an answer. */
export const ANSWER_FAULTS: Readonly<Record<'unknown' | 'missing' | 'form', Texts>> = {
  unknown: {
    es: 'no es ninguna de las preguntas',
    pt: 'não é nenhuma das perguntas',
    fr: 'n’est aucune des questions',
    en: 'is none of the questions',
  },
  missing: { es: 'falta', pt: 'falta', fr: 'manque', en: 'is missing' },
  form: { es: 'no tiene la forma esperada', pt: 'não tem a forma esperada', fr: 'n’a pas la forme attendue', en: 'has another form' },
};

export const FOLDER_TAKEN: Texts = {
  es: 'La carpeta ya tiene archivos, y nunca se sobrescribe nada: elija otra.',
  pt: 'A pasta já tem ficheiros, e nada é sobrescrito: escolha outra.',
  fr: 'Le dossier contient déjà des fichiers, et rien n’est jamais écrasé : choisissez-en un autre.',
  en: 'The folder holds files already, and nothing is ever overwritten: choose another one.',
};

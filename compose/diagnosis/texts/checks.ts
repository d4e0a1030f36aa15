import type { Texts } from '../../../gateway/problems/language.ts';

/** What is told of things that were looked at and are in order. */
export const CHECK_TEXTS = {
  'name-resolved': {
    es: 'su nombre lleva a una dirección',
    pt: 'o seu nome conduz a um endereço',
    fr: 'son nom mène à une adresse',
    en: 'its name leads to an address',
  },
  connected: { es: 'acepta conexiones', pt: 'aceita ligações', fr: 'accepte les connexions', en: 'it takes connections' },
  'tls-agreed': { es: 'habla TLS 1.3', pt: 'fala TLS 1.3', fr: 'parle TLS 1.3', en: 'it speaks TLS 1.3' },
  'peer-certificate-good': {
    es: 'su certificado figura en el directorio, está fijado y es válido',
    pt: 'o seu certificado consta do diretório, está fixado e é válido',
    fr: 'son certificat figure dans l’annuaire, est épinglé et valide',
    en: 'its certificate is in the directory, pinned and valid',
  },
  'answered-as-gateway': {
    es: 'reconoce nuestro certificado y responde como pasarela',
    pt: 'reconhece o nosso certificado e responde como gateway',
    fr: 'reconnaît notre certificat et répond comme passerelle',
    en: 'it knows our certificate and answers as a gateway',
  },
  'clocks-agree': {
    es: 'su reloj y el nuestro coinciden',
    pt: 'o seu relógio e o nosso coincidem',
    fr: 'son horloge et la nôtre concordent',
    en: 'its clock and ours agree',
  },
  'configuration-good': {
    es: 'la configuración es correcta',
    pt: 'a configuração está correta',
    fr: 'la configuration est correcte',
    en: 'the configuration is right',
  },
  'files-private': {
    es: 'solo su propietario puede leer los archivos secretos',
    pt: 'só o proprietário pode ler os ficheiros secretos',
    fr: 'seul leur propriétaire peut lire les fichiers secrets',
    en: 'only their owner can read secret files',
  },
  'certificate-good': {
    es: 'el certificado está vigente',
    pt: 'o certificado está em vigor',
    fr: 'le certificat est en vigueur',
    en: 'the certificate is in force',
  },
  'directory-good': {
    es: 'el directorio está vigente y nos incluye con nuestras claves',
    pt: 'o diretório está em vigor e inclui-nos com as nossas chaves',
    fr: 'l’annuaire est en vigueur et nous y figurons avec nos clés',
    en: 'the directory is in force and lists us with our keys',
  },
  'revocation-fresh': {
    es: 'la información de revocación es actual',
    pt: 'a informação de revogação é atual',
    fr: 'les informations de révocation sont à jour',
    en: 'revocation information is fresh',
  },
  'timestamp-good': {
    es: 'la autoridad de sellado de tiempo responde y su sello es válido',
    pt: 'a autoridade de carimbo do tempo responde e o seu carimbo é válido',
    fr: 'l’autorité d’horodatage répond et son jeton est valide',
    en: 'the time-stamp authority answers and its token is valid',
  },
  'disk-room': { es: 'hay espacio en el disco', pt: 'há espaço no disco', fr: 'il y a de la place sur le disque', en: 'the disk has room' },
  'gateway-ready': {
    es: 'la pasarela está en marcha y lista',
    pt: 'o gateway está em funcionamento e pronto',
    fr: 'la passerelle est en marche et prête',
    en: 'the gateway runs and is ready',
  },
  'work-done': {
    es: 'no hay trabajo atrasado ni abandonado',
    pt: 'não há trabalho atrasado nem abandonado',
    fr: 'aucun travail n’est en retard ni abandonné',
    en: 'no work is late or given up',
  },
  'log-published': {
    es: 'el registro firmado contiene todo',
    pt: 'o registo assinado contém tudo',
    fr: 'le journal signé contient tout',
    en: 'the signed log holds everything',
  },
} as const satisfies Record<string, Texts>;

export type CheckName = keyof typeof CHECK_TEXTS;

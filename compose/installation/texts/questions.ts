import type { Texts } from '../../../gateway/problems/language.ts';
import type { QuestionName } from '../questions.ts';

/** What is asked, why, and what an answer looks like. */
export interface QuestionText {
  readonly question: Texts;
  readonly why: Texts;
  readonly form: Texts;
}

const PORT_FORM: Texts = {
  es: 'Un número de 1 a 65535.',
  pt: 'Um número de 1 a 65535.',
  fr: 'Un nombre de 1 à 65535.',
  en: 'A number from 1 to 65535.',
};
const FILES_FORM: Texts = {
  es: 'Rutas de archivos PEM, separadas por comas; nada si aún no los tiene.',
  pt: 'Caminhos de ficheiros PEM, separados por vírgulas; nada se ainda não os tem.',
  fr: 'Chemins de fichiers PEM, séparés par des virgules ; rien si vous ne les avez pas encore.',
  en: 'Paths of PEM files, separated by commas; nothing where you do not have them yet.',
};
const HOST_FORM: Texts = {
  es: 'Un nombre de servidor o una dirección IP, sin puerto.',
  pt: 'Um nome de servidor ou um endereço IP, sem porta.',
  fr: 'Un nom de serveur ou une adresse IP, sans port.',
  en: 'A host name or an IP address, without a port.',
};

export const QUESTION_TEXTS: Readonly<Record<QuestionName, QuestionText>> = {
  country: {
    question: { es: 'País de la autoridad', pt: 'País da autoridade', fr: 'Pays de l’autorité', en: 'Country of the authority' },
    why: {
      es: 'Figura en los certificados y en el directorio.',
      pt: 'Consta dos certificados e do diretório.',
      fr: 'Il figure dans les certificats et dans l’annuaire.',
      en: 'It stands in the certificates and in the directory.',
    },
    form: {
      es: 'Dos letras mayúsculas (ISO 3166-1), por ejemplo PE.',
      pt: 'Duas letras maiúsculas (ISO 3166-1), por exemplo BR.',
      fr: 'Deux lettres majuscules (ISO 3166-1), par exemple CH.',
      en: 'Two capital letters (ISO 3166-1), such as IE.',
    },
  },
  name: {
    question: { es: 'Nombre de la autoridad', pt: 'Nome da autoridade', fr: 'Nom de l’autorité', en: 'Name of the authority' },
    why: {
      es: 'Es lo que las personas leen; los programas usan el identificador.',
      pt: 'É o que as pessoas leem; os programas usam o identificador.',
      fr: 'C’est ce que lisent les personnes ; les programmes utilisent l’identifiant.',
      en: 'It is what people read; programs use the identifier.',
    },
    form: { es: 'De 1 a 64 caracteres.', pt: 'De 1 a 64 caracteres.', fr: 'De 1 à 64 caractères.', en: 'From 1 to 64 characters.' },
  },
  authority: {
    question: {
      es: 'Identificador de la autoridad',
      pt: 'Identificador da autoridade',
      fr: 'Identifiant de l’autorité',
      en: 'Identifier of the authority',
    },
    why: {
      es: 'Como la nombra el directorio, para siempre: acuérdelo con quien lo mantiene.',
      pt: 'Como o diretório a nomeia, para sempre: acorde-o com quem o mantém.',
      fr: 'Tel que l’annuaire la nomme, pour toujours : convenez-en avec son responsable.',
      en: 'As the directory names it, for ever: agree on it with its keeper.',
    },
    form: {
      es: 'Un URN, por ejemplo urn:valija:authority:pe-central.',
      pt: 'Um URN, por exemplo urn:valija:authority:br-central.',
      fr: 'Un URN, par exemple urn:valija:authority:ch-central.',
      en: 'A URN, such as urn:valija:authority:ie-central.',
    },
  },
  languages: {
    question: { es: 'Idiomas que acepta', pt: 'Línguas que aceita', fr: 'Langues acceptées', en: 'Languages it accepts' },
    why: {
      es: 'El directorio dice a las demás autoridades en qué idiomas escribirle.',
      pt: 'O diretório diz às outras autoridades em que línguas escrever-lhe.',
      fr: 'L’annuaire dit aux autres autorités dans quelles langues lui écrire.',
      en: 'The directory tells other authorities in which languages to write.',
    },
    form: {
      es: 'Códigos separados por comas, por ejemplo es,pt.',
      pt: 'Códigos separados por vírgulas, por exemplo pt,es.',
      fr: 'Codes séparés par des virgules, par exemple fr,es.',
      en: 'Codes separated by commas, such as en,es.',
    },
  },
  host: {
    question: {
      es: 'Nombre público del servidor de la pasarela',
      pt: 'Nome público do servidor do gateway',
      fr: 'Nom public du serveur de la passerelle',
      en: 'Public name of the server of the gateway',
    },
    why: {
      es: 'Donde las otras pasarelas se conectan; figura en el certificado TLS.',
      pt: 'Onde os outros gateways se ligam; consta do certificado TLS.',
      fr: 'Là où les autres passerelles se connectent ; il figure dans le certificat TLS.',
      en: 'Where other gateways connect; it stands in the TLS certificate.',
    },
    form: HOST_FORM,
  },
  'peer-port': {
    question: {
      es: 'Puerto para otras pasarelas',
      pt: 'Porta para outros gateways',
      fr: 'Port pour les autres passerelles',
      en: 'Port for other gateways',
    },
    why: {
      es: 'Tiene que ser accesible desde fuera.',
      pt: 'Tem de ser acessível de fora.',
      fr: 'Il doit être joignable de l’extérieur.',
      en: 'It has to be reachable from outside.',
    },
    form: PORT_FORM,
  },
  'client-host': {
    question: {
      es: 'Dirección en la que escucha para sus propios clientes',
      pt: 'Endereço em que escuta para os seus próprios clientes',
      fr: 'Adresse d’écoute pour vos propres clients',
      en: 'Address on which it listens for your own clients',
    },
    why: {
      es: 'Para los sistemas y funcionarios de la autoridad: mejor una red interna.',
      pt: 'Para os sistemas e funcionários da autoridade: de preferência uma rede interna.',
      fr: 'Pour les systèmes et agents de l’autorité : de préférence un réseau interne.',
      en: 'For the systems and officers of the authority: best an inner network.',
    },
    form: HOST_FORM,
  },
  'client-port': {
    question: {
      es: 'Puerto para sus propios clientes',
      pt: 'Porta para os seus próprios clientes',
      fr: 'Port pour vos propres clients',
      en: 'Port for your own clients',
    },
    why: {
      es: 'Ahí está la interfaz de programación (API), con certificados de cliente.',
      pt: 'Aí está a interface de programação (API), com certificados de cliente.',
      fr: 'C’est là que se trouve l’interface (API), avec des certificats de client.',
      en: 'There is the client API, with client certificates.',
    },
    form: PORT_FORM,
  },
  'management-port': {
    question: { es: 'Puerto de vigilancia', pt: 'Porta de vigilância', fr: 'Port de surveillance', en: 'Port for watchers' },
    why: {
      es: 'Salud y métricas, solo en esta máquina (127.0.0.1).',
      pt: 'Saúde e métricas, só nesta máquina (127.0.0.1).',
      fr: 'Santé et métriques, sur cette machine seulement (127.0.0.1).',
      en: 'Health and metrics, on this machine alone (127.0.0.1).',
    },
    form: PORT_FORM,
  },
  keys: {
    question: {
      es: 'Claves: hacerlas o importarlas',
      pt: 'Chaves: criá-las ou importá-las',
      fr: 'Clés : les créer ou les importer',
      en: 'Keys: make them or import them',
    },
    why: {
      es: 'Una por función: sellar, encabezados, acuses, cifrado y TLS. Las nuevas se acompañan de solicitudes de certificado.',
      pt: 'Uma por função: selar, cabeçalhos, recibos, cifra e TLS. As novas são acompanhadas de pedidos de certificado.',
      fr: 'Une par rôle : sceau, en-têtes, accusés, chiffrement et TLS. Les nouvelles s’accompagnent de demandes de certificat.',
      en: 'One for each role: seal, headers, receipts, encryption and TLS. New ones come with requests for certificates.',
    },
    form: {
      es: 'p256, p384 o rsa para hacerlas; import si su PKI ya se las dio.',
      pt: 'p256, p384 ou rsa para as criar; import se a sua PKI já lhas deu.',
      fr: 'p256, p384 ou rsa pour les créer ; import si votre PKI vous les a déjà remises.',
      en: 'p256, p384 or rsa to make them; import where your PKI has given you them.',
    },
  },
  import: {
    question: { es: 'Carpeta con las claves', pt: 'Pasta com as chaves', fr: 'Dossier des clés', en: 'Folder with the keys' },
    why: {
      es: 'Para cada función FUNCIÓN.key.pem y FUNCIÓN.crt.pem, o FUNCIÓN.p12 y FUNCIÓN.password (seal, envelope, evidence, encryption, tls).',
      pt: 'Para cada função FUNÇÃO.key.pem e FUNÇÃO.crt.pem, ou FUNÇÃO.p12 e FUNÇÃO.password (seal, envelope, evidence, encryption, tls).',
      fr: 'Pour chaque rôle RÔLE.key.pem et RÔLE.crt.pem, ou RÔLE.p12 et RÔLE.password (seal, envelope, evidence, encryption, tls).',
      en: 'For each role ROLE.key.pem and ROLE.crt.pem, or ROLE.p12 and ROLE.password (seal, envelope, evidence, encryption, tls).',
    },
    form: { es: 'La ruta de una carpeta.', pt: 'O caminho de uma pasta.', fr: 'Le chemin d’un dossier.', en: 'The path of a folder.' },
  },
  'timestamp-url': {
    question: {
      es: 'Dirección de la autoridad de sellado de tiempo',
      pt: 'Endereço da autoridade de carimbo do tempo',
      fr: 'Adresse de l’autorité d’horodatage',
      en: 'Address of the time-stamp authority',
    },
    why: {
      es: 'Sella la hora de los paquetes (RFC 3161).',
      pt: 'Carimba a hora dos pacotes (RFC 3161).',
      fr: 'Elle horodate les paquets (RFC 3161).',
      en: 'It stamps the time of packages (RFC 3161).',
    },
    form: {
      es: 'Empieza por http:// o https://, sin contraseña.',
      pt: 'Começa por http:// ou https://, sem palavra-passe.',
      fr: 'Elle commence par http:// ou https://, sans mot de passe.',
      en: 'It begins with http:// or https://, without a password.',
    },
  },
  'timestamp-policy': {
    question: {
      es: 'Políticas de sus sellos',
      pt: 'Políticas dos seus carimbos',
      fr: 'Politiques de ses jetons',
      en: 'Policies of its tokens',
    },
    why: {
      es: 'Los sellos con otra política se rechazan.',
      pt: 'Os carimbos com outra política são rejeitados.',
      fr: 'Les jetons d’une autre politique sont refusés.',
      en: 'Tokens with another policy are refused.',
    },
    form: {
      es: 'Identificadores de objeto separados por comas, por ejemplo 1.3.6.1.4.1.1.1.',
      pt: 'Identificadores de objeto separados por vírgulas, por exemplo 1.3.6.1.4.1.1.1.',
      fr: 'Identifiants d’objet séparés par des virgules, par exemple 1.3.6.1.4.1.1.1.',
      en: 'Object identifiers separated by commas, such as 1.3.6.1.4.1.1.1.',
    },
  },
  'directory-signer': {
    question: { es: 'Quién firma el directorio', pt: 'Quem assina o diretório', fr: 'Qui signe l’annuaire', en: 'Who signs the directory' },
    why: {
      es: 'El directorio dice en quién se confía: confirme este certificado por una vía segura.',
      pt: 'O diretório diz em quem se confia: confirme este certificado por uma via segura.',
      fr: 'L’annuaire dit à qui l’on fait confiance : confirmez ce certificat par une voie sûre.',
      en: 'The directory says who is trusted: confirm this certificate in a safe way.',
    },
    form: {
      es: 'El archivo de su certificado, o su huella SHA-256 (64 dígitos hexadecimales); varios, separados por comas.',
      pt: 'O ficheiro do seu certificado, ou a sua impressão SHA-256 (64 dígitos hexadecimais); vários, separados por vírgulas.',
      fr: 'Le fichier de son certificat, ou son empreinte SHA-256 (64 chiffres hexadécimaux) ; plusieurs, séparés par des virgules.',
      en: 'The file of its certificate, or its SHA-256 fingerprint (64 hexadecimal digits); several, separated by commas.',
    },
  },
  roots: {
    question: {
      es: 'Raíces de las autoridades',
      pt: 'Raízes das autoridades',
      fr: 'Racines des autorités',
      en: 'Roots of the authorities',
    },
    why: {
      es: 'Los certificados de sellos, acuses y TLS, propios y ajenos, deben llevar a una de ellas.',
      pt: 'Os certificados de selos, recibos e TLS, próprios e alheios, devem conduzir a uma delas.',
      fr: 'Les certificats de sceaux, d’accusés et de TLS, les vôtres et ceux des autres, doivent mener à l’une d’elles.',
      en: 'Certificates of seals, receipts and TLS, your own and those of others, have to lead to one of them.',
    },
    form: FILES_FORM,
  },
  'timestamp-roots': {
    question: {
      es: 'Raíces del sellado de tiempo',
      pt: 'Raízes do carimbo do tempo',
      fr: 'Racines de l’horodatage',
      en: 'Roots of time-stamps',
    },
    why: {
      es: 'Los certificados de las autoridades de sellado de tiempo deben llevar a una de ellas.',
      pt: 'Os certificados das autoridades de carimbo do tempo devem conduzir a uma delas.',
      fr: 'Les certificats des autorités d’horodatage doivent mener à l’une d’elles.',
      en: 'Certificates of time-stamp authorities have to lead to one of them.',
    },
    form: FILES_FORM,
  },
  issuers: {
    question: {
      es: 'Autoridades emisoras intermedias',
      pt: 'Autoridades emissoras intermédias',
      fr: 'Autorités émettrices intermédiaires',
      en: 'Issuing authorities below the roots',
    },
    why: {
      es: 'Se aceptan sus listas de revocación; las de las raíces ya se aceptan.',
      pt: 'As suas listas de revogação são aceites; as das raízes já o são.',
      fr: 'Leurs listes de révocation sont acceptées ; celles des racines le sont déjà.',
      en: 'Their revocation lists are taken; those of roots are already.',
    },
    form: FILES_FORM,
  },
  'revocation-url': {
    question: {
      es: 'Direcciones de listas de revocación',
      pt: 'Endereços de listas de revogação',
      fr: 'Adresses des listes de révocation',
      en: 'Addresses of revocation lists',
    },
    why: {
      es: 'Se descargan solas; además se leen las que haya en la carpeta revocation.',
      pt: 'São descarregadas sozinhas; também se leem as que houver na pasta revocation.',
      fr: 'Elles sont téléchargées automatiquement ; celles du dossier revocation sont lues aussi.',
      en: 'They are fetched by themselves; those in the folder revocation are read as well.',
    },
    form: {
      es: 'Direcciones http:// o https:// separadas por comas; nada si no las hay.',
      pt: 'Endereços http:// ou https:// separados por vírgulas; nada se não os há.',
      fr: 'Adresses http:// ou https:// séparées par des virgules ; rien s’il n’y en a pas.',
      en: 'Addresses with http:// or https:// separated by commas; nothing where there are none.',
    },
  },
  client: {
    question: { es: 'Clientes de la interfaz', pt: 'Clientes da interface', fr: 'Clients de l’interface', en: 'Clients of the API' },
    why: {
      es: 'Quién puede enviar y recibir (system, officer), vigilar (operator) o auditar (auditor), por su certificado.',
      pt: 'Quem pode enviar e receber (system, officer), vigiar (operator) ou auditar (auditor), pelo seu certificado.',
      fr: 'Qui peut envoyer et recevoir (system, officer), surveiller (operator) ou auditer (auditor), par son certificat.',
      en: 'Who may send and receive (system, officer), look after it (operator) or audit it (auditor), by certificate.',
    },
    form: {
      es: 'CLASE:NOMBRE:ARCHIVO, por ejemplo operator:guardia:guardia.crt.pem; varios, separados por comas.',
      pt: 'CLASSE:NOME:FICHEIRO, por exemplo operator:plantao:plantao.crt.pem; vários, separados por vírgulas.',
      fr: 'CLASSE:NOM:FICHIER, par exemple operator:garde:garde.crt.pem ; plusieurs, séparés par des virgules.',
      en: 'KIND:NAME:FILE, such as operator:watch:watch.crt.pem; several, separated by commas.',
    },
  },
};

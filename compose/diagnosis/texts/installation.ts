import type { FindingText } from './finding-text.ts';

/** What can be wrong with the files of a gateway, its certificates, and what it relies on. */
export const INSTALLATION_TEXTS = {
  'file-not-usable': {
    title: {
      es: 'Un archivo no se puede leer.',
      pt: 'Um ficheiro não pode ser lido.',
      fr: 'Un fichier ne peut être lu.',
      en: 'A file cannot be read.',
    },
    advice: {
      es: 'Compruebe la ruta y los permisos.',
      pt: 'Verifique o caminho e as permissões.',
      fr: 'Vérifiez le chemin et les droits.',
      en: 'Check the path and the permissions.',
    },
  },
  'open-to-others': {
    title: {
      es: 'Otros usuarios de esta máquina pueden leer o cambiar lo que solo es de la pasarela.',
      pt: 'Outros utilizadores desta máquina podem ler ou alterar o que só é do gateway.',
      fr: 'D’autres utilisateurs de cette machine peuvent lire ou changer ce qui n’est qu’à la passerelle.',
      en: 'Other users of this machine can read or change what is only the gateway’s.',
    },
    advice: {
      es: 'Quite esos permisos: chmod 700 para carpetas, chmod go-w para la configuración.',
      pt: 'Retire essas permissões: chmod 700 para pastas, chmod go-w para a configuração.',
      fr: 'Retirez ces droits : chmod 700 pour les dossiers, chmod go-w pour la configuration.',
      en: 'Take those permissions away: chmod 700 for folders, chmod go-w for the configuration.',
    },
  },
  'certificate-past-end': {
    title: {
      es: 'El certificado ha vencido.',
      pt: 'O certificado venceu.',
      fr: 'Le certificat a expiré.',
      en: 'The certificate has expired.',
    },
    advice: {
      es: 'Renuévelo (docs/operations-keys.md); si es de otra autoridad, avísele.',
      pt: 'Renove-o (docs/operations-keys.md); se é de outra autoridade, avise-a.',
      fr: 'Renouvelez-le (docs/operations-keys.md) ; s’il est à une autre autorité, prévenez-la.',
      en: 'Renew it (docs/operations-keys.md); if it is another authority’s, tell them.',
    },
  },
  'certificate-near-end': {
    title: {
      es: 'El certificado vencerá pronto.',
      pt: 'O certificado vencerá em breve.',
      fr: 'Le certificat expirera bientôt.',
      en: 'The certificate will expire soon.',
    },
    advice: {
      es: 'Pida ya el siguiente y publíquelo en el directorio antes de usarlo (docs/operations-keys.md).',
      pt: 'Peça já o seguinte e publique-o no diretório antes de o usar (docs/operations-keys.md).',
      fr: 'Demandez déjà le suivant et publiez-le dans l’annuaire avant de l’utiliser (docs/operations-keys.md).',
      en: 'Ask for the next one now, and publish it in the directory before using it (docs/operations-keys.md).',
    },
  },
  'certificate-before-begin': {
    title: {
      es: 'El certificado aún no está vigente.',
      pt: 'O certificado ainda não está em vigor.',
      fr: 'Le certificat n’est pas encore en vigueur.',
      en: 'The certificate is not in force yet.',
    },
    advice: {
      es: 'Compruebe la hora de esta máquina; si es correcta, espere a su fecha o use el anterior.',
      pt: 'Verifique a hora desta máquina; se estiver certa, espere pela sua data ou use o anterior.',
      fr: 'Vérifiez l’heure de cette machine ; si elle est juste, attendez sa date ou utilisez le précédent.',
      en: 'Check the time of this machine; if it is right, wait for its date or use the one before.',
    },
  },
  'certificate-not-sound': {
    title: {
      es: 'Las demás pasarelas rechazarán el certificado.',
      pt: 'Os outros gateways rejeitarão o certificado.',
      fr: 'Les autres passerelles refuseront le certificat.',
      en: 'Other gateways will refuse the certificate.',
    },
    advice: {
      es: 'El código que figura aquí dice por qué: está revocado, no se sabe si lo está, o no lleva a una raíz configurada.',
      pt: 'O código indicado diz porquê: está revogado, não se sabe se o está, ou não conduz a uma raiz configurada.',
      fr: 'Le code indiqué dit pourquoi : il est révoqué, on ne sait s’il l’est, ou il ne mène à aucune racine configurée.',
      en: 'The code shown says why: it is revoked, whether it is cannot be known, or it leads to no configured root.',
    },
  },
  'role-without-certificate': {
    title: {
      es: 'El directorio no tiene ningún certificado vigente de esa autoridad para esa función.',
      pt: 'O diretório não tem nenhum certificado em vigor dessa autoridade para essa função.',
      fr: 'L’annuaire n’a aucun certificat en vigueur de cette autorité pour ce rôle.',
      en: 'The directory has no certificate in force of that authority for that role.',
    },
    advice: {
      es: 'Instale el directorio actual; si lo es, avise a esa autoridad.',
      pt: 'Instale o diretório atual; se já o for, avise essa autoridade.',
      fr: 'Installez l’annuaire actuel ; s’il l’est, prévenez cette autorité.',
      en: 'Install the current directory; if it is, tell that authority.',
    },
  },
  'own-key-not-listed': {
    title: {
      es: 'El directorio no tiene esta clave nuestra: los demás rechazarán lo que haga.',
      pt: 'O diretório não tem esta nossa chave: os outros rejeitarão o que fizer.',
      fr: 'L’annuaire n’a pas cette clé qui est la nôtre : les autres refuseront ce qu’elle fait.',
      en: 'The directory lacks this key of ours: others will refuse what it does.',
    },
    advice: {
      es: 'Envíe el archivo para el directorio a quien lo mantiene e instale la versión nueva.',
      pt: 'Envie o ficheiro para o diretório a quem o mantém e instale a versão nova.',
      fr: 'Envoyez le fichier pour l’annuaire à son responsable et installez la nouvelle version.',
      en: 'Send the file for the directory to its keeper, and install the new version.',
    },
  },
  'directory-past-end': {
    title: {
      es: 'El directorio ha vencido y se usa solo por gracia.',
      pt: 'O diretório venceu e só é usado por tolerância.',
      fr: 'L’annuaire est périmé et n’est utilisé que par tolérance.',
      en: 'The directory has expired and is used by grace alone.',
    },
    advice: {
      es: 'Instale hoy el directorio actual: cuando acabe la gracia, los mensajes esperarán.',
      pt: 'Instale hoje o diretório atual: quando acabar a tolerância, as mensagens esperarão.',
      fr: 'Installez aujourd’hui l’annuaire actuel : la tolérance finie, les messages attendront.',
      en: 'Install the current directory today: when the grace is over, messages wait.',
    },
  },
  'directory-part-lapsed': {
    title: {
      es: 'La parte de un Estado en el directorio ha vencido.',
      pt: 'A parte de um Estado no diretório venceu.',
      fr: 'La partie d’un État dans l’annuaire est périmée.',
      en: 'The part of a State in the directory has expired.',
    },
    advice: {
      es: 'Ese Estado debe firmarla de nuevo; al acabar la gracia, sus autoridades dejan de encontrarse.',
      pt: 'Esse Estado deve assiná-la de novo; ao acabar a tolerância, as suas autoridades deixam de ser encontradas.',
      fr: 'Cet État doit la signer de nouveau ; la tolérance finie, ses autorités ne seront plus trouvées.',
      en: 'That State should sign it again; when the grace is over, its authorities are no longer found.',
    },
  },
  'directory-near-end': {
    title: {
      es: 'El directorio vencerá pronto.',
      pt: 'O diretório vencerá em breve.',
      fr: 'L’annuaire sera bientôt périmé.',
      en: 'The directory will expire soon.',
    },
    advice: {
      es: 'Pida la versión siguiente a quien lo mantiene.',
      pt: 'Peça a versão seguinte a quem o mantém.',
      fr: 'Demandez la version suivante à son responsable.',
      en: 'Ask its keeper for the next version.',
    },
  },
  'revocation-stale': {
    title: {
      es: 'No hay información de revocación actual de esta autoridad emisora.',
      pt: 'Não há informação de revogação atual desta autoridade emissora.',
      fr: 'Pas d’informations de révocation à jour de cette autorité émettrice.',
      en: 'There is no fresh revocation information of this issuing authority.',
    },
    advice: {
      es: 'Compruebe lo que descarga sus listas o su servicio OCSP; sin ella, los certificados quedan sin decidir y los mensajes esperan.',
      pt: 'Verifique o que descarrega as suas listas ou o seu serviço OCSP; sem ela, os certificados ficam por decidir e as mensagens esperam.',
      fr: 'Vérifiez ce qui télécharge ses listes ou son service OCSP ; sans elles, les certificats restent indécis et les messages attendent.',
      en: 'Check what fetches its lists, or its OCSP responder; without it certificates stay undecided and messages wait.',
    },
  },
  'revocation-failing': {
    title: {
      es: 'Una fuente de información de revocación falla.',
      pt: 'Uma fonte de informação de revogação falha.',
      fr: 'Une source d’informations de révocation échoue.',
      en: 'A source of revocation information fails.',
    },
    advice: {
      es: 'Compruebe la dirección o el archivo; lo que ya se tiene sirve hasta que venza.',
      pt: 'Verifique o endereço ou o ficheiro; o que já se tem serve até vencer.',
      fr: 'Vérifiez l’adresse ou le fichier ; ce que l’on a déjà sert jusqu’à son terme.',
      en: 'Check the address or the file; what is held already serves until it expires.',
    },
  },
  'timestamp-failing': {
    title: {
      es: 'La autoridad de sellado de tiempo no da un sello utilizable.',
      pt: 'A autoridade de carimbo do tempo não dá um carimbo utilizável.',
      fr: 'L’autorité d’horodatage ne donne pas de jeton utilisable.',
      en: 'The time-stamp authority gives no usable token.',
    },
    advice: {
      es: 'Compruebe timestamp.url, la red y, si el sello se rechaza, su certificado y timestamp.policies; los mensajes esperan y salen sin sello.',
      pt: 'Verifique timestamp.url, a rede e, se o carimbo é rejeitado, o seu certificado e timestamp.policies; as mensagens esperam e saem sem carimbo.',
      fr: 'Vérifiez timestamp.url, le réseau et, si le jeton est refusé, son certificat et timestamp.policies ; les messages attendent, puis partent sans lui.',
      en: 'Check timestamp.url, the network and, if the token is refused, its certificate and timestamp.policies; messages wait, and go without it.',
    },
  },
  'clock-off': {
    title: {
      es: 'El reloj de esta máquina no coincide con la autoridad de sellado de tiempo.',
      pt: 'O relógio desta máquina não coincide com a autoridade de carimbo do tempo.',
      fr: 'L’horloge de cette machine ne concorde pas avec l’autorité d’horodatage.',
      en: 'The clock of this machine does not agree with the time-stamp authority.',
    },
    advice: {
      es: 'Ponga la hora por NTP (timedatectl status); a partir de 60 segundos la pasarela no firma.',
      pt: 'Acerte a hora por NTP (timedatectl status); a partir de 60 segundos o gateway não assina.',
      fr: 'Mettez l’heure par NTP (timedatectl status) ; à partir de 60 secondes, la passerelle ne signe plus.',
      en: 'Set the time by NTP (timedatectl status); from 60 seconds on the gateway does not sign.',
    },
  },
} as const satisfies Record<string, FindingText>;

import type { ProblemRow } from '../problem-row.ts';

/** The gateway's own condition: clock, directory, keys, disk, database, queue. */
export const OPERATION_ROWS = {
  internal: {
    status: 500,
    exit: 'operator',
    title: {
      es: 'Se produjo un fallo en esta pasarela.',
      pt: 'Ocorreu uma falha neste gateway.',
      fr: 'Une défaillance s’est produite dans cette passerelle.',
      en: 'A fault occurred in this gateway.',
    },
    advice: {
      es: 'Avise al operador e indique la hora; lo que ya se aceptó está a salvo.',
      pt: 'Avise o operador e indique a hora; o que já foi confirmado está a salvo.',
      fr: 'Prévenez l’opérateur en indiquant l’heure ; ce qui a été accepté est en sécurité.',
      en: 'Tell the operator and give the time; what was accepted is safe.',
    },
  },
  'gateway-unreachable': {
    status: 503,
    exit: 'later',
    title: {
      es: 'La pasarela no responde.',
      pt: 'O gateway não responde.',
      fr: 'La passerelle ne répond pas.',
      en: 'The gateway does not answer.',
    },
    advice: {
      es: 'Compruebe su dirección y que esté en marcha; después repita la operación.',
      pt: 'Verifique o seu endereço e se está em funcionamento; depois repita a operação.',
      fr: 'Vérifiez son adresse et qu’elle est en marche ; recommencez ensuite.',
      en: 'Check its address and that it is running; then try again.',
    },
  },
  'gateway-protocol': {
    status: 502,
    exit: 'operator',
    title: {
      es: 'La respuesta de la pasarela no se puede entender.',
      pt: 'A resposta do gateway não pode ser entendida.',
      fr: 'La réponse de la passerelle ne peut pas être comprise.',
      en: 'The answer of the gateway cannot be understood.',
    },
    advice: {
      es: 'Compruebe la dirección y que el programa y la pasarela sean de la misma versión.',
      pt: 'Verifique o endereço e se o programa e o gateway são da mesma versão.',
      fr: 'Vérifiez l’adresse et que le programme et la passerelle sont de la même version.',
      en: 'Check the address, and that program and gateway are of the same version.',
    },
  },
  'clock-not-trusted': {
    status: 503,
    exit: 'later',
    title: {
      es: 'El reloj de esta pasarela no es fiable y por eso no firma nada.',
      pt: 'O relógio deste gateway não é confiável e por isso nada é assinado.',
      fr: 'L’horloge de cette passerelle n’est pas fiable, et rien n’est donc signé.',
      en: 'The clock of this gateway cannot be trusted, so nothing is signed.',
    },
    advice: {
      es: 'El operador debe corregir la hora del sistema; después todo continúa solo.',
      pt: 'O operador deve corrigir a hora do sistema; depois tudo continua sozinho.',
      fr: 'L’opérateur doit corriger l’heure du système ; ensuite, tout reprend seul.',
      en: 'The operator should correct the system’s time; after that everything goes on by itself.',
    },
  },
  'directory-not-usable': {
    status: 503,
    exit: 'later',
    title: {
      es: 'El directorio de autoridades está vencido o no se puede leer.',
      pt: 'O diretório de autoridades está vencido ou não pode ser lido.',
      fr: 'L’annuaire des autorités est périmé ou illisible.',
      en: 'The directory of authorities has expired or cannot be read.',
    },
    advice: {
      es: 'El operador debe instalar un directorio actual; los mensajes esperan hasta entonces.',
      pt: 'O operador deve instalar um diretório atual; as mensagens esperam até lá.',
      fr: 'L’opérateur doit installer un annuaire à jour ; les messages attendent jusque-là.',
      en: 'The operator should install a current directory; messages wait until then.',
    },
  },
  'directory-not-accepted': {
    status: 500,
    exit: 'operator',
    title: {
      es: 'El nuevo directorio de autoridades se rechazó y se sigue usando el anterior.',
      pt: 'O novo diretório de autoridades foi recusado e continua em uso o anterior.',
      fr: 'Le nouvel annuaire des autorités a été refusé et le précédent reste en usage.',
      en: 'The new directory of authorities was refused, and the former one stays in use.',
    },
    advice: {
      es: 'El operador debe obtener de nuevo el directorio y comprobar su firma y su versión.',
      pt: 'O operador deve obter de novo o diretório e verificar a sua assinatura e a sua versão.',
      fr: 'L’opérateur doit obtenir de nouveau l’annuaire et vérifier sa signature et sa version.',
      en: 'The operator should get the directory again and check its signature and version.',
    },
  },
  'revocation-list-not-accepted': {
    status: 500,
    exit: 'operator',
    title: {
      es: 'Un dato de revocación no se obtuvo o se rechazó, y se sigue usando el anterior.',
      pt: 'Um dado de revogação não foi obtido ou foi recusado, e continua em uso o anterior.',
      fr: 'Une donnée de révocation n’a pas été obtenue ou a été refusée, et la précédente reste en usage.',
      en: 'Revocation information could not be had or was refused, and the former stays in use.',
    },
    advice: {
      es: 'El operador debe comprobar la lista o el servicio OCSP de la autoridad que emitió el certificado.',
      pt: 'O operador deve verificar a lista ou o serviço OCSP da autoridade que emitiu o certificado.',
      fr: 'L’opérateur doit vérifier la liste ou le service OCSP de l’autorité qui a émis le certificat.',
      en: 'The operator should check the list or the OCSP service of the authority that issued the certificate.',
    },
  },
  'timestamp-authority-unavailable': {
    status: 503,
    exit: 'later',
    title: {
      es: 'La autoridad de sellado de tiempo no ha dado un sello utilizable.',
      pt: 'A autoridade de carimbo de data e hora não deu um carimbo utilizável.',
      fr: 'L’autorité d’horodatage n’a pas fourni d’horodatage utilisable.',
      en: 'The time-stamp authority has not given a usable time-stamp.',
    },
    advice: {
      es: 'El mensaje espera un tiempo limitado y después sale sin sello de tiempo, con esa indicación.',
      pt: 'A mensagem espera um tempo limitado e depois segue sem carimbo de data e hora, com essa indicação.',
      fr: 'Le message attend un temps limité, puis part sans horodatage, avec cette mention.',
      en: 'The message waits for a limited time, and then goes without a time-stamp, marked so.',
    },
  },
  'own-certificate-missing': {
    status: 500,
    exit: 'operator',
    reasons: ['own-certificate-unusable'],
    title: {
      es: 'A esta pasarela le falta un certificado propio vigente.',
      pt: 'Falta a este gateway um certificado próprio em vigor.',
      fr: 'Il manque à cette passerelle un certificat propre en vigueur.',
      en: 'This gateway lacks a valid certificate of its own.',
    },
    advice: {
      es: 'El operador debe instalar la clave y el certificado, y publicarlo en el directorio.',
      pt: 'O operador deve instalar a chave e o certificado, e publicá-lo no diretório.',
      fr: 'L’opérateur doit installer la clé et le certificat, et le publier dans l’annuaire.',
      en: 'The operator should install key and certificate, and publish it in the directory.',
    },
  },
  'keys-not-usable': {
    status: 500,
    exit: 'operator',
    reasons: ['own-certificate-unusable'],
    title: {
      es: 'Las claves de esta pasarela no se pueden usar tal como están instaladas.',
      pt: 'As chaves deste gateway não podem ser usadas tal como estão instaladas.',
      fr: 'Les clés de cette passerelle ne sont pas utilisables telles qu’elles sont installées.',
      en: 'The keys of this gateway cannot be used as they are installed.',
    },
    advice: {
      es: 'El operador debe comprobar que cada clave esté presente, protegida, en una sola función y con su certificado.',
      pt: 'O operador deve verificar que cada chave esteja presente, protegida, numa só função e com o seu certificado.',
      fr: 'L’opérateur doit vérifier que chaque clé est présente, protégée, réservée à un seul rôle et liée à son certificat.',
      en: 'The operator should check that each key is there, protected, in one role only, and with its certificate.',
    },
  },
  'pkcs12-password-wrong': {
    status: 500,
    exit: 'operator',
    title: {
      es: 'La contraseña no abre el archivo PKCS#12 de una clave de esta pasarela.',
      pt: 'A senha não abre o PKCS#12 de uma chave deste gateway.',
      fr: 'Le mot de passe n’ouvre pas le fichier PKCS#12 d’une clé de cette passerelle.',
      en: 'The password does not open the PKCS#12 file of a key of this gateway.',
    },
    advice: {
      es: 'El operador debe comprobar el archivo de la contraseña, sin espacios ni líneas de más.',
      pt: 'O operador deve verificar a senha guardada, sem espaços nem linhas a mais.',
      fr: 'L’opérateur doit vérifier le fichier du mot de passe, sans espace ni ligne en trop.',
      en: 'The operator should check the file with the password: no more spaces or lines than it has.',
    },
  },
  'key-file-not-accepted': {
    status: 500,
    exit: 'operator',
    title: {
      es: 'Un archivo PKCS#12 con una clave de esta pasarela está dañado o no es de una forma admitida.',
      pt: 'Um PKCS#12 com uma chave deste gateway está danificado ou não tem uma forma admitida.',
      fr: 'Un fichier PKCS#12 contenant une clé de cette passerelle est endommagé ou n’a pas une forme admise.',
      en: 'A PKCS#12 file with a key of this gateway is damaged, or is not of a form that is accepted.',
    },
    advice: {
      es: 'Debe tener una sola clave con su certificado y un MAC; hágalo de nuevo con openssl pkcs12 -export.',
      pt: 'Deve ter uma só chave com o seu certificado e um MAC; faça-o de novo com openssl pkcs12 -export.',
      fr: 'Il doit contenir une seule clé avec son certificat et un MAC ; refaites-le avec openssl pkcs12 -export.',
      en: 'It must hold one key with its certificate and have a MAC; make it again with openssl pkcs12 -export.',
    },
  },
  'configuration-invalid': {
    status: 500,
    exit: 'operator',
    title: {
      es: 'La configuración de este programa no es válida.',
      pt: 'A configuração deste programa não é válida.',
      fr: 'La configuration de ce programme n’est pas valide.',
      en: 'The configuration of this program is not valid.',
    },
    advice: {
      es: 'El operador debe corregir el archivo de configuración; el diario del programa dice qué valor falla.',
      pt: 'O operador deve corrigir a configuração; o diário do programa diz que valor está errado.',
      fr: 'L’opérateur doit corriger le fichier de configuration ; le journal du programme indique la valeur en cause.',
      en: 'The operator should correct the configuration file; the program’s log tells which value is wrong.',
    },
  },
  'relay-deadline-passed': {
    status: 409,
    exit: 'refused',
    reasons: ['message-expired'],
    title: {
      es: 'El plazo de transmisión del mensaje venció antes de poder enviarlo.',
      pt: 'O prazo de transmissão da mensagem venceu antes de ser possível enviá-la.',
      fr: 'Le délai de transmission du message a expiré avant qu’il puisse être envoyé.',
      en: 'The message’s deadline for transmission passed before it could be sent.',
    },
    advice: {
      es: 'Envíelo de nuevo, como mensaje nuevo y con otro plazo.',
      pt: 'Envie-a de novo, como mensagem nova e com outro prazo.',
      fr: 'Envoyez-le de nouveau, comme nouveau message et avec un autre délai.',
      en: 'Send it again, as a new message with another deadline.',
    },
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;

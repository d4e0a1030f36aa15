import type { ReasonName } from '../../evidence/reason.ts';
import type { Texts } from './language.ts';

/** What a clerk reads about the reason that a signed receipt states. */
export const REASON_TEXTS: Readonly<Record<ReasonName, Texts>> = {
  'message-relayed': {
    es: 'El mensaje llegó completo.',
    pt: 'A mensagem chegou completa.',
    fr: 'Le message est arrivé complet.',
    en: 'The message arrived complete.',
  },
  'message-rejected': {
    es: 'La pasarela que responde no aceptó el mensaje.',
    pt: 'O gateway que responde não aceitou a mensagem.',
    fr: 'La passerelle qui répond n’a pas accepté le message.',
    en: 'The answering gateway did not take the message.',
  },
  'message-rejected-for-malware': {
    es: 'La pasarela que responde encontró un programa dañino.',
    pt: 'O gateway que responde encontrou um programa nocivo.',
    fr: 'La passerelle qui répond a trouvé un programme malveillant.',
    en: 'The answering gateway found malicious software.',
  },
  'message-rejected-for-invalid-signature': {
    es: 'Una firma del mensaje no es válida.',
    pt: 'Uma assinatura da mensagem não é válida.',
    fr: 'Une signature du message n’est pas valide.',
    en: 'A signature of the message does not hold.',
  },
  'message-rejected-for-invalid-certificate': {
    es: 'Un certificado del mensaje no es válido.',
    pt: 'Um certificado da mensagem não é válido.',
    fr: 'Un certificat du message n’est pas valable.',
    en: 'A certificate of the message is not valid.',
  },
  'policy-violation': {
    es: 'El mensaje no cumple una regla de la pasarela que responde.',
    pt: 'A mensagem não cumpre uma regra do gateway que responde.',
    fr: 'Le message ne respecte pas une règle de la passerelle qui répond.',
    en: 'The message breaks a rule of the answering gateway.',
  },
  'recipient-not-registered': {
    es: 'La pasarela que responde no atiende a la autoridad destinataria.',
    pt: 'O gateway que responde não serve a autoridade destinatária.',
    fr: 'La passerelle qui répond ne dessert pas l’autorité destinataire.',
    en: 'The answering gateway does not serve the recipient authority.',
  },
  'recipient-service-malfunction': {
    es: 'La pasarela siguiente no funcionaba correctamente.',
    pt: 'O gateway seguinte não funcionava corretamente.',
    fr: 'La passerelle suivante ne fonctionnait pas correctement.',
    en: 'The next gateway did not work properly.',
  },
  'recipient-service-not-identified': {
    es: 'La pasarela siguiente no pudo demostrar su identidad.',
    pt: 'O gateway seguinte não conseguiu provar a sua identidade.',
    fr: 'La passerelle suivante n’a pas pu prouver son identité.',
    en: 'The next gateway could not prove its identity.',
  },
  'recipient-service-unreachable': {
    es: 'No se pudo llegar a la pasarela siguiente.',
    pt: 'Não foi possível chegar ao gateway seguinte.',
    fr: 'La passerelle suivante n’a pas pu être jointe.',
    en: 'The next gateway could not be reached.',
  },
  'recipient-unknown': {
    es: 'La pasarela siguiente no conoce a la autoridad destinataria.',
    pt: 'O gateway seguinte não conhece a autoridade destinatária.',
    fr: 'La passerelle suivante ne connaît pas l’autorité destinataire.',
    en: 'The next gateway does not know the recipient authority.',
  },
  'no-relay-answer': {
    es: 'La pasarela siguiente no confirmó ni rechazó el mensaje dentro del plazo.',
    pt: 'O gateway seguinte não confirmou nem recusou a mensagem dentro do prazo.',
    fr: 'La passerelle suivante n’a ni confirmé ni refusé le message dans le délai.',
    en: 'The next gateway neither confirmed nor refused the message in time.',
  },

  'content-digest-mismatch': {
    es: 'El contenido recibido no es el que indica la cabecera firmada.',
    pt: 'O conteúdo recebido não é o que o cabeçalho assinado indica.',
    fr: 'Le contenu reçu n’est pas celui qu’indique l’en-tête signé.',
    en: 'The content received is not the one that the signed header names.',
  },
  'duplicate-with-other-content': {
    es: 'Ya se había recibido otro mensaje distinto con el mismo identificador.',
    pt: 'Já tinha sido recebida outra mensagem diferente com o mesmo identificador.',
    fr: 'Un autre message, différent, avait déjà été reçu sous le même identifiant.',
    en: 'A different message had already been received under the same identifier.',
  },
  'message-expired': {
    es: 'El plazo de transmisión del mensaje había vencido.',
    pt: 'O prazo de transmissão da mensagem tinha vencido.',
    fr: 'Le délai de transmission du message avait expiré.',
    en: 'The message’s deadline for transmission had passed.',
  },
  'size-limit-exceeded': {
    es: 'El mensaje supera el tamaño admitido.',
    pt: 'A mensagem ultrapassa o tamanho admitido.',
    fr: 'Le message dépasse la taille admise.',
    en: 'The message is larger than allowed.',
  },
  'suite-not-supported': {
    es: 'El mensaje usa algoritmos que no se admiten.',
    pt: 'A mensagem usa algoritmos que não são admitidos.',
    fr: 'Le message emploie des algorithmes non admis.',
    en: 'The message uses algorithms that are not supported.',
  },
  'recipient-key-unknown': {
    es: 'El mensaje se cifró con una clave que la autoridad destinataria no tiene.',
    pt: 'A mensagem foi cifrada com uma chave que a autoridade destinatária não tem.',
    fr: 'Le message a été chiffré avec une clé que l’autorité destinataire ne possède pas.',
    en: 'The message was sealed to a key that the recipient authority does not have.',
  },

  'letter-unreadable': {
    es: 'La carta no es un PDF que se pueda abrir.',
    pt: 'A carta não é um PDF que se possa abrir.',
    fr: 'La lettre n’est pas un PDF qui puisse être ouvert.',
    en: 'The letter is not a PDF that can be opened.',
  },
  'letter-encrypted': {
    es: 'La carta está protegida con contraseña o cifrada.',
    pt: 'A carta está protegida por senha ou cifrada.',
    fr: 'La lettre est protégée par un mot de passe ou chiffrée.',
    en: 'The letter is protected by a password or encrypted.',
  },
  'letter-not-signable': {
    es: 'La carta no admite una firma más.',
    pt: 'A carta não admite mais uma assinatura.',
    fr: 'La lettre n’admet pas de signature supplémentaire.',
    en: 'The letter does not admit another signature.',
  },
  'package-not-built': {
    es: 'No se pudo formar el paquete con los documentos presentados.',
    pt: 'Não foi possível formar o pacote com os documentos apresentados.',
    fr: 'Le paquet n’a pas pu être constitué avec les documents présentés.',
    en: 'The package could not be built from the documents submitted.',
  },
  'recipient-not-in-directory': {
    es: 'La autoridad destinataria no figuraba en el directorio.',
    pt: 'A autoridade destinatária não constava do diretório.',
    fr: 'L’autorité destinataire ne figurait pas dans l’annuaire.',
    en: 'The recipient authority was not in the directory.',
  },
  'recipient-certificate-unusable': {
    es: 'La autoridad destinataria no tenía un certificado vigente con el que cifrar el mensaje.',
    pt: 'A autoridade destinatária não tinha um certificado em vigor com o qual cifrar a mensagem.',
    fr: 'L’autorité destinataire n’avait pas de certificat en vigueur pour chiffrer le message.',
    en: 'The recipient authority had no valid certificate to which the message could be sealed.',
  },
  'own-certificate-unusable': {
    es: 'La pasarela remitente no tenía un certificado propio vigente.',
    pt: 'O gateway remetente não tinha um certificado próprio em vigor.',
    fr: 'La passerelle expéditrice n’avait pas de certificat propre en vigueur.',
    en: 'The sending gateway had no valid certificate of its own.',
  },
  'withdrawn-by-sender': {
    es: 'La autoridad remitente retiró el mensaje antes de enviarlo.',
    pt: 'A autoridade remetente desistiu da mensagem antes de a enviar.',
    fr: 'L’autorité expéditrice a renoncé au message avant son envoi.',
    en: 'The sending authority withdrew the message before it was sent.',
  },

  'consigned-revocation-unknown': {
    es: 'El contenido está disponible, pero no se pudo comprobar si el certificado de la firma seguía vigente.',
    pt: 'O conteúdo está disponível, mas não foi possível verificar se o certificado da assinatura continuava em vigor.',
    fr: 'Le contenu est disponible, mais il n’a pas été possible de vérifier si le certificat du sceau était encore en vigueur.',
    en: 'The content is available, but whether the sealing certificate was still valid could not be checked.',
  },
  'consigned-unstamped': {
    es: 'El contenido está disponible, pero su firma no lleva sello de tiempo.',
    pt: 'O conteúdo está disponível, mas a sua assinatura não tem carimbo de data e hora.',
    fr: 'Le contenu est disponible, mais sa signature n’est pas horodatée.',
    en: 'The content is available, but its signature has no time-stamp.',
  },

  'decryption-failed': {
    es: 'El contenido no se pudo descifrar.',
    pt: 'Não foi possível decifrar o conteúdo.',
    fr: 'Le contenu n’a pas pu être déchiffré.',
    en: 'The content could not be decrypted.',
  },
  'package-malformed': {
    es: 'El paquete está dañado o no cumple la norma.',
    pt: 'O pacote está danificado ou não cumpre a norma.',
    fr: 'Le paquet est endommagé ou ne respecte pas la norme.',
    en: 'The package is damaged or does not follow the standard.',
  },
  'package-commitment-mismatch': {
    es: 'El contenido descifrado no es el que la autoridad remitente firmó en la cabecera.',
    pt: 'O conteúdo decifrado não é o que a autoridade remetente assinou no cabeçalho.',
    fr: 'Le contenu déchiffré n’est pas celui que l’autorité expéditrice a signé dans l’en-tête.',
    en: 'The decrypted content is not the one that the sending authority signed in the header.',
  },
  'package-header-disagree': {
    es: 'La cabecera y el contenido sellado no dicen lo mismo.',
    pt: 'O cabeçalho e o conteúdo selado não dizem o mesmo.',
    fr: 'L’en-tête et le contenu scellé ne disent pas la même chose.',
    en: 'The header and the sealed content do not say the same.',
  },
  'package-other-environment': {
    es: 'Un mensaje de adiestramiento llegó a una autoridad real, o uno real a una instalación de adiestramiento.',
    pt: 'Uma mensagem de formação chegou a uma autoridade real, ou uma real a uma instalação de formação.',
    fr: 'Un message de formation est arrivé chez une autorité réelle, ou un message réel dans une installation de formation.',
    en: 'A training message came to a real authority, or a real one to a training installation.',
  },
  'package-signature-invalid': {
    es: 'La firma del paquete no es válida.',
    pt: 'A assinatura do pacote não é válida.',
    fr: 'La signature du paquet n’est pas valide.',
    en: 'The signature of the package does not hold.',
  },
  'package-certificate-invalid': {
    es: 'El certificado que firmó el paquete no es uno que la autoridad remitente tenga publicado para ello.',
    pt: 'O certificado que assinou o pacote não é um que a autoridade remetente tenha publicado para esse fim.',
    fr: 'Le certificat qui a signé le paquet n’est pas publié à cette fin par l’autorité expéditrice.',
    en: 'The certificate that signed the package is not one that the sending authority has published for it.',
  },
  'package-certificate-revoked': {
    es: 'El certificado que firmó el paquete ya estaba revocado en ese momento.',
    pt: 'O certificado que assinou o pacote já estava revogado nesse momento.',
    fr: 'Le certificat qui a signé le paquet était déjà révoqué à ce moment.',
    en: 'The certificate that signed the package was already revoked at that time.',
  },
  'package-timestamp-invalid': {
    es: 'El sello de tiempo del paquete no es válido o no concuerda con la cabecera.',
    pt: 'O carimbo de data e hora do pacote não é válido ou não está de acordo com o cabeçalho.',
    fr: 'L’horodatage du paquet n’est pas valable ou ne correspond pas à l’en-tête.',
    en: 'The time-stamp of the package does not hold, or is not as the header says.',
  },

  'notification-failed': {
    es: 'El aviso no se pudo enviar.',
    pt: 'Não foi possível enviar o aviso.',
    fr: 'L’avis n’a pas pu être envoyé.',
    en: 'The notice could not be sent.',
  },
  'not-collected-by-deadline': {
    es: 'Nadie retiró el contenido antes de que venciera el plazo.',
    pt: 'Ninguém retirou o conteúdo antes de o prazo vencer.',
    fr: 'Personne n’a retiré le contenu avant l’expiration du délai.',
    en: 'Nobody collected the content before the deadline passed.',
  },
  'no-consignment-answer': {
    es: 'La pasarela destinataria no informó dentro del plazo de si el contenido está disponible.',
    pt: 'O gateway destinatário não informou dentro do prazo que o conteúdo esteja disponível.',
    fr: 'La passerelle destinataire n’a pas indiqué dans le délai si le contenu est disponible.',
    en: 'The recipient’s gateway did not tell in time whether the content is available.',
  },
  'no-handover-answer': {
    es: 'La pasarela destinataria no informó dentro del plazo de si el contenido fue retirado.',
    pt: 'O gateway destinatário não informou dentro do prazo que o conteúdo tenha sido retirado.',
    fr: 'La passerelle destinataire n’a pas indiqué dans le délai si le contenu a été retiré.',
    en: 'The recipient’s gateway did not tell in time whether the content was collected.',
  },
};

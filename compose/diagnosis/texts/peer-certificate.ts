import type { FindingText } from './finding-text.ts';

/** What can be wrong with the TLS certificate that a peer shows. */
export const PEER_CERTIFICATE_TEXTS = {
  'peer-certificate-unreadable': {
    title: {
      es: 'Su certificado no se puede leer.',
      pt: 'O seu certificado não pode ser lido.',
      fr: 'Son certificat est illisible.',
      en: 'Its certificate cannot be read.',
    },
    advice: {
      es: 'Avise a la otra autoridad: necesita otro certificado.',
      pt: 'Avise a outra autoridade: precisa de outro certificado.',
      fr: 'Prévenez l’autre autorité : il lui faut un autre certificat.',
      en: 'Tell the other authority: it needs another certificate.',
    },
  },
  'peer-certificate-without-root': {
    title: {
      es: 'Su certificado no lleva a ninguna raíz de anchors.tls.',
      pt: 'O seu certificado não conduz a nenhuma raiz de anchors.tls.',
      fr: 'Son certificat ne mène à aucune racine d’anchors.tls.',
      en: 'Its certificate leads to no root of anchors.tls.',
    },
    advice: {
      es: 'Falta su raíz en la configuración, no envía su autoridad emisora, o alguien intercepta la conexión: compare el emisor.',
      pt: 'Falta a sua raiz na configuração, não envia a sua autoridade emissora, ou alguém interceta a ligação: compare o emissor.',
      fr: 'Sa racine manque dans la configuration, il n’envoie pas son autorité émettrice, ou quelqu’un intercepte : comparez l’émetteur.',
      en: 'Its root is missing in the configuration, it does not send its issuing authority, or somebody intercepts: compare the issuer.',
    },
  },
  'peer-certificate-expired': {
    title: {
      es: 'Su certificado ha vencido.',
      pt: 'O seu certificado venceu.',
      fr: 'Son certificat a expiré.',
      en: 'Its certificate has expired.',
    },
    advice: {
      es: 'Avise a la otra autoridad; compruebe también la hora de esta máquina.',
      pt: 'Avise a outra autoridade; verifique também a hora desta máquina.',
      fr: 'Prévenez l’autre autorité ; vérifiez aussi l’heure de cette machine.',
      en: 'Tell the other authority; also check the time of this machine.',
    },
  },
  'peer-certificate-not-yet-valid': {
    title: {
      es: 'Su certificado aún no está vigente.',
      pt: 'O seu certificado ainda não está em vigor.',
      fr: 'Son certificat n’est pas encore en vigueur.',
      en: 'Its certificate is not in force yet.',
    },
    advice: {
      es: 'Compruebe la hora de esta máquina; si es correcta, avise a la otra autoridad.',
      pt: 'Verifique a hora desta máquina; se estiver certa, avise a outra autoridade.',
      fr: 'Vérifiez l’heure de cette machine ; si elle est juste, prévenez l’autre autorité.',
      en: 'Check the time of this machine; if it is right, tell the other authority.',
    },
  },
  'peer-certificate-other-name': {
    title: {
      es: 'Su certificado es de otro servidor.',
      pt: 'O seu certificado é de outro servidor.',
      fr: 'Son certificat est celui d’un autre serveur.',
      en: 'Its certificate is that of another server.',
    },
    advice: {
      es: 'Los nombres del certificado y la dirección del directorio deben coincidir: aclárelo con la otra autoridad.',
      pt: 'Os nomes do certificado e o endereço do diretório devem coincidir: esclareça-o com a outra autoridade.',
      fr: 'Les noms du certificat et l’adresse de l’annuaire doivent concorder : voyez cela avec l’autre autorité.',
      en: 'The names in the certificate and the address in the directory have to agree: settle it with the other authority.',
    },
  },
  'peer-certificate-not-pinned': {
    title: {
      es: 'Su clave no es ninguna de las que el directorio fija para esa dirección.',
      pt: 'A sua chave não é nenhuma das que o diretório fixa para esse endereço.',
      fr: 'Sa clé n’est aucune de celles que l’annuaire épingle pour cette adresse.',
      en: 'Its key is none of those that the directory pins for that address.',
    },
    advice: {
      es: 'O renovó su clave sin anunciarla, o alguien intercepta: no añada la huella sin confirmarla por otra vía.',
      pt: 'Ou renovou a chave sem a anunciar, ou alguém interceta: não acrescente a impressão sem a confirmar por outra via.',
      fr: 'Soit elle a renouvelé sa clé sans l’annoncer, soit quelqu’un intercepte : n’ajoutez pas l’empreinte sans la confirmer autrement.',
      en: 'Either it renewed its key without announcing it, or somebody intercepts: do not add the pin without confirming it another way.',
    },
  },
  'peer-certificate-not-listed': {
    title: {
      es: 'El directorio no tiene ahora ese certificado para esa autoridad.',
      pt: 'O diretório não tem agora esse certificado para essa autoridade.',
      fr: 'L’annuaire n’a pas maintenant ce certificat pour cette autorité.',
      en: 'The directory does not have that certificate for that authority now.',
    },
    advice: {
      es: 'Instale el directorio actual; si lo es, la otra autoridad debe publicar en él su certificado.',
      pt: 'Instale o diretório atual; se já o for, a outra autoridade deve publicar nele o seu certificado.',
      fr: 'Installez l’annuaire actuel ; s’il l’est, l’autre autorité doit y publier son certificat.',
      en: 'Install the current directory; if it is, the other authority has to publish its certificate there.',
    },
  },
  'peer-certificate-no-server': {
    title: {
      es: 'Su certificado no es de servidor.',
      pt: 'O seu certificado não é de servidor.',
      fr: 'Son certificat n’est pas celui d’un serveur.',
      en: 'Its certificate is not one of a server.',
    },
    advice: {
      es: 'Necesita un certificado con serverAuth y clientAuth: avise a la otra autoridad.',
      pt: 'Precisa de um certificado com serverAuth e clientAuth: avise a outra autoridade.',
      fr: 'Il lui faut un certificat avec serverAuth et clientAuth : prévenez l’autre autorité.',
      en: 'It needs a certificate with serverAuth and clientAuth: tell the other authority.',
    },
  },
  'peer-certificate-revoked': {
    title: {
      es: 'Su certificado está revocado.',
      pt: 'O seu certificado está revogado.',
      fr: 'Son certificat est révoqué.',
      en: 'Its certificate is revoked.',
    },
    advice: {
      es: 'No le envíe nada hasta que la otra autoridad confirme por otra vía un certificado nuevo.',
      pt: 'Não lhe envie nada até que a outra autoridade confirme por outra via um certificado novo.',
      fr: 'Ne lui envoyez rien avant que l’autre autorité confirme autrement un nouveau certificat.',
      en: 'Send nothing to it until the other authority has confirmed a new certificate another way.',
    },
  },
  'peer-certificate-invalid': {
    title: {
      es: 'Su certificado no supera la comprobación.',
      pt: 'O seu certificado não passa na verificação.',
      fr: 'Son certificat ne passe pas la vérification.',
      en: 'Its certificate does not pass the check.',
    },
    advice: {
      es: 'El código que figura aquí dice por qué; avise a la otra autoridad.',
      pt: 'O código indicado diz porquê; avise a outra autoridade.',
      fr: 'Le code indiqué dit pourquoi ; prévenez l’autre autorité.',
      en: 'The code shown says why; tell the other authority.',
    },
  },
  'peer-certificate-undecided': {
    title: {
      es: 'No se puede saber si su certificado está revocado o es válido.',
      pt: 'Não se pode saber se o seu certificado está revogado ou é válido.',
      fr: 'Impossible de savoir si son certificat est révoqué ou valide.',
      en: 'Whether its certificate is revoked or valid cannot be decided.',
    },
    advice: {
      es: 'Compruebe las listas de revocación y los servicios OCSP de la configuración para su autoridad emisora.',
      pt: 'Verifique as listas de revogação e os serviços OCSP da configuração para a sua autoridade emissora.',
      fr: 'Vérifiez les listes de révocation et les services OCSP de la configuration pour son autorité émettrice.',
      en: 'Check the revocation lists and OCSP responders of the configuration for its issuing authority.',
    },
  },
} as const satisfies Record<string, FindingText>;

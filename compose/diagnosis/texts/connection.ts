import type { FindingText } from './finding-text.ts';

/** What can be wrong on the way to a peer, up to its answer. */
export const CONNECTION_TEXTS = {
  'peer-not-in-directory': {
    title: {
      es: 'El directorio no tiene esa autoridad.',
      pt: 'O diretório não tem essa autoridade.',
      fr: 'L’annuaire ne contient pas cette autorité.',
      en: 'The directory does not have that authority.',
    },
    advice: {
      es: 'Compruebe el identificador (abajo están los que hay) y que el directorio sea el actual.',
      pt: 'Verifique o identificador (abaixo estão os que existem) e se o diretório é o atual.',
      fr: 'Vérifiez l’identifiant (ceux qui existent figurent ici) et que l’annuaire est à jour.',
      en: 'Check the identifier (those that exist are shown) and that the directory is the current one.',
    },
  },
  'peer-without-endpoint': {
    title: {
      es: 'El directorio no indica ninguna dirección de esa autoridad.',
      pt: 'O diretório não indica nenhum endereço dessa autoridade.',
      fr: 'L’annuaire n’indique aucune adresse de cette autorité.',
      en: 'The directory has no address of that authority.',
    },
    advice: {
      es: 'Pida a quien mantiene el directorio que la añada.',
      pt: 'Peça a quem mantém o diretório que o acrescente.',
      fr: 'Demandez au responsable de l’annuaire de l’ajouter.',
      en: 'Ask the keeper of the directory to add it.',
    },
  },
  'name-not-resolved': {
    title: {
      es: 'El nombre de su servidor no lleva a ninguna dirección (DNS).',
      pt: 'O nome do seu servidor não conduz a nenhum endereço (DNS).',
      fr: 'Le nom de son serveur ne mène à aucune adresse (DNS).',
      en: 'The name of its server leads to no address (DNS).',
    },
    advice: {
      es: 'Compruebe el servidor de nombres de esta máquina; si otros nombres funcionan, avise a la otra autoridad.',
      pt: 'Verifique o servidor de nomes desta máquina; se outros nomes funcionam, avise a outra autoridade.',
      fr: 'Vérifiez le serveur de noms de cette machine ; si d’autres noms fonctionnent, prévenez l’autre autorité.',
      en: 'Check the name server of this machine; if other names work, tell the other authority.',
    },
  },
  'connection-refused': {
    title: {
      es: 'La máquina responde, pero nadie atiende en ese puerto.',
      pt: 'A máquina responde, mas ninguém atende nessa porta.',
      fr: 'La machine répond, mais personne n’écoute sur ce port.',
      en: 'The machine answers, but nobody listens on that port.',
    },
    advice: {
      es: 'La otra pasarela está parada o su cortafuegos rechaza: avise a la otra autoridad.',
      pt: 'O outro gateway está parado ou a sua firewall rejeita: avise a outra autoridade.',
      fr: 'L’autre passerelle est arrêtée ou son pare-feu refuse : prévenez l’autre autorité.',
      en: 'The other gateway is stopped or its firewall refuses: tell the other authority.',
    },
  },
  'connection-timeout': {
    title: {
      es: 'Nadie responde a los intentos de conexión.',
      pt: 'Ninguém responde às tentativas de ligação.',
      fr: 'Personne ne répond aux tentatives de connexion.',
      en: 'Nobody answers attempts to connect.',
    },
    advice: {
      es: 'Un cortafuegos, aquí o allí, descarta los paquetes, o la máquina está apagada: compruebe primero la salida de esta red.',
      pt: 'Uma firewall, aqui ou lá, descarta os pacotes, ou a máquina está desligada: verifique primeiro a saída desta rede.',
      fr: 'Un pare-feu, ici ou là-bas, écarte les paquets, ou la machine est éteinte : vérifiez d’abord la sortie de ce réseau.',
      en: 'A firewall, here or there, drops the packets, or the machine is off: check the way out of this network first.',
    },
  },
  'network-unreachable': {
    title: {
      es: 'Desde esta máquina no hay camino a esa dirección.',
      pt: 'Desta máquina não há caminho para esse endereço.',
      fr: 'Depuis cette machine, aucun chemin ne mène à cette adresse.',
      en: 'From this machine there is no way to that address.',
    },
    advice: {
      es: 'Compruebe la red y las rutas de esta máquina.',
      pt: 'Verifique a rede e as rotas desta máquina.',
      fr: 'Vérifiez le réseau et les routes de cette machine.',
      en: 'Check the network and the routes of this machine.',
    },
  },
  'connection-failed': {
    title: {
      es: 'La conexión no se establece.',
      pt: 'A ligação não se estabelece.',
      fr: 'La connexion ne s’établit pas.',
      en: 'The connection cannot be made.',
    },
    advice: {
      es: 'El código que figura aquí dice por qué; compruebe la red de esta máquina.',
      pt: 'O código indicado diz porquê; verifique a rede desta máquina.',
      fr: 'Le code indiqué dit pourquoi ; vérifiez le réseau de cette machine.',
      en: 'The code shown says why; check the network of this machine.',
    },
  },
  'not-tls': {
    title: {
      es: 'En esa dirección responde algo que no habla TLS.',
      pt: 'Nesse endereço responde algo que não fala TLS.',
      fr: 'À cette adresse répond quelque chose qui ne parle pas TLS.',
      en: 'Something answers at that address that does not speak TLS.',
    },
    advice: {
      es: 'Compruebe la dirección y el puerto en el directorio; un intermediario puede estar en medio.',
      pt: 'Verifique o endereço e a porta no diretório; um intermediário pode estar no meio.',
      fr: 'Vérifiez l’adresse et le port dans l’annuaire ; un intermédiaire peut se trouver entre les deux.',
      en: 'Check address and port in the directory; a proxy may stand in between.',
    },
  },
  'tls-version': {
    title: {
      es: 'No acepta TLS 1.3, que es lo único que se usa entre pasarelas.',
      pt: 'Não aceita TLS 1.3, o único que se usa entre gateways.',
      fr: 'Il n’accepte pas TLS 1.3, seul utilisé entre passerelles.',
      en: 'It does not accept TLS 1.3, the only version used between gateways.',
    },
    advice: {
      es: 'Avise a la otra autoridad: delante de su pasarela hay algo más antiguo que termina TLS, y no debe estar ahí.',
      pt: 'Avise a outra autoridade: à frente do seu gateway há algo mais antigo que termina TLS, e não deve estar ali.',
      fr: 'Prévenez l’autre autorité : devant sa passerelle, un élément plus ancien termine TLS, ce qui ne doit pas être.',
      en: 'Tell the other authority: something older in front of its gateway ends TLS, which must not be there.',
    },
  },
  'tls-no-agreement': {
    title: {
      es: 'No hay acuerdo sobre los algoritmos de TLS.',
      pt: 'Não há acordo sobre os algoritmos de TLS.',
      fr: 'Aucun accord sur les algorithmes de TLS.',
      en: 'There is no agreement on the algorithms of TLS.',
    },
    advice: {
      es: 'La otra parte debe ofrecer AES-GCM, P-256 o P-384 y una firma ECDSA o RSA-PSS: avise a la otra autoridad.',
      pt: 'A outra parte deve oferecer AES-GCM, P-256 ou P-384 e uma assinatura ECDSA ou RSA-PSS: avise a outra autoridade.',
      fr: 'L’autre partie doit proposer AES-GCM, P-256 ou P-384 et une signature ECDSA ou RSA-PSS : prévenez l’autre autorité.',
      en: 'The other side has to offer AES-GCM, P-256 or P-384 and an ECDSA or RSA-PSS signature: tell the other authority.',
    },
  },
  'tls-cut': {
    title: {
      es: 'La conexión se corta mientras se negocia TLS.',
      pt: 'A ligação é cortada enquanto se negocia TLS.',
      fr: 'La connexion est coupée pendant la négociation de TLS.',
      en: 'The connection is cut while TLS is negotiated.',
    },
    advice: {
      es: 'Suele ser un cortafuegos que inspecciona el tráfico, o un puerto equivocado: compruebe ambos.',
      pt: 'Costuma ser uma firewall que inspeciona o tráfego, ou uma porta errada: verifique ambos.',
      fr: 'C’est en général un pare-feu qui inspecte le trafic, ou un mauvais port : vérifiez les deux.',
      en: 'Mostly a firewall that inspects traffic, or a wrong port: check both.',
    },
  },
  'tls-timeout': {
    title: {
      es: 'Acepta la conexión, pero la negociación de TLS no avanza.',
      pt: 'Aceita a ligação, mas a negociação de TLS não avança.',
      fr: 'La connexion est acceptée, mais la négociation de TLS n’avance pas.',
      en: 'It takes the connection, but TLS does not get on.',
    },
    advice: {
      es: 'Compruebe que los paquetes grandes pasan (MTU) y que ningún cortafuegos retiene la respuesta.',
      pt: 'Verifique se os pacotes grandes passam (MTU) e se nenhuma firewall retém a resposta.',
      fr: 'Vérifiez que les gros paquets passent (MTU) et qu’aucun pare-feu ne retient la réponse.',
      en: 'Check that large packets get through (MTU) and that no firewall holds the answer back.',
    },
  },
  'our-certificate-refused': {
    title: {
      es: 'La otra pasarela corta la conexión al ver nuestro certificado.',
      pt: 'O outro gateway corta a ligação ao ver o nosso certificado.',
      fr: 'L’autre passerelle coupe la connexion en voyant notre certificat.',
      en: 'The other gateway cuts the connection when it sees our certificate.',
    },
    advice: {
      es: 'Nuestro certificado TLS está vencido o revocado allí, o la otra parte no confía en su raíz: envíeles raíz y certificado.',
      pt: 'O nosso certificado TLS está vencido ou revogado lá, ou a outra parte não confia na sua raiz: envie-lhes raiz e certificado.',
      fr: 'Notre certificat TLS y est expiré ou révoqué, ou l’autre partie ne fait pas confiance à sa racine : envoyez-lui racine et certificat.',
      en: 'Our TLS certificate has expired or is revoked there, or the other side does not trust its root: send them root and certificate.',
    },
  },
  'our-certificate-unknown': {
    title: {
      es: 'La otra pasarela responde que no conoce nuestro certificado.',
      pt: 'O outro gateway responde que não conhece o nosso certificado.',
      fr: 'L’autre passerelle répond qu’elle ne connaît pas notre certificat.',
      en: 'The other gateway answers that it does not know our certificate.',
    },
    advice: {
      es: 'Su copia del directorio no tiene nuestro certificado TLS actual: pida que la actualicen.',
      pt: 'A sua cópia do diretório não tem o nosso certificado TLS atual: peça que a atualizem.',
      fr: 'Sa copie de l’annuaire n’a pas notre certificat TLS actuel : demandez qu’elle soit mise à jour.',
      en: 'Its copy of the directory lacks our current TLS certificate: ask them to update it.',
    },
  },
  'answer-missing': {
    title: {
      es: 'La conexión está establecida, pero no llega respuesta.',
      pt: 'A ligação está estabelecida, mas não chega resposta.',
      fr: 'La connexion est établie, mais aucune réponse n’arrive.',
      en: 'The connection stands, but no answer comes.',
    },
    advice: {
      es: 'La otra pasarela está sobrecargada o detenida a medias: avise a la otra autoridad.',
      pt: 'O outro gateway está sobrecarregado ou meio parado: avise a outra autoridade.',
      fr: 'L’autre passerelle est surchargée ou à moitié arrêtée : prévenez l’autre autorité.',
      en: 'The other gateway is overloaded or half stopped: tell the other authority.',
    },
  },
  'answer-not-ours': {
    title: {
      es: 'La respuesta no es la de una pasarela de esa autoridad.',
      pt: 'A resposta não é a de um gateway dessa autoridade.',
      fr: 'La réponse n’est pas celle d’une passerelle de cette autorité.',
      en: 'The answer is not that of a gateway of that authority.',
    },
    advice: {
      es: 'La dirección lleva a otro servidor o hay un intermediario: compruébela en el directorio con la otra autoridad.',
      pt: 'O endereço conduz a outro servidor ou há um intermediário: verifique-o no diretório com a outra autoridade.',
      fr: 'L’adresse mène à un autre serveur ou à un intermédiaire : vérifiez-la dans l’annuaire avec l’autre autorité.',
      en: 'The address leads to another server or a proxy: check it in the directory with the other authority.',
    },
  },
  'peer-not-ready': {
    title: {
      es: 'La otra pasarela responde, pero ahora no puede trabajar.',
      pt: 'O outro gateway responde, mas agora não pode trabalhar.',
      fr: 'L’autre passerelle répond, mais ne peut pas travailler maintenant.',
      en: 'The other gateway answers, but cannot work now.',
    },
    advice: {
      es: 'Los mensajes esperan y se envían solos; si dura, avise a la otra autoridad con el código.',
      pt: 'As mensagens esperam e são enviadas sozinhas; se durar, avise a outra autoridade com o código.',
      fr: 'Les messages attendent et partent d’eux-mêmes ; si cela dure, prévenez l’autre autorité en donnant le code.',
      en: 'Messages wait and are sent by themselves; if it lasts, tell the other authority the code.',
    },
  },
  'clocks-differ': {
    title: {
      es: 'Su reloj y el nuestro no coinciden.',
      pt: 'O seu relógio e o nosso não coincidem.',
      fr: 'Son horloge et la nôtre ne concordent pas.',
      en: 'Its clock and ours do not agree.',
    },
    advice: {
      es: 'Compruebe la hora de esta máquina (NTP); si es correcta, avise a la otra parte. A partir de 60 segundos no se firma.',
      pt: 'Verifique a hora desta máquina (NTP); se estiver certa, avise a outra parte. A partir de 60 segundos nada é assinado.',
      fr: 'Vérifiez l’heure de cette machine (NTP) ; si elle est juste, prévenez l’autre partie. À partir de 60 secondes, rien n’est signé.',
      en: 'Check the time of this machine (NTP); if it is right, tell the other side. From 60 seconds on nothing is signed.',
    },
  },
} as const satisfies Record<string, FindingText>;

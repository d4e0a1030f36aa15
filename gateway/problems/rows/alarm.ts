import type { ProblemRow } from '../problem-row.ts';

/** What only an alarm tells: nothing was refused, and a person should look. */
export const ALARM_ROWS = {
  'evidence-conflict': {
    status: 409,
    exit: 'operator',
    title: {
      es: 'Los acuses firmados sobre este mensaje se contradicen.',
      pt: 'Os recibos assinados sobre esta mensagem contradizem-se.',
      fr: 'Les accusés signés relatifs à ce message se contredisent.',
      en: 'The signed receipts about this message contradict one another.',
    },
    advice: {
      es: 'Se conservan todos; compárelos con la otra autoridad antes de enviar nada de nuevo.',
      pt: 'Todos são conservados; compare-os com a outra autoridade antes de enviar algo de novo.',
      fr: 'Tous sont conservés ; comparez-les avec l’autre autorité avant de renvoyer quoi que ce soit.',
      en: 'All of them are kept; compare them with the other authority before you send anything again.',
    },
  },
  'keys-not-renewed': {
    status: 500,
    exit: 'operator',
    title: {
      es: 'Las claves nuevas de esta pasarela no se pudieron poner en uso; siguen las anteriores.',
      pt: 'As chaves novas deste gateway não puderam ser postas em uso; continuam as anteriores.',
      fr: 'Les nouvelles clés de cette passerelle n’ont pas pu être mises en service ; les précédentes restent en usage.',
      en: 'The new keys of this gateway could not be taken into use; the former ones stay in use.',
    },
    advice: {
      es: 'El operador encuentra el motivo en el diario del proceso; corregido, se retoma solo o con SIGHUP.',
      pt: 'O operador encontra o motivo no diário do processo; corrigido, é retomado por si só ou com SIGHUP.',
      fr: 'L’opérateur trouve la cause dans le journal du processus ; une fois corrigée, la reprise est automatique ou se fait par SIGHUP.',
      en: 'The operator finds the cause in the log of the process; once mended, it goes on by itself or with SIGHUP.',
    },
  },
  'message-lost-here': {
    status: 409,
    exit: 'operator',
    title: {
      es: 'La otra autoridad tiene un mensaje nuestro que aquí no consta.',
      pt: 'A outra autoridade tem uma mensagem nossa que não consta aqui.',
      fr: 'L’autre autorité détient un message de notre part qui est inconnu ici.',
      en: 'The other authority has a message of ours that is not known here.',
    },
    advice: {
      es: 'Probablemente se restauró una copia antigua; el operador debe recuperarlo con la otra autoridad.',
      pt: 'Provavelmente foi restaurada uma cópia antiga; o operador deve recuperá-la com a outra autoridade.',
      fr: 'Une ancienne sauvegarde a sans doute été restaurée ; l’opérateur doit le récupérer auprès de l’autre autorité.',
      en: 'Probably an old backup was restored; the operator should recover it together with the other authority.',
    },
  },
  'message-lost-for-good': {
    status: 409,
    exit: 'operator',
    title: {
      es: 'Un mensaje que esta pasarela había acusado se perdió, y la otra autoridad ya no conserva su contenido.',
      pt: 'Uma mensagem que este gateway tinha confirmado perdeu-se, e a outra autoridade já não conserva o seu conteúdo.',
      fr: 'Un message dont cette passerelle avait accusé réception est perdu, et l’autre autorité n’en a plus le contenu.',
      en: 'A message that this gateway had acknowledged is lost, and the other authority no longer has its content.',
    },
    advice: {
      es: 'Los acuses firmados están aquí; pida a la otra autoridad que envíe de nuevo la solicitud como mensaje nuevo.',
      pt: 'Os recibos assinados estão aqui; peça à outra autoridade que envie de novo o pedido como mensagem nova.',
      fr: 'Les accusés signés sont ici ; demandez à l’autre autorité de renvoyer la demande comme nouveau message.',
      en: 'The signed receipts are here; ask the other authority to send the request again as a new message.',
    },
  },
  'peer-log-succeeded': {
    status: 409,
    exit: 'operator',
    title: {
      es: 'Otra autoridad se restauró de una copia y continúa su registro con otro nombre.',
      pt: 'Outra autoridade foi restaurada de uma cópia e continua o seu livro com outro nome.',
      fr: 'Une autre autorité a été restaurée à partir d’une copie et poursuit son journal sous un autre nom.',
      en: 'Another authority was restored from a copy and goes on with its log under another name.',
    },
    advice: {
      es: 'La nota firmada se conserva; cuando el directorio nombre el registro nuevo, se sigue también este.',
      pt: 'A nota assinada é conservada; quando o diretório nomear o livro novo, este também será seguido.',
      fr: 'La note signée est conservée ; dès que l’annuaire nommera le nouveau journal, il sera suivi aussi.',
      en: 'The signed note is kept; once the directory names the new log, that one is followed, too.',
    },
  },
  'message-differs-at-peer': {
    status: 409,
    exit: 'operator',
    title: {
      es: 'La otra autoridad tiene con este identificador un mensaje distinto del nuestro.',
      pt: 'A outra autoridade tem com este identificador uma mensagem diferente da nossa.',
      fr: 'L’autre autorité détient sous cet identifiant un message différent du nôtre.',
      en: 'Under this identifier the other authority has a message that differs from ours.',
    },
    advice: {
      es: 'Compare los acuses firmados con la otra autoridad; no envíe nada de nuevo hasta aclararlo.',
      pt: 'Compare os recibos assinados com a outra autoridade; não envie nada de novo até esclarecer o caso.',
      fr: 'Comparez les accusés signés avec l’autre autorité ; ne renvoyez rien avant d’avoir éclairci ce point.',
      en: 'Compare the signed receipts with the other authority; send nothing again until this is cleared up.',
    },
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;

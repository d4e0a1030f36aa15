import type { ProblemRow } from '../problem-row.ts';

/** Witnesses, and what the logs of others and our own contradict. */
export const WITNESS_ROWS = {
  'witness-refused': {
    status: 502,
    exit: 'later',
    title: {
      es: 'Un testigo no firmó el estado de nuestro registro de transparencia.',
      pt: 'Uma testemunha não assinou o estado do nosso livro de transparência.',
      fr: 'Un témoin n’a pas signé l’état de notre journal de transparence.',
      en: 'A witness did not cosign the state of our transparency log.',
    },
    advice: {
      es: 'Los mensajes siguen su curso y se le pide de nuevo; si dura, pregunte a la otra autoridad.',
      pt: 'As mensagens seguem o seu curso e é pedido de novo; se durar, pergunte à outra autoridade.',
      fr: 'Les messages suivent leur cours et la demande est répétée ; si cela dure, interrogez l’autre autorité.',
      en: 'Messages go on and it is asked again; if this lasts, ask the other authority.',
    },
  },
  'peer-log-forked': {
    status: 409,
    exit: 'operator',
    title: {
      es: 'La otra autoridad firmó dos historias distintas de su registro de transparencia.',
      pt: 'A outra autoridade assinou duas histórias diferentes do seu livro de transparência.',
      fr: 'L’autre autorité a signé deux histoires différentes de son journal de transparence.',
      en: 'The other authority signed two different histories of its transparency log.',
    },
    advice: {
      es: 'La prueba se conserva y cualquiera puede verificarla; expórtela y comuníquelo a quienes gobiernan el directorio.',
      pt: 'A prova é conservada e qualquer pessoa pode verificá-la; exporte-a e comunique-o a quem governa o diretório.',
      fr: 'La preuve est conservée et chacun peut la vérifier ; exportez-la et signalez-le à ceux qui gouvernent l’annuaire.',
      en: 'The proof is kept and anybody can check it; export it and tell those who govern the directory.',
    },
  },
  'peer-log-inconsistent': {
    status: 409,
    exit: 'operator',
    title: {
      es: 'La otra autoridad no muestra que su registro de transparencia solo haya crecido.',
      pt: 'A outra autoridade não mostra que o seu livro de transparência só tenha crescido.',
      fr: 'L’autre autorité ne montre pas que son journal de transparence n’a fait que croître.',
      en: 'The other authority does not show that its transparency log has only grown.',
    },
    advice: {
      es: 'Se conservan los dos estados firmados; pida a la otra autoridad que lo aclare.',
      pt: 'Os dois estados assinados são conservados; peça à outra autoridade que o esclareça.',
      fr: 'Les deux états signés sont conservés ; demandez à l’autre autorité de s’en expliquer.',
      en: 'Both signed states are kept; ask the other authority to explain.',
    },
  },
  'peer-log-rolled-back': {
    status: 409,
    exit: 'operator',
    title: {
      es: 'La otra autoridad muestra un estado anterior de su registro de transparencia.',
      pt: 'A outra autoridade mostra um estado anterior do seu livro de transparência.',
      fr: 'L’autre autorité montre un état antérieur de son journal de transparence.',
      en: 'The other authority shows an earlier state of its transparency log.',
    },
    advice: {
      es: 'Puede haber restaurado una copia antigua; se conservan los dos estados firmados, pídale que lo aclare.',
      pt: 'Pode ter restaurado uma cópia antiga; os dois estados assinados são conservados, peça-lhe que o esclareça.',
      fr: 'Elle a peut-être restauré une ancienne copie ; les deux états signés sont conservés, demandez-lui de s’en expliquer.',
      en: 'It may have restored an old copy; both signed states are kept, ask it to explain.',
    },
  },
  'peer-checkpoint-refused': {
    status: 409,
    exit: 'operator',
    title: {
      es: 'La otra autoridad muestra un estado de su registro que no está firmado con su clave.',
      pt: 'A outra autoridade mostra um estado do seu livro que não está assinado com a sua chave.',
      fr: 'L’autre autorité montre un état de son journal qui n’est pas signé avec sa clé.',
      en: 'The other authority shows a state of its log that is not signed with its key.',
    },
    advice: {
      es: 'Compruebe con ella la clave del registro que figura en el directorio.',
      pt: 'Verifique com ela a chave do livro que consta no diretório.',
      fr: 'Vérifiez avec elle la clé du journal qui figure dans l’annuaire.',
      en: 'Check with it the key of the log that the directory names.',
    },
  },
  'own-log-forked': {
    status: 500,
    exit: 'operator',
    title: {
      es: 'Otra autoridad tiene un estado firmado de nuestro registro que contradice el nuestro.',
      pt: 'Outra autoridade tem um estado assinado do nosso livro que contradiz o nosso.',
      fr: 'Une autre autorité détient un état signé de notre journal qui contredit le nôtre.',
      en: 'Another authority holds a signed state of our log that contradicts ours.',
    },
    advice: {
      es: 'La clave del registro pudo haberse copiado, o el registro se reescribió; pare la pasarela y examínelo.',
      pt: 'A chave do livro pode ter sido copiada, ou o livro foi reescrito; pare o gateway e examine-o.',
      fr: 'La clé du journal a pu être copiée, ou le journal réécrit ; arrêtez la passerelle et examinez-le.',
      en: 'The key of the log may have been copied, or the log was rewritten; stop the gateway and look into it.',
    },
  },
  'own-log-behind': {
    status: 500,
    exit: 'operator',
    title: {
      es: 'Otra autoridad conoce un estado de nuestro registro posterior al que hay aquí.',
      pt: 'Outra autoridade conhece um estado do nosso livro posterior ao que há aqui.',
      fr: 'Une autre autorité connaît un état de notre journal postérieur à celui d’ici.',
      en: 'Another authority knows a later state of our log than the one here.',
    },
    advice: {
      es: 'Se restauró una copia antigua; siga las instrucciones de restauración antes de publicar nada más.',
      pt: 'Foi restaurada uma cópia antiga; siga as instruções de restauro antes de publicar mais alguma coisa.',
      fr: 'Une ancienne copie a été restaurée ; suivez les instructions de restauration avant de publier autre chose.',
      en: 'An old copy was restored; follow the instructions for restoring before anything more is published.',
    },
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;

import type { FindingText } from './finding-text.ts';

/** What can be wrong with a gateway that runs, or that should. */
export const CONDITION_TEXTS = {
  'gateway-not-running': {
    title: {
      es: 'La pasarela no responde en su dirección de vigilancia.',
      pt: 'O gateway não responde no seu endereço de vigilância.',
      fr: 'La passerelle ne répond pas à son adresse de surveillance.',
      en: 'The gateway does not answer at its management address.',
    },
    advice: {
      es: 'Si está parada, arránquela (valija gateway --config ARCHIVO); si se para otra vez, el final de su diario dice por qué.',
      pt: 'Se está parado, inicie-o (valija gateway --config FICHEIRO); se parar outra vez, o fim do seu diário diz porquê.',
      fr: 'Si elle est arrêtée, démarrez-la (valija gateway --config FICHIER) ; si elle s’arrête encore, la fin de son journal dit pourquoi.',
      en: 'If it is stopped, start it (valija gateway --config FILE); if it stops again, the end of its log says why.',
    },
  },
  'ledger-not-open': {
    title: {
      es: 'La pasarela no puede leer su base de datos.',
      pt: 'O gateway não consegue ler a sua base de dados.',
      fr: 'La passerelle ne peut pas lire sa base de données.',
      en: 'The gateway cannot read its database.',
    },
    advice: {
      es: 'Mire el disco bajo dataFolder: espacio, permisos y errores del sistema.',
      pt: 'Veja o disco sob dataFolder: espaço, permissões e erros do sistema.',
      fr: 'Regardez le disque sous dataFolder : place, droits et erreurs du système.',
      en: 'Look at the disk under dataFolder: room, permissions and errors of the system.',
    },
  },
  'queue-not-healthy': {
    title: {
      es: 'La cola no responde; el trabajo avanza más despacio.',
      pt: 'A fila não responde; o trabalho avança mais devagar.',
      fr: 'La file ne répond pas ; le travail avance plus lentement.',
      en: 'The queue does not answer; work goes on more slowly.',
    },
    advice: {
      es: 'Compruebe que Redis está en marcha y su contraseña; no se pierde nada.',
      pt: 'Verifique se o Redis está em funcionamento e a sua palavra-passe; nada se perde.',
      fr: 'Vérifiez que Redis fonctionne, et son mot de passe ; rien n’est perdu.',
      en: 'Check that Redis runs, and its password; nothing is lost.',
    },
  },
  'log-halted': {
    title: {
      es: 'El registro encontró una contradicción y no firma nada más.',
      pt: 'O registo encontrou uma contradição e não assina mais nada.',
      fr: 'Le journal a trouvé une contradiction et ne signe plus rien.',
      en: 'The log found a contradiction and signs nothing more.',
    },
    advice: {
      es: 'No reinicie ni borre nada antes de entenderla; guarde una copia de la carpeta de datos y ejecute valija log fsck.',
      pt: 'Não reinicie nem apague nada antes de a entender; guarde uma cópia da pasta de dados e execute valija log fsck.',
      fr: 'Ne redémarrez et n’effacez rien avant de comprendre ; gardez une copie du dossier de données et exécutez valija log fsck.',
      en: 'Restart and delete nothing before it is understood; keep a copy of the data folder and run valija log fsck.',
    },
  },
  'log-not-witnessed': {
    title: {
      es: 'Ningún testigo ha refrendado el registro desde hace un rato.',
      pt: 'Nenhuma testemunha referendou o registo há algum tempo.',
      fr: 'Aucun témoin n’a contresigné le journal depuis un moment.',
      en: 'No witness has cosigned the log for a while.',
    },
    advice: {
      es: 'Compruebe que las otras pasarelas son accesibles (valija connect-test); los mensajes siguen su curso.',
      pt: 'Verifique se os outros gateways são acessíveis (valija connect-test); as mensagens seguem o seu curso.',
      fr: 'Vérifiez que les autres passerelles sont joignables (valija connect-test) ; les messages suivent leur cours.',
      en: 'Check that the other gateways can be reached (valija connect-test); messages go on.',
    },
  },
  'log-not-stamped': {
    title: {
      es: 'El registro no tiene un sello de tiempo reciente.',
      pt: 'O registo não tem um carimbo do tempo recente.',
      fr: 'Le journal n’a pas d’horodatage récent.',
      en: 'The log has no recent time-stamp.',
    },
    advice: {
      es: 'Compruebe la autoridad de sellado de tiempo; los mensajes siguen su curso.',
      pt: 'Verifique a autoridade de carimbo do tempo; as mensagens seguem o seu curso.',
      fr: 'Vérifiez l’autorité d’horodatage ; les messages suivent leur cours.',
      en: 'Check the time-stamp authority; messages go on.',
    },
  },
  'log-behind': {
    title: {
      es: 'El registro firmado se queda atrás: hay anotaciones sin publicar.',
      pt: 'O registo assinado fica para trás: há anotações por publicar.',
      fr: 'Le journal signé prend du retard : des inscriptions ne sont pas publiées.',
      en: 'The signed log falls behind: there are entries that it has not published.',
    },
    advice: {
      es: 'Mire el espacio del disco y en el diario de la pasarela los sucesos «log-problem».',
      pt: 'Veja o espaço do disco e, no diário do gateway, os eventos «log-problem».',
      fr: 'Regardez la place sur le disque et, dans le journal de la passerelle, les événements « log-problem ».',
      en: 'Look at the room on the disk, and for "log-problem" in the log of the gateway.',
    },
  },
  'dead-letters': {
    title: {
      es: 'Hay trabajo abandonado que espera a una persona.',
      pt: 'Há trabalho abandonado que espera por uma pessoa.',
      fr: 'Du travail abandonné attend quelqu’un.',
      en: 'There is work that gave up and waits for a person.',
    },
    advice: {
      es: 'Véalo con «valija dead-letters list», corrija la causa y devuélvalo con «valija dead-letters release».',
      pt: 'Veja-o com «valija dead-letters list», corrija a causa e devolva-o com «valija dead-letters release».',
      fr: 'Voyez-le avec « valija dead-letters list », corrigez la cause et relancez-le avec « valija dead-letters release ».',
      en: 'See it with "valija dead-letters list", mend the cause, and put it back with "valija dead-letters release".',
    },
  },
  'work-overdue': {
    title: {
      es: 'Hay trabajo atrasado en la cola.',
      pt: 'Há trabalho atrasado na fila.',
      fr: 'Du travail est en retard dans la file.',
      en: 'Work in the queue is overdue.',
    },
    advice: {
      es: 'La pasarela está sobrecargada o algo la bloquea: mire el procesador, el disco y su diario.',
      pt: 'O gateway está sobrecarregado ou algo o bloqueia: veja o processador, o disco e o seu diário.',
      fr: 'La passerelle est surchargée ou bloquée : regardez le processeur, le disque et son journal.',
      en: 'The gateway is overloaded or something blocks it: look at processor, disk and its log.',
    },
  },
  'open-alarms': {
    title: {
      es: 'Hay alarmas que nadie ha atendido.',
      pt: 'Há alarmes que ninguém atendeu.',
      fr: 'Des alarmes n’ont pas été traitées.',
      en: 'There are alarms that nobody has looked at.',
    },
    advice: {
      es: 'Véalas con «valija alarms», saque la prueba con «valija alarm ID --proof» y, una vez aclarada, ciérrela con «--acknowledge --note».',
      pt: 'Veja-os com «valija alarms», retire a prova com «valija alarm ID --proof» e, uma vez esclarecido, feche-o com «--acknowledge --note».',
      fr: 'Voyez-les avec « valija alarms », sortez la preuve avec « valija alarm ID --proof » et, une fois l’affaire éclaircie, fermez-la avec « --acknowledge --note ».',
      en: 'See them with "valija alarms", take out the proof with "valija alarm ID --proof", and close each once it is cleared up with "--acknowledge --note".',
    },
  },
  'log-contradicted': {
    title: {
      es: 'Alguien ha firmado dos estados de su registro que se contradicen; la prueba está guardada.',
      pt: 'Alguém assinou dois estados do seu registo que se contradizem; a prova está guardada.',
      fr: 'Quelqu’un a signé deux états contradictoires de son journal ; la preuve est conservée.',
      en: 'Somebody has signed two states of their log that contradict each other; the proof is kept.',
    },
    advice: {
      es: 'Es grave: saque la prueba con «valija log contradictions --out», compruébela con «valija log fork» y entréguela a la autoridad cuyo registro es, y a las demás.',
      pt: 'É grave: retire a prova com «valija log contradictions --out», verifique-a com «valija log fork» e entregue-a à autoridade a quem pertence o registo, e às outras.',
      fr: 'C’est grave : sortez la preuve avec « valija log contradictions --out », vérifiez-la avec « valija log fork » et remettez-la à l’autorité dont c’est le journal, et aux autres.',
      en: 'This is serious: take out the proof with "valija log contradictions --out", verify it with "valija log fork", and hand it to the authority whose log it is, and to the others.',
    },
  },
  'backup-old': {
    title: {
      es: 'La última copia de seguridad es antigua.',
      pt: 'A última cópia de segurança é antiga.',
      fr: 'La dernière sauvegarde est ancienne.',
      en: 'The last backup is old.',
    },
    advice: {
      es: 'Compruebe la tarea que ejecuta «valija backup».',
      pt: 'Verifique a tarefa que executa «valija backup».',
      fr: 'Vérifiez la tâche qui exécute « valija backup ».',
      en: 'Check the task that runs "valija backup".',
    },
  },
  'disk-filling': {
    title: {
      es: 'Queda poco espacio en el disco.',
      pt: 'Resta pouco espaço no disco.',
      fr: 'Il reste peu de place sur le disque.',
      en: 'Little room is left on the disk.',
    },
    advice: {
      es: 'Haga sitio bajo dataFolder antes de que la pasarela deje de aceptar mensajes (operation.diskFloor).',
      pt: 'Liberte espaço sob dataFolder antes que o gateway deixe de aceitar mensagens (operation.diskFloor).',
      fr: 'Libérez de la place sous dataFolder avant que la passerelle n’accepte plus de messages (operation.diskFloor).',
      en: 'Make room under dataFolder before the gateway stops taking messages (operation.diskFloor).',
    },
  },
} as const satisfies Record<string, FindingText>;

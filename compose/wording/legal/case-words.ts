import type { Language, Texts } from '../../../gateway/problems/language.ts';

/** Headings, labels and sentences with which a case is told. Sentences have named placeholders. */
export const CASE_WORDS = {
  'no-cases': {
    es: 'No hay expedientes.',
    pt: 'Não há processos.',
    fr: 'Aucun dossier.',
    en: 'There are no cases.',
  },
  closed: {
    es: 'Terminada: no queda nada pendiente.',
    pt: 'Terminado: não há nada pendente.',
    fr: 'Terminée : plus rien n’est en attente.',
    en: 'It has ended, and nothing is left to do.',
  },
  'our-turn': { es: 'Nos toca actuar.', pt: 'Cabe-nos agir.', fr: 'C’est à nous d’agir.', en: 'It is our turn.' },
  'their-turn': {
    es: 'Le toca actuar a la otra autoridad.',
    pt: 'Cabe à outra autoridade agir.',
    fr: 'C’est à l’autre autorité d’agir.',
    en: 'It is the turn of the other authority.',
  },
  'requesting-turn': {
    es: 'Le toca actuar a la autoridad requirente.',
    pt: 'Cabe à autoridade requerente agir.',
    fr: 'C’est à l’autorité requérante d’agir.',
    en: 'It is the turn of the requesting authority.',
  },
  'requested-turn': {
    es: 'Le toca actuar a la autoridad requerida.',
    pt: 'Cabe à autoridade requerida agir.',
    fr: 'C’est à l’autorité requise d’agir.',
    en: 'It is the turn of the requested authority.',
  },
  with: { es: 'Con', pt: 'Com', fr: 'Avec', en: 'With' },
  conversation: { es: 'Conversación', pt: 'Conversa', fr: 'Conversation', en: 'Conversation' },
  opened: { es: 'Abierto', pt: 'Aberto', fr: 'Ouvert', en: 'Opened' },
  'their-number': { es: 'Su número', pt: 'O seu número', fr: 'Leur numéro', en: 'Their number' },
  officer: { es: 'Lo tramita', pt: 'Tramitado por', fr: 'Suivi par', en: 'Handled by' },
  stage: { es: 'Etapa', pt: 'Fase', fr: 'Étape', en: 'Stage' },
  expected: { es: 'Respuesta prevista', pt: 'Resposta prevista', fr: 'Réponse prévue', en: 'Answer expected' },
  'our-references': { es: 'Nuestras referencias', pt: 'As nossas referências', fr: 'Nos références', en: 'Our references' },
  'their-references': { es: 'Sus referencias', pt: 'As suas referências', fr: 'Leurs références', en: 'Their references' },
  rounds: { es: 'Complementos pedidos', pt: 'Complementos pedidos', fr: 'Compléments demandés', en: 'Supplements asked for' },
  paused: { es: 'Plazo suspendido', pt: 'Prazo suspenso', fr: 'Délai suspendu', en: 'Time stood still' },
  'since-until': { es: 'desde {from} hasta {to}', pt: 'desde {from} até {to}', fr: 'du {from} au {to}', en: 'from {from} until {to}' },
  since: { es: 'desde {from}', pt: 'desde {from}', fr: 'depuis le {from}', en: 'since {from}' },
  by: { es: 'hasta el {date}', pt: 'até {date}', fr: 'jusqu’au {date}', en: 'by {date}' },
  open: { es: 'Pendiente', pt: 'Pendente', fr: 'En attente', en: 'Open' },
  ours: { es: 'nos toca', pt: 'cabe-nos', fr: 'à nous', en: 'ours' },
  theirs: { es: 'le toca a la otra autoridad', pt: 'cabe à outra autoridade', fr: 'à l’autre autorité', en: 'theirs' },
  'can-say': { es: 'Podemos enviar', pt: 'Podemos enviar', fr: 'Nous pouvons envoyer', en: 'We can send' },
  chain: { es: 'Cadena de autoridades', pt: 'Cadeia de autoridades', fr: 'Chaîne des autorités', en: 'Chain of authorities' },
  received: { es: 'recibido el {date}', pt: 'recebido em {date}', fr: 'reçu le {date}', en: 'received on {date}' },
  'handed-over': { es: 'remitido el {date}', pt: 'remetido em {date}', fr: 'transmis le {date}', en: 'handed over on {date}' },
  receipt: { es: 'Recepción', pt: 'Receção', fr: 'Réception', en: 'Receipt' },
  'legal-date': {
    es: 'Fecha jurídica de recepción: {date} ({zone}). {rule}',
    pt: 'Data jurídica de receção: {date} ({zone}). {rule}',
    fr: 'Date juridique de réception : {date} ({zone}). {rule}',
    en: 'Legal date of receipt: {date} ({zone}). {rule}',
  },
  'no-legal-date': {
    es: 'Todavía no hay fecha jurídica de recepción.',
    pt: 'Ainda não há data jurídica de receção.',
    fr: 'Il n’y a pas encore de date juridique de réception.',
    en: 'There is no legal date of receipt yet.',
  },
  'platform-instant': {
    es: 'Cuenta el día del momento «{moment}», sea hábil o no.',
    pt: 'Conta o dia do momento «{moment}», seja útil ou não.',
    fr: 'Compte le jour du moment « {moment} », ouvrable ou non.',
    en: 'What counts is the day of the moment "{moment}", working day or not.',
  },
  'working-day-roll-over': {
    es: 'Cuenta el momento «{moment}»; lo que llega fuera de horas pasa al siguiente día hábil.',
    pt: 'Conta o momento «{moment}»; o que chega fora de horas passa para o dia útil seguinte.',
    fr: 'Compte le moment « {moment} » ; ce qui arrive hors des heures passe au jour ouvrable suivant.',
    en: 'What counts is the moment "{moment}"; what comes out of hours passes to the next working day.',
  },
  'rolled-over': {
    es: 'Pasó al siguiente día hábil.',
    pt: 'Passou para o dia útil seguinte.',
    fr: 'Elle est passée au jour ouvrable suivant.',
    en: 'It passed to the next working day.',
  },
  'rule-confirmed': {
    es: 'La regla está leída en el texto del instrumento.',
    pt: 'A regra foi lida no texto do instrumento.',
    fr: 'La règle a été lue dans le texte de l’instrument.',
    en: 'The rule was read in the text of the instrument.',
  },
  'rule-unconfirmed': {
    es: 'La regla es un ajuste de esta instalación: ningún texto leído la confirma.',
    pt: 'A regra é uma definição desta instalação: nenhum texto lido a confirma.',
    fr: 'La règle est un réglage de cette installation : aucun texte lu ne la confirme.',
    en: 'The rule is a setting of this installation: no text that was read confirms it.',
  },
  'office-unknown': {
    es: 'El destinatario no publica horario: todo se cuenta en UTC.',
    pt: 'O destinatário não publica horário: tudo se conta em UTC.',
    fr: 'Le destinataire ne publie pas d’horaires : tout est compté en UTC.',
    en: 'The addressee publishes no hours: everything is counted in UTC.',
  },
  'zone-unknown': {
    es: 'Este equipo no conoce la zona horaria del destinatario: se cuenta en UTC.',
    pt: 'Esta máquina não conhece o fuso horário do destinatário: conta-se em UTC.',
    fr: 'Cette machine ne connaît pas le fuseau du destinataire : on compte en UTC.',
    en: 'This machine does not know the time zone of the addressee: it is counted in UTC.',
  },
  deadlines: { es: 'Plazos', pt: 'Prazos', fr: 'Délais', en: 'Deadlines and clocks' },
  'deadline-running': {
    es: '{source}: último día {day} ({zone}), termina {end}',
    pt: '{source}: último dia {day} ({zone}), termina {end}',
    fr: '{source} : dernier jour {day} ({zone}), fin {end}',
    en: '{source}: last day {day} ({zone}), ends {end}',
  },
  'deadline-paused': {
    es: '{source}: suspendido desde {since}; quedan {left}',
    pt: '{source}: suspenso desde {since}; restam {left}',
    fr: '{source} : suspendu depuis le {since} ; il reste {left}',
    en: '{source}: stands still since {since}; left: {left}',
  },
  unconfirmed: { es: '(sin confirmar)', pt: '(por confirmar)', fr: '(non confirmé)', en: '(not confirmed)' },
  hours: { es: '{amount} horas', pt: '{amount} horas', fr: '{amount} heures', en: '{amount} hours' },
  days: { es: '{amount} días', pt: '{amount} dias', fr: '{amount} jours', en: '{amount} days' },
  'working-days': { es: '{amount} días hábiles', pt: '{amount} dias úteis', fr: '{amount} jours ouvrables', en: '{amount} working days' },
  custody: {
    es: 'Detención desde {day}: {days} días',
    pt: 'Detenção desde {day}: {days} dias',
    fr: 'Détention depuis le {day} : {days} jours',
    en: 'In custody since {day}: {days} days',
  },
  'days-left': {
    es: '{clock}: {day}, quedan {days} días',
    pt: '{clock}: {day}, restam {days} dias',
    fr: '{clock} : {day}, il reste {days} jours',
    en: '{clock}: {day}, {days} days left',
  },
  'days-past': {
    es: '{clock}: {day}, hace {days} días',
    pt: '{clock}: {day}, há {days} dias',
    fr: '{clock} : {day}, il y a {days} jours',
    en: '{clock}: {day}, {days} days ago',
  },
  priority: {
    es: 'Prioridad: {score} puntos',
    pt: 'Prioridade: {score} pontos',
    fr: 'Priorité : {score} points',
    en: 'Priority: {score} points',
  },
  'priority-reason': {
    es: '{text} ({points} de {of})',
    pt: '{text} ({points} de {of})',
    fr: '{text} ({points} sur {of})',
    en: '{text} ({points} of {of})',
  },
  messages: { es: 'Mensajes', pt: 'Mensagens', fr: 'Messages', en: 'Messages' },
  untyped: { es: 'Sin datos jurídicos', pt: 'Sem dados jurídicos', fr: 'Sans données juridiques', en: 'Not a typed message' },
  uncounted: { es: 'sin efecto', pt: 'sem efeito', fr: 'sans effet', en: 'no effect' },
  waits: {
    es: 'espera al mensaje {about}',
    pt: 'espera pela mensagem {about}',
    fr: 'attend le message {about}',
    en: 'waits for message {about}',
  },
  irregular: { es: 'Irregularidades', pt: 'Irregularidades', fr: 'Irrégularités', en: 'Irregularities' },
  'same-request': {
    es: 'Otros expedientes de la misma solicitud',
    pt: 'Outros processos do mesmo pedido',
    fr: 'Autres dossiers de la même demande',
    en: 'Other cases of the same request',
  },
} as const satisfies Record<string, Texts>;
export type CaseWord = keyof typeof CASE_WORDS;

/** The moments of a message's coming in. */
export const MOMENT_WORDS: Readonly<Record<string, Texts>> = {
  submitted: { es: 'entregado a la pasarela', pt: 'entregue ao gateway', fr: 'remis à la passerelle', en: 'submitted' },
  accepted: { es: 'aceptado por la pasarela', pt: 'aceite pelo gateway', fr: 'accepté par la passerelle', en: 'accepted' },
  madeAvailable: { es: 'puesto a disposición', pt: 'posto à disposição', fr: 'mis à disposition', en: 'made available' },
  firstOpened: { es: 'abierto por primera vez', pt: 'aberto pela primeira vez', fr: 'ouvert pour la première fois', en: 'first opened' },
  acknowledged: { es: 'retirado', pt: 'retirado', fr: 'retiré', en: 'taken over' },
};

/** The clocks of a case that count down to a day. */
export const CLOCK_WORDS: Readonly<Record<string, Texts>> = {
  'provisional-arrest': { es: 'Detención provisional', pt: 'Detenção provisória', fr: 'Arrestation provisoire', en: 'Provisional arrest' },
  'safe-conduct': { es: 'Salvoconducto', pt: 'Salvo-conduto', fr: 'Sauf-conduit', en: 'Safe-conduct' },
  'evidence-loss': { es: 'Pérdida de pruebas', pt: 'Perda de provas', fr: 'Perte de preuves', en: 'Loss of evidence' },
  'service-lead-time': {
    es: 'Antelación para notificar',
    pt: 'Antecedência para notificar',
    fr: 'Avance pour notifier',
    en: 'Lead time for service',
  },
  hearing: { es: 'Audiencia', pt: 'Audiência', fr: 'Audience', en: 'Hearing' },
  'wished-deadline': { es: 'Plazo deseado', pt: 'Prazo desejado', fr: 'Délai souhaité', en: 'Deadline wished for' },
  limitation: { es: 'Prescripción', pt: 'Prescrição', fr: 'Prescription', en: 'Limitation' },
};

/** A word or sentence with its placeholders filled in. A value is never looked through for placeholders of its own. */
export function caseWord(name: CaseWord, language: Language, values: Readonly<Record<string, string | number>> = {}): string {
  return CASE_WORDS[name][language].replaceAll(/\{(\w+)\}/g, (braced, placeholder: string) => String(values[placeholder] ?? braced));
}

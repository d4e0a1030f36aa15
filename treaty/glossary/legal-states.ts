import { type GlossaryEntry, term } from './term.ts';

/** Where a request stands in law, and what that means for whoever reads it. `closed` is said beside the outcome. */
export const LEGAL_STATE_GLOSSARY = {
  preliminary: {
    term: term('Fase previa', 'Fase prévia', 'Phase préalable', 'Preliminary'),
    sentence: {
      es: 'Ha habido contactos, pero todavía no hay ninguna solicitud.',
      pt: 'Houve contactos, mas ainda não há nenhum pedido.',
      fr: 'Des contacts ont eu lieu, mais il n’existe encore aucune demande.',
      en: 'There have been contacts, but no request yet.',
    },
  },
  announced: {
    term: term('Anunciada de palabra', 'Anunciado oralmente', 'Annoncée oralement', 'Announced orally'),
    sentence: {
      es: 'La solicitud se hizo de palabra y falta su confirmación por escrito.',
      pt: 'O pedido foi feito oralmente e falta a sua confirmação por escrito.',
      fr: 'La demande a été faite oralement et sa confirmation écrite manque encore.',
      en: 'The request was made by word of mouth and still has to be confirmed in writing.',
    },
  },
  requested: {
    term: term('Solicitada', 'Pedido enviado', 'Demandée', 'Requested', 'Solicitado'),
    sentence: {
      es: 'La solicitud está hecha; la autoridad requerida aún no ha dicho con qué número la registró ni quién la tramita.',
      pt: 'O pedido está feito; a autoridade requerida ainda não disse com que número o inscreveu nem quem o tramita.',
      fr: 'La demande est faite ; l’autorité requise n’a pas encore indiqué son numéro ni le responsable du dossier.',
      en: 'The request has been made; the requested authority has not said yet under which number and by whom it is handled.',
    },
  },
  acknowledged: {
    term: term('En trámite', 'Em tramitação', 'En cours de traitement', 'Being handled'),
    sentence: {
      es: 'La autoridad requerida registró la solicitud y dijo quién la tramita.',
      pt: 'A autoridade requerida inscreveu o pedido e disse quem o tramita.',
      fr: 'L’autorité requise a enregistré la demande et indiqué qui la traite.',
      en: 'The requested authority has registered the request and said who handles it.',
    },
  },
  'supplement-awaited': {
    term: term(
      'En espera de información complementaria',
      'À espera de informações complementares',
      'Complément attendu',
      'Supplement awaited',
      'Aguardando informações complementares',
    ),
    sentence: {
      es: 'La autoridad requerida pidió información o una traducción mejor, y el plazo está suspendido hasta que llegue.',
      pt: 'A autoridade requerida pediu informações ou uma tradução melhor, e o prazo está suspenso até que cheguem.',
      fr: 'L’autorité requise a demandé un complément ou une meilleure traduction ; le délai est suspendu dans l’attente.',
      en: 'The requested authority asked for information or a better translation, and time stands still until it comes.',
    },
  },
  'in-consultation': {
    term: term('En consultas', 'Em consultas', 'En consultation', 'In consultation'),
    sentence: {
      es: 'Las dos autoridades se consultan antes de que se decida.',
      pt: 'As duas autoridades consultam-se antes de se decidir.',
      fr: 'Les deux autorités se consultent avant toute décision.',
      en: 'The two authorities consult each other before a decision is taken.',
    },
  },
  'conditions-offered': {
    term: term('Condiciones ofrecidas', 'Condições propostas', 'Conditions proposées', 'Conditions offered'),
    sentence: {
      es: 'La autoridad requerida prestará la asistencia bajo condiciones que la requirente tiene que aceptar o rechazar.',
      pt: 'A autoridade requerida prestará a assistência sob condições que a requerente tem de aceitar ou rejeitar.',
      fr: 'L’autorité requise prêtera son concours à des conditions que la requérante doit accepter ou décliner.',
      en: 'The requested authority will assist under conditions that the requesting one has to accept or decline.',
    },
  },
  postponed: {
    term: term('Aplazada', 'Adiado', 'Ajournée', 'Postponed'),
    sentence: {
      es: 'La ejecución se ha aplazado; la solicitud sigue abierta.',
      pt: 'A execução foi adiada; o pedido continua aberto.',
      fr: 'L’exécution est ajournée ; la demande reste ouverte.',
      en: 'Execution has been postponed; the request stays open.',
    },
  },
  'passed-on': {
    term: term(
      'Remitida a la autoridad competente',
      'Remetido à autoridade competente',
      'Transmise à l’autorité compétente',
      'Passed on to the competent authority',
    ),
    sentence: {
      es: 'La solicitud se remitió a la autoridad competente, que todavía no ha acusado recibo.',
      pt: 'O pedido foi remetido à autoridade competente, que ainda não acusou a sua entrada.',
      fr: 'La demande a été transmise à l’autorité compétente, qui n’en a pas encore accusé réception.',
      en: 'The request went on to the competent authority, which has not acknowledged it yet.',
    },
  },
  'partly-answered': {
    term: term('Contestada en parte', 'Respondido em parte', 'Répondue en partie', 'Answered in part'),
    sentence: {
      es: 'Ha llegado una parte de lo que se pidió; falta el resto.',
      pt: 'Chegou uma parte do que se pediu; falta o resto.',
      fr: 'Une partie de ce qui était demandé est arrivée ; le reste suit.',
      en: 'A part of what was asked for has come; the rest is still to come.',
    },
  },
  answered: {
    term: term('Contestada', 'Respondido', 'Répondue', 'Answered'),
    sentence: {
      es: 'La autoridad requerida dio su respuesta definitiva.',
      pt: 'A autoridade requerida deu a sua resposta definitiva.',
      fr: 'L’autorité requise a donné sa réponse définitive.',
      en: 'The requested authority has given its final answer.',
    },
  },
  refused: {
    term: term('Denegada', 'Recusado', 'Refusée', 'Refused'),
    sentence: {
      es: 'La asistencia se denegó por motivos que constan en el mensaje.',
      pt: 'A assistência foi recusada por motivos que constam da mensagem.',
      fr: 'L’entraide a été refusée pour les motifs que le message indique.',
      en: 'Assistance was refused on grounds that the message gives.',
    },
  },
  withdrawn: {
    term: term('Retirada', 'Retirado', 'Retirée', 'Withdrawn'),
    sentence: {
      es: 'La autoridad requirente ya no necesita la asistencia.',
      pt: 'A autoridade requerente já não necessita da assistência.',
      fr: 'L’autorité requérante n’a plus besoin de l’entraide.',
      en: 'The requesting authority does not need the assistance any more.',
    },
  },
  transferred: {
    term: term(
      'Trasladada a otra autoridad',
      'Transferido para outra autoridade',
      'Transférée à une autre autorité',
      'Transferred to another authority',
    ),
    sentence: {
      es: 'Otra autoridad se ocupa de la solicitud por sus propios medios, fuera de esta conversación.',
      pt: 'Outra autoridade ocupa-se do pedido pelos seus próprios meios, fora desta conversação.',
      fr: 'Une autre autorité s’en charge par ses propres moyens, hors de cette conversation.',
      en: 'Another authority deals with the request by its own means, outside this conversation.',
    },
  },
  closed: {
    term: term('Cerrada', 'Encerrado', 'Close', 'Closed'),
    sentence: {
      es: 'La solicitud ha terminado y no queda nada pendiente.',
      pt: 'O pedido terminou e nada está pendente.',
      fr: 'La demande a pris fin et rien ne reste en suspens.',
      en: 'The request has ended and nothing is left to do.',
    },
  },
} as const satisfies Readonly<Record<string, GlossaryEntry>>;

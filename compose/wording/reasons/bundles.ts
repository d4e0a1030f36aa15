import type { Texts } from '../../../gateway/problems/language.ts';

/** Why something about the parts of a bundle did not pass. */
export const BUNDLE_REASONS = {
  'archive-missing': {
    es: 'El expediente aún no lleva copia a largo plazo.',
    pt: 'O dossiê ainda não tem cópia a longo prazo.',
    fr: 'Le dossier ne contient pas encore de copie à long terme.',
    en: 'There is no long-term copy in the bundle yet.',
  },
  'content-absent': {
    es: 'El expediente se entregó sin el contenido.',
    pt: 'O dossiê foi entregue sem o conteúdo.',
    fr: 'Le dossier a été remis sans le contenu.',
    en: 'The bundle was given without the content.',
  },
  'conversation-differs': {
    es: 'La solicitud nombra otra conversación.',
    pt: 'O pedido indica outra conversação.',
    fr: 'La demande nomme une autre conversation.',
    en: 'The request names another conversation.',
  },
  'former-log-went-further': {
    es: 'El registro anterior había firmado más entradas de las que tomó su sucesor: de las demás solo responden los firmantes.',
    pt: 'O registo anterior tinha assinado mais entradas do que as que o seu sucessor tomou: pelas outras só respondem os signatários.',
    fr: 'Le journal antérieur avait signé plus d’entrées que son successeur n’en a repris : des autres, seuls répondent les signataires.',
    en: 'The former log had signed more entries than its successor took over: for the others only their signers answer.',
  },
  'log-entries-elsewhere': {
    es: 'No están en el expediente todas las entradas de los dos registros: pídalo con ellas, o pida una copia de los registros.',
    pt: 'O dossiê não tem todas as entradas dos dois registos: peça-o com elas, ou peça uma cópia dos registos.',
    fr: 'Le dossier n’a pas toutes les entrées des deux journaux : demandez-le avec elles, ou une copie des journaux.',
    en: 'Not all entries of both logs are in the bundle: ask for it with them, or for a copy of the logs.',
  },
  'log-missing': {
    es: 'Falta lo que prueba el registro de una de las partes.',
    pt: 'Falta o que o registo de uma das partes prova.',
    fr: 'Il manque ce que prouve le journal d’une des parties.',
    en: 'What the log of one side proves is missing.',
  },
  'negative-receipt': {
    es: 'Los acuses afirman lo contrario.',
    pt: 'Os recibos afirmam o contrário.',
    fr: 'Les accusés affirment le contraire.',
    en: 'The receipts state the opposite.',
  },
  'no-pdf': {
    es: 'No hay ningún documento PDF en el paquete.',
    pt: 'Não há nenhum documento PDF no pacote.',
    fr: 'Il n’y a aucun document PDF dans le paquet.',
    en: 'There is no PDF in the package.',
  },
  'one-state-only': {
    es: 'De un registro solo hay un estado: no hay con qué compararlo.',
    pt: 'De um registo há só um estado: não há com que o comparar.',
    fr: 'D’un journal, il n’y a qu’un état : rien à quoi le comparer.',
    en: 'Of a log there is one state only, and nothing to compare it with.',
  },
  'receipt-missing': {
    es: 'No hay acuse que lo afirme.',
    pt: 'Não há recibo que o afirme.',
    fr: 'Aucun accusé ne l’affirme.',
    en: 'There is no receipt that states it.',
  },
  'single-receipt': {
    es: 'Hay menos de dos acuses que ordenar.',
    pt: 'Há menos de dois recibos para ordenar.',
    fr: 'Il y a moins de deux accusés à ordonner.',
    en: 'There are fewer than two receipts to put in order.',
  },
  'no-package': {
    es: 'El mensaje se rechazó antes de que hubiera un paquete.',
    pt: 'A mensagem foi recusada antes de haver um pacote.',
    fr: 'Le message a été refusé avant qu’il y ait un paquet.',
    en: 'The message was refused before there was a package.',
  },
  'message-repeated': {
    es: 'El mismo mensaje figura más de una vez.',
    pt: 'A mesma mensagem figura mais de uma vez.',
    fr: 'Le même message figure plus d’une fois.',
    en: 'The same message stands there more than once.',
  },
  'headers-differ': {
    es: 'Dos cabeceras firmadas tienen los mismos números de versión y no son la misma.',
    pt: 'Dois cabeçalhos assinados têm os mesmos números de versão e não são o mesmo.',
    fr: 'Deux en-têtes signés portent les mêmes numéros de version et ne sont pas le même.',
    en: 'Two signed headers have the same version numbers and are not the same.',
  },
  'states-not-connected': {
    es: 'Ningún expediente trae con qué mostrar la continuidad entre los dos estados del registro.',
    pt: 'Nenhum dossiê traz com que mostrar a continuidade entre os dois estados do registo.',
    fr: 'Aucun dossier ne contient de quoi montrer la continuité entre les deux états du journal.',
    en: 'None of the bundles holds anything that shows how the two states of the log go together.',
  },
} as const satisfies Record<string, Texts>;

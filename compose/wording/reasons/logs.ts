import type { Texts } from '../../../gateway/problems/language.ts';

/** What the codes of findings about a log mean. */
export const LOG_REASONS = {
  'bundle-damaged': {
    es: 'Falta un grupo de entradas, o está dañado; sin él no se puede recalcular lo que sigue.',
    pt: 'Falta um grupo de entradas, ou está danificado; sem ele não é possível recalcular o que se segue.',
    fr: 'Un groupe d’entrées manque ou est endommagé ; sans lui, la suite ne peut être recalculée.',
    en: 'A bundle of entries is missing or damaged; what follows cannot be derived without it.',
  },
  'entry-malformed': {
    es: 'La entrada no tiene la forma de las de esta red.',
    pt: 'A entrada não tem a forma das desta rede.',
    fr: 'L’entrée n’a pas la forme de celles de ce réseau.',
    en: 'The entry does not have the form of those of this network.',
  },
  'log-forked': {
    es: 'El registro firmó dos estados que se contradicen.',
    pt: 'O registo assinou dois estados que se contradizem.',
    fr: 'Le journal a signé deux états qui se contredisent.',
    en: 'The log signed two states that contradict one another.',
  },
  'log-not-in-policy': {
    es: 'La política que usted indicó no incluye este registro.',
    pt: 'A política que indicou não inclui este registo.',
    fr: 'La politique que vous avez indiquée ne comprend pas ce journal.',
    en: 'The policy that you gave does not include this log.',
  },
  'logged-later-than-claimed': {
    es: 'Cuando el registro del emisor recibió un sello de tiempo posterior, aún no contenía el acuse: o el registro estuvo parado, o se antedató.',
    pt: 'Quando o registo do emissor recebeu um carimbo do tempo posterior, ainda não continha o recibo: ou o registo esteve parado, ou foi antedatado.',
    fr: 'Lorsque le journal de l’émetteur a reçu un horodatage postérieur, il ne contenait pas encore l’accusé : soit le journal était arrêté, soit l’accusé est antidaté.',
    en: 'When the log of the issuer got a later time-stamp it did not hold the receipt yet: either the log stood still, or the receipt was backdated.',
  },
  'quorum-not-reached': {
    es: 'Las firmas de testigos no alcanzan el mínimo que exige la política.',
    pt: 'As assinaturas de testemunhas não atingem o mínimo que a política exige.',
    fr: 'Les signatures de témoins n’atteignent pas le minimum exigé par la politique.',
    en: 'The cosignatures of witnesses do not reach the quorum that the policy asks for.',
  },
  'root-differs': {
    es: 'Las entradas dan otra raíz que la firmada.',
    pt: 'As entradas dão outra raiz que não a assinada.',
    fr: 'Les entrées donnent une autre racine que celle qui est signée.',
    en: 'The entries lead to another root than the one that was signed.',
  },
  'row-differs': {
    es: 'El libro de la pasarela tiene otra entrada bajo este número.',
    pt: 'O livro do gateway tem outra entrada sob este número.',
    fr: 'Le registre de la passerelle contient une autre entrée sous ce numéro.',
    en: 'The ledger has another entry under this index.',
  },
  'tile-differs': {
    es: 'El archivo falta o difiere de lo que dan las entradas.',
    pt: 'O ficheiro falta ou difere do que as entradas dão.',
    fr: 'Le fichier manque ou diffère de ce que donnent les entrées.',
    en: 'The file is missing or differs from what the entries give.',
  },
  'tiles-not-given': {
    es: 'Para decidirlo hace falta la carpeta del registro mayor, y no se indicó.',
    pt: 'Para o decidir é necessária a pasta do registo maior, que não foi indicada.',
    fr: 'Pour en décider il faut le dossier du plus grand des deux états, qui n’a pas été indiqué.',
    en: 'Deciding it takes the folder of the larger state of the log, which was not given.',
  },
  'witnessed-in-part': {
    es: 'Testigos de otra autoridad firmaron un estado del registro, pero no uno que abarque todo lo probado.',
    pt: 'Testemunhas de outra autoridade assinaram um estado do registo, mas não um que abranja tudo o que foi provado.',
    fr: 'Des témoins d’une autre autorité ont signé un état du journal, mais aucun qui couvre tout ce qui est prouvé.',
    en: 'Witnesses of another authority signed a state of the log, but none that covers everything proven.',
  },
} as const satisfies Readonly<Record<string, Texts>>;

import type { Texts } from '../../../gateway/problems/language.ts';

/** What an audit of a period found. */
export const AUDIT_REASONS = {
  'case-without-messages': {
    es: 'Un expediente del registro no tiene ningún mensaje.',
    pt: 'Um processo do registo não tem nenhuma mensagem.',
    fr: 'Un dossier du registre n’a aucun message.',
    en: 'A case of the register has no message.',
  },
  'register-number-missing': {
    es: 'En el registro falta un número entre los que se dieron.',
    pt: 'No registo falta um número entre os que se deram.',
    fr: 'Il manque au registre un numéro parmi ceux qui ont été donnés.',
    en: 'The register lacks a number among those that were given.',
  },
  'register-number-repeated': {
    es: 'Dos expedientes del registro tienen el mismo número, o uno no tiene la forma de un número.',
    pt: 'Dois processos do registo têm o mesmo número, ou um não tem a forma de um número.',
    fr: 'Deux dossiers du registre ont le même numéro, ou l’un n’a pas la forme d’un numéro.',
    en: 'Two cases of the register have the same number, or one does not have the form of a number.',
  },
  'entry-unmatched': {
    es: 'Una entrada del registro no corresponde a nada que la pasarela conserve.',
    pt: 'Uma entrada do registo não corresponde a nada que o gateway conserve.',
    fr: 'Une entrée du journal ne correspond à rien de ce que la passerelle conserve.',
    en: 'An entry of the log corresponds to nothing that the gateway keeps.',
  },
  'log-entries-missing': {
    es: 'Faltan entradas del registro entre la primera y la última del período.',
    pt: 'Faltam entradas do registo entre a primeira e a última do período.',
    fr: 'Il manque des entrées du journal entre la première et la dernière de la période.',
    en: 'Entries of the log between the first and the last of the period are missing.',
  },
  'log-entry-differs': {
    es: 'La entrada del registro no es la que resulta de lo conservado.',
    pt: 'A entrada do registo não é a que resulta do que se conserva.',
    fr: 'L’entrée du journal n’est pas celle qui résulte de ce qui est conservé.',
    en: 'The entry of the log is not the one that follows from what is kept.',
  },
  'not-in-peers-log': {
    es: 'El registro de la autoridad que emitió el acuse no lo contiene.',
    pt: 'O registo da autoridade que emitiu o recibo não o contém.',
    fr: 'Le journal de l’autorité qui a émis l’accusé ne le contient pas.',
    en: 'The log of the authority that issued the receipt does not hold it.',
  },
  'peer-log-not-shown': {
    es: 'La otra autoridad no mostró su registro: repita la auditoría cuando responda.',
    pt: 'A outra autoridade não mostrou o seu registo: repita a auditoria quando responder.',
    fr: 'L’autre autorité n’a pas montré son journal : refaites l’audit quand elle répondra.',
    en: 'The other authority did not show its log: repeat the audit when it answers.',
  },
  'not-in-register': {
    es: 'El mensaje está en la pasarela y no en el registro de la autoridad.',
    pt: 'A mensagem está no gateway e não no registo da autoridade.',
    fr: 'Le message est dans la passerelle et non dans le registre de l’autorité.',
    en: 'The message is at the gateway and not in the register of the authority.',
  },
  'only-in-register': {
    es: 'El mensaje está en el registro de la autoridad y no en la pasarela.',
    pt: 'A mensagem está no registo da autoridade e não no gateway.',
    fr: 'Le message est dans le registre de l’autorité et non dans la passerelle.',
    en: 'The message is in the register of the authority and not at the gateway.',
  },
  'operation-altered': {
    es: 'La anotación de una operación no es la que se registró.',
    pt: 'A anotação de uma operação não é a que foi registada.',
    fr: 'La note d’une opération n’est pas celle qui a été enregistrée.',
    en: 'The record of an operation is not the one that was logged.',
  },
  'operation-not-in-log': {
    es: 'Una operación no tiene entrada en el registro.',
    pt: 'Uma operação não tem entrada no registo.',
    fr: 'Une opération n’a pas d’entrée dans le journal.',
    en: 'An operation has no entry in the log.',
  },
  'receipt-altered': {
    es: 'Un acuse conservado no es el que indica su huella.',
    pt: 'Um recibo conservado não é o que a sua impressão digital indica.',
    fr: 'Un accusé conservé n’est pas celui que désigne son empreinte.',
    en: 'A receipt that is kept is not the one that its digest names.',
  },
  'state-differs': {
    es: 'El estado anotado no es el que resulta de los acuses.',
    pt: 'O estado anotado não é o que resulta dos recibos.',
    fr: 'L’état noté n’est pas celui qui résulte des accusés.',
    en: 'The state that is noted is not the one that follows from the receipts.',
  },
} as const satisfies Record<string, Texts>;

import type { StepName } from '../../../audit/verify/auditor-steps.ts';
import type { Texts } from '../../../gateway/problems/language.ts';

/** What each step of an auditor asks, as the statement that is proved when it is. */
export const STEP_CLAIMS: Readonly<Record<StepName, Texts>> = {
  'trust-file': {
    es: 'El archivo de confianza es el que publicaron las autoridades.',
    pt: 'O ficheiro de confiança é o que as autoridades publicaram.',
    fr: 'Le fichier de confiance est celui que les autorités ont publié.',
    en: 'The trust file is the one that the authorities published.',
  },
  'package-whole': {
    es: 'El paquete está íntegro y no lleva nada de más.',
    pt: 'O pacote está íntegro e não tem nada a mais.',
    fr: 'Le paquet est intact et ne contient rien de plus.',
    en: 'The package is whole, with nothing extra.',
  },
  'package-sender': {
    es: 'El paquete lo selló la autoridad remitente.',
    pt: 'O pacote foi selado pela autoridade remetente.',
    fr: 'Le paquet a été scellé par l’autorité expéditrice.',
    en: 'The sending authority sealed the package.',
  },
  'package-time': {
    es: 'El sello existía antes del momento que prueba un sello de tiempo.',
    pt: 'O selo existia antes do momento que um carimbo do tempo prova.',
    fr: 'Le sceau existait avant le moment que prouve un horodatage.',
    en: 'The seal existed before the moment that a time-stamp proves.',
  },
  'letters-unaltered': {
    es: 'Cada documento PDF firmado sigue como se firmó.',
    pt: 'Cada documento PDF assinado está como foi assinado.',
    fr: 'Chaque document PDF signé est resté tel qu’il a été signé.',
    en: 'Each signed PDF is as it was when it was signed.',
  },
  'accepted-by-sender': {
    es: 'La pasarela del remitente aceptó el mensaje.',
    pt: 'O gateway do remetente aceitou a mensagem.',
    fr: 'La passerelle de l’expéditeur a accepté le message.',
    en: 'The gateway of the sender accepted the message.',
  },
  'receipts-about-package': {
    es: 'Los acuses hablan de este mismo paquete.',
    pt: 'Os recibos falam deste mesmo pacote.',
    fr: 'Les accusés parlent de ce paquet même.',
    en: 'The receipts speak of this very package.',
  },
  'received-by-recipient': {
    es: 'La pasarela del destinatario recibió el mensaje intacto.',
    pt: 'O gateway do destinatário recebeu a mensagem intacta.',
    fr: 'La passerelle du destinataire a reçu le message intact.',
    en: 'The gateway of the recipient received the message intact.',
  },
  'reached-authority': {
    es: 'Consta en acuses firmados en qué quedó el mensaje ante la autoridad destinataria.',
    pt: 'Consta de recibos assinados o que aconteceu à mensagem junto da autoridade destinatária.',
    fr: 'Des accusés signés disent ce que le message est devenu auprès de l’autorité destinataire.',
    en: 'Signed receipts state what became of the message at the receiving authority.',
  },
  'order-of-events': {
    es: 'Los hechos ocurrieron en este orden.',
    pt: 'Os factos ocorreram por esta ordem.',
    fr: 'Les faits se sont produits dans cet ordre.',
    en: 'The events happened in this order.',
  },
  'receipts-in-logs': {
    es: 'Cada acuse está en el registro público de quien lo emitió.',
    pt: 'Cada recibo está no registo público de quem o emitiu.',
    fr: 'Chaque accusé est dans le journal public de son émetteur.',
    en: 'Each receipt is in the public log of its issuer.',
  },
  'logs-append-only': {
    es: 'Los registros solo han crecido: nada se cambió ni se quitó.',
    pt: 'Os registos só cresceram: nada foi alterado nem retirado.',
    fr: 'Les journaux n’ont fait que croître : rien n’a été modifié ni retiré.',
    en: 'The logs have only grown: nothing was changed or taken out.',
  },
  'logs-not-forked': {
    es: 'Los registros muestran lo mismo a todos.',
    pt: 'Os registos mostram o mesmo a todos.',
    fr: 'Les journaux montrent la même chose à tous.',
    en: 'The logs show the same to everybody.',
  },
  'nothing-missing': {
    es: 'No falta ningún acuse ni ninguna entrada.',
    pt: 'Não falta nenhum recibo nem nenhuma entrada.',
    fr: 'Il ne manque aucun accusé ni aucune entrée.',
    en: 'No receipt and no entry is missing.',
  },
  'provable-today': {
    es: 'Todo esto se puede probar todavía hoy, y mucho después.',
    pt: 'Tudo isto ainda se pode provar hoje, e muito depois.',
    fr: 'Tout cela peut encore être prouvé aujourd’hui, et longtemps après.',
    en: 'All this can still be proven today, and long after.',
  },
};

/** With what other programs an auditor checks the same; docs/verify-by-hand.md has the commands. */
export const STEP_PROGRAMS: Readonly<Record<StepName, string>> = {
  'trust-file': 'sha256sum',
  'package-whole': 'unzip, xmllint, sha256sum',
  'package-sender': 'openssl cms',
  'package-time': 'openssl ts',
  'letters-unaltered': 'pdfsig',
  'accepted-by-sender': 'jq, openssl dgst',
  'receipts-about-package': 'sha256sum, jq',
  'received-by-recipient': 'jq, openssl dgst',
  'reached-authority': 'jq, openssl dgst',
  'order-of-events': 'jq',
  'receipts-in-logs': 'golang.org/x/mod/sumdb',
  'logs-append-only': 'golang.org/x/mod/sumdb',
  'logs-not-forked': 'golang.org/x/mod/sumdb',
  'nothing-missing': 'valija log fsck',
  'provable-today': 'openssl ts, EU DSS',
};

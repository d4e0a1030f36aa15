import type { ProblemRow } from '../problem-row.ts';

/** Faults of the letter and of the other files of a submission. */
export const FILE_ROWS = {
  'letter-missing': {
    status: 422,
    exit: 'refused',
    title: {
      es: 'El envío debe llevar una sola carta.',
      pt: 'O envio deve ter uma única carta.',
      fr: 'L’envoi doit contenir une seule lettre.',
      en: 'The submission must have exactly one letter.',
    },
    advice: {
      es: 'Adjunte la carta en PDF una sola vez y los demás documentos como traducción o anexo.',
      pt: 'Junte a carta em PDF uma única vez e os demais documentos como tradução ou anexo.',
      fr: 'Joignez la lettre en PDF une seule fois et les autres documents comme traduction ou annexe.',
      en: 'Attach the letter as one PDF, and the other documents as translation or annex.',
    },
  },
  'letter-not-pdf': {
    status: 422,
    exit: 'refused',
    reasons: ['letter-unreadable'],
    title: {
      es: 'La carta no es un documento PDF.',
      pt: 'A carta não é um documento PDF.',
      fr: 'La lettre n’est pas un document PDF.',
      en: 'The letter is not a PDF document.',
    },
    advice: {
      es: 'Guarde la carta como PDF y vuelva a adjuntarla.',
      pt: 'Guarde a carta como PDF e volte a juntá-la.',
      fr: 'Enregistrez la lettre au format PDF et joignez-la de nouveau.',
      en: 'Save the letter as PDF and attach it again.',
    },
  },
  'letter-encrypted': {
    status: 422,
    exit: 'refused',
    reasons: ['letter-encrypted'],
    title: {
      es: 'La carta está protegida con contraseña o cifrada.',
      pt: 'A carta está protegida por senha ou cifrada.',
      fr: 'La lettre est protégée par un mot de passe ou chiffrée.',
      en: 'The letter is protected by a password or encrypted.',
    },
    advice: {
      es: 'Guarde la carta sin protección y vuelva a adjuntarla; el mensaje completo se cifra al enviarlo.',
      pt: 'Guarde a carta sem proteção e volte a juntá-la; a mensagem completa é cifrada ao ser enviada.',
      fr: 'Enregistrez la lettre sans protection et joignez-la de nouveau ; tout le message est chiffré à l’envoi.',
      en: 'Save the letter without protection and attach it again; the whole message is sealed when it is sent.',
    },
  },
  'letter-damaged': {
    status: 422,
    exit: 'refused',
    reasons: ['letter-unreadable'],
    title: {
      es: 'La carta está dañada y no se puede abrir.',
      pt: 'A carta está danificada e não pode ser aberta.',
      fr: 'La lettre est endommagée et ne peut pas être ouverte.',
      en: 'The letter is damaged and cannot be opened.',
    },
    advice: {
      es: 'Genere de nuevo el PDF, ábralo para comprobarlo y vuelva a adjuntarlo.',
      pt: 'Gere de novo o PDF, abra-o para o verificar e volte a juntá-lo.',
      fr: 'Produisez de nouveau le PDF, ouvrez-le pour le vérifier et joignez-le de nouveau.',
      en: 'Make the PDF again, open it to check it, and attach it again.',
    },
  },
  'letter-too-large': {
    status: 413,
    exit: 'refused',
    reasons: ['size-limit-exceeded'],
    title: {
      es: 'La carta supera el tamaño máximo.',
      pt: 'A carta ultrapassa o tamanho máximo.',
      fr: 'La lettre dépasse la taille maximale.',
      en: 'The letter is too large.',
    },
    advice: {
      es: 'Deje en la carta solo el texto y adjunte lo demás como anexo.',
      pt: 'Deixe na carta apenas o texto e junte o resto como anexo.',
      fr: 'Ne laissez que le texte dans la lettre et joignez le reste en annexe.',
      en: 'Keep only the text in the letter and attach the rest as annexes.',
    },
  },
  'letter-signing-forbidden': {
    status: 422,
    exit: 'refused',
    title: {
      es: 'Una firma anterior de la carta no permite firmarla de nuevo.',
      pt: 'Uma assinatura anterior da carta não permite assiná-la de novo.',
      fr: 'Une signature antérieure de la lettre ne permet pas de la signer de nouveau.',
      en: 'An earlier signature of the letter does not allow it to be signed again.',
    },
    advice: {
      es: 'Envíela sin pedir que se firme; el sello del paquete la cubre igualmente.',
      pt: 'Envie-a sem pedir que seja assinada; o selo do pacote cobre-a na mesma.',
      fr: 'Envoyez-la sans demander de signature ; le cachet du paquet la couvre de toute façon.',
      en: 'Send it without asking for a signature; the seal of the package covers it all the same.',
    },
  },
  'letter-not-signable': {
    status: 422,
    exit: 'refused',
    title: {
      es: 'La carta se puede enviar, pero no firmar: su estructura no admite una firma añadida.',
      pt: 'A carta pode ser enviada, mas não assinada: a sua estrutura não admite uma assinatura acrescentada.',
      fr: 'La lettre peut être envoyée, mais pas signée : sa structure n’admet pas de signature ajoutée.',
      en: 'The letter can be sent but not signed: its structure does not take an added signature.',
    },
    advice: {
      es: 'Genere el PDF de nuevo con otro programa, o envíela sin pedir que se firme.',
      pt: 'Gere o PDF de novo com outro programa, ou envie-a sem pedir que seja assinada.',
      fr: 'Produisez de nouveau le PDF avec un autre programme, ou envoyez-la sans demander de signature.',
      en: 'Make the PDF again with another program, or send it without asking for a signature.',
    },
  },
  'letter-not-processed': {
    status: 503,
    exit: 'later',
    title: {
      es: 'No se ha podido terminar de leer o firmar la carta.',
      pt: 'Não foi possível acabar de ler ou assinar a carta.',
      fr: 'La lecture ou la signature de la lettre n’a pas pu être menée à terme.',
      en: 'The letter could not be read or signed to the end.',
    },
    advice: {
      es: 'La pasarela lo intenta de nuevo; si nunca termina, genere el PDF de nuevo con otro programa.',
      pt: 'O gateway tenta de novo; se nunca terminar, gere o PDF de novo com outro programa.',
      fr: 'La passerelle réessaie ; si cela n’aboutit jamais, produisez de nouveau le PDF avec un autre programme.',
      en: 'The gateway tries again; if it never ends, make the PDF again with another program.',
    },
  },
  'letter-character-missing': {
    status: 422,
    exit: 'refused',
    title: {
      es: 'Un texto contiene caracteres que la carta no puede mostrar.',
      pt: 'Um texto contém caracteres que a carta não pode mostrar.',
      fr: 'Un texte contient des caractères que la lettre ne peut pas montrer.',
      en: 'A text has characters that the letter cannot show.',
    },
    advice: {
      es: 'Escriba esos nombres o textos con letras latinas, griegas o cirílicas, o adjunte la carta hecha por usted en PDF.',
      pt: 'Escreva esses nomes ou textos com letras latinas, gregas ou cirílicas, ou junte a carta feita por si em PDF.',
      fr: 'Écrivez ces noms ou textes en lettres latines, grecques ou cyrilliques, ou joignez une lettre que vous avez faite en PDF.',
      en: 'Write these names or texts in Latin, Greek or Cyrillic letters, or attach a letter of your own as a PDF.',
    },
  },
  'letter-too-long': {
    status: 422,
    exit: 'refused',
    title: {
      es: 'La carta sería demasiado larga.',
      pt: 'A carta seria demasiado longa.',
      fr: 'La lettre serait trop longue.',
      en: 'The letter would be too long.',
    },
    advice: {
      es: 'Pase los textos largos y las listas largas a documentos adjuntos y cítelos en la solicitud.',
      pt: 'Passe os textos longos e as listas longas para documentos anexos e cite-os no pedido.',
      fr: 'Mettez les longs textes et les longues listes dans des documents joints et citez-les dans la demande.',
      en: 'Put long texts and long lists into files beside the letter and refer to them in the request.',
    },
  },
  'letter-not-rendered': {
    status: 503,
    exit: 'later',
    title: {
      es: 'No se ha podido componer la carta.',
      pt: 'Não foi possível compor a carta.',
      fr: 'La lettre n’a pas pu être composée.',
      en: 'The letter could not be composed.',
    },
    advice: {
      es: 'Inténtelo de nuevo; si nunca termina, acorte los textos o adjunte la carta hecha por usted en PDF.',
      pt: 'Tente de novo; se nunca terminar, encurte os textos ou junte a carta feita por si em PDF.',
      fr: 'Réessayez ; si cela n’aboutit jamais, raccourcissez les textes ou joignez une lettre que vous avez faite en PDF.',
      en: 'Try again; if it never ends, shorten the texts or attach a letter of your own as a PDF.',
    },
  },
  'letter-typeface-unusable': {
    status: 500,
    exit: 'operator',
    title: {
      es: 'Falta el tipo de letra de las cartas, o está dañado.',
      pt: 'Falta o tipo de letra das cartas, ou está danificado.',
      fr: 'La police de caractères des lettres manque ou est endommagée.',
      en: 'The typeface of the letters is missing or damaged.',
    },
    advice: {
      es: 'El operador debe instalar de nuevo el programa con todas sus bibliotecas.',
      pt: 'O operador deve instalar de novo o programa com todas as suas bibliotecas.',
      fr: 'L’opérateur doit réinstaller le programme avec toutes ses bibliothèques.',
      en: 'The operator should install the program again with all its libraries.',
    },
  },
  'file-name-invalid': {
    status: 422,
    exit: 'refused',
    title: {
      es: 'El nombre de un documento adjunto no se puede usar.',
      pt: 'O nome de um documento anexo não pode ser usado.',
      fr: 'Le nom d’un document joint ne peut pas être utilisé.',
      en: 'The name of an attached document cannot be used.',
    },
    advice: {
      es: 'Cámbiele el nombre: sin caracteres especiales, sin empezar por punto y no demasiado largo.',
      pt: 'Mude-lhe o nome: sem caracteres especiais, sem começar por ponto e não muito longo.',
      fr: 'Renommez-le : sans caractères spéciaux, sans point au début et sans longueur excessive.',
      en: 'Rename it: no special characters, no dot at the beginning, and not too long.',
    },
  },
  'file-name-repeated': {
    status: 422,
    exit: 'refused',
    title: {
      es: 'Dos documentos adjuntos tienen el mismo nombre.',
      pt: 'Dois documentos anexos têm o mesmo nome.',
      fr: 'Deux documents joints portent le même nom.',
      en: 'Two attached documents have the same name.',
    },
    advice: {
      es: 'Dé a cada documento un nombre distinto; las mayúsculas no bastan para distinguirlos.',
      pt: 'Dê a cada documento um nome diferente; as maiúsculas não bastam para os distinguir.',
      fr: 'Donnez à chaque document un nom différent ; les majuscules ne suffisent pas à les distinguer.',
      en: 'Give each document a name of its own; capital letters alone do not make names different.',
    },
  },
  'file-count-exceeded': {
    status: 422,
    exit: 'refused',
    title: {
      es: 'El envío lleva demasiados documentos.',
      pt: 'O envio tem documentos demais.',
      fr: 'L’envoi contient trop de documents.',
      en: 'The submission has too many documents.',
    },
    advice: {
      es: 'Reúna documentos o repártalos en varios mensajes de la misma conversación.',
      pt: 'Junte documentos ou distribua-os por várias mensagens da mesma conversa.',
      fr: 'Regroupez des documents ou répartissez-les entre plusieurs messages de la même conversation.',
      en: 'Combine documents, or divide them among several messages of the same conversation.',
    },
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;
